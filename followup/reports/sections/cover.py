from typing import Any

from django.utils.translation import gettext_lazy as _

from followup.reports.material import Material
from followup.reports.sections.base import Section, long_date


def build(material: Material) -> dict[str, Any]:
    return {"made_on": long_date(material.day), "last_day": long_date(material.last_day)}


SECTION = Section(
    "framsida", _("Framsida"), "followup/reports/cover.html", build, is_numbered=False
)
