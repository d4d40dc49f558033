"""Tables as people make them: several sheets, merged cells, notes under the table, a cut end."""

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from followup.imports import columns
from followup.imports.reading import open_content
from followup.imports.refusal import FileRefused
from followup.sources import source_named

GOOD = [["Område", "År", "Antal"], ["Ådalen", 2024, 10]]


def book_of(sheets, formulas=(), merged=()) -> bytes:
    """Sheets as rows by name; ``formulas`` as sheet, place; ``merged`` as ranges of the first."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        form = book.add_format({"num_format": "yyyy-mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(number, column, cell, *([form] if type(cell) is datetime else []))
        for name, place in formulas:
            book.get_worksheet_by_name(name).write_formula(place, "=1+1", None, 2)
        for place, text in merged:
            book.worksheets()[0].merge_range(place, text)
    return made.getvalue()


def readings(content: bytes, frequency="year"):
    """What is read of the file as one's own table: place, period, value."""
    opened, module = open_content(content, "generic"), source_named("generic")
    mapping = columns.guess(opened.headings, module.COLUMNS)
    found = module.read(columns.lines(opened.table.rows, opened.headings, mapping), frequency)
    return [(each.place, f"{each.period:%Y-%m}", each.value) for each in found]


def test_the_sheet_with_readings_is_read_and_the_others_are_named():
    about = [["Om statistiken"], ["Källa: registret"]]
    opened = open_content(
        book_of({"Läs mig": about, "2024": GOOD, "Koder": [["Kod", "Namn"]], "2025": GOOD}),
        "generic",
    )
    assert (opened.overview.sheet, opened.overview.also) == ("2024", ("2025",))
    with pytest.raises(FileRefused, match="Inget av bokens 2 blad"):
        open_content(book_of({"Läs mig": about, "Koder": [["Kod", "Namn"]]}), "generic")


def test_formula_is_looked_for_in_its_own_sheet_also_when_the_sheets_were_moved():
    made = book_of({"Ett": [["Om"]], "Två": GOOD}, formulas=[("Två", "C2"), ("Ett", "B9")])
    moved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(moved, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/workbook.xml":
                for one, other in ((b"rId1", b"rIdX"), (b"rId2", b"rId1"), (b"rIdX", b"rId2")):
                    text = text.replace(b'r:id="%s"' % one, b'r:id="%s"' % other)
            new.writestr(name, text)
    opened = open_content(moved.getvalue(), "generic")
    assert (opened.table.sheet, opened.table.rows[1]) == ("Ett", ["Ådalen", "2024", "="])


def test_merged_headings_over_a_row_of_years_are_one_row():
    rows = [["", "", ""], ["", "", ""], ["", 2024, 2025], ["Ådalen", 10, 11]]
    merged = [("A1:C1", "Anmälda brott"), ("A2:A3", "Område"), ("B2:C2", "År")]
    assert readings(book_of({"Data": rows}, merged=merged)) == [
        ("Ådalen", "2024-01", 10),
        ("Ådalen", "2025-01", 11),
    ]


def test_periods_above_other_headings_are_refused_with_their_row():
    rows = [["Brott"], ["", 2024, "", 2025], ["Område", "Antal", "Andel", "Antal"],
            ["Ådalen", 10, 1.5, 11]]  # fmt: skip
    with pytest.raises(FileRefused, match="Perioderna står på rad 2"):
        open_content(book_of({"Data": rows}), "generic")


def test_dates_in_cells_are_months_or_the_period_they_lie_in():
    rows = [["Område", "Månad", "Antal"], ["Ådalen", datetime(2025, 3, 31), 7]]  # noqa: DTZ001
    assert readings(book_of({"Data": rows}), "month") == [("Ådalen", "2025-03", 7)]


NOTES = "Område;År;Antal\nÅdalen;2024;10\n;;\nKälla: registret\n* Preliminärt;;\n"


def test_notes_under_the_table_are_no_rows():
    assert readings(NOTES.encode()) == [("Ådalen", "2024-01", 10)]
    assert not open_content(NOTES.strip().encode(), "generic").table.lacks_last_break


def test_quoted_cell_may_hold_line_breaks_delimiters_and_quotes():
    text = 'Område;År;Antal;Anmärkning\r\nÅdalen;2024;"1\u00a0010";"ett\r\ntvå; ""tre"""\r\n'
    assert readings(text.encode()) == [("Ådalen", "2024-01", 1010)]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Område;År;Antal\nÅdalen;2024;10\nÅdalen;2025;", 3),
        ("Område;År;Antal\nÅdalen;2024;10\nÅdalen;2025;\n", None),
        ("Område;År;Antal\nÅdalen;2024;\nÅdalen;2025;", None),
        ("Område;År;Antal;Not\nÅdalen;2024;10;\nÅdalen;2025;11;", None),
        ("Område;År;Antal\nÅdalen;2024;10\nÅda", 3),
    ],
)
def test_text_that_ends_before_its_last_value_is_cut(text, cut):
    opened = open_content(text.encode(), "generic")
    assert columns.cut_row(opened.table, opened.headings) == cut
