"""Specialist committees and company boards, a row each."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.selectors.problems import ProblemLine
from followup.selectors.situation import BodyStatus


@dataclass(frozen=True)
class OtherBody:
    """``watch`` are its problems that are new or increase."""

    status: BodyStatus
    now: int | None
    before: int | None
    watch: tuple[ProblemLine, ...]


def build(material: Material) -> dict[str, Any]:
    return {"others": tuple(_other(material, status) for status in material.others)}


def _other(material: Material, status: BodyStatus) -> OtherBody:
    now, before = material.series_by_body[status.body_id][-1:-3:-1]
    noted = (*material.changes.increasing, *material.changes.new)
    watch = tuple(line for line in noted if line.body_code == status.code)
    return OtherBody(status, now.count, before.count, watch)


SECTION = Section(
    "ovriga",
    _("Läget hos facknämnder och bolag"),
    "followup/reports/other_bodies.html",
    build,
)
