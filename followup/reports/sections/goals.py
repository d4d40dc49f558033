"""The goals by focus area, and how far the bodies say that they are reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followup.models import GoalAssessment
from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.reports.telling import Figure
from followup.selectors.report_work import GoalLine

Grade = GoalAssessment.Grade
NOT_ASSESSED = ""
GRADES = (Grade.FULLY.value, Grade.PARTLY.value, Grade.NOT.value, NOT_ASSESSED)
MOST_IN_CITY = 10


@dataclass(frozen=True)
class AreaRow:
    """A focus area's goals by grade, in the order of ``GRADES``."""

    code: str
    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def build(material: Material) -> dict[str, Any]:
    goals = material.work.goals
    rows = tuple(
        AreaRow(code, name, tuple(goals.count(code, grade) for grade in GRADES))
        for code, name in goals.focus_areas
    )
    told = _worth_telling(goals.lines) if material.is_city else list(goals.lines)
    shown = told[:MOST_IN_CITY] if material.is_city else told
    return {
        "rows": rows,
        "total": AreaRow("", _("Alla"), tuple(goals.count("", grade) for grade in GRADES)),
        "lines": shown,
        "more": len(told) - len(shown),
        "declined": goals.declined,
        "unreviewed": sum(bool(line.grade) and not line.is_agreed for line in goals.lines),
    }


def _worth_telling(lines: tuple[GoalLine, ...]) -> list[GoalLine]:
    """In the city's report: the goals that are not reached, those furthest from it first."""
    order = (Grade.NOT.value, Grade.PARTLY.value)
    slipping = [line for line in lines if line.grade in order]
    return sorted(slipping, key=lambda line: (order.index(line.grade), line.body_name))


def figures(material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    words = {grade: str(Grade(grade).label) for grade in GRADES if grade}
    for row in (built["total"], *built["rows"]):
        yield Figure("goals.running", row.code, _("%(area)s: mål") % {"area": row.name}, row.total)
        for grade, count in zip(GRADES, row.counts, strict=True):
            said = words.get(grade) or _("inte bedömda")
            label = _("%(area)s: mål, %(grade)s") % {"area": row.name, "grade": said.lower()}
            yield Figure(f"goals.{grade or 'unassessed'}", row.code, label, count)
    yield Figure("goals.unreviewed", "", _("Bedömningar som väntar på granskning"),
                 built["unreviewed"])  # fmt: skip
    if built["declined"] is not None:
        yield Figure("goals.declined", "", _("Mål som en part inte accepterar"), built["declined"])
    yield Figure("goals.more", "", _("Mål som inte räknas upp"), built["more"])


SECTION = Section(
    "mal", gettext_lazy("Mål efter fokusområde"), "followup/reports/goals.html", build,
    figures=figures,
)  # fmt: skip
