"""The police's published events, counted by month, place and type (``imports.police_events``).

What is counted are notices: the police choose what to publish, and a notice is no reported crime.
Such a series says how much was told of, and may be compared with itself only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from followup.sources.lines import PERIOD, PICK, PLACE, VALUE, Found, Line, Wrong, read_lines

NAME = _("Polisens händelser")
HELP = _(
    "JSON-filen ur polisens öppna data över händelser. Den räknas till antal per kommun, "
    "händelsetyp och hel månad. Det är notiser som polisen väljer att publicera, inte anmälda "
    "brott. Texterna om händelserna sparas inte."
)
COLUMNS = (
    PLACE,
    replace(PICK, label=_("Händelsetyp"), known_as=("handelsetyp",), required=True),
    replace(PERIOD, required=True),
    replace(VALUE, label=_("Antal"), required=True),
)


def read(lines: Iterable[Line], frequency: str) -> Iterator[Found | Wrong]:
    """See ``followup.sources``."""
    return read_lines(lines, frequency)
