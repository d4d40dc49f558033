"""Whether a table can hold readings at all: a list of names is refused at once, in words."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from followup.imports import cells
from followup.imports.cells import CellError
from followup.imports.columns import Headings, is_called
from followup.imports.refusal import FileRefused
from followup.imports.table import Rows
from followup.sources.lines import Column

LOOKED_AT = 200  # rows
VALUES = ("value", "numerator", "denominator")


def refuse_without_readings(rows: Rows, headings: Headings, columns: Sequence[Column]) -> None:
    """Raises FileRefused when neither the headings nor the cells have periods, or values."""
    under = [row for row in rows[headings.row + 1 :] if any(cell.strip() for cell in row)]
    if not under:
        raise FileRefused(_("Filen har rubriker men inga rader under dem."))
    dated = _columns(under[:LOOKED_AT], headings, _is_period)
    numbers = _columns(under[:LOOKED_AT], headings, _is_number)
    if len(dated) == 1:
        numbers -= dated  # years are numbers too
    has_periods = dated or headings.periods or _is_named(("period",), headings, columns)
    has_values = numbers or _is_named(VALUES, headings, columns)
    if has_values and not has_periods and (row := _row_of_periods(rows[: headings.row])):
        raise FileRefused(
            _(
                "Perioderna står på rad %(row)s, ovanför rubrikerna. Rubriker i flera rader läses "
                "inte: skriv perioden i en egen kolumn, eller i samma rad som de andra rubrikerna."
            )
            % {"row": row}
        )
    if lacks := _lacks(bool(has_periods), bool(has_values)):
        raise FileRefused(
            _(
                "Filen har inga utfall: %(lacks)s. Här läses en tabell med område, period (som "
                "2026, 2026-10 eller kvartal 4 2026) och värde."
            )
            % {"lacks": lacks}
        )


def _row_of_periods(rows: Rows) -> int | None:
    """The number of the last of the rows that has two periods or more."""
    dated = [sum(map(_is_period, row)) for row in rows]
    return max((number for number, count in enumerate(dated, start=1) if count > 1), default=None)


def _lacks(has_periods: bool, has_values: bool) -> str:
    if has_periods:
        return "" if has_values else _("ingen kolumn har värden")
    if has_values:
        return _("ingen kolumn har perioder")
    return _("ingen kolumn har perioder och ingen har värden")


def _is_named(keys: Sequence[str], headings: Headings, columns: Sequence[Column]) -> bool:
    meant = [column for column in columns if column.key in keys]
    return any(is_called(text, column) for text in headings.texts for column in meant)


def _columns(rows: Rows, headings: Headings, is_such: Callable[[str], bool]) -> set[int]:
    """Those in which at least half of what is written is such."""
    found = set()
    for index in range(len(headings.texts)):
        texts = [row[index] for row in rows if index < len(row) and row[index].strip()]
        if texts and 2 * sum(map(is_such, texts)) >= len(texts):
            found.add(index)
    return found


def _is_period(text: str) -> bool:
    return cells.parse_period(cells.clean(text)) is not None


def _is_number(text: str) -> bool:
    """Also one that will be refused by its row: a dash, a formula."""
    try:
        cells.number(text)
    except CellError:
        plain = cells.clean(text)
        return plain in cells.DASHES or plain.startswith(cells.FORMULA_STARTS)
    return True
