"""Finds what looks like a person in a text: identity and phone numbers, addresses, plates.

A situation report is about places, times and problems, never about named persons. Forms refuse to
save such a text as open or internal (it can be saved as restricted, with a reason). Autosave never
refuses: what is typed is stored, the part is marked, and the report cannot be sent in before it is
resolved. Until then only those who may read the body's restricted texts are shown the part.

Recall comes before precision: a false alarm costs a look, a miss may harm somebody.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.se import personnummer


class Kind(models.TextChoices):
    PERSONAL_NUMBER = "personal_number", _("ett personnummer")
    PHONE = "phone", _("ett telefonnummer")
    EMAIL = "email", _("en e-postadress")
    PLATE = "plate", _("ett registreringsnummer")


@dataclass(frozen=True)
class Match:
    """``text[start:end]`` looks like a ``kind``."""

    start: int
    end: int
    kind: Kind


# Year with or without century, month, day (or day + 60), four digits; separators as people write.
_PERSONAL_NUMBER = re.compile(
    r"(?<!\d)(\d{2})?(\d{2})[-./ ]?(\d{2})[-./ ]?(\d{2})\s{0,2}[-+/.:]?\s{0,2}(\d{4})(?!\d)"
)
_EMAIL = re.compile(r"[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}")
# Area code or mobile prefix, then groups of two to four digits parted in one way throughout.
_PHONE = re.compile(
    r"(?<![\w+/-])(?<!\d[.,])(?:(?:\+|00)46\s?-?\s?(?:\(0\)\s?)?|\(?0)(8|[1-9]\d{1,2})\)?"
    r"\s?[-/]?\s?(\d{2,4}(?P<gap>[ -]?)\d{2,4}(?:(?P=gap)\d{2,4}){0,2})(?!\d|[-.]\d)"
)
# Three letters (I, Q, V, Å, Ä, Ö are not used), two digits and a digit or letter. Small letters
# only when written together, or "per 150" would be a car.
_PLATE = re.compile(
    r"\b(?:[A-HJ-PR-UW-Z]{3}[ -]?\d{2}[A-HJ-NPR-UW-Z0-9]"
    r"|[a-hj-pr-uw-z]{3}\d{2}[a-hj-npr-uw-z0-9])\b"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
_SHORTEST_NUMBER, _LONGEST_NUMBER = 7, 10  # digits of a phone number with its leading zero


def find(text: str) -> list[Match]:
    """Everything in ``text`` that looks like a person, in reading order, without overlaps."""
    plain, origin = _plain(text)
    found: list[Match] = []
    taken = bytearray(len(text))
    for kind, finder in _FINDERS:
        for start, end in finder(plain):
            match = Match(origin[start], origin[end - 1] + 1, kind)
            span = slice(match.start, match.end)
            if not any(taken[span]):
                taken[span] = b"\1" * (match.end - match.start)
                found.append(match)
    return sorted(found, key=lambda match: match.start)


def _plain(text: str) -> tuple[str, list[int]]:
    """The text in plain characters, and for each of them its place in ``text``.

    Compatibility forms (NFKC), digits of other scripts and every kind of dash and space become the
    plain ones; characters without width are left out.
    """
    characters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        if unicodedata.category(character) == "Cf":
            continue
        for part in unicodedata.normalize("NFKC", character).translate(_DASHES):
            characters.append(str(unicodedata.decimal(part)) if part.isdecimal() else part)
            origin.append(place)
    return "".join(characters), origin


def _personal_numbers(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    while match := _PERSONAL_NUMBER.search(text, place):
        if _is_personal_number(*match.groups()):
            yield match.span()
            place = match.end()
        else:
            place = match.start() + 1


def _is_personal_number(century: str | None, year: str, month: str, day: str, last: str) -> bool:
    """The control digit is right and the date exists; a coordination number has 60 on its day."""
    born = int(day) - 60 if int(day) > 60 else int(day)
    try:
        luhn.validate(year + month + day + last)
        personnummer.get_birth_date(f"{century or ''}{year}{month}{born:02}-{last}")
    except ValidationError:
        return False
    return century in (None, "18", "19", "20")


def _phone_numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        digits = 1 + sum(c.isdigit() for c in match[1] + match[2])
        if _SHORTEST_NUMBER < digits <= _LONGEST_NUMBER:
            yield match.span()


def _each(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    return lambda text: (match.span() for match in pattern.finditer(text))


# The first that claims a place keeps it.
_FINDERS = (
    (Kind.PERSONAL_NUMBER, _personal_numbers),
    (Kind.EMAIL, _each(_EMAIL)),
    (Kind.PHONE, _phone_numbers),
    (Kind.PLATE, _each(_PLATE)),
)
