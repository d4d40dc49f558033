"""Two versions of a decided document, compared word by word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from collaboration.versions import Section, SectionComparison, compare

SectionsOf = Callable[[Any], list[Section]]


@dataclass(frozen=True)
class Compared:
    """Two versions of a document; ``sections`` is empty when there is one version only."""

    versions: tuple[Any, ...]
    old: Any
    new: Any
    sections: tuple[SectionComparison, ...]

    @property
    def has_changes(self) -> bool:
        return any(section.kind != "same" for section in self.sections)


def compared(rows: QuerySet, sections_of: SectionsOf, old: str, new: str) -> Compared:
    """The versions numbered ``old`` and ``new`` among ``rows``, else the two newest."""
    versions = tuple(rows.order_by("-number"))
    after = _numbered(versions, new) or next(iter(versions), None)
    earlier = [each for each in versions if after and each.number < after.number]
    before = _numbered(versions, old) or next(iter(earlier), None)
    if not after or not before or after == before:
        return Compared(versions, before, after, ())
    if before.number > after.number:
        before, after = after, before
    return Compared(
        versions, before, after, tuple(compare(sections_of(before), sections_of(after)))
    )


def _numbered(versions: Sequence[Any], number: str) -> Any:
    return next((each for each in versions if str(each.number) == number), None)
