"""What an edition told, section by section, as it is kept: its figures, and its text in blocks."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Any

from django.utils import timezone

from followup.models import MonthlyReport

BLOCKS = frozenset({"p", "li", "h3", "h4", "dd", "dt", "caption", "tr", "summary"})
CELLS = frozenset({"td", "th"})
# A section's heading, whose number may change; a chart, its table, and the heads of columns.
NOT_TOLD = frozenset({"h2", "svg", "details", "thead"})


@dataclass(frozen=True)
class Figure:
    """``kind`` is what is counted and ``of`` whose it is: together the figure's name, the same in
    every edition. ``label`` says both in words. ``value`` is a number, a decimal number as it is
    written ("12,5"), or None for "no figure", which is not zero.
    """

    kind: str
    of: str
    label: str
    value: int | str | None
    unit: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.of}"


@dataclass(frozen=True)
class Told:
    """One section of an edition."""

    anchor: str
    title: str
    number: str
    hash: str
    figures: tuple[Figure, ...]
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class Earlier:
    """The edition that a later one corrects. Without ``sections`` its figures were not kept."""

    edition: int
    made_on: date
    sections: tuple[Told, ...]


@dataclass(frozen=True)
class Chapter:
    """A section with its HTML, cut out of the edition's."""

    told: Told
    html: str


def chapters_of(report: MonthlyReport) -> tuple[Chapter, ...]:
    """The sections of a built edition, in order; none of one from before figures were kept."""
    return tuple(cut(report.html, report.data.get("sections", ())))


def cut(html: str, sections: Any) -> Iterator[Chapter]:
    """The sections of ``html``, by what was kept of each when it was written."""
    begin = 0
    for section in sections:
        piece = html[begin : begin + section["length"]]
        begin += section["length"] + 1  # and the line break between them
        figures = tuple(Figure(**figure) for figure in section["figures"])
        about = (section[name] for name in ("anchor", "title", "number", "hash"))
        yield Chapter(Told(*about, figures, blocks_of(piece)), piece)


def earlier_of(report: MonthlyReport) -> Earlier:
    """What a built edition told, for the one that comes after it."""
    told = tuple(chapter.told for chapter in chapters_of(report))
    return Earlier(report.edition, timezone.localdate(report.built_at), told)


def hash_of(html: str, data: dict[str, Any]) -> str:
    """SHA-256 of an edition's content and of what it was written from, as hexadecimal digits."""
    written = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{html}\n{written}".encode()).hexdigest()


def blocks_of(html: str) -> tuple[str, ...]:
    """The paragraphs, headings, points and table rows of ``html`` as text.

    Without pictures and without cells that hold only a figure: figures are compared by themselves.
    """
    reader = _Reader()
    reader.feed(html)
    return tuple(reader.blocks)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._words: list[str] = []
        self._inside: list[str] = []
        self._in_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_TOLD or (tag in CELLS and "number" in (dict(attrs).get("class") or "")):
            self._inside.append(tag)
        elif tag in BLOCKS and not self._in_row:
            self._end_block()
            self._in_row = tag == "tr"
        elif tag in CELLS and self._words:
            self._words.append("·")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()
        elif tag == "tr" or (tag in BLOCKS and not self._in_row):
            self._in_row = False
            self._end_block()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self._words += data.split()

    def _end_block(self) -> None:
        text = " ".join(self._words)
        self._words = []
        if any(letter.isalpha() for letter in text):
            self.blocks.append(text)
