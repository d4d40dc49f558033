"""What the program asks of one body, and how it is done: the district's share of the law's page."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followup.compliance import LABELS
from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.reports.telling import Figure


def build(material: Material) -> dict[str, Any]:
    lines = material.own_duties
    return {"lines": lines, "counts": Counter(line.state for line in lines)}


def figures(_material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    for state, label in LABELS.items():
        words = _("Programmets krav: %(state)s") % {"state": str(label).lower()}
        yield Figure("duties", state.value, words, built["counts"][state.value])


SECTION = Section(
    "uppdraget", gettext_lazy("Vad programmet kräver"), "followup/reports/duties.html", build,
    figures=figures,
    is_told=lambda material: bool(material.own_duties),
)  # fmt: skip
