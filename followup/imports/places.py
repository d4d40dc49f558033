"""Which area or body a name in a file means: by its name, its aliases, or what a person said."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from followup.models import UnknownName
from programs.models import Area, AreaAlias, BodyAlias, ResponsibleBody
from programs.names import normalize, spellings

WHOLE_CITY = {"hela staden", "hela", "staden", "stad", "totalt", "total", "hela kommunen", "kommun"}
BOARD_WORDS = ("nämnd", "styrelse", "bolag")
LEVELS = (Area.Kind.CITY, Area.Kind.DISTRICT, Area.Kind.NEIGHBORHOOD, Area.Kind.BASE_AREA)


@dataclass(frozen=True)
class Place:
    """An area or a body; with neither, the name is to be skipped."""

    area_id: int | None = None
    body_id: int | None = None
    name: str = ""


SKIPPED = Place()


class Places:
    """Every name that is known, read in six queries however many names there are."""

    def __init__(self) -> None:
        self._areas: dict[str, set[int]] = defaultdict(set)
        self._bodies: dict[str, set[int]] = defaultdict(set)
        self._kinds: dict[int, str] = {}
        self._names: dict[tuple[str, int], str] = {}
        self._ended: set[int] = set()
        self._read_areas()
        self._read_bodies()
        self._said = {
            row.normalized: row for row in UnknownName.objects.filter(resolved_at__isnull=False)
        }

    def meant_by(self, names: Iterable[str]) -> dict[str, Place | None]:
        """Each name's place; None when it is not known.

        A name that is both a district and a neighborhood means the level of the other names.
        """
        names = list(dict.fromkeys(names))
        level = self._level_of(names)
        return {name: self._meant(name, level) for name in names}

    def _meant(self, name: str, level: str) -> Place | None:
        by_word = (self._body, self._area) if _is_board(name) else (self._area, self._body)
        for look_up in by_word:
            if place := look_up(name, level):
                return place
        said = self._said.get(normalize(name))
        if said is None:
            return None
        return SKIPPED if said.is_skipped else self._place(said.area_id, said.body_id)

    def _area(self, name: str, level: str) -> Place | None:
        found = self._matches(self._areas, name)
        if not found:
            return None
        order = [level, *LEVELS]
        best = min(found, key=lambda pk: (order.index(self._kinds[pk]), pk in self._ended, pk))
        return self._place(best, None)

    def _body(self, name: str, _level: str) -> Place | None:
        found = self._matches(self._bodies, name)
        return self._place(None, min(found)) if found else None

    def _matches(self, known: dict[str, set[int]], name: str) -> set[int]:
        return next((known[way] for way in spellings(name) if known.get(way)), set())

    def _level_of(self, names: Iterable[str]) -> str:
        """The level that most of the names that mean one thing only are on."""
        levels: Counter[str] = Counter()
        for name in names:
            kinds = {self._kinds[pk] for pk in self._matches(self._areas, name)}
            if len(kinds) == 1:
                levels.update(kinds - {Area.Kind.CITY})
        return levels.most_common(1)[0][0] if levels else Area.Kind.DISTRICT

    def _place(self, area_id: int | None, body_id: int | None) -> Place:
        key = ("area", area_id) if area_id else ("body", body_id or 0)
        return Place(area_id, body_id, self._names.get(key, ""))

    def _read_areas(self) -> None:
        for pk, kind, name, ended in Area.objects.values_list("pk", "kind", "name", "valid_to"):
            self._kinds[pk] = kind
            self._names["area", pk] = name
            self._areas[normalize(name)].add(pk)
            if ended:
                self._ended.add(pk)
            if kind == Area.Kind.CITY:
                for word in WHOLE_CITY:
                    self._areas[word].add(pk)
        for pk, alias in AreaAlias.objects.values_list("area_id", "name"):
            self._areas[alias].add(pk)

    def _read_bodies(self) -> None:
        for pk, name in ResponsibleBody.objects.values_list("pk", "name"):
            self._names["body", pk] = name
            self._bodies[normalize(name)].add(pk)
        for pk, alias in BodyAlias.objects.values_list("body_id", "name"):
            self._bodies[alias].add(pk)


def _is_board(name: str) -> bool:
    return any(word in name.lower() for word in BOARD_WORDS)
