"""What the interactive map is told: its areas with their figures, and its legend."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.map_specs import class_limits, class_names
from followup.selectors.dashboard import Dashboard
from followup.selectors.problems import Tally
from trygghet.months import month_name

ZERO, MISSING, WITHHELD = "zero", "missing", "withheld"


@dataclass(frozen=True)
class LegendEntry:
    level: str
    label: str


@dataclass(frozen=True)
class MapArea:
    """An area; ``level`` is its class of colour, ``text`` its figure in words."""

    area_id: int
    name: str
    level: str
    figure: str
    text: str
    geometry: dict[str, Any] = field(hash=False)


@dataclass(frozen=True)
class MapData:
    areas: tuple[MapArea, ...]
    legend: tuple[LegendEntry, ...]
    is_schematic: bool

    @property
    def for_script(self) -> dict[str, Any]:
        """For ``static/src/map.js``, which docs/components.md describes."""
        return {
            "tiles": settings.MAP_TILE_URL,
            "areas": [
                {
                    "id": area.area_id,
                    "name": area.name,
                    "level": area.level,
                    "figure": area.figure,
                    "text": area.text,
                    "geometry": area.geometry,
                }
                for area in self.areas
            ],
        }


def map_data(board: Dashboard) -> MapData | None:
    """The dashboard's areas; None where there is nothing to draw."""
    if not board.shapes:
        return None
    tallies = {tally.area_id: tally for tally in board.picture.by_area}
    counts = [tally.count or 0 for tally in tallies.values()]
    limits = class_limits(counts)
    before = month_name(board.selection.before)
    areas = tuple(
        MapArea(
            shape.area_id,
            shape.name,
            _level(tallies[shape.area_id], limits),
            _figure(tallies[shape.area_id]),
            f"{shape.name}: {_words(tallies[shape.area_id], before)}",
            shape.geometry,
        )
        for shape in board.shapes
    )
    legend = _legend(areas, class_names(limits, max(counts)))
    return MapData(areas, legend, any(shape.schematic for shape in board.shapes))


def _level(tally: Tally, limits: tuple[int, ...]) -> str:
    if tally.is_withheld:
        return WITHHELD
    if tally.count is None:
        return MISSING
    return str(sum(tally.count >= low for low in limits)) if tally.count else ZERO


def _figure(tally: Tally) -> str:
    return "" if tally.count is None else str(tally.count)


def _words(tally: Tally, before: str) -> str:
    if tally.is_withheld:
        return _("uppgiften visas inte för dig")
    if tally.count is None:
        return _("uppgift saknas, ingen lägesbild har kommit in")
    now = ngettext("%(count)s problem", "%(count)s problem", tally.count) % {"count": tally.count}
    growing = _(", varav %(count)s ökar") % {"count": tally.increasing} if tally.increasing else ""
    earlier = (
        _(" (%(count)s i %(month)s)") % {"count": tally.previous, "month": before}
        if tally.previous is not None
        else ""
    )
    return f"{now}{growing}{earlier}"


def _legend(areas: Iterable[MapArea], classes: Iterable[str]) -> tuple[LegendEntry, ...]:
    """The classes that are on the map, from few to many, then what is not a figure."""
    used = {area.level for area in areas}
    numbers = [LegendEntry(str(level), name) for level, name in enumerate(classes, start=1)]
    others = [
        LegendEntry(MISSING, _("uppgift saknas")),
        LegendEntry(WITHHELD, _("visas inte")),
    ]
    every = [LegendEntry(ZERO, _("inga problem")), *numbers, *others]
    return tuple(entry for entry in every if entry.level in used)
