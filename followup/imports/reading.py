"""What a file of readings says: every row understood, or why not."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from followup.imports import columns as cols
from followup.imports.columns import Headings, Mapping
from followup.imports.files import read_table
from followup.imports.holding import refuse_without_readings
from followup.imports.overview import Overview
from followup.imports.places import Place, Places
from followup.imports.refusal import FileRefused
from followup.imports.table import MAX_ROWS, Table
from followup.measurement import settle
from followup.models import ImportBatch
from followup.periods import has_begun
from followup.sources import source_name, source_named
from followup.sources.lines import Column, Found, Line, Wrong

Key = tuple[int | None, int | None, Any, str, str]  # area, body, period, sex, age
TELL_EVERY = 2_000  # rows
Tell = Callable[[int], None]
May = Callable[[Place], bool]


@dataclass(frozen=True)
class Draft:
    """A reading that can be written; ``found`` is what the file said."""

    found: Found
    place: Place

    @property
    def key(self) -> Key:
        found = self.found
        return (self.place.area_id, self.place.body_id, found.period, found.sex, found.age)

    @property
    def values(self) -> tuple[Any, ...]:
        """In the order of ``comparing.VALUES``."""
        found = self.found
        return (
            found.value, found.numerator, found.denominator, found.answers, found.is_preliminary
        )  # fmt: skip


@dataclass
class Understood:
    """All that a file says. ``unknown`` counts the rows of each name that nobody knows."""

    drafts: list[Draft] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    skipped: int = 0


@dataclass(frozen=True)
class Opened:
    """A batch's file with its headings, and the columns that its source may have. ``also`` are the
    names of the sheets that could be read too, and are not.
    """

    table: Table
    headings: Headings
    columns: tuple[Column, ...]
    also: tuple[str, ...] = ()

    @property
    def overview(self) -> Overview:
        return Overview.of(self.table, self.headings, self.also)


def open_batch(batch: ImportBatch) -> Opened:
    """Raises FileRefused."""
    try:
        with default_storage.open(batch.file.name) as stored:
            content = stored.read()
    except FileNotFoundError as error:
        raise FileRefused(_("Filen finns inte kvar på servern. Ladda upp den igen.")) from error
    return open_content(content, batch.source)


def open_content(content: bytes, source: str) -> Opened:
    """The file's table, or the first sheet that can hold readings. Raises FileRefused."""
    table = read_table(content)
    if table.source and table.source != source:
        raise FileRefused(
            _("Filen är av slaget ”%(right)s”. Välj det under Varifrån filen kommer.")
            % {"right": source_name(table.source)}
        )
    sheets, refusals = (table, *table.more), []
    found = []
    for each in sheets:
        try:
            found.append(_opened(each, source))
        except FileRefused as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0] if len(sheets) == 1 else FileRefused(_no_sheet(len(sheets)))
    return replace(found[0], also=tuple(each.table.sheet for each in found[1:]))


def _opened(table: Table, source: str) -> Opened:
    columns = source_named(source).COLUMNS
    headings = cols.find_headings(table.rows, columns)
    end = cols.table_end(table.rows, headings)
    if end < len(table.rows):
        table = replace(table, rows=table.rows[:end], lacks_last_break=False)
    refuse_without_readings(table.rows, headings, columns)
    return Opened(table, headings, columns)


def _no_sheet(count: int) -> str:
    return _(
        "Inget av bokens %(n)s blad har utfall. Här läses en tabell med område, period (som 2026, "
        "2026-10 eller kvartal 4 2026) och värde."
    ) % {"n": count}


def understand(
    batch: ImportBatch, opened: Opened, may: May, tell: Tell = lambda _rows: None
) -> Understood:
    """Every row of the batch's file, by its mapping. Raises FileRefused.

    ``may`` says whether the one who uploaded it may enter readings of a place; ``tell`` hears how
    many rows have been read.
    """
    indicator, result = batch.indicator, Understood()
    if indicator is None:
        raise FileRefused(_("Välj vilken indikator filen gäller."))
    lines = _told(_whole_lines(opened, Mapping.stored(batch.mapping), result), tell)
    said = list(_not_too_many(source_named(batch.source).read(lines, indicator.frequency)))
    result.wrong += [each for each in said if isinstance(each, Wrong)]
    found = [each for each in said if isinstance(each, Found)]
    places = Places().meant_by(each.place for each in found)
    for each in found:
        place = places[each.place]
        if place is None:
            result.unknown[each.place] = result.unknown.get(each.place, 0) + 1
        elif place.area_id is None and place.body_id is None:
            result.skipped += 1
        elif not may(place):
            text = _("Du kan bara läsa in utfall för din egen nämnd och dess område.")
            result.wrong.append(Wrong(each.row, "place", text))
        elif not has_begun(each.period):
            text = _("Perioden har inte börjat. En prognos är inget utfall: ta bort den ur filen.")
            result.wrong.append(Wrong(each.row, "period", text))
        else:
            _settle(each, place, indicator.kind, result)
    _refuse_doubles(result)
    result.wrong.sort(key=lambda wrong: wrong.row)
    return result


def _whole_lines(opened: Opened, mapping: Mapping, result: Understood) -> Iterator[Line]:
    """The rows that are read. One that is cut is wrong, also where it is about something else: the
    rows after it are lost.
    """
    rows, headings = opened.table.rows, opened.headings
    last = cols.cut_row(opened.table, headings)
    cut = [last] if last else []
    for line in cols.lines(rows, headings, mapping):
        result.rows += 1
        if line.number == last:
            continue
        if cols.is_cut(line, headings, mapping):
            cut.append(line.number)
        else:
            yield line
    text = _(
        "Raden är inte hel: filen kan vara avklippt. Hämta den på nytt. Är den hel, skriv .. för "
        "det som saknas."
    )
    result.wrong += [Wrong(number, "", text) for number in cut]


def _not_too_many(said: Iterable[Found | Wrong]) -> Iterator[Found | Wrong]:
    """Many columns of periods make a small file a heavy one. Raises FileRefused."""
    for count, each in enumerate(said, start=1):
        if count > MAX_ROWS:
            text = _("Filen har fler än %(n)s utfall. Dela den i flera filer.")
            raise FileRefused(text % {"n": "100 000"})
        yield each


def _told(lines: Iterator[Line], tell: Tell) -> Iterator[Line]:
    for count, line in enumerate(lines):
        if count % TELL_EVERY == 0:
            tell(count)
        yield line


def _settle(found: Found, place: Place, kind: str, result: Understood) -> None:
    try:
        value, numerator, denominator = settle(
            kind, found.value, found.numerator, found.denominator
        )
    except ValidationError as refusal:
        for column, errors in refusal.message_dict.items():
            result.wrong.append(Wrong(found.row, column, errors[0]))
        return
    settled = {"value": value, "numerator": numerator, "denominator": denominator}
    result.drafts.append(Draft(Found(**(vars(found) | settled)), place))


def _refuse_doubles(result: Understood) -> None:
    """The same place and period twice: harmless when both say the same, else nobody can tell."""
    first: dict[Key, Draft] = {}
    for draft in result.drafts:
        other = first.setdefault(draft.key, draft)
        if other is not draft and other.values != draft.values:
            result.wrong.append(
                Wrong(
                    draft.found.row,
                    "value",
                    _("Rad %(row)s har ett annat värde för samma område och period.")
                    % {"row": other.found.row},
                )
            )
    result.drafts = list(first.values())
