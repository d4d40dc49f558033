"""HTML to PDF, valid PDF/A-3a and PDF/UA-1: run as a process of its own by ``printing.py``.

``python -m followup.reports.pdf STATIC_FOLDER`` reads HTML and writes the number of pages, a line
break and the file. It knows no settings, no database and no secrets, may load nothing outside
``STATIC_FOLDER``, and gives itself limits, so that a hostile text costs a minute and no more. The
same HTML gives the same bytes.
"""

import contextlib
import re
import resource
import signal
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

EXIT_NO_LIBRARY = 3
EXIT_NO_FONTS = 4
CPU_SECONDS = 90
WALL_SECONDS = 110
MEMORY_BYTES = 2 * 1024**3  # of addresses: a report of fifty pages has about 0.4

UA_IDENTIFICATION = Path(__file__).with_name("pdf_ua.xml")
STYLE = "report.css"
FONTS = (
    "dist/assets/source-sans-3-latin-400-normal.woff2",
    "dist/assets/source-sans-3-latin-ext-400-normal.woff2",
)
INSTEAD_OF = {"\u2010": "-", "\u2011": "-", "→": "–", "≥": ">=", "≤": "<=", "\u202f": "\u00a0"}
UNKNOWN = "\ufffd"
SOFT_HYPHEN = "\u00ad"
LONGEST_WORD = 60  # characters; what is longer is no word
_CHARACTER = r"(?:&[#\w]+;|[^\s&])"
TOO_LONG = re.compile(rf"{_CHARACTER}{{{LONGEST_WORD + 1},}}")
PIECE = re.compile(rf"{_CHARACTER}{{{LONGEST_WORD}}}")
TAG_OR_TEXT = re.compile(r"<[^>]*>|[^<]+")


def render(html: str, folder: Path) -> tuple[bytes, int]:
    """The PDF of ``html``, and how many pages it has. ``folder`` holds style sheet and fonts."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - after the limits are set
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fetcher, fonts = _fetcher(folder), FontConfiguration()
    style = CSS(filename=str(folder / STYLE), url_fetcher=fetcher, font_config=fonts)
    source = HTML(
        string=printable(html, folder), base_url=f"{folder.as_uri()}/", url_fetcher=fetcher
    )
    document = source.render(stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3a")
    pdf = document.write_pdf(pdf_variant="pdf/a-3a", finisher=_claim_pdf_ua)
    return pdf, len(document.pages)


def printable(html: str, folder: Path) -> str:
    """``html`` with only characters that the fonts have: a missing one is no valid PDF/A.

    Where a word is longer than any word, it may be divided: to look for its syllables takes time
    that grows with the square of its length, minutes for a page without spaces.
    """
    composed = unicodedata.normalize("NFC", html)
    known = _characters(folder)
    written = "".join(each if each in known else _instead_of(each) for each in composed)
    return TAG_OR_TEXT.sub(_with_divided_words, written)


def _with_divided_words(found: re.Match[str]) -> str:
    text = found.group()
    if text.startswith("<"):
        return text
    return TOO_LONG.sub(lambda word: PIECE.sub(rf"\g<0>{SOFT_HYPHEN}", word.group()), text)


def _instead_of(character: str) -> str:
    if character in INSTEAD_OF:
        return INSTEAD_OF[character]
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Mn"} else UNKNOWN


@cache
def _characters(folder: Path) -> frozenset[str]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - not needed to import this module

    codes = {code for name in FONTS for code in TTFont(folder / name).getBestCmap()}
    return frozenset(map(chr, codes)) - {"\u200b", "\ufeff"} | {"\n", "\t", SOFT_HYPHEN}


def _fetcher(folder: Path) -> Any:
    """Loads our own style sheet, fonts and pictures, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - see ``render``

    class OwnFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: dict[str, Any] | None = None) -> URLFetcherResponse:
            parts = urlsplit(url)
            if parts.scheme == "data" and parts.path.startswith("image/"):
                return super().fetch(url, headers)
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme != "file" or parts.netloc or not path.is_relative_to(folder):
                raise ValueError(f"A report may not load {url[:200]}")
            return super().fetch(url, headers)

    return OwnFilesOnly()


def _claim_pdf_ua(_document: Any, pdf: Any) -> None:
    """Say in the metadata that the file also follows PDF/UA; the variant only says PDF/A."""
    claim = UA_IDENTIFICATION.read_bytes()
    end = b"</rdf:RDF>"
    for each in pdf.objects:
        if getattr(each, "extra", {}).get("Type") == "/Metadata":
            each.stream = [part.replace(end, claim + end) for part in each.stream]


def _set_limits() -> None:
    signal.alarm(WALL_SECONDS)
    for what, limit in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of addresses
            resource.setrlimit(what, (limit, limit))


def main() -> int:
    _set_limits()
    folder = Path(sys.argv[1]).resolve()
    if missing := [name for name in (STYLE, *FONTS) if not (folder / name).is_file()]:
        sys.stderr.write(", ".join(missing))
        return EXIT_NO_FONTS
    try:
        import weasyprint  # noqa: F401, PLC0415 - after the limits are set
    except OSError as error:  # Pango is not installed
        sys.stderr.write(str(error))
        return EXIT_NO_LIBRARY
    pdf, pages = render(sys.stdin.buffer.read().decode("utf-8"), folder)
    sys.stdout.buffer.write(b"%d\n" % pages + pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
