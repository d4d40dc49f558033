"""Where files of ours lie: under their own hash, on the disk before the database says so."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.storage import default_storage


@dataclass(frozen=True)
class StoredFile:
    """``name`` is the storage's name for it, ``digest`` the content's SHA-256."""

    name: str
    digest: str


def store(content: bytes, *, folder: str = "reports", extension: str = "pdf") -> StoredFile:
    """Write ``content`` where nothing else can be, and see to it that it survives a power cut."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest[:2]}/{digest}.{extension}"
    path = Path(default_storage.path(name))
    if not path.exists():
        _write_durably(path, content)
    return StoredFile(name, digest)


def _write_durably(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".draft", delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).chmod(0o640)
    Path(draft.name).replace(path)
    _sync_folders(path.parent)


def _sync_folders(folder: Path) -> None:
    """Make the names durable too, up to the storage's own folder."""
    top = Path(default_storage.path(""))
    for each in (folder, *folder.parents):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if each == top:
            return
