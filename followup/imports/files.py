"""What an uploaded file is, by its content and never by its name."""

from django.utils.translation import gettext as _

from followup.imports import delimited, workbook
from followup.imports.refusal import FileRefused
from followup.imports.table import Table, check_size

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


def read_table(content: bytes) -> Table:
    """The rows of a CSV or XLSX file. Raises FileRefused."""
    check_size(len(content))
    if content.startswith(workbook.MAGIC):
        table = workbook.read(content)
    elif content.startswith(OLD_EXCEL):
        raise FileRefused(
            _("Filen är i ett äldre Excelformat (xls) eller låst. Spara den som xlsx eller CSV.")
        )
    elif content.startswith(OTHERS):
        raise FileRefused(
            _("Filen är varken CSV eller Excel (xlsx), vad den än heter. Spara om den.")
        )
    else:
        table = delimited.read(content)
    if not any(any(cell.strip() for cell in row) for row in table.rows):
        raise FileRefused(_("Filen har inga rader med innehåll."))
    return table


def extension_of(content: bytes) -> str:
    return "xlsx" if content.startswith(workbook.MAGIC) else "csv"
