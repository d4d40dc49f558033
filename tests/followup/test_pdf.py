"""The printing: what it loads, what it refuses, and that the file is what it claims to be."""

import io
import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from followup.reports import pdf, printing
from followup.reports.printing import NotPrinted, print_pdf

STATIC = Path(settings.BASE_DIR, "static").resolve()
PAGE = '<html lang="sv"><head><title>En rapport</title></head><body>{}</body></html>'


def read(html: str) -> PdfReader:
    return PdfReader(io.BytesIO(print_pdf(PAGE.format(html)).content))


def test_the_file_says_what_it_is() -> None:
    file = read("<h1>Läget</h1><p>Text</p>")
    root = file.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert file.metadata.title == "En rapport"
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/StructTreeRoot"]


def test_the_same_html_is_the_same_bytes() -> None:
    html = PAGE.format("<h1>Läget</h1><p>Text</p><svg width='9' height='9'><title>a</title></svg>")
    assert print_pdf(html).content == print_pdf(html).content


def test_the_page_uses_its_own_font() -> None:
    page = read("<p>Å <b>ő</b></p>").pages[0]
    fonts = {str(font["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert all("Source-Sans" in font for font in fonts)


def test_characters_without_a_glyph_are_replaced() -> None:
    assert pdf.printable("1\u202f226", STATIC) == "1\u00a0226"
    text = pdf.printable("A\u030a → 😀 \u202e\x00\u200b العربية", STATIC)
    assert text == "Å – \ufffd  \ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"


def test_a_word_without_end_is_divided_and_printed_in_time() -> None:
    word = "å" * 20_000
    divided = pdf.printable(f'<p title="{word}">Kort &amp; {word} {"&lt;" * 100}</p>', STATIC)
    assert f'<p title="{word}">Kort &amp; ' in divided
    assert max(map(len, re.split(r"[\s\u00ad]", divided.split(">")[1]))) <= 60 * len("&lt;")
    assert divided.replace("\u00ad", "").count("&lt;") == 100
    began = time.monotonic()
    assert "Efter" in "".join(p.extract_text() for p in read(f"<p>{word}</p><p>Efter</p>").pages)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:1/x.css",
        "https://example.invalid/x.css",
        "ftp://127.0.0.1/x",
        "../manage.py",
        "%2e%2e/manage.py",
        "file://127.0.0.1/x",
        "data:text/css,*{color:red}",
    ],
)
def test_nothing_but_our_own_files_is_loaded(url: str) -> None:
    fetcher = pdf._fetcher(STATIC)
    with pytest.raises(ValueError, match="may not load"):
        fetcher.fetch(url if ":" in url else f"{STATIC.as_uri()}/{url}")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.css").write_text("x", encoding="ascii")
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "style.css").symlink_to(tmp_path / "secret.css")
    with pytest.raises(ValueError, match="may not load"):
        pdf._fetcher(folder).fetch(f"{folder.as_uri()}/style.css")


def test_a_hostile_source_is_left_out_and_the_rest_is_printed() -> None:
    file = read('<link rel="stylesheet" href="file:///etc/passwd"><img src="http://x/"><p>Kvar</p>')
    text = "".join(page.extract_text() for page in file.pages)
    assert "Kvar" in text
    assert "root:" not in text


def test_a_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "TIMEOUT_SECONDS", 4)
    began = time.monotonic()
    with pytest.raises(NotPrinted, match="för lång tid"):
        print_pdf(PAGE.format('<table><tr><td colspan="10000000">x</table>' * 50))
    assert time.monotonic() - began < 8


def test_the_child_has_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://hemlig")
    assert "hemlig" not in str(printing._environment())


def test_missing_libraries_are_told_in_words() -> None:
    assert "libpango" in printing._reason(pdf.EXIT_NO_LIBRARY, "cannot load library")
    assert "för mycket minne" in printing._reason(1, "Traceback\nMemoryError")
    assert "för lång tid" in printing._reason(-14, "")
    assert "trasig" in printing._reason(1, "Traceback\nValueError: trasig")
