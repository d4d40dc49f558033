"""What a person must see of a file to say what its columns are: kept, so that a page needs no file.

Reading a large workbook takes seconds: a worker does it once and leaves this behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from followup.imports import cells
from followup.imports.columns import Headings
from followup.imports.table import Rows, Table

SAMPLED = 3  # rows
MOST_PICKS = 500  # different texts in a column that tells matters apart
LONGEST_PICK = 200
LONGEST_SAMPLE = 100


@dataclass(frozen=True)
class LastRow:
    """The row that a text ends with when no line break follows it: it may have been cut."""

    number: int
    text: str


@dataclass(frozen=True)
class Overview:
    """``picks`` has what stands in each column, each text once, in the file's order; a column with
    more than ``MOST_PICKS`` texts is left out. ``sheet`` is the one that is read of a book, and
    ``also`` are those that could be read and are not.
    """

    headings: Headings
    sample: list[list[str]]
    picks: dict[str, list[str]]
    open_end: LastRow | None = None
    sheet: str = ""
    also: tuple[str, ...] = ()

    @classmethod
    def of(cls, table: Table, headings: Headings, also: tuple[str, ...] = ()) -> "Overview":
        under = table.rows[headings.row + 1 :]
        picks = {
            text: found
            for index, text in enumerate(headings.texts)
            if text and (found := _texts(under, index)) is not None
        }
        sample = _sample(under, len(headings.texts))
        return cls(headings, sample, picks, _open_end(table), table.sheet, also)

    @classmethod
    def stored(cls, kept: dict[str, Any]) -> "Overview":
        """Of what ``as_stored`` gave."""
        last = kept.get("open_end")
        return cls(
            Headings(kept["row"], tuple(kept["headings"])),
            kept["sample"],
            kept["picks"],
            LastRow(**last) if last else None,
            kept.get("sheet", ""),
            tuple(kept.get("also", ())),
        )

    def as_stored(self) -> dict[str, Any]:
        return {
            "row": self.headings.row,
            "headings": list(self.headings.texts),
            "sample": self.sample,
            "picks": self.picks,
            "open_end": vars(self.open_end) if self.open_end else None,
            "sheet": self.sheet,
            "also": list(self.also),
        }


def _texts(rows: Rows, index: int) -> list[str] | None:
    """What stands in a column; None when it is too much to choose from."""
    found: dict[str, None] = {}
    for row in rows:
        if index < len(row) and row[index] not in found:
            found[row[index]] = None
            if len(found) > MOST_PICKS or len(row[index]) > LONGEST_PICK:
                return None
    return [text for text in dict.fromkeys(map(cells.clean, found)) if text]


def _sample(rows: Rows, wide: int) -> list[list[str]]:
    return [[cell[:LONGEST_SAMPLE] for cell in _filled(row, wide)] for row in rows[:SAMPLED]]


def _filled(row: Sequence[str], wide: int) -> list[str]:
    return [*row, *[""] * wide][:wide]


def _open_end(table: Table) -> LastRow | None:
    if not table.lacks_last_break:
        return None
    text = " | ".join(cells.clean(cell) for cell in table.rows[-1])
    return LastRow(len(table.rows), text[: 2 * LONGEST_PICK])
