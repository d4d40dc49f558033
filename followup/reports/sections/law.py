"""The law's page in short: how the municipality stands to each section of law 2023:196."""

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
    lines = material.work.law
    return {"lines": lines, "counts": Counter(line.state for line in lines)}


def figures(_material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    for state, label in LABELS.items():
        words = _("Paragrafer: %(state)s") % {"state": str(label).lower()}
        yield Figure("law.sections", state.value, words, built["counts"][state.value])


SECTION = Section(
    "lagen", gettext_lazy("Lagen i korthet"),
    "followup/reports/law.html", build, figures=figures,
)  # fmt: skip
