"""XLSX as rows: looked at from outside, then opened in a child process with limits."""

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from followup.imports import workbook_child as child
from followup.imports.refusal import FileRefused
from followup.imports.table import MAX_COLUMNS, MAX_ROWS, Table, check_shape

EXTENSION = "xlsx"
MAGIC = b"PK\x03\x04"
MAX_PARTS = 500
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 150  # of the unpacked to the packed; ordinary sheets have 5–30
SMALL = 1024 * 1024  # what may be packed as hard as it likes
NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}
TIMEOUT_SECONDS = 40
PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def fits(content: bytes) -> bool:
    return content.startswith(MAGIC)


def weigh(content: bytes) -> int:
    """How many bytes its parts unpack to, by the archive's own account. Raises FileRefused."""
    return sum(part.file_size for part in _checked_parts(content))


def read(content: bytes) -> Table:
    """Each sheet that holds anything; ``weigh`` has not refused it. Raises FileRefused."""
    said = _run(content)
    if refused := said.get("refused"):
        _refuse_for(refused)
    sheets = [Table(each["rows"], "Excel", sheet=each["name"]) for each in said["sheets"]]
    for each in sheets:
        check_shape(len(each.rows), max(map(len, each.rows), default=0))
    return replace(sheets[0], more=tuple(sheets[1:])) if sheets else Table([], "Excel")


def _checked_parts(content: bytes) -> list[zipfile.ZipInfo]:
    """What the archive says of itself, before any part is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise FileRefused(_broken()) from error
    names = {part.filename for part in parts}
    if not names >= NEEDED:
        raise FileRefused(_("Filen är ett arkiv, men inte en Excelbok (xlsx)."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused(_("Excelboken innehåller makron. Spara den utan makron (xlsx)."))
    if any(name.startswith("/") or ".." in name for name in names):
        raise FileRefused(_broken())
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(_("Excelboken är låst med lösenord. Spara den utan lösenord."))
    unpacked = sum(part.file_size for part in parts)
    swells = any(
        part.file_size > SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or swells:
        raise FileRefused(_too_big())
    return parts


def _run(content: bytes) -> dict[str, Any]:
    command = [
        sys.executable, "-m", "followup.imports.workbook_child", str(MAX_ROWS), str(MAX_COLUMNS)
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            input=content,
            capture_output=True,
            check=False,
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ}
            | {"PYTHONUTF8": "1"},
            timeout=TIMEOUT_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(_too_big()) from error
    if done.returncode:  # out of memory or out of time
        raise FileRefused(_too_big())
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _refuse_for(word: object) -> None:
    if word == child.TOO_MANY_ROWS:
        check_shape(MAX_ROWS + 1, 0)
    if word == child.TOO_MANY_COLUMNS:
        check_shape(0, MAX_COLUMNS + 1)
    raise FileRefused(_too_big() if word == child.TOO_BIG else _broken())


def _broken() -> str:
    return _("Excelboken är skadad eller avklippt. Öppna den i Excel, spara om och försök igen.")


def _too_big() -> str:
    return _(
        "Excelboken är för stor när den packas upp. Ta bort blad och tomma rader, "
        "eller spara den som CSV."
    )
