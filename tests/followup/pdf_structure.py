"""What every printed document must be to be read aloud, in order and to the end (PDF/UA-1)."""

from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

MAY_HOLD = {
    "/L": {"/L", "/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/TR": {"/TH", "/TD"},
}


def everything(file: PdfReader) -> list[DictionaryObject]:
    """The elements of the document's structure, in reading order."""
    return list(_below(file.trailer["/Root"]["/StructTreeRoot"]))


def assert_nested_rightly(file: PdfReader) -> None:
    for element in everything(file):
        allowed = MAY_HOLD.get(element["/S"])
        held = {child["/S"] for child in _children(element)}
        assert allowed is None or held <= allowed, (element["/S"], held)


def assert_headings_skip_no_level(file: PdfReader) -> None:
    kinds = [element["/S"] for element in everything(file)]
    levels = [int(kind[2]) for kind in kinds if kind in ("/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def assert_claims_to_be_readable(file: PdfReader) -> None:
    """PDF/A-3 and PDF/UA-1."""
    metadata = file.trailer["/Root"]["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def _below(element: DictionaryObject) -> Iterator[DictionaryObject]:
    for child in _children(element):
        yield child
        yield from _below(child)


def _children(element: DictionaryObject) -> list[DictionaryObject]:
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    found = (kid.get_object() for kid in kids)
    return [kid for kid in found if isinstance(kid, DictionaryObject) and "/S" in kid]
