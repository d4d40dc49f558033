"""What an uploaded file is, by its content and never by its name.

A format is one module here and one word in ``FORMATS``. The module has

- ``EXTENSION``: what its files are kept with,
- ``fits(content)``: whether the content is of that format,
- ``weigh(content)``: how many bytes there are to read, and a refusal of what can be refused unread,
- ``read(content)``: its rows,
- ``kept(content)``, if a file is not to be kept as it is: what is kept instead of it.
"""

from types import ModuleType

from django.utils.translation import gettext as _

from followup.imports import delimited, police_events, px, workbook
from followup.imports.refusal import FileRefused
from followup.imports.table import Table, check_size

# The first that fits; text that is nothing else is delimited.
FORMATS = (workbook, px, police_events, delimited)
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
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


def kept(content: bytes) -> bytes:
    """What is kept of a file that may be read. Raises FileRefused."""
    module = _format_of(content)
    return bytes(module.kept(content)) if hasattr(module, "kept") else content


def _format_of(content: bytes) -> ModuleType:
    return next(module for module in FORMATS if module.fits(content))
