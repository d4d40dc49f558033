"""Obstacles lifted to the central level: what waits, how long, and what has been answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.reports.telling import Figure
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
        "signals": material.work.signals,
        "longest_signal": max((signal.days for signal in material.work.signals), default=0),
    }


def _told(material: Material, line: ObstacleLine) -> ToldObstacle:
    until = line.answered_on or material.day
    text = material.obstacle_texts[line.obstacle_id]
    return ToldObstacle(line, text, line.days_waited(until))


def figures(material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    waiting, answered = gettext("Hinder som väntar på svar"), gettext("Hinder som fått svar")
    yield Figure("obstacles.waiting", "", waiting, len(built["waiting"]))
    yield Figure("obstacles.answered", "", answered, len(built["answered"]))
    for told in (*built["waiting"], *built["answered"]):
        label = gettext("”%(title)s”: dagar till svar eller hittills") % {"title": told.line.title}
        yield Figure("obstacle.days", str(told.line.obstacle_id), label, told.days)
    withheld = gettext("Hinder som väntar och inte visas")
    yield Figure("obstacles.withheld", "", withheld, material.withheld_waiting)
    signals = gettext("Signaler om utebliven effekt som väntar på svar")
    yield Figure("signals.waiting", "", signals, len(built["signals"]))
    longest = max((signal.days for signal in built["signals"]), default=None)
    yield Figure("signals.longest", "", gettext("Längsta väntan på en signal, dagar"), longest)


SECTION = Section("hinder", _("Hinder och svar"), "followup/reports/obstacles.html", build,
                  figures=figures)  # fmt: skip
