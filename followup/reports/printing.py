"""Prints HTML as PDF in a child process, with a time-out and nothing of ours in its environment."""

import os
import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from followup.reports import pdf
from trygghet.jobs.services import JobRefused

STATIC_FOLDER = settings.BASE_DIR / "static"
TIMEOUT_SECONDS = pdf.WALL_SECONDS + 10
# What a library may need to be found; no addresses, keys or passwords.
PASSED_ON = (
    "PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME",
)  # fmt: skip
ALWAYS_THE_SAME = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "TZ": "UTC"}


@dataclass(frozen=True)
class PrintedFile:
    content: bytes
    pages: int


class NotPrinted(JobRefused):
    """The PDF could not be made; the text says why and what to do."""


def print_pdf(html: str) -> PrintedFile:
    """The PDF of a whole HTML document. Raises NotPrinted."""
    command = [sys.executable, "-m", "followup.reports.pdf", str(STATIC_FOLDER)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            input=html.encode("utf-8", "replace"),
            capture_output=True,
            check=False,
            cwd=settings.BASE_DIR,
            env=_environment(),
            timeout=TIMEOUT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise NotPrinted(_too_slow()) from None
    if done.returncode:
        raise NotPrinted(_reason(done.returncode, done.stderr.decode("utf-8", "replace")))
    pages, _newline, content = done.stdout.partition(b"\n")
    return PrintedFile(content, int(pages))


def _environment() -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return passed_on | ALWAYS_THE_SAME


def _too_slow() -> str:
    return _("PDF-filen tog för lång tid att skriva och avbröts.")


def _reason(code: int, said: str) -> str:
    if code == pdf.EXIT_NO_LIBRARY:
        return _(
            "PDF kan inte skrivas på den här servern: programbiblioteket Pango saknas. "
            "Installera paketen libpango-1.0-0, libpangoft2-1.0-0 och libharfbuzz-subset0 "
            "och försök igen."
        )
    if code == pdf.EXIT_NO_FONTS:
        return _(
            "PDF kan inte skrivas: typsnitt och formatmallar saknas (%(files)s). "
            "Kör make setup och försök igen."
        ) % {"files": said}
    if code < 0:  # ended by a signal: out of time
        return _too_slow()
    lines = said.strip().splitlines() or [""]
    if lines[-1].startswith("MemoryError"):
        return _("PDF-filen behövde för mycket minne och avbröts.")
    return _("PDF-filen kunde inte skrivas: %(error)s") % {"error": lines[-1][:500]}
