"""Two editions side by side: which figures differ, and which texts came and went."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from followup.reports.telling import Earlier, Told

OF_A_MONTH = re.compile(r"(^|\.)\d{4}-\d{2}$")


@dataclass(frozen=True)
class FigureChange:
    """``before`` or ``after`` is None where the edition has no such figure, or none to give."""

    label: str
    before: int | str | None
    after: int | str | None
    unit: str


@dataclass(frozen=True)
class SectionChange:
    """One section that differs. ``added`` and ``removed`` are texts; ``is_new`` or ``is_gone`` says
    that the section stands in one of the editions only.
    """

    anchor: str
    title: str
    figures: tuple[FigureChange, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    is_new: bool = False
    is_gone: bool = False


def compare(
    before: Iterable[Told], after: Sequence[Told], *, other_month: bool = False
) -> tuple[SectionChange, ...]:
    """The sections that differ, in the order of ``after``; then those that are gone.

    ``other_month``: they are of different months, so that their curves begin and end on different
    ones; a point that only one of them has is then no difference.
    """
    earlier = {told.anchor: told for told in before}
    pairs = [(earlier.pop(told.anchor, None), told) for told in after]
    pairs += [(told, None) for told in earlier.values()]
    found = (_section(*pair, other_month=other_month) for pair in pairs)
    return tuple(
        each
        for each in found
        if each.figures or each.added or each.removed or each.is_new or each.is_gone
    )


def differences_since(earlier: Earlier | None, told: Sequence[Told]) -> tuple[SectionChange, ...]:
    """What differs from the edition that is corrected: covers and contents aside."""
    if earlier is None:
        return ()
    numbered = [each for each in told if each.number]
    return compare([each for each in earlier.sections if each.number], numbered)


def _section(
    before: Told | None, after: Told | None, *, other_month: bool = False
) -> SectionChange:
    known = after or before
    assert known is not None  # noqa: S101 - one of the two is there
    added, removed = _texts(before.blocks if before else (), after.blocks if after else ())
    return SectionChange(
        anchor=known.anchor,
        title=known.title,
        figures=tuple(_figures(before, after, other_month=other_month)),
        added=added,
        removed=removed,
        is_new=before is None,
        is_gone=after is None,
    )


def _figures(
    before: Told | None, after: Told | None, *, other_month: bool
) -> Iterator[FigureChange]:
    then, now = ({figure.key: figure for figure in each.figures} if each else {}
                 for each in (before, after))  # fmt: skip
    for key, figure in (now | {key: each for key, each in then.items() if key not in now}).items():
        is_in_both = key in then and key in now
        if other_month and OF_A_MONTH.search(figure.of) and not is_in_both:
            continue
        was, has = (each[key].value if key in each else None for each in (then, now))
        if was != has:
            yield FigureChange(figure.label, was, has, figure.unit)


def _texts(
    before: tuple[str, ...], after: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts that only the one has, each as often as it is there more."""
    then, now = Counter(before), Counter(after)
    return tuple((now - then).elements()), tuple((then - now).elements())
