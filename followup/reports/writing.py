"""One section written: its HTML, and what is kept of it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from followup.reports.freezing import freeze
from followup.reports.material import Material
from followup.reports.sections.base import Entry, Section
from followup.reports.telling import Figure, Told, blocks_of


@dataclass(frozen=True)
class Written:
    section: Section
    told: Told
    html: str

    def kept(self) -> dict[str, Any]:
        """What lets the section be cut out of the edition's HTML, and its figures be compared."""
        told = self.told
        return {
            "anchor": told.anchor,
            "title": told.title,
            "number": told.number,
            "hash": told.hash,
            "length": len(self.html),
            "figures": freeze(told.figures),
        }


def write_section(
    section: Section, material: Material, outline: Sequence[Entry] = (), differences: Any = ()
) -> Written:
    """Without a line in ``outline`` the section has no number."""
    numbers = {entry.anchor: entry.number for entry in outline}
    number = numbers.get(section.anchor, "")
    built = section.build(material)
    context = {"section": section, "number": number, "material": material, "outline": outline}
    context |= {"differences": differences}
    html = render_to_string(section.template, context | built)
    told = Told(
        anchor=section.anchor,
        title=str(section.title),
        number=number,
        hash=hashlib.sha256(html.encode()).hexdigest(),
        figures=_named_once(section.figures(material, built)),
        blocks=blocks_of(html),
    )
    return Written(section, told, html)


def joined(written: Iterable[Written]) -> str:
    """The HTML of the sections, as ``telling.chapters_of`` takes it apart again."""
    return "\n".join(each.html for each in written)


def _named_once(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures with their labels as plain text; a name given twice is a mistake of ours."""
    found: dict[str, Figure] = {}
    for figure in figures:
        if figure.key in found:
            raise ValueError(f"Two figures are called {figure.key}")
        found[figure.key] = figure
    return tuple(found.values())
