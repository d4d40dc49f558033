"""What has changed since last month: how many, over time, and which problems."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followup.reports import pictures
from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.reports.telling import Figure
from followup.selectors.problems import ProblemLine
from trygghet.months import month_name


@dataclass(frozen=True)
class Group:
    """The problems that developed in one way."""

    development: str
    title: str | Promise
    none: str | Promise
    lines: tuple[ProblemLine, ...]


def build(material: Material) -> dict[str, Any]:
    changes = material.changes
    return {
        "developments": pictures.developments(material),
        "over_time": pictures.problems_over_time(material),
        "groups": (
            Group("new", _("Nya problem"), _("Inga nya problem."), changes.new),
            Group(
                "increasing", _("Problem som ökar"), _("Inga problem ökar."), changes.increasing
            ),
            Group(
                "decreasing", _("Problem som minskar"), _("Inga problem minskar."),
                changes.decreasing,
            ),
            Group(
                "ended", _("Problem som har upphört"), _("Inga problem har upphört."),
                changes.ended,
            ),
        ),
    }  # fmt: skip


def figures(material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    if material.picture.total is None:
        return
    for point in material.series:
        of, month = f"{point.month:%Y-%m}", {"month": month_name(point.month)}
        yield Figure("month.problems", of, gettext("Problem i %(month)s") % month, point.count)
        growing = gettext("Problem som ökar i %(month)s") % month
        yield Figure("month.increasing", of, growing, point.increasing)
        reports = gettext("Lägesbilder i %(month)s") % month
        yield Figure("month.reports", of, reports, point.reports)
    for tally in material.picture.by_development:
        yield Figure("development", tally.key, tally.label, tally.count)
        before = gettext("%(label)s, månaden före") % {"label": tally.label}
        yield Figure("development.before", tally.key, before, tally.previous)
    for group in built["groups"]:
        yield Figure("changed", group.development, str(group.title), len(group.lines))


SECTION = Section(
    "forandringar",
    _("Vad har ändrats sedan förra månaden"),
    "followup/reports/changes.html",
    build,
    figures=figures,
)
