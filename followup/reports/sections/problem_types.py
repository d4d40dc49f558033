from typing import Any

from django.utils.translation import gettext_lazy as _

from followup.reports import pictures
from followup.reports.material import Material
from followup.reports.sections.base import Section


def build(material: Material) -> dict[str, Any]:
    return {
        "chart": pictures.types(material),
        "types": material.picture.by_type,
        "areas": (*material.picture.by_area, material.picture.elsewhere)
        if material.picture.elsewhere.count
        else material.picture.by_area,
    }


SECTION = Section(
    "problemtyper", _("Problem efter typ och område"), "followup/reports/problem_types.html", build
)
