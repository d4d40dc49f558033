"""Curves of an indicator: one for each place and group, with bands where the figure is uncertain.

Colour never stands alone: each curve has its own shape of point and pattern of dash, a preliminary
value is hollow, and a break in the series is a dashed line with its words in the table's note.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from followup.chart_specs import specification
from followup.charts import ACCENT, DANGER, INK, LANTERN, PAPER, SUBTLE, Chart
from followup.measurement import shown
from followup.models import Indicator
from followup.periods import period_name, short_name
from followup.selectors.indicators import Curve, interval_text
from followup.selectors.series import Point

LOOKS = (
    (ACCENT, "circle", (1, 0)),
    (LANTERN, "diamond", (8, 4)),
    (DANGER, "square", (2, 3)),
    (SUBTLE, "triangle-up", (6, 2)),
    (ACCENT, "cross", (3, 3)),
    (LANTERN, "triangle-down", (1, 3)),
)
WIDTH, HEIGHT = 520, 270
NARROW, LOW = 270, 210  # on a phone
MOST_LABELS = {4: 12, 9: 6}  # periods that are named along the axis, by how long their names are
BAND = 0.16


def series_chart(indicator: Indicator, curves: Sequence[Curve]) -> Chart | None:
    """The curves with their table; None when nothing is known."""
    periods = sorted({point.period for curve in curves for point in curve.series.points})
    if not any(curve.series.latest for curve in curves):
        return None
    names = {period: period_name(period, indicator.frequency) for period in periods}
    short = [short_name(period, indicator.frequency) for period in periods]
    by_period = [{point.period: point for point in curve.series.points} for curve in curves]
    return Chart(
        name=f"indikator-{indicator.pk}",
        title=", ".join(curve.name for curve in curves),
        description=_in_words(indicator, curves),
        note=_("Enhet: %(unit)s.") % {"unit": indicator.unit},
        columns=(_("Period"), *(curve.name for curve in curves)),
        rows=tuple(
            (names[period], *(_cell(indicator.kind, found.get(period)) for found in by_period))
            for period in reversed(periods)
        ),
        source=_("Källa: %(source)s") % {"source": indicator.source},
        period=f"{periods[-1]:%Y-%m}",
        spec=_specification(indicator, curves, short, WIDTH, HEIGHT),
        narrow=_specification(indicator, curves, short, NARROW, LOW),
    )


def _specification(
    indicator: Indicator, curves: Sequence[Curve], names: list[str], width: int, height: int
) -> dict[str, Any]:
    values = [
        _value(indicator, curve, point)
        for curve in curves
        for point in curve.series.points
        if point.value is not None
    ]
    x = {
        "field": "period", "type": "ordinal", "sort": None,
        "scale": {"type": "point", "domain": names, "padding": 0.4},
        "axis": {"title": None, "labelAngle": 0, "ticks": False, "values": _labels(names, width),
                 "labelOverlap": True},
    }  # fmt: skip
    top = max(value["high"] or value["value"] for value in values)
    low = min(value["low"] or value["value"] for value in values)
    y = {
        "type": "quantitative",
        "axis": {"title": indicator.unit, "titleAngle": 0, "titleAlign": "left", "titleY": -14,
                 "titleX": 0, "domain": False, "ticks": False, "tickCount": 5},
        "scale": {"domain": [min(0, low), top * 1.06 or 1], "nice": False},
    }  # fmt: skip
    return specification(
        width,
        height,
        values,
        padding={"top": 22, "left": 4, "right": 4, "bottom": 4},
        encoding={"x": x, "color": _color(curves, width)},
        layer=[*_layers(curves, y), *_breaks(indicator, curves, x)],
    )


def _layers(curves: Sequence[Curve], y: dict[str, Any]) -> list[dict[str, Any]]:
    names = [curve.name for curve in curves]
    looks = [LOOKS[number % len(LOOKS)] for number in range(len(curves))]
    dash = {"domain": names, "range": [list(look[2]) for look in looks]}
    shape = {"domain": names, "range": [look[1] for look in looks]}
    value = {"field": "value", **y}
    by_name = {"field": "name", "type": "nominal", "legend": None}
    return [
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "area", "opacity": BAND},
            "encoding": {"y": {"field": "low", **y}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "strokeWidth": 2.5},
            "encoding": {"y": value, "strokeDash": {**by_name, "scale": dash}},
        },
        {
            "transform": [{"filter": "!datum.preliminary"}],
            "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1},
            "encoding": {"y": value, "shape": {**by_name, "scale": shape}},
        },
        {
            "transform": [{"filter": "datum.preliminary"}],
            "mark": {"type": "point", "fill": PAPER, "size": 60, "strokeWidth": 2, "opacity": 1},
            "encoding": {"y": value, "shape": {**by_name, "scale": shape}},
        },
    ]


def _breaks(
    indicator: Indicator, curves: Sequence[Curve], x: dict[str, Any]
) -> list[dict[str, Any]]:
    """A dashed line at the first period of each break, numbered as in the list under it."""
    domain = x["scale"]["domain"]
    found = [
        {"period": short_name(each.day, indicator.frequency),
         "number": str(number)}
        for number, each in enumerate(curves[0].series.breaks, start=1)
    ]  # fmt: skip
    found = [each for each in found if each["period"] in domain]
    if not found:
        return []
    plain_x = {"x": x, "color": {"value": INK}}
    return [
        {
            "data": {"values": found},
            "mark": {"type": "rule", "strokeDash": [4, 4], "strokeWidth": 1.5},
            "encoding": plain_x,
        },
        {
            "data": {"values": found},
            "mark": {"type": "text", "dx": 8, "y": 6, "fontWeight": 600},
            "encoding": plain_x | {"text": {"field": "number"}},
        },
    ]


def _color(curves: Sequence[Curve], width: int) -> dict[str, Any]:
    return {
        "field": "name",
        "type": "nominal",
        "scale": {
            "domain": [curve.name for curve in curves],
            "range": [LOOKS[number % len(LOOKS)][0] for number in range(len(curves))],
        },
        "legend": {"symbolOpacity": 1, "columns": 1 if width < WIDTH else 2}
        if len(curves) > 1
        else None,
    }


def _value(indicator: Indicator, curve: Curve, point: Point) -> dict[str, Any]:
    return {
        "period": short_name(point.period, indicator.frequency),
        "name": curve.name,
        "value": float(point.value or 0),
        "low": point.low,
        "high": point.high,
        "preliminary": point.is_preliminary,
    }


def _labels(names: list[str], width: int) -> list[str]:
    """Those that are written out: so many that they have room."""
    longest = max(map(len, names), default=0)
    room = next((count for letters, count in MOST_LABELS.items() if longest <= letters), 5)
    room = room * width // WIDTH
    return names[:: max(1, -(-len(names) // room))]


def _cell(kind: str, point: Point | None) -> str | None:
    """A value with what must stand beside it: its interval, and that it is preliminary."""
    if point is None or point.value is None:
        return None
    text = shown(kind, point.value)
    if between := interval_text(point):
        text = f"{text} ({between})"
    return _("%(value)s, preliminärt") % {"value": text} if point.is_preliminary else text


def _in_words(indicator: Indicator, curves: Sequence[Curve]) -> str:
    said = [
        _("%(name)s: %(value)s %(unit)s %(period)s.")
        % {
            "name": curve.name,
            "value": shown(indicator.kind, curve.series.latest.value),
            "unit": indicator.unit,
            "period": period_name(curve.series.latest.period, indicator.frequency),
        }
        for curve in curves
        if curve.series.latest
    ]
    return " ".join(said)
