"""What an uploaded file is, by its content and never by its name.

A format is one module here and one word in ``FORMATS``. The module has

- ``EXTENSION``: what its files are kept with,
- ``fits(content)``: whether the content is of that format,
- ``weigh(content)``: how many bytes there are to read, and a refusal of what can be refused unread,
- ``read(content)``: its rows.
"""

from types import ModuleType

from django.utils.translation import gettext as _

from followup.imports import delimited, px, workbook
from followup.imports.refusal import FileRefused
from followup.imports.table import Table, check_size

FORMATS = (workbook, px, delimited)  # the first that fits; text that is nothing else is delimited
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
MARKUP = (b"<", b"{", b"[{", b"[\n", b"[\r")  # a web page (also when named xls), XML, JSON
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


def weigh(content: bytes) -> int:
    """How many bytes there are to read. Raises FileRefused for what need not be read."""
    check_size(len(content))
    if content.startswith(OLD_EXCEL):
        raise FileRefused(
            _("Filen är i ett äldre Excelformat (xls) eller låst. Spara den som xlsx eller CSV.")
        )
    if content.startswith(OTHERS):
        raise FileRefused(
            _("Filen är varken CSV eller Excel (xlsx), vad den än heter. Spara om den.")
        )
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(MARKUP):
        raise FileRefused(
            _("Filen är en webbsida, XML eller JSON. Spara tabellen som xlsx eller CSV.")
        )
    return int(_format_of(content).weigh(content))


def read_table(content: bytes) -> Table:
    """The rows of a file. Raises FileRefused."""
    weigh(content)
    table: Table = _format_of(content).read(content)
    if not any(any(cell.strip() for cell in row) for row in table.rows):
        raise FileRefused(_("Filen har inga rader med innehåll."))
    return table


def extension_of(content: bytes) -> str:
    return str(_format_of(content).EXTENSION)


def _format_of(content: bytes) -> ModuleType:
    return next(module for module in FORMATS if module.fits(content))
