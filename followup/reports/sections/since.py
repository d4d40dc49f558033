"""What has changed since the edition that this one corrects, in figures and words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from followup.reports.material import Material
from followup.reports.sections.base import Section

MOST_FIGURES = 12  # of a section; the page that compares editions shows all
MOST_TEXTS = 4


def build(_material: Material) -> dict[str, Any]:
    """The differences themselves are given to the section when the others are written."""
    return {"most_figures": MOST_FIGURES, "most_texts": MOST_TEXTS}


SECTION = Section(
    "sedan-forra-utgavan",
    _("Vad har ändrats sedan förra utgåvan"),
    "followup/reports/since.html",
    build,
    is_told=lambda material: material.earlier is not None,
)
