"""A safety survey's published shares: one row for each question, place and year.

A group of people stands where the place does, with the place in brackets: ``65–79 år (hela
staden)`` is an age in the whole city. A group that is no age is left to the list of unknown names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from followup.sources.lines import (
    AGE,
    ANSWERS,
    DENOMINATOR,
    NOTE,
    NUMERATOR,
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

NAME = _("Trygghetsmätning")
HELP = _(
    "Publicerade värden ur en enkät: fråga, område, år och andel i procent. Finns antalet svar "
    "räknas osäkerheten ut."
)
COLUMNS = (
    PLACE,
    replace(PICK, label=_("Fråga"), known_as=("indikator", "fraga", "pastaende")),
    replace(PERIOD, required=True),
    replace(VALUE, label=_("Andel i procent")),
    ANSWERS, NUMERATOR, DENOMINATOR, SEX, AGE, PRELIMINARY, NOTE,
)  # fmt: skip
AGES_OF = re.compile(r"(?P<age>\d+\s*[-–]\s*\d+ år|\d+ år och äldre)\s*\((?P<place>[^)]+)\)", re.I)


def read(lines: Iterable[Line], frequency: str) -> Iterator[Found | Wrong]:
    """See ``followup.sources``."""
    return read_lines(map(_with_age, lines), frequency)


def _with_age(line: Line) -> Line:
    if found := AGES_OF.fullmatch(line.get("place").strip()):
        return replace(line, cells=line.cells | found.groupdict())
    return line
