"""What an edition was written from, as JSON and back."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from followup.reports.freezing import freeze, thaw


class Line(NamedTuple):
    name: str
    day: date | None
    share: Decimal = Decimal(0)


@dataclass(frozen=True)
class LineBefore:
    """The same, as it was kept before it became a named tuple."""

    name: str
    day: date | None


@dataclass(frozen=True)
class Book:
    lines: tuple[Line, ...]
    by_day: dict[date, frozenset[int]]


def test_the_same_comes_back() -> None:
    book = Book(
        (Line("Å", date(2026, 10, 1), Decimal("12.50")), Line("Ö", None)),
        {date(2026, 10, 1): frozenset({2, 1})},
    )
    assert thaw(Book, json.loads(json.dumps(freeze(book)))) == book


def test_what_was_kept_as_a_dataclass_is_read_as_a_named_tuple() -> None:
    kept = freeze(LineBefore("Å", date(2026, 10, 1)))
    assert thaw(Line, kept) == Line("Å", date(2026, 10, 1))


def test_a_named_tuple_that_has_grown_is_still_read() -> None:
    assert thaw(Line, ["Å", None]) == Line("Å", None)


def test_an_unknown_type_is_told_when_it_is_frozen() -> None:
    with pytest.raises(TypeError, match="object cannot be frozen"):
        freeze(object())
