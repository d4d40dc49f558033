"""How the report was made, what it rests on, what is withheld and what the words mean."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from followup.reports.material import Material
from followup.reports.sections.base import Section, long_date


def build(material: Material) -> dict[str, Any]:
    return {
        "read_on": long_date(material.day),
        "sources": [body for body in material.status.bodies if body.report_id],
    }


SECTION = Section("metod", _("Metod och källor"), "followup/reports/method.html", build)
