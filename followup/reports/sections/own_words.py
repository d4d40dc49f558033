"""A district's report: its situation in full, every open part and every open problem."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.parts import PARTS
from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.reports.telling import Figure


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


def figures(_material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    if words := built["words"]:
        code = built["status"].code
        told, withheld = gettext("Problem som beskrivs"), gettext("Uppgifter som inte visas")
        yield Figure("body.told", code, told, len(words.problems))
        yield Figure("body.withheld", code, withheld, words.withheld)


SECTION = Section(
    "laget",
    _("Läget i stadsdelsområdet"),
    "followup/reports/own_words.html",
    build,
    figures=figures,
)
