"""The areas that problems are summed up to, whatever smaller area they are told of."""

from dataclasses import dataclass
from datetime import date

from programs.models import Area, AreaNesting
from trygghet.swedish import swedish_key


@dataclass(frozen=True)
class Place:
    """An area on the level that problems are summed up to."""

    area_id: int
    code: str
    name: str


@dataclass(frozen=True)
class Places:
    """The areas of one level on one day, and which of them every smaller area lies in."""

    level: str
    places: tuple[Place, ...]
    place_of: dict[int, int]
    parent_of: dict[int, int]

    def inside(self, area_id: int) -> frozenset[int]:
        """The area with all that lies in it."""
        return frozenset(each for each, place in self.place_of.items() if place == area_id)


def places_on(day: date, *, level: str = Area.Kind.DISTRICT, within: int | None = None) -> Places:
    """The areas of ``level``, by name; those of ``within`` only, if given. One query."""
    nestings = AreaNesting.objects.valid_on(day).values_list(
        "area_id", "area__kind", "area__code", "area__name",
        "parent_id", "parent__kind", "parent__code", "parent__name",
    )  # fmt: skip
    parent_of: dict[int, int] = {}
    found: dict[int, Place] = {}
    for area_id, kind, code, name, parent_id, parent_kind, parent_code, parent_name in nestings:
        parent_of[area_id] = parent_id
        if kind == level:
            found[area_id] = Place(area_id, code, name)
        if parent_kind == level:
            found[parent_id] = Place(parent_id, parent_code, parent_name)
    if within is not None:
        found = {pk: place for pk, place in found.items() if parent_of.get(pk) == within}
    place_of = {pk: place for pk in {*parent_of, *found} if (place := _up(pk, parent_of, found))}
    return Places(
        level, tuple(sorted(found.values(), key=lambda p: swedish_key(p.name))), place_of, parent_of
    )


def _up(area_id: int, parent_of: dict[int, int], found: dict[int, Place]) -> int | None:
    """The nearest area of the level from ``area_id`` upwards."""
    current: int | None = area_id
    while current is not None and current not in found:
        current = parent_of.get(current)
    return current
