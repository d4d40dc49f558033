"""What has changed since last month: how many, over time, and which problems."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followup.reports import pictures
from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.selectors.problems import ProblemLine


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


SECTION = Section(
    "forandringar",
    _("Vad har ändrats sedan förra månaden"),
    "followup/reports/changes.html",
    build,
)
