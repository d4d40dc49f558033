"""What a cell's text means: a number, a period, a sex, yes or no."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from followup.models import Indicator, IndicatorReading
from trygghet.months import MONTH_NAMES

Frequency = Indicator.Frequency
Sex = IndicatorReading.Sex
MISSING = {"", "..", "...", "…", ".", "uppgift saknas", "saknas", "na", "n/a", "null"}
DASHES = {"-", "–", "—"}
FORMULA_STARTS = ("=", "+", "@")
LARGEST = Decimal(10) ** 10
SEXES = {
    "alla": Sex.ALL, "totalt": Sex.ALL, "total": Sex.ALL, "samtliga": Sex.ALL, "båda": Sex.ALL,
    "båda könen": Sex.ALL, "män och kvinnor": Sex.ALL, "kvinnor och män": Sex.ALL, "": Sex.ALL,
    "kvinnor": Sex.WOMEN, "kvinna": Sex.WOMEN, "k": Sex.WOMEN, "flickor": Sex.WOMEN,
    "män": Sex.MEN, "man": Sex.MEN, "m": Sex.MEN, "pojkar": Sex.MEN,
}  # fmt: skip
ALL_AGES = {"", "alla", "totalt", "total", "samtliga", "alla åldrar", "totalt ålder"}
YES, NO = {"ja", "j", "x", "1", "preliminär", "preliminärt", "prel", "p"}, {"nej", "n", "0", ""}
MONTHS = {name[:3]: number for number, name in enumerate(MONTH_NAMES, start=1)}
LENGTHS = {"", "år", "helår", "hela året", "kvartal", "månad"}


class CellError(Exception):
    """The text cannot be read as what the column holds; the sentence says what is expected."""


@dataclass(frozen=True)
class Period:
    """``day`` is its first day; ``part`` is year, quarter or month, or day for a single date."""

    day: date
    part: str


def clean(text: str) -> str:
    """Without spaces of any width at the ends, and with one plain space where several stood."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\ufeff", "").split())


def number(text: str) -> Decimal | None:
    """``1 234,5`` in any way of writing it; None for ``..``. Raises CellError."""
    plain = re.sub(r"\s", "", clean(text)).replace("\u2212", "-").removesuffix("%")
    if plain.lower() in {word.replace(" ", "") for word in MISSING}:
        return None
    if plain in DASHES:
        raise CellError(
            _("Ett streck kan betyda både noll och att uppgiften saknas. Skriv 0 eller ..")
        )
    if plain.startswith(FORMULA_STARTS):
        raise CellError(_("Cellen innehåller en formel. Klistra in värdet i stället."))
    try:
        value = Decimal(_with_point(plain))
    except InvalidOperation:
        raise CellError(_("”%(text)s” är inget tal.") % {"text": text[:40]}) from None
    if not value.is_finite() or abs(value) >= LARGEST:
        raise CellError(_("”%(text)s” är inget rimligt tal.") % {"text": text[:40]})
    return value


def whole_number(text: str) -> int | None:
    value = number(text)
    if value is None:
        return None
    if value != int(value) or value < 0:
        raise CellError(_("”%(text)s” är inget heltal från noll.") % {"text": text[:40]})
    return int(value)


def period(text: str, frequency: str, part: str = "") -> date:
    """The first day of the period, which must be of the indicator's own length.

    ``part`` is a second column, which some sources have: the month or quarter of the year, or only
    the word "År" or "Månad", in either of the two. Raises CellError.
    """
    said = [clean(each) for each in (text, part)]
    words = " ".join(each for each in said if each.lower() not in LENGTHS)
    if not words:
        raise CellError(_("Raden säger inte vilken period den gäller."))
    found = parse_period(words)
    if found is None:
        raise CellError(
            _("”%(text)s” är ingen period. Skriv 2026, 2026-10, oktober 2026 eller kvartal 4 2026.")
            % {"text": words[:40]}
        )
    return _of_length(found, frequency, words)


