"""The rescue services' turnouts by year and type, as the statistics database of MSB gives them.

A municipality stands as its code; the list of unknown names is told once what area it is.
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

NAME = _("Räddningsinsatser (MSB)")
HELP = _("Insatser per år eller månad och händelsetyp. Välj vilken händelsetyp indikatorn räknar.")
COLUMNS = (
    replace(PLACE, known_as=("kommun kod", "kommun", "region", "omrade")),
    replace(PICK, label=_("Händelsetyp"), known_as=("handelsetyp", "handelse", "uppgift")),
    replace(PERIOD, known_as=("ar", "period"), required=True),
    replace(PART, known_as=("manad", "manad nummer", "manadnummer")),
    replace(VALUE, label=_("Antal"), known_as=("antal", "antal insatser"), required=True),
    PRELIMINARY,
    NOTE,
)


def read(lines: Iterable[Line], frequency: str) -> Iterator[Found | Wrong]:
    """See ``followup.sources``."""
    return read_lines(lines, frequency)
