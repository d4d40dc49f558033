"""Tables as files that a Swedish spreadsheet opens, and in which nothing is run."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _

Cell = str | int | float | date | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


def csv_file(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], file_name: str
) -> HttpResponse:
    """As Swedish spreadsheets expect it: semicolons, decimal commas, UTF-8 with its mark."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.write(BYTE_ORDER_MARK)
    writer = csv.writer(response, delimiter=";", lineterminator="\r\n")
    for row in (columns, *rows):
        writer.writerow([_written(cell) for cell in row])
    return response


def _written(cell: Cell) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if cell is None:
        return _("uppgift saknas")
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_STARTS) else text
