"""What a file of readings is, and what its cells, headings and rows mean."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from followup.imports import cells, columns, workbook
from followup.imports.cells import CellError
from followup.imports.columns import Mapping
from followup.imports.files import read_table
from followup.imports.reading import open_content
from followup.imports.refusal import FileRefused
from followup.imports.table import MAX_BYTES, check_size
from followup.measurement import interval, settle, wilson
from followup.sources import SOURCES, source_named
from followup.sources.lines import Found, Wrong
from followup.words import grouped

ROWS = [["Område", "År", "Antal"], ["Ådalen", "2025", "1 234,5"], ["Björkhöjden", "2025", ".."]]


def text_of(delimiter: str = ";") -> str:
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in ROWS)


def book_of(rows, formula=None) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if formula:
            sheet.write_formula(*formula)
    return made.getvalue()


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 märkt"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_encoding_and_delimiter_are_found(codec, said, delimiter):
    table = read_table(text_of(delimiter).encode(codec))
    assert table.rows == ROWS
    assert table.encoding.startswith(f"{said}, ")


def test_workbook_reads_as_the_same_rows():
    rows = [["Område", "År", "Antal"], ["Ådalen", 2025, 1234.5]]
    assert read_table(book_of(rows)).rows == [
        ["Område", "År", "Antal"],
        ["Ådalen", "2025", "1234.5"],
    ]


def test_formula_in_a_workbook_is_named():
    content = book_of(ROWS, ("C2", "=1+1"))
    assert read_table(content).rows[1][2] == "="
    with pytest.raises(CellError, match="formel"):
        cells.number("=")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tom"),
        (b"  \r\n ", "inga rader|tom"),
        (b"%PDF-1.7 x", "varken CSV eller Excel"),
        (b"\xd0\xcf\x11\xe0 old", "äldre Excelformat"),
        (bytes(range(256)), "varken CSV eller Excel"),
        (b"PK\x03\x04 not a zip", "skadad"),
        (b'[\n {"id": 1, "type": "x"}]', "Filen är JSON"),
        (b'{"type": "FeatureCollection", "features": []}', "karta"),
        (b'{"query": [{"code": "ar", "selection": {}}]}', "inte svaret"),
        (b"\xef\xbb\xbf<html><table>", "webbsida"),
        (book_of(ROWS)[:2000], "skadad"),
        ('"Område";"År"\r\n"Ådalen";"20'.encode(), "avklippt"),
        ("Område;År\r\nÅdalen;2025\r\nÅ".encode()[:-1], "avklippt"),
    ],
)
def test_what_is_no_whole_table_is_refused(content, said):
    with pytest.raises(FileRefused, match=said):
        read_table(content)


def test_too_large_is_refused_by_its_size_alone():
    with pytest.raises(FileRefused, match="100 MB"):
        check_size(100 * 1024 * 1024)
    check_size(MAX_BYTES)


def packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return made.getvalue()


NEEDED = dict.fromkeys(workbook.NEEDED, b"<x/>")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/document.xml": b"x"}, "inte en Excelbok"),
        (NEEDED | {"xl/vbaProject.bin": b"x"}, "makron"),
        (NEEDED | {"../../etc/passwd": b"x"}, "skadad"),
        (NEEDED | {"xl/worksheets/sheet1.xml": b"0" * 30_000_000}, "för stor"),
        (NEEDED | {f"xl/{n}.xml": b"x" for n in range(600)}, "för stor"),
    ],
)
def test_archives_that_are_no_workbook_are_refused_unopened(parts, said):
    with pytest.raises(FileRefused, match=said):
        read_table(packed(parts))


def test_cell_far_away_is_refused_while_reading():
    with pytest.raises(FileRefused, match="100 000 rader"):
        read_table(book_of([*ROWS], ("C1048576", "=1")))
    with pytest.raises(FileRefused, match="100 kolumner"):
        read_table(book_of([*ROWS], ("XFD2", "=1")))
    with pytest.raises(FileRefused, match="för stor"):
        read_table(book_of([*ROWS], ("CV99999", "=1")))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"), ("12,5", "12.5"), ("12.5", "12.5"), ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"), ("1\u202f234\u202f567,8", "1234567.8"), ("1.234,5", "1234.5"),
        ("−3", "-3"), ("12,5 %", "12.5"), ("1e3", "1000"),
    ],
)  # fmt: skip
def test_number(text, value):
    assert cells.number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["..", "", " ", "…", "uppgift saknas"])
def test_missing_is_no_number(text):
    assert cells.number(text) is None


@pytest.mark.parametrize("text", ["=1+1", "-", "tolv", "1,2,3", "nan", "inf", "9" * 20, "@SUM(A1)"])
def test_what_is_no_number_is_an_error(text):
    with pytest.raises(CellError):
        cells.number(text)


@pytest.mark.parametrize(
    ("text", "part", "frequency", "day"),
    [
        ("2025", "", "year", date(2025, 1, 1)),
        ("År", "2025", "year", date(2025, 1, 1)),
        ("2025", "oktober", "month", date(2025, 10, 1)),
        ("2025-10", "", "month", date(2025, 10, 1)),
        ("2025M10", "", "month", date(2025, 10, 1)),
        ("202510", "", "month", date(2025, 10, 1)),
        ("okt 2025", "", "month", date(2025, 10, 1)),
        ("2025-10-01", "", "month", date(2025, 10, 1)),
        ("2025K4", "", "quarter", date(2025, 10, 1)),
        ("kvartal 4 2025", "", "quarter", date(2025, 10, 1)),
        ("2025-10", "", "quarter", date(2025, 10, 1)),
    ],
)
def test_period(text, part, frequency, day):
    assert cells.period(text, frequency, part) == day


@pytest.mark.parametrize(
    ("text", "frequency"),
    [("hösten", "year"), ("2025", "month"), ("2025-10", "year"), ("20", "year")],
)
def test_period_of_another_length_is_an_error(text, frequency):
    with pytest.raises(CellError):
        cells.period(text, frequency)


def understood(text: str, source: str, frequency: str = "year", pick: str = ""):
    """What ``source`` reads of a table, with the columns guessed."""
    rows = [line.split(";") for line in text.strip().split("\n")]
    module = source_named(source)
    headings = columns.find_headings(rows, module.COLUMNS)
    mapping = Mapping(columns.guess(headings, module.COLUMNS).columns, pick)
    assert columns.missing(mapping, headings, module.COLUMNS) == {}
    return list(module.read(columns.lines(rows, headings, mapping), frequency))


def test_table_without_periods_or_values_is_told_from_readings():
    names = "kod;stadsdel;distrikt\nny;Nybyn;Ådalen\ngl;Gamla byn;Ådalen"
    for text, said in (
        (names, "ingen kolumn har perioder och ingen har värden"),
        ("namn;sedan\nNybyn;2020-07-01\nGamla byn;", "ingen kolumn har värden"),
        ("namn;kilo\nNybyn;3,5\nGamla byn;=1+1", "ingen kolumn har perioder"),
        ("Område;År;Antal\n;;\n", "inga rader under"),
    ):
        with pytest.raises(FileRefused, match=said):
            open_content(text.encode(), "generic")
    for text in ("X;Y;Z\nÅdalen;2025;=A1\n", "Område;År;Antal\nÅdalen;hösten;tolv"):
        assert open_content(text.encode(), "generic").headings.row == 0


def test_headings_are_found_under_a_title_and_columns_in_any_order():
    text = "Trygghetsmätning;;\n;;\nAntal;Period;Stadsdelsområde\n7;2025;Ådalen"
    (found,) = understood(text, "generic")
    assert (found.row, found.place, found.value) == (4, "Ådalen", 7)


def test_column_for_each_year_gives_a_reading_each():
    found = understood("omrade;2024;2025;prognos_2030\nÅdalen;10;..;99", "population")
    assert [(each.period.year, each.value) for each in found] == [(2024, 10), (2025, None)]


def test_crimes_are_told_apart_by_the_chosen_one():
    headings = "Region;Brott;År;Period;Antal;/100 000 inv"
    text = f"{headings}\nÅdalen;Rån;År;2025;7;1;\nÅdalen;Stöld;År;2025;9;1;"
    (found,) = understood(text, "crime", pick="Rån")
    assert found.value == 7


@pytest.mark.parametrize("source", ["crime", "survey", "rescue"])
def test_file_about_one_thing_needs_no_column_that_says_what(source):
    (found,) = understood("Område;År;Antal\nÅdalen;2025;7", source)
    assert found.value == 7


def test_group_of_an_age_is_no_place():
    text = "indikator;omrade;ar;varde_procent\nOro;65-79 år (hela staden);2020;6"
    (found,) = understood(text, "survey", "third_year", "Oro")
    assert (found.place, found.age) == ("hela staden", "65–79 år")


def test_each_wrong_cell_is_named_with_its_row():
    found = understood("Område;År;Antal\nÅdalen;hösten;tolv\n;2025;1", "generic")
    assert [(each.row, each.column) for each in found if isinstance(each, Wrong)] == [
        (2, "period"),
        (2, "value"),
        (3, "place"),
    ]
    assert not [each for each in found if isinstance(each, Found)]


@pytest.mark.parametrize("code", SOURCES)
def test_every_source_is_a_module_with_its_words(code):
    module = source_named(code)
    assert module.NAME
    assert module.HELP
    assert {"place", "value"} <= {column.key for column in module.COLUMNS}
    assert list(module.read([], "year")) == []


@pytest.mark.parametrize(
    ("yes", "answers", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(yes, answers, low, high):
    found = wilson(yes / answers, answers)
    assert found == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("0", "0"),
        ("-0.50", "−0,5"),
        ("1200", "1\u202f200"),
        ("48956.25", "48\u202f956,25"),
    ],
)
def test_values_are_shown_with_their_thousands_apart(value, text):
    assert grouped(None if value is None else Decimal(value)) == text


def test_only_survey_shares_with_answers_have_an_interval():
    assert interval("share", Decimal(50), 100) is None
    assert interval("survey_share", Decimal(50), None) is None
    low, high = interval("survey_share", Decimal(50), 100)
    assert (round(low, 1), round(high, 1)) == (40.4, 59.6)


def test_values_are_settled_by_kind():
    assert settle("share", None, Decimal(1), Decimal(3))[0] == Decimal("33.3333")
    assert settle("rate", None, Decimal(5), Decimal(1000))[0] == 5
    assert settle("mean", None, Decimal(90), Decimal(20))[0] == Decimal("4.5")


@pytest.mark.parametrize(
    ("kind", "parts", "said"),
    [
        ("count", (1, 1, 2), "varken täljare"),
        ("count", (-1, None, None), "under noll"),
        ("share", (None, 3, None), "hör ihop"),
        ("share", (None, 3, 0), "större än noll"),
        ("share", (None, 3, 2), "större än nämnaren"),
        ("share", (101, None, None), "mellan 0 och 100"),
        ("share", (60, 1, 2), "stämmer inte"),
    ],
)
def test_values_that_cannot_be_true_are_refused(kind, parts, said):
    numbers = [None if part is None else Decimal(part) for part in parts]
    with pytest.raises(Exception, match=said):
        settle(kind, *numbers)
