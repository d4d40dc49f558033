"""Specialist committees and company boards, a row each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.reports.telling import Figure
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


def figures(_material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    for each in built["others"]:
        words = {"n": each.status.name}
        before = gettext("%(n)s: problem månaden före") % words
        yield Figure("body.problems", each.status.code, gettext("%(n)s: problem") % words, each.now)
        yield Figure("body.problems_before", each.status.code, before, each.before)


SECTION = Section(
    "ovriga",
    _("Läget hos facknämnder och bolag"),
    "followup/reports/other_bodies.html",
    build,
    figures=figures,
)
