"""PX files as rows: a row for each cell of the table, with a column for each variable.

PX is the format of PC-Axis and PxWeb, in which Statistics Sweden and other authorities publish:
``KEYWORD[language]("variable")="text","text";`` and last ``DATA=`` with the figures, the variables
of the stub outermost. Source: Statistics Sweden, "PC-Axis file format", version 2013. Files with
``KEYS`` (only some cells) are refused.

A reader of our own: ``pyaxis``, the kept library, needs pandas and fetches addresses over the net.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

from django.utils.translation import gettext as _

from followup.imports.delimited import decoded
from followup.imports.refusal import FileRefused
from followup.imports.table import Rows, Table, check_shape
from programs.names import normalize

EXTENSION = "px"
ABOUT, VALUE = "Uppgift", "Värde"
NIL, NOTHING = "-", "0"  # a dash says that there is none
UNKNOWN = ".."
LANGUAGE = "sv"  # chosen where the file has it
PLACE_OR_TIME = {"G", "T"}
OWN_COLUMNS = {"region", "kommun", "lan", "kon", "sex", "alder", "age", "ar", "year", "tid",
               "kvartal", "manad"}  # fmt: skip

_FIRST = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*[A-Z][A-Z-]+(?:\[\w+\])?\s*=\s*(?:"[^"]*"|[A-Z\d]+)\s*[;,]'
)
_DATA = re.compile(r"(?:^|;)\s*DATA\s*=")
_STATEMENT = re.compile(
    r'\s*(?P<word>[A-Z][A-Z0-9-]*)(?:\[(?P<language>[\w-]+)\])?'
    r'(?:\("(?P<of>[^"]*)"[^)]*\))?\s*=(?P<said>(?:"[^"]*"|[^";])*);'
)  # fmt: skip
_TEXT = re.compile(r'(?:"[^"]*"\s*)+')
_CELL = re.compile(r'"[^"]*"|[^\s,;"]+')


def fits(content: bytes) -> bool:
    return bool(_FIRST.match(content))


def weigh(content: bytes) -> int:
    return len(content)


def read(content: bytes) -> Table:
    """Raises FileRefused."""
    text, encoding = decoded(content)
    found = _DATA.search(text)
    if found is None:
        raise FileRefused(_broken())
    described = _Described(dict(_statements(text[: found.start() + 1])))
    return Table(_rows(described, text[found.end() :]), f"{encoding}, PX")


Key = tuple[str, str, str]  # keyword, language, variable


@dataclass(frozen=True)
class _Described:
    """What the file says before its figures."""

    said: dict[Key, list[str]]

    def of(self, word: str, variable: str = "") -> list[str]:
        """In Swedish if the file has it, else in its own language."""
        own = self.said.get((word, "", variable), [])
        return self.said.get((word, LANGUAGE, variable), own)

    @property
    def variables(self) -> list[str]:
        return [*self.of("STUB"), *self.of("HEADING")]

    def has_own_column(self, variable: str) -> bool:
        """Whether it is a place, a time, a sex or an age; else it says what the figure is about."""
        kinds = PLACE_OR_TIME & set(self.of("VARIABLE-TYPE", variable))
        is_time = (("TIMEVAL", LANGUAGE, variable) in self.said
                   or ("TIMEVAL", "", variable) in self.said)  # fmt: skip
        return bool(kinds) or is_time or normalize(f"{variable} x")[:-2] in OWN_COLUMNS


def _statements(head: str) -> Iterator[tuple[Key, list[str]]]:
    at = 0
    while found := _STATEMENT.match(head, at):
        texts = ["".join(re.findall(r'"([^"]*)"', each)) for each in _TEXT.findall(found["said"])]
        yield (found["word"], found["language"] or "", found["of"] or ""), texts
        at = found.end()
    if head[at:].strip():
        raise FileRefused(_broken())


def _rows(described: _Described, data: str) -> Rows:
    variables = described.variables
    values = [described.of("VALUES", variable) for variable in variables]
    count = prod(map(len, values))
    if ("KEYS", "", variables[0] if variables else "") in described.said:
        raise FileRefused(
            _("PX-filen har bara en del av tabellens celler (KEYS). Hämta tabellen som CSV.")
        )
    if not variables or not count:
        raise FileRefused(_broken())
    check_shape(count + 1, len(variables) + 1)
    return _laid_out(described, variables, product(*values), _figures(data, count))


def _figures(data: str, count: int) -> list[str]:
    figures = [each.strip('"') for each in _CELL.findall(data)]
    if len(figures) != count:
        raise FileRefused(
            _(
                "PX-filen är avklippt eller skadad: tabellen har %(count)s celler, men filen "
                "%(found)s. Hämta den på nytt."
            )
            % {"count": count, "found": len(figures)}
        )
    if ";" not in data:
        raise FileRefused(_("PX-filen är avklippt: den slutar utan semikolon. Hämta den på nytt."))
    return figures


def _laid_out(
    described: _Described,
    variables: list[str],
    places: Iterable[tuple[str, ...]],
    figures: list[str],
) -> Rows:
    """What the figures are about stands in one column, however many variables say it."""
    own = [index for index, name in enumerate(variables) if described.has_own_column(name)]
    about = [index for index in range(len(variables)) if index not in own]
    headings = [variables[index] for index in own]
    rows: Rows = [[*headings, *([ABOUT] if about else []), VALUE]]
    for place, figure in zip(places, figures, strict=True):
        said = [", ".join(place[index] for index in about)] if about else []
        rows.append([*(place[index] for index in own), *said, _figure(figure)])
    return rows


def _figure(text: str) -> str:
    """A dash is none at all, any number of points that nothing is known."""
    if text == NIL:
        return NOTHING
    return UNKNOWN if not text.strip(".") else text


def _broken() -> str:
    return _("PX-filen går inte att förstå: den är avklippt eller skadad. Hämta den på nytt.")
