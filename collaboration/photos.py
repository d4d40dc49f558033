"""Photos from the field: what they may be, and how they are kept.

A photo is decoded and written anew, which drops position, camera and whatever hides behind the
picture. It is named after its content, and on the disk before any row says that it exists.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from collaboration.exceptions import PhotoRefused

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP", "MPO")
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis", b"avif")
WAITING_DAYS = 1
_FOLDER = "observations"
_WAITING = "observations/waiting"


@dataclass(frozen=True)
class Photo:
    """A photo that is safe to keep and to show: a JPEG without metadata."""

    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def name(self) -> str:
        """Where it lies under MEDIA_ROOT."""
        return f"{_FOLDER}/{self.digest[:2]}/{self.digest}.jpg"


def reencode(file: File | IO[bytes]) -> Photo:
    """The photo in ``file``, at most 1600 pixels wide and high. Raises PhotoRefused.

    What the file is, is read from its content; its name and the browser's word do not count.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise PhotoRefused(_("Bilden är större än 10 MB. Välj en mindre bild."))
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise PhotoRefused(
            _(
                "Bilden är i formatet HEIC eller AVIF, som inte kan tas emot. Ställ in kameran "
                "på JPEG (på iPhone: Inställningar, Kamera, Format, Mest kompatibelt) eller "
                "spara bilden som JPEG."
            )
        )
    return Photo(_encode(content))


def _encode(content: bytes) -> bytes:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            _refuse_too_many_pixels(image)
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            return _jpeg(image)
    except PhotoRefused:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # a broken file can fail in as many ways as Pillow has decoders
        raise PhotoRefused(
            _("Filen går inte att läsa som bild. Välj en bild i formatet JPEG, PNG eller WebP.")
        ) from error


def _refuse_too_many_pixels(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> PhotoRefused:
    return PhotoRefused(_("Bilden har för många bildpunkter (över 50 miljoner). Välj en mindre."))


def _jpeg(image: Image.Image) -> bytes:
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((MAX_SIDE, MAX_SIDE))
    flat = Image.new("RGB", turned.size, "white")
    with_alpha = turned.convert("RGBA")
    flat.paste(with_alpha, mask=with_alpha)
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def store(photo: Photo) -> str:
    """Write the photo and wait until the disk has it; its name for the row. Safe to repeat."""
    _write(_path(photo.name), photo.content)
    return photo.name


def keep_waiting(photo: Photo) -> str:
    """Keep a photo while the rest of its form is put right; the digest to ask for it by."""
    _write(_path(f"{_WAITING}/{photo.digest}.jpg"), photo.content)
    return photo.digest


def waiting(digest: str) -> Photo | None:
    """A photo that was kept waiting, or None when it has been cleared away."""
    if not digest.isalnum():
        return None
    try:
        return Photo(_path(f"{_WAITING}/{digest}.jpg").read_bytes())
    except FileNotFoundError:
        return None


def clear_waiting() -> None:
    """Remove what has waited for more than a day: its form was never sent again."""
    oldest = datetime.now(UTC) - timedelta(days=WAITING_DAYS)
    for path in _path(_WAITING).glob("*.jpg"):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < oldest:
            path.unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Without this a power cut could forget the new name though not the content."""
    descriptor: Any = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
