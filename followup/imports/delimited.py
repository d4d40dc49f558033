"""Delimited text as rows: the encoding and the delimiter are found, not asked for."""

import csv
import io

from django.utils.translation import gettext as _

from followup.imports import no_table
from followup.imports.refusal import FileRefused
from followup.imports.table import Rows, Table, check_shape

EXTENSION = "csv"
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 märkt"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
DELIMITERS = (";", "\t", ",")
LOOKED_AT = 50  # lines that decide the delimiter
LONGEST_CELL = 10_000
LETTERS = 8  # bytes that tell UTF-16


def fits(_content: bytes) -> bool:
    """Whatever is nothing else is read as text, and refused if it is none."""
    return True


def weigh(content: bytes) -> int:
    no_table.refuse(content)
    return len(content)


def read(content: bytes) -> Table:
    """CSV or tab-separated text. Raises FileRefused."""
    text, encoding = decoded(content)
    if _is_binary(text):
        raise FileRefused(
            _("Filen är varken CSV eller Excel (xlsx), vad den än heter. Spara om den.")
        )
    delimiter = _delimiter(text)
    named = f"{encoding}, {_named(delimiter)}"
    return Table(_rows(text, delimiter), named, not text.endswith(("\n", "\r")))


def decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding: by its mark, else UTF-8 if it is that, else Windows-1252."""
    for mark, codec, name in MARKS:
        if content.startswith(mark):
            return _strictly(content, codec), name
    if codec := _without_mark(content):
        return _strictly(content, codec), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        if error.end >= len(content) - 3 and _is_mostly_utf8(content[: error.start]):
            raise FileRefused(_cut()) from error
        # The five bytes that Windows-1252 leaves empty are control characters in ISO-8859-1.
        return content.decode("cp1252", "replace"), "Windows-1252"


def _without_mark(content: bytes) -> str:
    """Whether it is UTF-16 that does not say so: every other byte of the first letters is zero."""
    if len(content) < LETTERS:
        return ""
    first, second = content[:LETTERS:2], content[1:LETTERS:2]
    if not any(second) and all(first):
        return "utf-16-le"
    return "utf-16-be" if not any(first) and all(second) else ""


def _is_mostly_utf8(content: bytes) -> bool:
    """Whether what was read before the last bytes has letters that only UTF-8 writes so."""
    return not content.isascii()


def _strictly(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise FileRefused(_cut()) from error


def _cut() -> str:
    return _("Filen ser ut att vara avklippt: den slutar mitt i ett tecken. Hämta den på nytt.")


def _is_binary(text: str) -> bool:
    return any(ord(each) < 32 and each not in "\t\r\n\f" for each in text[:4096]) or "\0" in text


def _delimiter(text: str) -> str:
    """The one that most of the first lines have, and as many of in each."""
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    if not lines:
        raise FileRefused(_("Filen är tom. Spara om den och försök igen."))

    def weight(delimiter: str) -> tuple[int, int]:
        counts = [_outside_quotes(line, delimiter) for line in lines]
        usual = max(set(counts), key=lambda count: (count > 0, counts.count(count)))
        return (counts.count(usual) if usual else 0, usual)

    return max(DELIMITERS, key=weight)


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])


def _rows(text: str, delimiter: str) -> Rows:
    csv.field_size_limit(LONGEST_CELL)
    rows: Rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            check_shape(len(rows) + 1, len(row))
            rows.append(row)
    except csv.Error as error:
        raise FileRefused(
            _(
                "Rad %(row)s går inte att läsa: ett citattecken öppnas men stängs inte, eller "
                "filen är avklippt. Hämta den på nytt eller rätta raden."
            )
            % {"row": len(rows) + 1}
        ) from error
    return rows


def _named(delimiter: str) -> str:
    """As it is shown: the two have room for twenty characters."""
    return _("tabb") if delimiter == "\t" else delimiter
