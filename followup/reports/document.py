"""The sections put together: the content that page and PDF share, and the whole HTML to print."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from followup.reports.comparing import differences_since
from followup.reports.freezing import freeze, thaw
from followup.reports.material import Material
from followup.reports.parts import letters_of, parts_of
from followup.reports.sections import SECTIONS, SINCE
from followup.reports.sections.base import Entry, Section
from followup.reports.telling import hash_of
from followup.reports.writing import Written, joined, write_section

HASH_SHOWN = 16
Tell = Callable[[float, str], None]


@dataclass(frozen=True)
class Edition:
    """What a report says: ``html`` to read and print, and ``data``, which it was written from."""

    html: str
    data: dict[str, Any]

    @property
    def hash(self) -> str:
        return hash_of(self.html, self.data)


def sections_of(material: Material) -> tuple[Section, ...]:
    every = SECTIONS[material.is_city]
    return tuple(section for section in every if section.is_told(material))


def outline_of(material: Material) -> tuple[Entry, ...]:
    """The lines of the contents: every numbered section, followed by its parts."""
    lines: list[Entry] = []
    numbered = [section for section in sections_of(material) if section.is_numbered]
    for number, section in enumerate(numbered, start=1):
        lines += [Entry(section.anchor, str(number), str(section.title)), *section.parts(material)]
    return tuple(lines)


def compose(material: Material, tell: Tell) -> Edition:
    """Write the report. ``tell`` hears how far it has come (0–1) and what is next."""
    with translation.override(settings.LANGUAGE_CODE):
        outline = outline_of(material)
        written = _write(material, outline, tell)
        data = {
            "material": freeze(material),
            "sections": [each.kept() for each in written],
            "letters": freeze(letters_of(material)),
            "parts": parts_of(material),
        }
        return Edition(joined(written), data)


def write_again(data: dict[str, Any]) -> str:
    """The content of an edition, from what was kept of it when it was made."""
    return compose(thaw(Material, data["material"]), lambda _share, _title: None).html


def _write(material: Material, outline: tuple[Entry, ...], tell: Tell) -> list[Written]:
    sections, found = sections_of(material), {}
    for done, section in enumerate(_compared_last(sections)):
        tell(done / len(sections), str(section.title))
        differences = ()
        if section is SINCE:
            told = [found[each.anchor].told for each in sections if each is not SINCE]
            differences = differences_since(material.earlier, told)
        found[section.anchor] = write_section(section, material, outline, differences)
    return [found[section.anchor] for section in sections]


def _compared_last(sections: tuple[Section, ...]) -> list[Section]:
    """What has changed since the edition before is known when the rest is written."""
    return sorted(sections, key=lambda section: section is SINCE)


def printable(material: Material, edition: Edition) -> str:
    """The whole document: content, title, language, running heads and feet."""
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(
            "followup/reports/document.html",
            {
                "material": material,
                "content": edition.html,
                "hash": edition.hash[:HASH_SHOWN],
                "demo": settings.DEMO,
            },
        )
