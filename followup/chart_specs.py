"""The kinds of picture, as Vega-Lite specifications. Colour never stands alone: values are written
out, lines carry names and shapes, areas and segments carry patterns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from followup.charts import ACCENT, INK, LANTERN, SUBTLE
from trygghet.months import MONTH_NAMES

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 340  # a phone's, and three beside each other on a wide page; the report asks for more
BAR_STEP = 26
LABEL_SHARE = 0.55  # of the width, for the names of the bars
FOR_A_FIGURE, FOR_WORDS = 1.18, 1.6  # of the bar, with what is written after it


def specification(
    width: int, height: Any, values: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": values},
    } | more


@dataclass(frozen=True)
class Bar:
    """One bar; ``previous`` is marked by a stroke. Without ``value``, ``text`` says why."""

    label: str
    value: int | None
    previous: int | None = None
    text: str = ""
    color: str = ACCENT


def bars(items: Sequence[Bar], *, width: int = WIDTH) -> dict[str, Any]:
    """Horizontal bars with their values written out and the value before as a stroke across."""
    values = [
        {
            "label": item.label,
            "value": item.value or 0,
            "previous": item.previous,
            "color": item.color,
            "text": item.text or str(item.value),
            "from": max(item.value or 0, item.previous or 0),
            "known": item.value is not None,
        }
        for item in items
    ]
    names = int(width * LABEL_SHARE)
    y = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "axis": {
            "title": None, "ticks": False, "domain": False, "labelLimit": names,
            "minExtent": 40,
        },
    }  # fmt: skip
    top = max([FOR_A_FIGURE, *(_reach(item) for item in items)])
    x = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, top], "nice": False},
    }
    return specification(
        width,
        len(values) * BAR_STEP + 8,
        values,
        encoding={"y": y},
        layer=[
            {
                "mark": {"type": "bar", "height": 15},
                "encoding": {
                    "x": {"field": "value", **x},
                    "color": {"field": "color", "type": "nominal", "scale": None},
                },
            },
            {
                "transform": [{"filter": "isValid(datum.previous)"}],
                "mark": {
                    "type": "tick",
                    "color": LANTERN,
                    "thickness": 3,
                    "size": 21,
                    "opacity": 1,
                },
                "encoding": {"x": {"field": "previous", **x}},
            },
            _bar_text(x, True),
            _bar_text(x, False),
        ],
    )


def _reach(item: Bar) -> float:
    """How far a row goes with what is written after it: words take more room than a figure."""
    room = FOR_A_FIGURE if item.value is not None else FOR_WORDS
    return room * max(item.value or 0, item.previous or 0)


def _bar_text(x: dict[str, Any], known: bool) -> dict[str, Any]:
    look = {"color": INK, "fontWeight": 600} if known else {"color": SUBTLE}
    return {
        "transform": [{"filter": f"datum.known === {str(known).lower()}"}],
        "mark": {"type": "text", "align": "left", "dx": 6, **look},
        "encoding": {"x": {"field": "from", **x}, "text": {"field": "text"}},
    }


def _month_axis(months: Sequence[date], names: Sequence[list[str]] | None = None) -> dict[str, Any]:
    """Months by three letters, the year under the first one and under each January.

    ``names`` says what stands under each instead, line by line.
    """
    names = names or [
        [MONTH_NAMES[month.month - 1][:3]]
        + ([str(month.year)] if month.month == 1 or month == months[0] else [])
        for month in months
    ]
    words = {f"{month:%Y-%m}": said for month, said in zip(months, names, strict=True)}
    return {
        "title": None,
        "labelAngle": 0,
        "labelExpr": f"({words!r})[datum.value]".replace('"', "'"),
        "labelOverlap": False,
        "labelFontSize": 11,
        "ticks": False,
        "labelAlign": "center",
    }


def _count_axis(top: int) -> dict[str, Any]:
    """Whole numbers from zero."""
    return {
        "title": None,
        "format": "d",
        "tickCount": min(5, max(1, top)),
        "tickMinStep": 1,
        "domain": False,
        "ticks": False,
    }


@dataclass(frozen=True)
class Line:
    """A value per month, the last one written out if ``ends_in_words``; None is a gap."""

    name: str
    values: tuple[int | None, ...]
    color: str = ACCENT
    shape: str = "circle"
    dash: tuple[int, int] = (1, 0)
    ends_in_words: bool = True


@dataclass(frozen=True)
class Span:
    """A time that is drawn above the lines, from one of the months to another, with its name."""

    name: str
    first: date
    last: date
    is_broken: bool = False


SPAN_STEP = 17  # pixels for each


def lines(
    months: Sequence[date],
    series: Sequence[Line],
    *,
    spans: Sequence[Span] = (),
    periods: Sequence[list[str]] | None = None,
    width: int = WIDTH,
    height: int = 210,
) -> dict[str, Any]:
    """Lines over months; each has its own shape of point and pattern of dash.

    ``spans`` are drawn at the top, so that the lines leave room for them. ``periods``
    is what stands under each month where it begins a longer period, line by line.
    """
    height += SPAN_STEP * len(spans)
    last = months[-1]
    values = [
        {
            "month": f"{month:%Y-%m}",
            "name": line.name,
            "value": value,
            "said": line.ends_in_words and month == last,
        }
        for line in series
        for month, value in zip(months, line.values, strict=True)
    ]
    top = max([1, *(value["value"] or 0 for value in values)])
    names = [line.name for line in series]
    encoding = {
        "x": {
            "field": "month",
            "type": "ordinal",
            "scale": {"type": "point", "padding": 0.4},
            "axis": _month_axis(months, periods),
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "axis": _count_axis(top),
            "scale": {"domain": [0, top * 1.08 * _room(height, len(spans))]},
        },
        "color": {
            "field": "name",
            "type": "nominal",
            "scale": {"domain": names, "range": [line.color for line in series]},
            "legend": {"symbolType": "circle", "symbolSize": 70},
        },
    }
    dash = {"domain": names, "range": [list(line.dash) for line in series]}
    shapes = {"domain": names, "range": [line.shape for line in series]}
    return specification(
        width,
        height,
        values,
        config={"mark": {"invalid": "break-paths-show-domains"}},
        encoding=encoding,
        layer=[
            {
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {
                    "strokeDash": {
                        "field": "name", "type": "nominal", "scale": dash, "legend": None,
                    }
                },
            },
            {
                "transform": [{"filter": "isValid(datum.value)"}],
                "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
                "encoding": {"shape": {"field": "name", "type": "nominal", "scale": shapes}},
            },
            {
                "transform": [{"filter": "isValid(datum.value) && datum.said"}],
                "mark": {"type": "text", "dy": -12, "fontWeight": 600},
                "encoding": {
                    "text": {"field": "value", "type": "quantitative", "format": "~f"},
                    "color": {"value": INK},
                },
            },
            *(part for place, span in enumerate(spans) for part in _span(span, place)),
        ],
    )  # fmt: skip


FRAME = 70  # pixels below and beside the lines: months and legend


def _room(height: int, spans: int) -> float:
    """How much taller the scale is than the values, so that the spans stand above them."""
    inside = height - FRAME
    return inside / (inside - SPAN_STEP * spans - 14) if spans else 1.0


def _span(span: Span, place: int) -> list[dict[str, Any]]:
    """A bar with round ends and its name at the start; broken where the work rests."""
    data = {"values": [{"first": f"{span.first:%Y-%m}", "last": f"{span.last:%Y-%m}"}]}
    at = {"x": {"field": "first", "type": "ordinal"}, "y": {"value": 6 + place * SPAN_STEP}}
    dash = {"strokeDash": [3, 5]} if span.is_broken else {}
    return [
        {
            "data": data,
            "mark": {
                "type": "rule", "strokeWidth": 6, "strokeCap": "round", "opacity": 0.55, **dash,
            },
            "encoding": {**at, "x2": {"field": "last"}, "color": {"value": SUBTLE}},
        },
        {
            "data": data,
            "mark": {
                "type": "text", "align": "right", "dx": -7, "fontSize": 11, "fontWeight": 600,
                "text": span.name,
            },
            "encoding": {**at, "color": {"value": INK}},
        },
    ]  # fmt: skip


@dataclass(frozen=True)
class Layer:
    """One part of a stacked column, in every month; ``fill`` is a colour or a pattern."""

    name: str
    values: tuple[int, ...]
    fill: str
    stroke: str


def stack(
    months: Sequence[date], layers: Sequence[Layer], *, width: int = WIDTH, height: int = 210
) -> dict[str, Any]:
    """Stacked columns over months, the first layer at the bottom."""
    values = [
        {"month": f"{month:%Y-%m}", "name": layer.name, "value": value, "order": order}
        for order, layer in enumerate(layers)
        for month, value in zip(months, layer.values, strict=True)
        if value
    ]
    names = [layer.name for layer in layers]
    top = max([1, *(sum(column) for column in zip(*(la.values for la in layers), strict=True))])
    return specification(
        width,
        height,
        values,
        mark={"type": "bar", "strokeWidth": 1, "width": {"band": 0.74}},
        encoding={
            "x": {
                "field": "month",
                "type": "ordinal",
                "scale": {"domain": [f"{month:%Y-%m}" for month in months]},
                "axis": _month_axis(months),
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "aggregate": "sum",
                "axis": _count_axis(top),
            },
            "order": {"field": "order"},
            "fill": {
                "field": "name",
                "type": "nominal",
                "scale": {"domain": names, "range": [layer.fill for layer in layers]},
                "legend": {"columns": 3, "symbolSize": 160},
            },
            "stroke": {
                "field": "name",
                "type": "nominal",
                "scale": {"domain": names, "range": [layer.stroke for layer in layers]},
                "legend": None,
            },
        },
    )
