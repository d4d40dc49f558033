"""Reported crimes as the national council's database writes them (Brå, "Databasfil").

``Region;Brott;År;Period;Antal;/100 000 inv``, ISO-8859-1, ``..`` where nothing is known; the same
crime can stand twice, under two headings of the law. "År" holds the length of the period or the
year itself, "Period" the year or the part of it. The number per 100 000 is
not read: it follows from the count and the population.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from followup.sources.lines import (
    NOTE,
    PART,
    PERIOD,
    PICK,
    PLACE,
    PRELIMINARY,
    VALUE,
    Found,
    Line,
    Wrong,
    read_lines,
)

NAME = _("Anmälda brott (Brå)")
HELP = _(
    "Brås databasfil som den hämtas från statistiken över anmälda brott. Välj vilket brott "
    "indikatorn räknar."
)
COLUMNS = (
    replace(PLACE, known_as=("region", "kommun", "lokalpolisomrade", "omrade")),
    replace(PICK, label=_("Brott"), known_as=("brott", "brottstyp", "uppgift")),
    replace(PERIOD, label=_("År"), known_as=("ar",), required=True),
    replace(PART, known_as=("period", "manad", "kvartal")),
    replace(VALUE, label=_("Antal"), known_as=("antal",), required=True),
    PRELIMINARY,
    NOTE,
)


def read(lines: Iterable[Line], frequency: str) -> Iterator[Found | Wrong]:
    """See ``followup.sources``."""
    return read_lines(lines, frequency)
