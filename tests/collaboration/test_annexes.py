"""A file is what its content says, and lies on the disk under its own hash."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from pypdf import PdfWriter

from collaboration import annexes
from collaboration.agreement_exceptions import AnnexRefused


def pdf(*, pages: int = 1, password: str = "") -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for _page in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), "grey").save(out, kind)
    return out.getvalue()


def packed(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


WORD = packed("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "extension"),
    [(pdf(), "pdf"), (picture("PNG"), "png"), (picture("JPEG"), "jpg"), (WORD, "docx")],
)
def test_the_content_tells_what_it_is(content: bytes, extension: str) -> None:
    assert annexes.read(BytesIO(content)).extension == extension


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00 a program called avtal.pdf", "varken PDF"),
        (b"", "varken PDF"),
        (b"%PDF-1.7\nnothing more", "skadad"),
        (picture("PNG")[:40], "skadad"),
        (packed("readme.txt"), "inte ett Worddokument"),
        (packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "makron"),
        (pdf(password="hemligt"), "låst med lösenord"),
        (pdf(pages=0), "inga sidor"),
        (b"%PDF-" + b"0" * annexes.MAX_BYTES, "större än 10 MB"),
    ],
)
def test_what_it_is_not_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(AnnexRefused, match=said):
        annexes.read(BytesIO(content))


def test_kept_under_its_own_hash() -> None:
    annex = annexes.read(BytesIO(WORD))

    name = annexes.store(annex)

    assert name == annexes.store(annex) == f"agreements/{annex.digest[:2]}/{annex.digest}.docx"
    with default_storage.open(name) as stored:
        assert stored.read() == WORD
