"""The map of areas, for pages, dashboards and PDF: imported boundaries, or schematic cells.

Until the municipality has imported its boundaries, an area is drawn from the center points: the
Voronoi cells of the neighborhoods, clipped to the points' hull, and larger areas as the sum of
their neighborhoods. Cells are computed in SWEREF99 18 00 (EPSG:3011, meters) and marked schematic.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import shapely
from django.db.models import Subquery
from django.utils import timezone
from pyproj import Transformer

from programs.models import Area, AreaNesting

METERS = "EPSG:3011"
HULL_RATIO = 0.4  # 0 follows every bay between the points, 1 is the convex hull
MARGIN_METERS = 900.0  # how far the schematic city reaches beyond its outermost points
SIMPLIFY_METERS = 10.0
DECIMALS = 5  # one meter

_to_meters = Transformer.from_crs("EPSG:4326", METERS, always_xy=True)
_to_degrees = Transformer.from_crs(METERS, "EPSG:4326", always_xy=True)


@dataclass(frozen=True)
class AreaShape:
    """An area on the map.

    ``geometry`` is GeoJSON in WGS84, wound as RFC 7946 says (exterior counterclockwise);
    ``outline`` is the same shape in meters, for drawing and for finding what lies where.
    """

    area_id: int
    code: str
    name: str
    geometry: dict[str, Any] = field(hash=False)
    outline: shapely.Geometry = field(hash=False)
    schematic: bool


@dataclass(frozen=True)
class _Data:
    """What the shapes of a day follow from; equal data give the same shapes."""

    level: Area.Kind
    newest_change: int
    areas: tuple[int, ...]
    nestings: tuple[tuple[int, int], ...]


def area_shapes(
    level: Area.Kind, day: date, parent_of: Mapping[int, int] | None = None
) -> list[AreaShape]:
    """The areas of ``level`` on ``day`` that can be drawn, in the Swedish order of their names.

    ``parent_of`` is what each area lies in on ``day``, where the caller has read it already.
    """
    return list(_computed(_data(level, day, parent_of)))


def is_inside_city(longitude: float, latitude: float, day: date | None = None) -> bool:
    """Whether a pin may stand there; True while the city has neither boundary nor points."""
    city = area_shapes(Area.Kind.CITY, day or timezone.localdate())
    point = _meters(shapely.Point(longitude, latitude))
    return not city or any(shape.outline.dwithin(point, SIMPLIFY_METERS) for shape in city)


def area_at(longitude: float, latitude: float, level: Area.Kind, day: date) -> AreaShape | None:
    """The area of ``level`` where the position lies, if any."""
    point = _meters(shapely.Point(longitude, latitude))
    shapes = area_shapes(level, day)
    return next((shape for shape in shapes if shape.outline.covers(point)), None)


def feature_collection(shapes: list[AreaShape]) -> dict[str, Any]:
    """The shapes as GeoJSON."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": shape.area_id,
                "properties": {
                    "code": shape.code,
                    "name": shape.name,
                    "schematic": shape.schematic,
                },
                "geometry": shape.geometry,
            }
            for shape in shapes
        ],
    }


def _data(level: Area.Kind, day: date, parent_of: Mapping[int, int] | None) -> _Data:
    newest = Area.pgh_event_model.objects.order_by("-pgh_id").values("pgh_id")[:1]
    areas = list(
        Area.objects.filter(kind=level)
        .valid_on(day)
        .by_name()
        .annotate(newest_change=Subquery(newest))
        .values_list("pk", "newest_change")
    )
    if parent_of is None:
        parent_of = dict(AreaNesting.objects.valid_on(day).values_list("area_id", "parent_id"))
    return _Data(
        level,
        areas[0][1] or 0 if areas else 0,
        tuple(pk for pk, _newest in areas),
        tuple(sorted(parent_of.items())),
    )


@lru_cache(maxsize=32)
def _computed(data: _Data) -> tuple[AreaShape, ...]:
    areas = Area.objects.in_bulk(data.areas)
    outlines = {pk: _meters(shapely.from_geojson(json.dumps(area.boundary)))
                for pk, area in areas.items() if area.boundary}  # fmt: skip
    schematic = _schematic(data, [pk for pk in data.areas if pk not in outlines])
    if outlines:
        simple = shapely.coverage_simplify(list(outlines.values()), SIMPLIFY_METERS)
        outlines = dict(zip(outlines, simple, strict=True))
    drawn = {**schematic, **{pk: (outline, False) for pk, outline in outlines.items()}}
    return tuple(_shape(areas[pk], *drawn[pk]) for pk in data.areas if pk in drawn)


def _schematic(data: _Data, missing: list[int]) -> dict[int, tuple[shapely.Geometry, bool]]:
    """The areas as the sum of the neighborhoods in them, and whether any of these is schematic."""
    if not missing:
        return {}
    parts = _neighborhoods()
    parents = dict(data.nestings)
    below: dict[int, list[tuple[shapely.Geometry, bool]]] = defaultdict(list)
    for pk, part in parts.items():
        for area in _lies_in(pk, parents):
            below[area].append(part)
    if data.level == Area.Kind.CITY and not parents:
        below[missing[0]] = list(parts.values())
    return {
        pk: (
            shapely.union_all([outline for outline, _ in below[pk]], grid_size=0.01),
            any(is_schematic for _, is_schematic in below[pk]),
        )
        for pk in missing
        if below[pk]
    }


def _lies_in(pk: int, parents: dict[int, int]) -> list[int]:
    """The area itself and all that it lies in."""
    chain = [pk]
    while chain[-1] in parents and parents[chain[-1]] not in chain:
        chain.append(parents[chain[-1]])
    return chain


def _neighborhoods() -> dict[int, tuple[shapely.Geometry, bool]]:
    """Each neighborhood's imported boundary, or its schematic cell."""
    found = Area.objects.filter(kind=Area.Kind.NEIGHBORHOOD)
    boundaries = {area.pk: area.boundary for area in found if area.boundary}
    points = {
        area.pk: _meters(shapely.Point(area.longitude, area.latitude))
        for area in found
        if area.longitude is not None
    }
    cells = _cells(points) if len(boundaries) < len(found) else {}
    return {pk: (cell, True) for pk, cell in cells.items()} | {
        pk: (_meters(shapely.from_geojson(json.dumps(boundary))), False)
        for pk, boundary in boundaries.items()
    }


def _cells(points: dict[int, shapely.Point]) -> dict[int, shapely.Geometry]:
    """Each point's part of the city: what lies nearer to it than to any other point."""
    if not points:
        return {}
    together = shapely.MultiPoint(list(points.values()))
    hull = shapely.concave_hull(together, ratio=HULL_RATIO).buffer(MARGIN_METERS)
    cells = shapely.get_parts(shapely.voronoi_polygons(together, extend_to=hull))
    if len(cells) == 0:
        return dict.fromkeys(points, hull)
    tree = shapely.STRtree(cells)
    return {
        pk: shapely.intersection(cells[tree.nearest(point)], hull) for pk, point in points.items()
    }


def _shape(area: Area, outline: shapely.Geometry, schematic: bool) -> AreaShape:
    degrees = shapely.transform(outline, _to_degrees.transform, interleaved=False)
    rounded = shapely.transform(shapely.orient_polygons(degrees), lambda xy: xy.round(DECIMALS))
    geometry = json.loads(shapely.to_geojson(rounded))
    return AreaShape(area.pk, area.code, area.name, geometry, outline, schematic)


def _meters(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, _to_meters.transform, interleaved=False)
