"""Population: one row for each area and one column for each year.

A column that is a forecast says so in its heading and is no reading: it is left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from followup.sources.lines import (
    AGE,
    NOTE,
    PERIOD,
    PLACE,
    PRELIMINARY,
    SEX,
    VALUE,
    Found,
    Line,
    Wrong,
    read_lines,
)

NAME = _("Folkmängd")
HELP = _("En rad för varje område och en kolumn för varje år. Kolumner med prognos läses inte.")
COLUMNS = (
    PLACE,
    PERIOD,
    replace(VALUE, label=_("Folkmängd"), known_as=("folkmangd", "antal", "invanare", "varde")),
    SEX,
    AGE,
    PRELIMINARY,
    NOTE,
)


def read(lines: Iterable[Line], frequency: str) -> Iterator[Found | Wrong]:
    """See ``followup.sources``."""
    return read_lines(lines, frequency)
