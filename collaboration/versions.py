"""What a step held at one moment, kept so that it can be read and compared afterwards.

A version is a list of sections: who wrote it, who may read it, and its texts. A reader gets the
sections that its scope allows; comparing two versions marks what was added and removed, word by
word (``difflib``, Ratcliff and Obershelp's matching).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

from collaboration.models.classification import Classification
from trygghet.accounts.scope import Scope

WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Text:
    label: str
    text: str


@dataclass(frozen=True)
class Section:
    """``key`` tells which object it was, so that versions can be compared.

    ``owner`` is the name of the party that wrote it, ``body`` and ``participant`` its ids; without
    them the parties wrote it together.
    """

    key: str
    heading: str
    texts: tuple[Text, ...]
    classification: str = Classification.OPEN.value
    owner: str = ""
    body: int | None = None
    participant: int | None = None

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Section":
        texts = tuple(Text(**text) for text in stored["texts"])
        return cls(**{**stored, "texts": texts})

    @property
    def written(self) -> tuple[Text, ...]:
        return tuple(text for text in self.texts if text.text)

    def may_be_read(self, scope: Scope, own: frozenset[int]) -> bool:
        """``own`` are the participants that the reader speaks for."""
        if scope.is_central or self.classification == Classification.OPEN:
            return True
        if self.participant in own:
            return True
        if self.classification == Classification.INTERNAL:
            return scope.is_staff
        return self.body in scope.restricted_bodies


def stored(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """As plain JSON."""
    return [
        {**asdict(section), "texts": [asdict(t) for t in section.texts]} for section in sections
    ]


def readable(content: list[dict[str, Any]], scope: Scope, own: frozenset[int]) -> list[Section]:
    sections = [Section.read(row) for row in content]
    return [section for section in sections if section.may_be_read(scope, own)]


@dataclass(frozen=True)
class Piece:
    """A run of text that is ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True)
class TextComparison:
    label: str
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        return all(piece.kind == "same" for piece in self.pieces)


@dataclass(frozen=True)
class SectionComparison:
    """``kind`` is ``same``, ``changed``, ``added`` or ``removed``."""

    heading: str
    owner: str
    kind: str
    texts: tuple[TextComparison, ...]


def compare(old: Sequence[Section], new: Sequence[Section]) -> list[SectionComparison]:
    """Section by section in the new version's order, those that are gone last."""
    before = {section.key: section for section in old}
    compared = [_compare_section(before.pop(section.key, None), section) for section in new]
    return compared + [_compare_section(section, None) for section in before.values()]


def compare_texts(old: str, new: str) -> tuple[Piece, ...]:
    """What was taken away and put in, word by word."""
    if old == new:
        return (Piece("same", new),) if new else ()
    before, after = WORDS.findall(old), WORDS.findall(new)
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(after[c:d])))
            continue
        if a < b:
            pieces.append(Piece("removed", "".join(before[a:b])))
        if c < d:
            pieces.append(Piece("added", "".join(after[c:d])))
    return tuple(pieces)


def _compare_section(old: Section | None, new: Section | None) -> SectionComparison:
    shown = new or old
    assert shown is not None  # noqa: S101  one of the two is given
    before = {text.label: text.text for text in old.texts} if old else {}
    after = {text.label: text.text for text in new.texts} if new else {}
    labels = dict.fromkeys([*after, *before])
    texts = tuple(
        TextComparison(label, compare_texts(before.get(label, ""), after.get(label, "")))
        for label in labels
        if before.get(label) or after.get(label)
    )
    is_same = old is not None and new is not None and all(text.is_same for text in texts)
    kind = "added" if old is None else "removed" if new is None else "changed"
    return SectionComparison(shown.heading, shown.owner, "same" if is_same else kind, texts)
