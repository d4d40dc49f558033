"""The causes of one problem as a tree: moved about here, without the database.

A cause directly under the problem lies on one of the triangle's three sides; a cause under another
(an indirect one) lies on its cause's side. The outline shows the sides in the triangle's order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from collaboration.exceptions import CauseTooDeep, CauseUnderItself
from collaboration.models import Cause

DEEPEST = 4  # levels; a chain of "why" that is longer than this is hard to read
SIDES = tuple(Cause.Side.values)


@dataclass(frozen=True)
class Place:
    """Where a cause stands: under ``parent`` (None: directly under the problem), in ``order``."""

    id: int
    parent: int | None
    side: str
    order: int


class CauseTree:
    """Siblings are the causes under one cause, or those directly under the problem on one side."""

    def __init__(self, places: Iterable[Place]) -> None:
        rows = sorted(places, key=lambda place: (place.order, place.id))
        self._parent = {row.id: row.parent for row in rows}
        self._side = {row.id: row.side for row in rows if row.parent is None}
        self._siblings: dict[int | str, list[int]] = {side: [] for side in SIDES}
        for row in rows:
            self._siblings.setdefault(self._group(row.id), []).append(row.id)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Every cause with its depth (0: directly under the problem), in the outline's order."""
        for side in SIDES:
            yield from self._below(side, 0)

    def children(self, cause: int) -> list[int]:
        return self._siblings.get(cause, [])

    def siblings(self, cause: int) -> list[int]:
        return self._siblings[self._group(cause)]

    def side(self, cause: int) -> str:
        while (parent := self._parent[cause]) is not None:
            cause = parent
        return self._side[cause]

    def depth(self, cause: int) -> int:
        parent = self._parent[cause]
        return 0 if parent is None else self.depth(parent) + 1

    def branch(self, cause: int) -> set[int]:
        """The cause and every cause under it."""
        return {cause, *(each for each, _depth in self._below(cause, 0))}

    def up(self, cause: int) -> None:
        self._shift(cause, -1)

    def down(self, cause: int) -> None:
        self._shift(cause, 1)

    def indent(self, cause: int) -> None:
        """Last under the cause before it; the first of its siblings stays where it is."""
        if place := self.siblings(cause).index(cause):
            self.put_under(cause, self.siblings(cause)[place - 1])

    def outdent(self, cause: int) -> None:
        """Next after the cause that it stands under; one directly under the problem stays."""
        if (parent := self._parent[cause]) is not None:
            self._take(cause)
            self._put(cause, self._parent[parent], self.side(parent))
            self._move_to(cause, self.siblings(parent).index(parent) + 1)

    def put_under(self, cause: int, parent: int | None, side: str = "") -> None:
        """Last under ``parent``, or with None last on ``side``. What stands under it comes along.

        Raises CauseUnderItself and CauseTooDeep, and then nothing has moved.
        """
        if parent is not None:
            if parent in self.branch(cause):
                raise CauseUnderItself
            if self.depth(parent) + 1 + self._height(cause) >= DEEPEST:
                raise CauseTooDeep(DEEPEST)
        side = side or self.side(cause)
        self._take(cause)
        self._put(cause, parent, side)

    def remove(self, cause: int) -> None:
        """Those under it take its place, so that nothing but the cause itself goes away."""
        parent, side, place = self._parent[cause], self.side(cause), self._take(cause)
        for offset, child in enumerate(list(self.children(cause))):
            self._take(child)
            self._put(child, parent, side)
            self._move_to(child, place + offset)
        del self._parent[cause]

    def places(self) -> dict[int, Place]:
        """Where everything stands now, numbered from 0 among its siblings."""
        return {
            cause: Place(cause, self._parent[cause], self.side(cause), order)
            for siblings in self._siblings.values()
            for order, cause in enumerate(siblings)
        }

    def _group(self, cause: int) -> int | str:
        parent = self._parent[cause]
        return self._side[cause] if parent is None else parent

    def _below(self, group: int | str, depth: int) -> Iterator[tuple[int, int]]:
        for cause in self._siblings.get(group, []):
            yield cause, depth
            yield from self._below(cause, depth + 1)

    def _height(self, cause: int) -> int:
        """How many levels stand under it."""
        return max((depth + 1 for _each, depth in self._below(cause, 0)), default=0)

    def _shift(self, cause: int, by: int) -> None:
        siblings = self.siblings(cause)
        target = siblings.index(cause) + by
        if 0 <= target < len(siblings):
            self._move_to(cause, target)

    def _take(self, cause: int) -> int:
        siblings = self.siblings(cause)
        place = siblings.index(cause)
        siblings.remove(cause)
        return place

    def _put(self, cause: int, parent: int | None, side: str) -> None:
        self._parent[cause] = parent
        self._side[cause] = side
        self._siblings.setdefault(self._group(cause), []).append(cause)

    def _move_to(self, cause: int, place: int) -> None:
        siblings = self.siblings(cause)
        siblings.remove(cause)
        siblings.insert(place, cause)
