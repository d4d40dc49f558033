"""XLSX to rows of text: run as a process of its own by ``workbook.py``.

``python -m followup.imports.workbook_child ROWS COLUMNS`` reads a file and writes JSON:
``{"rows": [[…]]}`` or ``{"refused": word}``. It knows no settings, no database and no secrets, and
gives itself limits, so that a file made to fill the memory costs some seconds and no more.
"""

import datetime
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook

CPU_SECONDS = 20
MEMORY_BYTES = 1024**3  # of addresses
PIECE = 1 << 16
FORMULA = "="  # what stands in the place of a cell that holds a formula
TOO_MANY_ROWS, TOO_MANY_COLUMNS, TOO_BIG = "rows", "columns", "big"
NOT_A_WORKBOOK = "broken"
MOST_CELLS = 2_000_000  # of the whole table, empty ones too: all of them are built
LETTERS = 26


class Refused(Exception):
    """The word says why; the parent process has the sentence."""


def rows_of(content: bytes, most_rows: int, most_columns: int) -> list[list[str]]:
    """The first sheet that holds anything."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        formulas: dict[str, set[tuple[int, int]]] = {
            name: _look_through(packed, name, most_rows, most_columns)
            for name in packed.namelist()
            if name.startswith("xl/worksheets/") and name.endswith(".xml")
        }
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for index in range(len(book.sheet_names)):
        sheet = book.get_sheet_by_index(index)
        found = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        if any(any(row) for row in found):
            for row, column in formulas.get(f"xl/worksheets/sheet{index + 1}.xml", ()):
                found[row][column] = FORMULA
            return found
    return []


def _look_through(
    packed: zipfile.ZipFile, name: str, most_rows: int, most_columns: int
) -> set[tuple[int, int]]:
    """Which cells of a sheet are formulas. Read in pieces, before anything builds the whole table,
    so that a cell far away is refused and not waited for.
    """
    formulas: set[tuple[int, int]] = set()
    place, corner = [0, 0], [0, 0]

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            place[:] = [int(attributes.get("r", place[0] + 1)), 0]
        elif tag == "c":
            row, column = _place(attributes.get("r", ""))
            place[:] = [row or place[0], column or place[1] + 1]
            _refuse(place[0] > most_rows, TOO_MANY_ROWS)
            _refuse(place[1] > most_columns, TOO_MANY_COLUMNS)
            corner[:] = [max(pair) for pair in zip(corner, place, strict=True)]
            _refuse(corner[0] * corner[1] > MOST_CELLS, TOO_BIG)
        elif tag == "f":
            formulas.add((place[0] - 1, place[1] - 1))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = lambda *_rest: _refuse(True, NOT_A_WORKBOOK)
    for piece in _pieces(packed, name):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return formulas


def _pieces(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with packed.open(name) as opened:
        while piece := opened.read(PIECE):
            yield piece


def _place(reference: str) -> tuple[int, int]:
    """``C7`` as row 7, column 3; zeros when the cell does not say."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * LETTERS + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :] or 0), column


def _refuse(wrong: bool, word: str) -> None:
    if wrong:
        raise Refused(word)


def _text(cell: Any) -> str:
    """A cell as it would stand in a CSV file; a point as decimal sign, days as 2026-10-31."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    most_rows, most_columns = int(sys.argv[1]), int(sys.argv[2])
    try:
        answer: dict[str, Any] = {"rows": rows_of(sys.stdin.buffer.read(), most_rows, most_columns)}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        raise
    except Exception:  # a broken file fails in as many ways as there are parsers
        answer = {"refused": NOT_A_WORKBOOK}
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
