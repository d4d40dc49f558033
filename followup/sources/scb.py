"""Tables of Statistics Sweden's database (SCB), as PX files or as relational text.

A region can stand with its code, ``0180 Stockholm``: the name is what is looked up. What else the
figures are about stands in one column of a PX file (``followup.imports.px``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from followup.sources.lines import (
    AGE,
    NOTE,
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

NAME = _("Statistikdatabasen (SCB)")
HELP = _(
    "En PX-fil ur SCB:s statistikdatabas, eller tabellen som relationstabell (text). Välj vad "
    "indikatorn mäter om tabellen visar flera saker."
)
COLUMNS = (
    replace(PLACE, known_as=("region", "kommun", "lan", "omrade")),
    replace(PERIOD, known_as=("ar", "tid", "kvartal", "manad", "year")),
    replace(VALUE, known_as=("varde", "antal", "folkmangd")),
    replace(SEX, known_as=("kon", "sex")),
    replace(AGE, known_as=("alder", "age")),
    replace(PICK, known_as=("uppgift", "tabellinnehall", "brott", "variabel")),
    PRELIMINARY,
    NOTE,
)
CODE = re.compile(r"^\d{2,9}[A-Z]?\s+(?=\D)")


def read(lines: Iterable[Line], frequency: str) -> Iterator[Found | Wrong]:
    """See ``followup.sources``."""
    return read_lines(map(_without_code, lines), frequency)


def _without_code(line: Line) -> Line:
    place = CODE.sub("", line.get("place").strip())
    return replace(line, cells=line.cells | {"place": place}) if place else line