def parse_period(text: str) -> Period | None:
    """What the text means as a period, whatever its length."""
    lower = text.lower().removesuffix(".0")
    for pattern, part in _PATTERNS:
        if found := pattern.fullmatch(lower):
            return _dated(found.groupdict(), part)
    return None


def sex(text: str) -> str:
    try:
        return str(SEXES[clean(text).lower()])
    except KeyError:
        raise CellError(_("Kön skrivs som alla, kvinnor eller män.")) from None


def age(text: str) -> str:
    """As the source writes it, with one kind of dash; empty for all ages."""
    words = re.sub(r"\s*[-–—]\s*", "–", clean(text))
    words = "" if words.lower() in ALL_AGES else words
    if len(words) > 20:
        raise CellError(_("Åldern får ha högst 20 tecken."))
    return words


def yes(text: str) -> bool:
    word = clean(text).lower()
    if word not in YES | NO:
        raise CellError(_("Skriv ja eller nej."))
    return word in YES


def _with_point(plain: str) -> str:
    """Comma as decimal sign, as Swedish files write it; when both signs stand, the last one is."""
    if "," in plain and "." in plain:
        first, last = sorted(",.", key=plain.rindex)
        return plain.replace(first, "").replace(last, ".")
    return plain.replace(",", ".") if plain.count(",") == 1 else plain


_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_MONTH = "(?P<name>" + "|".join(f"{name}|{name[:3]}" for name in MONTH_NAMES) + r")\.?"
_QUARTER = r"(?:kvartal|kv\.?|q|k)\s*(?P<quarter>[1-4])"
_PATTERNS = tuple(
    (re.compile(pattern), part)
    for pattern, part in (
        (_YEAR, "year"),
        (rf"{_YEAR}[-/m ]?\s*(?P<month>0[1-9]|1[0-2])", "month"),
        (rf"{_YEAR}[-/](?P<month>[1-9])", "month"),
        (rf"{_YEAR}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?:[ t]00:00(?::00)?)?", "day"),
        (rf"{_MONTH}\s*{_YEAR}", "month"),
        (rf"{_YEAR}\s*{_MONTH}", "month"),
        (rf"{_YEAR}[-\s]*{_QUARTER}", "quarter"),
        (rf"{_QUARTER}[-\s]*{_YEAR}", "quarter"),
        (rf"(?P<quarter>[1-4])\s*(?:kvartalet|kv)\s*{_YEAR}", "quarter"),
    )
)


def _dated(parts: dict[str, str], part: str) -> Period | None:
    month = int(parts.get("month") or 1)
    if name := parts.get("name"):
        month = MONTHS[name[:3]]
    if quarter := parts.get("quarter"):
        month = int(quarter) * 3 - 2
    try:
        return Period(date(int(parts["year"]), month, int(parts.get("day") or 1)), part)
    except ValueError:
        return None


def _of_length(found: Period, frequency: str, text: str) -> date:
    """The period's first day. A single date stands for the period that it lies in."""
    wanted = {Frequency.MONTH: "month", Frequency.QUARTER: "quarter"}.get(
        Frequency(frequency), "year"
    )
    if found.part not in {wanted, "day"} and not _begins(found, wanted):
        raise CellError(
            _("”%(text)s” är %(found)s, men indikatorn läses av per %(wanted)s.")
            % {"text": text[:40], "found": _words()[found.part][0], "wanted": _words()[wanted][1]}
        )
    if wanted == "year":
        return found.day.replace(month=1, day=1)
    if wanted == "quarter":
        return found.day.replace(month=(found.day.month - 1) // 3 * 3 + 1, day=1)
    return found.day.replace(day=1)


def _begins(found: Period, wanted: str) -> bool:
    """A quarter is often written as its first month."""
    return found.part == "month" and wanted == "quarter" and found.day.month % 3 == 1


def _words() -> dict[str, tuple[str, str]]:
    return {
        "year": (_("ett helt år"), _("år")),
        "quarter": (_("ett kvartal"), _("kvartal")),
        "month": (_("en månad"), _("månad")),
    }
