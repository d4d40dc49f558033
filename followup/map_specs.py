"""A map coloured by figures: its classes, and its picture as a Vega-Lite specification."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from followup.chart_specs import WIDTH, specification
from followup.charts import CLASSES, DOTTED, HATCHED, INK, PAPER, SUBTLE

DARK_CLASSES = 2  # the last ones, on which white is read more easily than ink


@dataclass(frozen=True)
class Region:
    """An area on the map: its geometry as GeoJSON but in meters, and a point for its figure."""

    geometry: dict[str, Any]
    center: tuple[float, float]
    value: int | None
    is_withheld: bool = False


def class_limits(values: Iterable[int]) -> tuple[int, ...]:
    """Lower limits of up to five classes of equal width, whole numbers, the first above zero."""
    top = max([0, *values])
    step = max(1, -(-top // len(CLASSES)))
    return tuple(1 + step * number for number in range(len(CLASSES)) if 1 + step * number <= top)


def class_names(limits: Sequence[int], top: int) -> list[str]:
    """The classes in words: ``1–3``."""
    ends = [*(following - 1 for following in limits[1:]), *([top] if limits else [])]
    return [
        str(low) if low == high else f"{low}–{high}" for low, high in zip(limits, ends, strict=True)
    ]


def fill_of(region: Region, limits: Sequence[int]) -> str:
    if region.is_withheld:
        return DOTTED
    if region.value is None:
        return HATCHED
    return PAPER if region.value == 0 else CLASSES[sum(region.value >= low for low in limits) - 1]


def choropleth(
    regions: Sequence[Region], *, width: int = WIDTH, height: int = 300
) -> dict[str, Any]:
    """The regions with their values written in them.

    They are in meters on a plane and drawn without a projection: on a sphere the order of a ring's
    points would decide which side of it is filled.
    """
    limits = class_limits(region.value or 0 for region in regions)
    shapes = [
        {
            "type": "Feature",
            "geometry": region.geometry,
            "fill": fill_of(region, limits),
        }
        for region in regions
    ]
    labels = [
        {
            "at": region.center,
            "text": str(region.value),
            "color": _label_color(region, limits),
        }
        for region in regions
        if region.value is not None and not region.is_withheld
    ]
    return specification(
        width,
        height,
        shapes,
        projection={"type": "identity", "reflectY": True},
        layer=[
            {
                "mark": {"type": "geoshape", "stroke": SUBTLE, "strokeWidth": 0.8},
                "encoding": {"fill": {"field": "fill", "type": "nominal", "scale": None}},
            },
            {
                "data": {"values": labels},
                "mark": {"type": "text", "fontWeight": 600, "fontSize": 13},
                "encoding": {
                    "longitude": {"field": "at[0]", "type": "quantitative"},
                    "latitude": {"field": "at[1]", "type": "quantitative"},
                    "text": {"field": "text"},
                    "color": {"field": "color", "type": "nominal", "scale": None},
                },
            },
        ],
    )


def _label_color(region: Region, limits: Sequence[int]) -> str:
    fill = fill_of(region, limits)
    return PAPER if fill in CLASSES[-DARK_CLASSES:] else INK
