"""What a section of the report is, and the small parts that several sections share."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from followup.reports.material import Material
from followup.reports.telling import Figure
from followup.selectors.problems import Tally
from trygghet.months import MONTH_NAMES


@dataclass(frozen=True)
class Entry:
    """A line of the contents; ``level`` 1 is a section, 2 a part of one."""

    anchor: str
    number: str
    title: str
    level: int = 1


@dataclass(frozen=True)
class Section:
    """One section: its address on the page, its title, its template and what the template gets.

    ``is_numbered`` sections are listed in the contents, with ``parts`` below them. ``figures`` are
    those that the section shows, of the material and what was built of it: they are kept with the
    edition, compared with other editions, and counted again by a test. ``is_told`` says whether the
    section belongs in an edition.
    """

    anchor: str
    title: str | Promise
    template: str
    build: Callable[[Material], dict[str, Any]]
    parts: Callable[[Material], tuple[Entry, ...]] = lambda _material: ()
    figures: Callable[[Material, dict[str, Any]], Iterable[Figure]] = lambda *_read: ()
    is_numbered: bool = True
    is_told: Callable[[Material], bool] = lambda _material: True


def tally_figures(kind: str, tallies: Iterable[Tally]) -> Iterator[Figure]:
    """Now, the month before, and how many of them increase, for each of the tallies."""
    for tally in tallies:
        words = {"label": tally.label}
        before, growing = _("%(label)s, månaden före"), _("%(label)s, varav ökar")
        yield Figure(kind, tally.key, tally.label, tally.count)
        yield Figure(f"{kind}.before", tally.key, before % words, tally.previous)
        increasing = None if tally.count is None else tally.increasing
        yield Figure(f"{kind}.increasing", tally.key, growing % words, increasing)


def long_date(day: date) -> str:
    """``3 november 2026``."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def change(now: int | None, before: int | None) -> str:
    """The difference in words: ``12 fler``, ``3 färre``, ``lika många``; empty if not known."""
    if now is None or before is None:
        return ""
    if now == before:
        return _("lika många")
    more = now > before
    return (_("%(n)s fler") if more else _("%(n)s färre")) % {"n": abs(now - before)}


def listed(names: list[str], most: int = 0) -> str:
    """``a, b och c``; with ``most``, the names beyond it are counted instead of named."""
    shown, rest = (names[:most], len(names) - most) if most else (names, 0)
    if rest > 0:
        return _("%(names)s och %(n)s till") % {"names": ", ".join(shown), "n": rest}
    if len(shown) < 2:
        return "".join(shown)
    return _("%(names)s och %(last)s") % {"names": ", ".join(shown[:-1]), "last": shown[-1]}


def excerpt(text: str, most: int) -> str:
    """The beginning of ``text``, up to ``most`` characters, ended after a sentence or a word."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[:most]
    end = max(cut.rfind(". "), cut.rfind("! "), cut.rfind("? ")) + 1
    if end > most // 2:
        return f"{cut[:end]} […]"
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut} […]"
