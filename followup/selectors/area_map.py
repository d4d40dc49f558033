"""Which areas an area was made of, and which lie in it, on the date that is asked about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from programs.models import Area, AreaNesting


@dataclass(frozen=True)
class MappedArea:
    name: str
    valid_from: date | None
    valid_to: date | None

    def existed(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and not self.had_ended(day)

    def had_ended(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day


class AreaMap:
    """Which areas an area was made of, and which lie in it on the date that is asked about."""

    def __init__(self) -> None:
        self.areas: dict[int, MappedArea] = {}
        self.former: dict[int, list[int]] = defaultdict(list)
        self.inside: dict[int, list[int]] = defaultdict(list)

    def all_parts(self, areas: Iterable[int]) -> set[int]:
        """The areas with all that may be put together to them."""
        found, waiting = set(areas), list(areas)
        while waiting:
            area = waiting.pop()
            more = self.parts_of([area]) - found
            found |= more
            waiting += more
        return found

    def parts_of(self, areas: Iterable[int]) -> set[int]:
        """What the areas were made of, and what lies in them."""
        return {
            part
            for area in areas
            for part in (*self.former.get(area, ()), *self.inside.get(area, ()))
        }


def map_on(day: date) -> AreaMap:
    """Two queries."""
    found = AreaMap()
    rows = Area.objects.values_list("pk", "name", "valid_from", "valid_to", "successor_id")
    for pk, name, valid_from, valid_to, successor in rows:
        found.areas[pk] = MappedArea(name, valid_from, valid_to)
        # An area that still existed on the day is no part of its successor.
        if successor and valid_to and valid_to < day:
            found.former[successor].append(pk)
    nestings = AreaNesting.objects.valid_on(day).values_list("parent_id", "area_id")
    for parent, area in nestings:
        found.inside[parent].append(area)
    return found
