"""Lines of a file whose columns are known, and the readings that they say."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followup.imports import cells
from followup.imports.cells import CellError


@dataclass(frozen=True)
class Column:
    """What a column may hold. ``known_as`` are headings in small letters without accents.

    A ``picks`` column tells several matters of one file apart: a person says which one is read.
    """

    key: str
    label: str | Promise
    known_as: tuple[str, ...]
    required: bool = False
    picks: bool = False


@dataclass(frozen=True)
class Line:
    """A row of the file: its number there, its cells by column, and those of period columns."""

    number: int
    cells: dict[str, str]
    by_period: tuple[tuple[str, str], ...] = ()

    def get(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(frozen=True)
class Found:
    """A reading as the file has it; ``place`` is the name there."""

    row: int
    place: str
    period: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    answers: int | None = None
    sex: str = "all"
    age: str = ""
    is_preliminary: bool = False
    note: str = ""


@dataclass(frozen=True)
class Wrong:
    """Why a row gives no reading; ``column`` is a column's key."""

    row: int
    column: str
    text: str


PLACE = Column(
    "place",
    gettext_lazy("Område eller nämnd"),
    (
        "omrade", "plats", "region", "stadsdel", "stadsdelsomrade", "stadsdelsnamnd", "namnd",
        "kommun", "kommun kod", "lokalpolisomrade", "bolag",
    ),
    required=True,
)  # fmt: skip
PERIOD = Column(
    "period",
    gettext_lazy("Period"),
    ("period", "ar", "manad", "datum", "tid", "kvartal", "matar", "undersokningsar", "year"),
)
PART = Column("part", gettext_lazy("Del av året (månad eller kvartal)"), ("manad nr", "del av ar"))
VALUE = Column(
    "value",
    gettext_lazy("Värde"),
    ("varde", "antal", "andel", "varde procent", "procent", "resultat", "utfall", "medelvarde"),
)
NUMERATOR = Column(
    "numerator", gettext_lazy("Täljare"), ("taljare", "antal ja", "antal som instammer")
)
DENOMINATOR = Column(
    "denominator", gettext_lazy("Nämnare"), ("namnare", "bas", "folkmangd", "invanare", "av")
)
ANSWERS = Column(
    "answers", gettext_lazy("Antal svar"), ("antal svar", "svar", "svarande", "antal svarande", "n")
)
SEX = Column("sex", gettext_lazy("Kön"), ("kon",))
AGE = Column("age", gettext_lazy("Ålder"), ("alder", "aldersgrupp"))
PRELIMINARY = Column(
    "preliminary", gettext_lazy("Preliminärt (ja/nej)"), ("preliminar", "preliminart", "prel")
)
NOTE = Column("note", gettext_lazy("Anmärkning"), ("anmarkning", "kommentar", "not", "kalla"))
PICK = Column(
    "pick",
    gettext_lazy("Vad raden gäller"),
    ("brott", "brottstyp", "indikator", "fraga", "handelsetyp", "matt", "variabel", "uppgift"),
    picks=True,
)


@dataclass(frozen=True)
class Values:
    """What is being read of a line; each cell that cannot be read adds to ``wrong``."""

    line: Line
    wrong: list[Wrong] = field(default_factory=list)

    def of(self, key: str, parse: Callable[[str], Any], otherwise: Any = None) -> Any:
        if key not in self.line.cells:
            return otherwise
        return self.parsed(key, self.line.get(key), parse)

    def parsed(self, key: str, text: str, parse: Callable[[str], Any]) -> Any:
        try:
            return parse(text)
        except CellError as error:
            self.wrong.append(Wrong(self.line.number, key, str(error)))
            return None


def read_lines(lines: Iterable[Line], frequency: str) -> Iterator[Found | Wrong]:
    """One reading a line, or one for each column that is a period."""
    for line in lines:
        yield from (_wide if line.by_period else _long)(line, frequency)


def _long(line: Line, frequency: str) -> Iterator[Found | Wrong]:
    read = Values(line)
    day = read.of("period", lambda text: cells.period(text, frequency, line.get("part")))
    found = _common(read, day or date.min)
    found = replace(
        found,
        value=read.of("value", cells.number),
        numerator=read.of("numerator", cells.number),
        denominator=read.of("denominator", cells.number),
        answers=read.of("answers", cells.whole_number),
    )
    yield from read.wrong or [found]


def _wide(line: Line, frequency: str) -> Iterator[Found | Wrong]:
    """The value of each period stands in a column of its own, whose heading is the period."""
    shared = Values(line)
    about = _common(shared, date.min)
    yield from shared.wrong
    if shared.wrong:
        return
    for heading, text in line.by_period:
        read = Values(line)
        day = read.parsed(heading, heading, lambda words: cells.period(words, frequency))
        value = read.parsed(heading, text, cells.number)
        yield from read.wrong or [replace(about, period=day, value=value)]


def _common(read: Values, day: date) -> Found:
    place = cells.clean(read.line.get("place"))
    if not place:
        text = _(
            "Raden säger inte vad den gäller. Skriv namnet på varje rad, också där celler är "
            "sammanfogade."
        )
        read.wrong.append(Wrong(read.line.number, "place", text))
    return Found(
        row=read.line.number,
        place=place[:200],
        period=day,
        sex=read.of("sex", cells.sex, "all"),
        age=read.of("age", cells.age, ""),
        is_preliminary=read.of("preliminary", cells.yes, False),
        note=cells.clean(read.line.get("note"))[:300],
    )
