"""A district's report: its situation in full, every open part and every open problem."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.parts import PARTS
from followup.reports.material import Material
from followup.reports.sections.base import Section


@dataclass(frozen=True)
class Told:
    """One of the form's questions with the committee's answer."""

    label: str | Promise
    question: str | Promise
    text: str


def build(material: Material) -> dict[str, Any]:
    status = next(iter(material.status.bodies), None)
    words = material.words.get(status.body_id) if status else None
    told = tuple(
        Told(part.label, part.question, text)
        for part in PARTS
        if words and (text := words.parts.get(part.kind))
    )
    return {
        "status": status,
        "words": words,
        "told": told,
    }


SECTION = Section("laget", _("Läget i stadsdelsområdet"), "followup/reports/own_words.html", build)
