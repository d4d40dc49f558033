"""Any table: one row for each reading, or one column for each period."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from followup.sources.lines import (
    AGE,
    ANSWERS,
    DENOMINATOR,
    NOTE,
    NUMERATOR,
    PART,
    PERIOD,
    PICK,
    PLACE,
    PRELIMINARY,
    SEX,
    VALUE,
    Found,
    Line,
    Wrong,
    read_lines,
)

NAME = _("Egen tabell")
HELP = _(
    "En rad för varje område och period, eller en rad för varje område med en kolumn per period. "
    "Kolumnernas ordning och namn spelar ingen roll."
)
COLUMNS = (
    PLACE, PERIOD, PART, VALUE, NUMERATOR, DENOMINATOR, ANSWERS, SEX, AGE, PRELIMINARY, NOTE, PICK,
)  # fmt: skip


def read(lines: Iterable[Line], frequency: str) -> Iterator[Found | Wrong]:
    """See ``followup.sources``."""
    return read_lines(lines, frequency)
