"""Reports that are missing, wait for approval or came late, with the reasons that were given."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from followup.reports import pictures
from followup.reports.material import Material
from followup.reports.sections.base import Section


def build(material: Material) -> dict[str, Any]:
    bodies = material.status.bodies
    return {
        "chart": pictures.reports_over_time(material) if material.is_city else None,
        "missing": [body for body in bodies if not body.is_sent],
        "unapproved": [body for body in bodies if body.is_sent and not body.is_approved],
        "late": [body for body in bodies if body.is_sent and body.is_late],
        "without_coordinator": [body for body in bodies if not body.has_coordinator],
    }


SECTION = Section(
    "saknas", _("Saknade och sena lägesbilder"), "followup/reports/missing.html", build
)
