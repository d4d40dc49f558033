"""A file's content as rows of text, whatever it was, and which file it is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from followup.imports.refusal import FileRefused

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 100
ACCEPT = ".csv,.txt,.tsv,.xlsx,.px,.json"

Rows = list[list[str]]


@dataclass(frozen=True)
class Table:
    """All rows, empty ones too, so that row 1 is the file's own row 1. ``encoding`` in words.

    A text that ``lacks_last_break`` may have been cut inside its last row: nobody but a person can
    tell. A format that only one source has names it in ``source``. A book's ``sheet`` has the
    others in ``more``.
    """

    rows: Rows
    encoding: str
    lacks_last_break: bool = False
    source: str = ""
    sheet: str = ""
    more: tuple["Table", ...] = ()


def check_size(size: int) -> None:
    """Before anything is read. Raises FileRefused."""
    if size > MAX_BYTES:
        raise FileRefused(
            _("Filen är %(size)s MB. Den får vara högst 10 MB: dela den, till exempel per år.")
            % {"size": round(size / 1024 / 1024)}
        )
    if size == 0:
        raise FileRefused(_("Filen är tom. Spara om den och försök igen."))


def check_shape(rows: int, columns: int) -> None:
    """While it is read. Raises FileRefused."""
    if rows > MAX_ROWS:
        raise FileRefused(
            _("Filen har fler än %(n)s rader. Dela den i flera filer.") % {"n": "100 000"}
        )
    if columns > MAX_COLUMNS:
        raise FileRefused(
            _("Filen har fler än %(n)s kolumner. Ta bort dem som inte behövs.") % {"n": MAX_COLUMNS}
        )
