"""Files that belong to an agreement: what they may be, and how they are kept.

What a file is, is read from its content; its name and the browser's word do not count. It is named
after its content, and on the disk before any row says that it exists.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any
from zipfile import ZipFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image
from pypdf import PdfReader

from collaboration.agreement_exceptions import AnnexRefused

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_PARTS = 2_000  # files inside a DOCX
MAX_UNPACKED = 200 * 1024 * 1024
WORD_PARTS = {"[Content_Types].xml", "word/document.xml"}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ACCEPT = ".pdf,.png,.jpg,.jpeg,.docx"
_FOLDER = "agreements"


@dataclass(frozen=True)
class Annex:
    """Content that has been read and found to be what its ``extension`` says."""

    content: bytes
    extension: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def name(self) -> str:
        """Where it lies under MEDIA_ROOT."""
        return f"{_FOLDER}/{self.digest[:2]}/{self.digest}.{self.extension}"


def read(file: File | IO[bytes]) -> Annex:
    """A PDF, a PNG or JPEG picture, or a Word document. Raises AnnexRefused."""
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise AnnexRefused(_("Filen är större än 10 MB. Välj en mindre fil."))
    for start, extension, check in KINDS:
        if content.startswith(start):
            return Annex(_checked(content, check), extension)
    raise AnnexRefused(
        _("Filen är varken PDF, Word (docx), PNG eller JPEG, vad den än heter. Spara om den.")
    )


def store(annex: Annex) -> str:
    """Write the file and wait until the disk has it; its name for the row. Safe to repeat."""
    path = Path(default_storage.path(annex.name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(annex.content)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(path)
    _sync_folders(path.parent)
    return annex.name


def content_type(name: str) -> str:
    return CONTENT_TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def _checked(content: bytes, check: Callable[[bytes], None]) -> bytes:
    try:
        check(content)
    except AnnexRefused:
        raise
    except Exception as error:  # a broken file can fail in as many ways as there are decoders
        raise AnnexRefused(
            _("Filen är skadad eller något annat än den ser ut att vara. Öppna den och spara om.")
        ) from error
    return content


def _check_pdf(content: bytes) -> None:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise AnnexRefused(_("PDF-filen är låst med lösenord. Spara den utan lösenord."))
    if not len(reader.pages):
        raise AnnexRefused(_("PDF-filen har inga sidor."))


def _check_picture(content: bytes) -> None:
    with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
        if image.width * image.height > MAX_PIXELS:
            raise AnnexRefused(_("Bilden har för många bildpunkter. Välj en mindre."))
        image.load()


def _check_word(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as packed:
        parts = packed.infolist()
    names = {part.filename for part in parts}
    if not names >= WORD_PARTS:
        raise AnnexRefused(_("Filen är ett arkiv, men inte ett Worddokument (docx)."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise AnnexRefused(_("Dokumentet innehåller makron. Spara det utan makron."))
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise AnnexRefused(_("Dokumentet är för stort uppackat. Spara det som PDF."))


KINDS: tuple[tuple[bytes, str, Callable[[bytes], None]], ...] = (
    (b"%PDF-", "pdf", _check_pdf),
    (b"\x89PNG\r\n\x1a\n", "png", _check_picture),
    (b"\xff\xd8\xff", "jpg", _check_picture),
    (b"PK\x03\x04", "docx", _check_word),
)


def _sync_folders(folder: Path) -> None:
    """Make the names durable too, up to the storage's own folder."""
    top = Path(default_storage.path(""))
    for each in (folder, *folder.parents):
        handle: Any = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if each == top:
            return
