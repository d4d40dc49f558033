"""Obstacles lifted to the central level: what waits, how long, and what has been answered."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.selectors.obstacles import ObstacleLine
from followup.selectors.words import ObstacleText


@dataclass(frozen=True)
class ToldObstacle:
    """``days`` is how long it has waited, or waited until it was answered."""

    line: ObstacleLine
    text: ObstacleText
    days: int


def build(material: Material) -> dict[str, Any]:
    return {
        "waiting": tuple(_told(material, line) for line in material.waiting),
        "answered": tuple(_told(material, line) for line in material.answered),
    }


def _told(material: Material, line: ObstacleLine) -> ToldObstacle:
    until = line.answered_on or material.day
    text = material.obstacle_texts[line.obstacle_id]
    return ToldObstacle(line, text, line.days_waited(until))


SECTION = Section("hinder", _("Hinder och svar"), "followup/reports/obstacles.html", build)
