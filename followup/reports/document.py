"""The sections put together: the content that page and PDF share, and the whole HTML to print."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from followup.reports.material import Material
from followup.reports.sections import SECTIONS
from followup.reports.sections.base import Entry, Section

HASH_SHOWN = 16


def outline_of(material: Material) -> tuple[Entry, ...]:
    """The lines of the contents: every numbered section, followed by its parts."""
    lines: list[Entry] = []
    numbered = [section for section in SECTIONS[material.is_city] if section.is_numbered]
    for number, section in enumerate(numbered, start=1):
        lines += [Entry(section.anchor, str(number), str(section.title)), *section.parts(material)]
    return tuple(lines)


def compose(material: Material, tell: Callable[[float, str], None]) -> str:
    """The report's content as HTML. ``tell`` hears how far it has come (0–1) and what is next."""
    with translation.override(settings.LANGUAGE_CODE):
        outline = outline_of(material)
        numbers = {entry.anchor: entry.number for entry in outline}
        sections, written = SECTIONS[material.is_city], []
        for done, section in enumerate(sections):
            tell(done / len(sections), str(section.title))
            written.append(_section(section, numbers.get(section.anchor, ""), material, outline))
        return "\n".join(written)


def _section(section: Section, number: str, material: Material, outline: tuple[Entry, ...]) -> str:
    context = {"section": section, "number": number, "material": material, "outline": outline}
    return render_to_string(section.template, context | section.build(material))


def hash_of(content: str) -> str:
    """SHA-256 of the content, as hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def printable(material: Material, content: str) -> str:
    """The whole document: content, title, language, running heads and feet."""
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(
            "followup/reports/document.html",
            {
                "material": material,
                "content": content,
                "hash": hash_of(content)[:HASH_SHOWN],
                "demo": settings.DEMO,
            },
        )
