"""Import the areas' boundaries from a file of the municipality's own: all of them, or nothing.

The coordinate system is read from the file and never guessed; GeoJSON is WGS84 by RFC 7946 unless
it carries a ``crs`` member. Boundaries are stored in WGS84 with six decimals (0.1 m).
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction
from django.utils import timezone
from pyogrio import list_layers
from pyogrio.errors import DataSourceError
from pyogrio.raw import read
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from programs.models import Area, AreaAlias
from programs.names import normalize, spellings, suggestions

WGS84 = CRS.from_epsg(4326)
DECIMALS = 6
FAR_AWAY_DEGREES = 1.0  # from the municipality's center points: the file is about somewhere else


class BoundariesRefused(Exception):
    """The file cannot be used; nothing has been written. ``reasons`` say why, in Swedish."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Layer:
    """What a file holds: geometries in WGS84, and the text columns that may hold the names."""

    geometries: list[shapely.Geometry | None]
    columns: dict[str, list[str]]
    crs: str


@dataclass
class Outcome:
    """What an import did, or would do."""

    level: Area.Kind
    column: str
    crs: str
    areas: list[Area] = field(default_factory=list)
    changed: int = 0
    repaired: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    without: list[Area] = field(default_factory=list)


def import_boundaries(
    path: Path,
    *,
    source: str = "",
    level: Area.Kind | None = None,
    name_field: str = "",
    layer: str = "",
    aliases: dict[str, str] | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Store the boundaries in ``path`` on the areas that they name. Raises BoundariesRefused.

    ``level`` and ``name_field`` are found by trying where the names match when they are not given.
    ``aliases`` maps a name in the file to an area's code, and is remembered for the next file.
    """
    content = read_layer(path, layer)
    with transaction.atomic():
        _remember(aliases or {}, level)
        known = _Known(level)
        kind, column = known.best_match(content, name_field)
        outcome = Outcome(kind, column, content.crs)
        shapes = _shapes(content, column, known, outcome)
        _store(shapes, source or path.name, outcome)
        if dry_run:
            transaction.set_rollback(True)
    return outcome


def read_layer(path: Path, layer: str = "") -> Layer:
    """The file's only layer, or the one named. Raises BoundariesRefused."""
    try:
        names = [str(name) for name, _kind in list_layers(path)]
        if len(names) > 1 and layer not in names:
            raise BoundariesRefused(f"Filen har flera lager. Välj ett: {', '.join(names)}.")
        meta, _ids, geometries, values = read(path, layer=layer or names[0], force_2d=True)
    except DataSourceError:
        raise BoundariesRefused(
            f"{path.name} går inte att läsa. Filen ska vara GeoJSON, Shapefile eller GeoPackage."
        ) from None
    if meta["crs"] is None:
        raise BoundariesRefused(
            f"{path.name} säger inte vilket koordinatsystem den har. En Shapefile behöver sin "
            ".prj-fil. Koordinatsystemet gissas aldrig."
        )
    columns = {
        str(name): ["" if value is None else str(value) for value in column]
        for name, column, kind in zip(meta["fields"], values, meta["ogr_types"], strict=True)
        if kind == "OFTString"
    }
    return Layer(_in_wgs84(geometries, meta["crs"]), columns, str(meta["crs"]).split("[")[0])


def _in_wgs84(encoded: Any, crs: str) -> list[shapely.Geometry | None]:
    geometries = shapely.from_wkb(encoded)
    try:
        there = Transformer.from_crs(CRS.from_user_input(crs), WGS84, always_xy=True)
        moved = shapely.transform(geometries, there.transform, interleaved=False)
    except (CRSError, ProjError):
        raise BoundariesRefused(
            "Filens koordinatsystem går inte att räkna om till WGS84."
        ) from None
    west, south, east, north = shapely.total_bounds(moved)
    if not (west >= -180 and south >= -90 and east <= 180 and north <= 90):
        raise BoundariesRefused(
            "Koordinaterna ligger utanför jordklotet: filen har ett annat koordinatsystem än den "
            "säger. GeoJSON utan uppgift om koordinatsystem ska vara i WGS84."
        )
    return list(moved)


def _remember(aliases: dict[str, str], level: Area.Kind | None) -> None:
    for name, code in aliases.items():
        areas = Area.objects.filter(code=code, **({"kind": level} if level else {}))
        if len(areas) != 1:
            raise BoundariesRefused(
                f"Koden ”{code}” pekar ut {len(areas)} områden. Ange nivån med --level."
                if areas
                else f"Det finns inget område med koden ”{code}”."
            )
        AreaAlias.objects.get_or_create(area=areas[0], name=normalize(name))


class _Known:
    """The areas by the spellings of their names, level by level."""

    def __init__(self, level: Area.Kind | None) -> None:
        self.levels = [level] if level else list(Area.Kind)
        self.areas: dict[str, dict[str, Area]] = {level: {} for level in self.levels}
        found = Area.objects.filter(kind__in=self.levels).prefetch_related("aliases")
        for area in found.order_by("valid_from", "pk"):
            for name in [normalize(area.name), *(alias.name for alias in area.aliases.all())]:
                self.areas[area.kind][name] = area

    def named(self, level: str, name: str) -> Area | None:
        by_name = self.areas[level]
        return next((by_name[s] for s in spellings(name) if s in by_name), None)

    def names(self, level: str) -> list[str]:
        return [area.name for area in self.areas[level].values()]

    def best_match(self, content: Layer, name_field: str) -> tuple[Area.Kind, str]:
        """The level and the column where most names are known."""
        if name_field and name_field not in content.columns:
            columns = ", ".join(content.columns)
            raise BoundariesRefused(
                f"Det finns inget fält ”{name_field}”. Textfälten är: {columns}."
            )
        columns = [name_field] if name_field else list(content.columns)
        hits = {
            (level, column): len(
                {self.named(level, name) for name in content.columns[column]} - {None}
            )
            for level in self.levels
            for column in columns
        }
        best = max(hits.values(), default=0)
        if not best:
            raise BoundariesRefused("Inget namn i filen är känt. Ange nivå och fält.")
        levels = {level for (level, _column), count in hits.items() if count == best}
        if len(levels) > 1:
            raise BoundariesRefused("Namnen passar på flera nivåer. Ange nivån med --level.")
        level, column = max(hits, key=lambda pair: hits[pair])
        return Area.Kind(level), column


def _shapes(
    content: Layer, column: str, known: _Known, outcome: Outcome
) -> dict[Area, shapely.Geometry]:
    """The geometry of each area. Raises BoundariesRefused with every row that cannot be used."""
    parts: dict[Area, list[shapely.Geometry]] = defaultdict(list)
    reasons = []
    for row, name in enumerate(content.columns[column], start=1):
        area = known.named(outcome.level, name)
        shape, repair = _polygons(content.geometries[row - 1])
        if area is None:
            reasons.append(f"rad {row}: {_unknown(name, known.names(outcome.level))}")
        elif shape is None:
            reasons.append(f"rad {row}: {area.name} har ingen yta i filen")
        else:
            parts[area].append(shape)
            if repair:
                outcome.repaired.append(f"{area.name}: {repair}")
    outcome.merged = [area.name for area, shapes in parts.items() if len(shapes) > 1]
    found = {area: shapely.union_all(shapes) for area, shapes in parts.items()}
    reasons += _elsewhere(found)
    if reasons:
        raise BoundariesRefused(*reasons)
    return found


def _polygons(geometry: shapely.Geometry | None) -> tuple[shapely.Geometry | None, str]:
    """The geometry's surfaces, made valid, and what was wrong with them."""
    if geometry is None:
        return None, ""
    fault = "" if geometry.is_valid else shapely.is_valid_reason(geometry)
    whole = shapely.make_valid(geometry, method="structure") if fault else geometry
    surfaces = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    surfaces += [
        polygon
        for part in shapely.get_parts(whole)
        if part.geom_type == "MultiPolygon"
        for polygon in part.geoms
    ]
    return (shapely.union_all(surfaces), fault) if surfaces else (None, fault)


def _unknown(name: str, known: list[str]) -> str:
    near = " eller ".join(f"”{other}”" for other in suggestions(name, known))
    return f"”{name}” är inte känt" + (f", menas {near}?" if near else "")


def _elsewhere(shapes: dict[Area, shapely.Geometry]) -> list[str]:
    centers = Area.objects.filter(longitude__isnull=False).values_list("longitude", "latitude")
    if not centers:
        return []
    middle = shapely.MultiPoint(list(centers)).centroid
    return [
        f"{area.name} ligger långt från kommunens andra områden"
        for area, shape in shapes.items()
        if shape.distance(middle) > FAR_AWAY_DEGREES
    ]


def _store(shapes: dict[Area, shapely.Geometry], source: str, outcome: Outcome) -> None:
    for area, shape in shapes.items():
        rounded = shapely.transform(shape, lambda xy: xy.round(DECIMALS))
        boundary = json.loads(shapely.to_geojson(rounded))
        outcome.areas.append(area)
        if (area.boundary, area.boundary_source) != (boundary, source):
            area.boundary, area.boundary_source = boundary, source
            area.save(update_fields=["boundary", "boundary_source"])
            outcome.changed += 1
    left = Area.objects.filter(kind=outcome.level, boundary__isnull=True)
    outcome.without = list(left.valid_on(timezone.localdate()).by_name())
