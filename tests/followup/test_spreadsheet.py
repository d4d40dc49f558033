"""Tables as XLSX: numbers as numbers, text as text, and nothing that is run."""

import zipfile
from datetime import date
from decimal import Decimal

from followup.imports.files import read_table
from followup.spreadsheet import Sheet, write_xlsx


def test_formulas_leave_as_text():
    rows = [["=1+1", "@SUM(A1)", "+46", "-3", "http://x.example", Decimal("2.5"), date(2026, 1, 1)]]
    with write_xlsx([Sheet("Blad/1", list("abcdefg"), rows, notes=["=not"])]) as made:
        content = made.read()
        with zipfile.ZipFile(made) as packed:
            sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    read = read_table(content).rows
    assert read[0][0] == "=not"
    assert read[2] == ["=1+1", "@SUM(A1)", "+46", "-3", "http://x.example", "2.5", "2026-01-01"]


def test_sheets_of_the_same_name_get_a_number():
    sheets = [Sheet("Utfall", ["a"], [[1]]), Sheet("Utfall", ["a"], [[None]])]
    with write_xlsx(sheets) as made, zipfile.ZipFile(made) as packed:
        assert 'name="Utfall (2)"' in packed.read("xl/workbook.xml").decode()
