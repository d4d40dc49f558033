from typing import Any

from django.utils.translation import gettext_lazy as _

from followup.reports.material import Material
from followup.reports.sections.base import Section


def build(_material: Material) -> dict[str, Any]:
    return {}  # the outline is given to every section


SECTION = Section(
    "innehall", _("Innehåll"), "followup/reports/contents.html", build, is_numbered=False
)
