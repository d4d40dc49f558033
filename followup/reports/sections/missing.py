"""Reports that are missing, wait for approval or came late, with the reasons that were given."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followup.reports import pictures
from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.reports.telling import Figure
from trygghet.months import month_name


def build(material: Material) -> dict[str, Any]:
    bodies = material.status.bodies
    return {
        "chart": pictures.reports_over_time(material) if material.is_city else None,
        "missing": [body for body in bodies if not body.is_sent],
        "unapproved": [body for body in bodies if body.is_sent and not body.is_approved],
        "late": [body for body in bodies if body.is_sent and body.is_late],
        "without_coordinator": [body for body in bodies if not body.has_coordinator],
    }


def figures(material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    for kind, label in (
        ("missing", gettext("Lägesbilder som saknas")),
        ("unapproved", gettext("Lägesbilder som väntar på godkännande")),
        ("late", gettext("Lägesbilder som lämnades för sent")),
        ("without_coordinator", gettext("Saknar samordnare")),
    ):
        yield Figure(f"missing.{kind}", "", label, len(built[kind]))
    if not built["chart"]:
        return
    for month in material.history:
        counts, words = month.counts, {"month": month_name(month.month)}
        for kind, label, value in (
            ("in_time", gettext("Lägesbilder i tid, %(month)s"), counts.in_time),
            ("late", gettext("Sena lägesbilder, %(month)s"), counts.late),
            ("overdue", gettext("Lägesbilder som saknas, %(month)s"), counts.overdue),
            ("not_due", gettext("Lägesbilder som inte är dags än, %(month)s"), counts.not_due),
            ("asked", gettext("Ombads rapportera, %(month)s"), counts.asked),
        ):
            yield Figure(f"month.{kind}", f"{month.month:%Y-%m}", label % words, value)


SECTION = Section(
    "saknas", _("Saknade och sena lägesbilder"), "followup/reports/missing.html", build,
    figures=figures,
)  # fmt: skip
