"""Tables as XLSX: written row by row in constant memory, and nothing in them is run."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

Cell = str | int | float | Decimal | date | None
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 1_048_576 - 1
MAX_TEXT = 32_767  # characters in a cell
WIDEST = 60
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
# Text is written as text: a formula, link or number is never made of it.
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``rows`` may be a generator; ``notes`` are lines above the headings."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()


def write_xlsx(sheets: Iterable[Sheet]) -> IO[bytes]:
    """The sheets as a file, at its beginning. The caller closes it."""
    made = TemporaryFile()  # noqa: SIM115 - the answer closes it
    with xlsxwriter.Workbook(made, _OPTIONS) as book:
        strong = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        used: set[str] = set()
        for sheet in sheets:
            _write(book.add_worksheet(_free_name(sheet.name, used)), sheet, strong, day)
    made.seek(0)
    return made


def xlsx_file(sheets: Iterable[Sheet], file_name: str) -> FileResponse:
    """The sheets as an answer that the browser saves."""
    return FileResponse(
        write_xlsx(sheets), as_attachment=True, filename=file_name, content_type=CONTENT_TYPE
    )


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    sheet: Sheet,
    strong: xlsxwriter.format.Format,
    day: xlsxwriter.format.Format,
) -> None:
    top = len(sheet.notes)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, min(WIDEST, max(12, len(column) + 2)))
    for number, note in enumerate(sheet.notes):
        page.write_string(number, 0, note[:MAX_TEXT])
    for number, column in enumerate(sheet.columns):
        page.write_string(top, number, column, strong)
    for number, row in enumerate(sheet.rows, start=top + 1):
        if number > MAX_ROWS:
            raise ValueError("more rows than a sheet can hold")
        for place, cell in enumerate(row):
            _write_cell(page, number, place, cell, day)
    page.freeze_panes(top + 1, 0)


def _write_cell(
    page: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: Cell,
    day: xlsxwriter.format.Format,
) -> None:
    if cell is None:
        page.write_string(row, column, _("uppgift saknas"))
    elif isinstance(cell, bool):
        page.write_string(row, column, _("ja") if cell else _("nej"))
    elif isinstance(cell, int | float | Decimal):
        page.write_number(row, column, float(cell))
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, day)
    else:
        page.write_string(row, column, str(cell)[:MAX_TEXT])


def _free_name(name: str, used: set[str]) -> str:
    """At most 31 characters, without those that a sheet's name may not have, each name once."""
    plain = _NOT_IN_NAMES.sub(" ", name).strip()[:31] or _("Blad")
    free, number = plain, 2
    while free.lower() in used:
        free, number = f"{plain[:27]} ({number})", number + 1
    used.add(free.lower())
    return free
