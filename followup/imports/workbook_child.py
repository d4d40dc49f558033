"""XLSX to rows of text: run as a process of its own by ``workbook.py``.

``python -m followup.imports.workbook_child ROWS COLUMNS`` reads a file and writes JSON:
``{"sheets": [{"name": "…", "rows": [["…"]]}]}`` or ``{"refused": word}``. It knows no settings, no
database and no secrets, and gives itself limits, so that a file made to fill the memory costs some
seconds and no more.
"""

import datetime
import io
import json
import posixpath
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook

CPU_SECONDS = 20
MEMORY_BYTES = 1024**3  # of addresses
PIECE = 1 << 16
FORMULA = "="  # what stands in the place of a cell that holds a formula
TOO_MANY_ROWS, TOO_MANY_COLUMNS, TOO_BIG = "rows", "columns", "big"
NOT_A_WORKBOOK = "broken"
MOST_CELLS = 2_000_000  # of all tables, empty ones too: all of them are built
LETTERS = 26


Start = Callable[[str, dict[str, str]], None]


class Refused(Exception):
    """The word says why; the parent process has the sentence."""


@dataclass(frozen=True)
class Look:
    """How many cells the whole table has, and where formulas stand (row and column from 0)."""

    cells: int
    formulas: set[tuple[int, int]]


def sheets_of(content: bytes, most_rows: int, most_columns: int) -> list[dict[str, Any]]:
    """The sheets that hold anything, in the book's order: ``{"name", "rows"}``."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        files = sheet_files(packed)
        looks = [_look_through(packed, name, most_rows, most_columns) for name in files.values()]
    _refuse(sum(look.cells for look in looks) > MOST_CELLS, TOO_BIG)
    book, found = CalamineWorkbook.from_filelike(io.BytesIO(content)), []
    for name, look in zip(files, looks, strict=True):
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        rows = [[_text(cell) for cell in row] for row in cells]
        if any(any(row) for row in rows):
            for row, column in look.formulas:
                _mark(rows, row, column)
            found.append({"name": name, "rows": rows})
    return found


def _mark(rows: list[list[str]], row: int, column: int) -> None:
    """Write in the cell of a formula. One without a kept value may lie outside of the table."""
    wide = max([column + 1, *map(len, rows[:1])])
    rows.extend([] for _missing in range(len(rows), row + 1))
    rows[row].extend([""] * (wide - len(rows[row])))
    rows[row][column] = FORMULA


def sheet_files(packed: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet of cells by the sheet's name, in the book's order: a sheet that was
    moved keeps its part's number, and a chart's sheet has no cells.
    """
    sheets: list[tuple[str, str]] = []
    parts: dict[str, str] = {}

    def sheet(tag: str, said: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            key = next(key for key in said if key.endswith(":id"))
            sheets.append((said["name"], said[key]))

    def relation(_tag: str, said: dict[str, str]) -> None:
        if said.get("Type", "").endswith("/worksheet"):
            parts[said["Id"]] = posixpath.normpath(posixpath.join("/xl", said["Target"]))[1:]

    parse(packed, "xl/workbook.xml", sheet)
    parse(packed, "xl/_rels/workbook.xml.rels", relation)
    return {name: parts[key] for name, key in sheets if key in parts}


def _look_through(packed: zipfile.ZipFile, name: str, most_rows: int, most_columns: int) -> Look:
    """How large a sheet is, and which of its cells are formulas. Read in pieces, before anything
    builds the whole table, so that a cell far away is refused and not waited for.
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

    parse(packed, name, start)
    return Look(corner[0] * corner[1], formulas)


def parse(packed: zipfile.ZipFile, name: str, start: Start) -> None:
    """Tell ``start`` of each element of a part."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = lambda *_rest: _refuse(True, NOT_A_WORKBOOK)
    for piece in _pieces(packed, name):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


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
        content = sys.stdin.buffer.read()
        answer: dict[str, Any] = {"sheets": sheets_of(content, most_rows, most_columns)}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        raise
    except Exception:  # a broken file fails in as many ways as there are parsers
        answer = {"refused": NOT_A_WORKBOOK}
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
