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
DIGIT, LETTER, FIGURE_MARGIN = 8, 6.5, 12  # pixels


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
    """One bar; ``previous`` is marked by a stroke, and told in words by ``before``. Without
    ``value``, ``text`` says why, and there is nothing to compare with.
    """

    label: str
    value: int | None
    previous: int | None = None
    text: str = ""
    color: str = ACCENT
    before: str = ""

    @property
    def end(self) -> int:
        """Where the row's last mark stands."""
        return 0 if self.value is None else max(self.value, self.previous or 0)

    @property
    def said(self) -> str:
        """What is written after that."""
        return self.text if self.value is None else self.before


def bars(items: Sequence[Bar], *, width: int = WIDTH) -> dict[str, Any]:
    """Horizontal bars, each with its value in a column before it. What stood there before is a
    stroke across, with its words after it: the two numbers of a row never stand beside each other.
    """
    column = FIGURE_MARGIN + DIGIT * max([1, *(len(str(item.value or 0)) for item in items)])
    y = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "axis": {
            "title": None, "ticks": False, "domain": False, "minExtent": 40, "offset": column,
            "labelLimit": int(width * LABEL_SHARE),
        },
    }  # fmt: skip
    x = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, _reach(items, width - column)], "nice": False},
    }
    return specification(
        width,
        len(items) * BAR_STEP + 8,
        [_bar_row(item) for item in items],
        encoding={"y": y},
        layer=[_bar(x), _stroke(x), _figure(), _words(x)],
    )


def _bar_row(item: Bar) -> dict[str, Any]:
    return {
        "label": item.label,
        "value": item.value or 0,
        "previous": None if item.value is None else item.previous,
        "color": item.color,
        "figure": "" if item.value is None else str(item.value),
        "end": item.end,
        "said": item.said,
    }


def _reach(items: Sequence[Bar], width: int) -> float:
    """The end of the scale: the longest row with what is written after it still has room."""
    names = LETTER * max([0, *(len(item.label) for item in items)]) + FIGURE_MARGIN
    inside = width - min(names, width * LABEL_SHARE)
    room = [min(0.75, (LETTER * len(item.said) + FIGURE_MARGIN) / inside) for item in items]
    return max([1.0, *(item.end / (1 - part) for item, part in zip(items, room, strict=True))])


def _bar(x: dict[str, Any]) -> dict[str, Any]:
    color = {"field": "color", "type": "nominal", "scale": None}
    return {
        "mark": {"type": "bar", "height": 15},
        "encoding": {"x": {"field": "value", **x}, "color": color},
    }


def _stroke(x: dict[str, Any]) -> dict[str, Any]:
    look = {"color": LANTERN, "thickness": 3, "size": 21, "opacity": 1}
    return {
        "transform": [{"filter": "isValid(datum.previous)"}],
        "mark": {"type": "tick", **look},
        "encoding": {"x": {"field": "previous", **x}},
    }


def _figure() -> dict[str, Any]:
    """The value, just before its bar."""
    look = {"align": "right", "dx": -6, "color": INK, "fontWeight": 600}
    return {
        "transform": [{"filter": "datum.figure"}],
        "mark": {"type": "text", **look},
        "encoding": {"x": {"value": 0}, "text": {"field": "figure"}},
    }


def _words(x: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": "datum.said"}],
        "mark": {"type": "text", "align": "left", "dx": 6, "color": SUBTLE},
        "encoding": {"x": {"field": "end", **x}, "text": {"field": "said"}},
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
        "format": ",d",
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
                    "text": {"field": "value", "type": "quantitative", "format": ",~f"},
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
