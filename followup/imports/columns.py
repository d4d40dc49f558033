"""Which row holds the headings, which column is what, and the lines that follow."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from followup.imports import cells
from followup.imports.refusal import FileRefused
from followup.imports.table import Rows, Table
from followup.sources.lines import Column, Line
from programs.names import normalize

LOOKED_AT = 20  # rows in which the headings are looked for


@dataclass(frozen=True)
class Headings:
    """The row of headings (from 0) and its texts; one that stands twice is numbered."""

    row: int
    texts: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The same for the same headings in another order."""
        said = "\n".join(sorted(text.lower() for text in self.texts if text))
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def periods(self) -> tuple[str, ...]:
        """The headings that are periods themselves."""
        return tuple(text for text in self.texts if cells.parse_period(text))


@dataclass(frozen=True)
class Mapping:
    """``columns`` has each column's heading by its key; ``pick`` is what is read of the file."""

    columns: dict[str, str]
    pick: str = ""

    @classmethod
    def stored(cls, kept: dict[str, Any]) -> "Mapping":
        return cls(kept.get("columns", {}), kept.get("pick", ""))

    def as_stored(self) -> dict[str, Any]:
        return {"columns": self.columns, "pick": self.pick}


def find_headings(rows: Rows, columns: Sequence[Column]) -> Headings:
    """The row, among the first ones, most of whose texts are known. Raises FileRefused.

    A row of periods under it belongs to it: "År" over 2024 and 2025, in cells that were merged.
    """
    best, most = None, (0, 0)
    for number, row in enumerate(rows[:LOOKED_AT]):
        texts = [cells.clean(cell) for cell in row]
        named = sum(_is_known(text, columns) for text in texts)
        # A row of readings has periods too: they count beside a known name only.
        known = named and named + sum(bool(cells.parse_period(text)) for text in texts)
        written = sum(1 for text in texts if text)
        if written >= 2 and (known, min(written, 3)) > most:
            best, most = number, (known, min(written, 3))
    if best is None:
        raise FileRefused(
            _("Det finns ingen rubrikrad. Filen behöver en rad med kolumnernas namn överst.")
        )
    both = _with_periods(rows[best], rows[best + 1] if best + 1 < len(rows) else (), columns)
    return Headings(best + 1, _numbered(both)) if both else Headings(best, _numbered(rows[best]))


def table_end(rows: Rows, headings: Headings) -> int:
    """Where the table ends: after an empty row, rows with one text each to the end are notes."""
    end = len(rows)
    for number in range(len(rows) - 1, headings.row, -1):
        filled = sum(1 for cell in rows[number] if cell.strip())
        if filled > 1:
            break
        end = end if filled else number
    return end


def guess(headings: Headings, columns: Sequence[Column]) -> Mapping:
    """Each column's heading, as far as the names tell."""
    found: dict[str, str] = {}
    for column in columns:
        free = [text for text in headings.texts if text and text not in found.values()]
        for known in column.known_as:
            match = next((text for text in free if _plain(text) == known), None)
            if match:
                found[column.key] = match
                break
    return Mapping(found)


def missing(mapping: Mapping, headings: Headings, columns: Sequence[Column]) -> dict[str, str]:
    """What is not said yet, by column: a sentence each."""
    said = mapping.columns
    lacks = {
        column.key: _("Välj vilken kolumn det är.")
        for column in columns
        if column.required and column.key not in said
    }
    if "period" not in said and not headings.periods:
        lacks["period"] = _("Välj vilken kolumn som har perioden.")
    by_parts = "numerator" in said and "denominator" in said
    if "value" not in said and not by_parts and not (headings.periods and "period" not in said):
        lacks["value"] = _("Välj vilken kolumn som har värdet, eller täljare och nämnare.")
    if "pick" in said and not mapping.pick:
        lacks["pick"] = _("Välj vad som ska läsas in ur filen.")
    return lacks


def lines(rows: Rows, headings: Headings, mapping: Mapping) -> Iterator[Line]:
    """The rows under the headings, without the empty ones and those about something else."""
    at = {text: index for index, text in enumerate(headings.texts) if text}
    columns = {key: at[text] for key, text in mapping.columns.items() if text in at}
    wide = _period_columns(headings, mapping)
    for number, row in enumerate(rows[headings.row + 1 :], start=headings.row + 2):
        if not any(cell.strip() for cell in row):
            continue
        found = {key: row[index] for key, index in columns.items() if index < len(row)}
        if "pick" in columns and cells.clean(found.get("pick", "")) != mapping.pick:
            continue
        by_period = tuple((text, row[at[text]]) for text in wide if at[text] < len(row))
        yield Line(number, found, by_period)


def is_cut(line: Line, headings: Headings, mapping: Mapping) -> bool:
    """Whether the row ends before the columns that are read."""
    return len(line.cells) < len(mapping.columns) or len(line.by_period) < len(
        _period_columns(headings, mapping)
    )


def cut_row(table: Table, headings: Headings) -> int | None:
    """The number of the last row, if it has fewer cells than the headings and the row before; or
    if the text ends in it without a value, where every other row has one.
    """
    under = [(number, row) for number, row in enumerate(table.rows[headings.row + 1 :],
             headings.row + 2) if any(cell.strip() for cell in row)]  # fmt: skip
    if not under:
        return None
    named = max(index for index, text in enumerate(headings.texts, start=1) if text)
    (number, last), before = under[-1], [row for _number, row in under[:-1]]
    is_short = len(last) < min([named, *map(len, before[-1:])])
    lacks_end = table.lacks_last_break and len(last) == named and not last[-1].strip()
    others = before and all(len(row) >= named and row[named - 1].strip() for row in before)
    return number if is_short or (lacks_end and others) else None


def _with_periods(
    row: Sequence[str], under: Sequence[str], columns: Sequence[Column]
) -> list[str] | None:
    """The two rows as one, if all that stands in the lower are periods under the word for them."""
    upper, lower = ([cells.clean(cell) for cell in each] for each in (row, under))
    upper += [""] * (len(lower) - len(upper))
    dated = [index for index, text in enumerate(lower) if text]
    period = next((column for column in columns if column.key == "period"), None)
    if len(dated) < 2 or period is None or not all(cells.parse_period(lower[i]) for i in dated):
        return None
    over = [upper[index] for index in dated if upper[index]]
    if not over or not all(is_called(text, period) for text in over):
        return None
    return [lower[i] if i in dated else text for i, text in enumerate(upper)]


def _period_columns(headings: Headings, mapping: Mapping) -> tuple[str, ...]:
    """The columns that are a period each, where no column holds the period."""
    return () if "period" in mapping.columns else headings.periods


def is_called(text: str, column: Column) -> bool:
    """Whether the heading is one that the column is known by."""
    return _plain(text) in column.known_as


def _is_known(text: str, columns: Sequence[Column]) -> bool:
    return any(is_called(text, column) for column in columns)


def _plain(text: str) -> str:
    """``År (prel.)`` as ``ar prel``. The word for a kind of area is kept: it may be a heading."""
    return normalize(f"{text} x").removesuffix(" x").strip()


def _numbered(row: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    found = []
    for cell in row:
        text = cells.clean(cell)[:100]
        seen[text] = seen.get(text, 0) + 1
        found.append(f"{text} ({seen[text]})" if text and seen[text] > 1 else text)
    return tuple(found)
