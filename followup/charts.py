"""Vega-Lite specifications become SVG, the same for page and PDF. The only import of vl_convert."""

import json
import re
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import vl_convert
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from fontTools.ttLib import TTFont

FONT = "SourceSans"  # what the library calls it: no quotes, no digits
FONT_ON_PAGE = "'Source Sans 3', sans-serif"
FONT_FILES = {  # the part of the alphabet that Swedish needs, by weight
    "Regular": "source-sans-3-latin-400-normal",
    "SemiBold": "source-sans-3-latin-600-normal",
}
FAMILY, STYLE, FULL_NAME, POSTSCRIPT_NAME = 1, 2, 4, 6  # ids in a font's name table
KEPT_PICTURES = 256
SWEDISH_NUMBERS = {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", " kr"]}

# The theme's colours, written into the picture; static/src/css/charts.css turns them for dark mode.
INK = "#222b3e"
SUBTLE = "#4d576b"
LINE = "#d5dae4"
PAPER = "#ffffff"
ACCENT = "#1f4788"
LANTERN = "#a16f0e"
DANGER = "#c01b1b"
CLASSES = ("#e3eaf6", "#b3c5e6", "#7d9cd0", "#4670b3", ACCENT)  # light to dark: few to many
STRIPED, CROSSED = "url(#striped)", "url(#crossed)"  # what is late, what is missing
HATCHED, DOTTED = "url(#hatched)", "url(#dotted)"  # no figure, a figure that is withheld

_PATTERNS = {
    STRIPED: f'<pattern id="striped" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="{PAPER}"/>'
    f'<path d="M-1,1l2,-2M0,6l6,-6M5,7l2,-2" stroke="{LANTERN}" stroke-width="2"/></pattern>',
    CROSSED: f'<pattern id="crossed" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="{PAPER}"/>'
    f'<path d="M0,0l6,6M6,0l-6,6" stroke="{DANGER}" stroke-width="1.3"/></pattern>',
    HATCHED: f'<pattern id="hatched" width="7" height="7" patternUnits="userSpaceOnUse">'
    f'<rect width="7" height="7" fill="{PAPER}"/>'
    f'<path d="M-1,6l2,2M0,0l7,7M6,-1l2,2" stroke="{SUBTLE}" stroke-width="0.8"/></pattern>',
    DOTTED: f'<pattern id="dotted" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="{PAPER}"/>'
    f'<circle cx="3" cy="3" r="1.1" fill="{SUBTLE}"/></pattern>',
}
_CONFIG = {
    "background": None,
    "padding": 2,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "labelFontSize": 12, "titleColor": SUBTLE, "titleFontSize": 12,
        "titleFontWeight": "normal", "gridColor": LINE, "domainColor": SUBTLE,
        "tickColor": SUBTLE, "labelPadding": 5,
    },
    "legend": {
        "labelColor": INK, "labelFontSize": 12, "title": None, "orient": "bottom",
        "symbolType": "square", "symbolStrokeWidth": 1, "offset": 8, "columnPadding": 14,
    },
    "text": {"color": INK, "fontSize": 12},
}  # fmt: skip

# In a threaded server two calls at a time into the library never return.
_one_at_a_time = threading.Lock()
_NAMED_BY_VEGA = re.compile(r' (?:role|aria-[a-z]+|xmlns:xlink|class)="[^"]*"')
_HIDDEN_PATH = re.compile(r'<path d="[^"]*"(?: pointer-events="none")?(?: display="none")?/>')


@dataclass(frozen=True)
class Chart:
    """A picture with all that must stand beside it: what it says in words, its figures, its source.

    A cell of ``rows`` is a text, a number, or None where nothing is known. ``spec`` is Vega-Lite;
    ``name`` is unique on its page, ASCII. ``narrow`` draws the same for a phone, where a
    wide picture would shrink until its letters cannot be read.
    """

    name: str
    title: str
    description: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | None, ...], ...]
    source: str
    period: str
    spec: dict[str, Any] = field(hash=False)
    narrow: dict[str, Any] | None = field(default=None, hash=False)

    @property
    def pictures(self) -> SafeString:
        """For a page: the picture, and the narrow one, of which the style sheet shows either."""
        if self.narrow is None:
            return self.svg
        shown = (("wide", self.spec, self.name), ("narrow", self.narrow, f"{self.name}-smal"))
        drawn = (
            draw(spec, name=name, title=self.title, description=self.description, look=look)
            for look, spec, name in shown
        )
        return SafeString("".join(drawn))

    @property
    def svg(self) -> SafeString:
        """The picture, for inlining in HTML: presentation attributes only, no style attributes."""
        return draw(self.spec, name=self.name, title=self.title, description=self.description)

    @property
    def is_empty(self) -> bool:
        """Whether no row holds a figure other than zero."""
        return not any(
            isinstance(cell, int | float) and cell for row in self.rows for cell in row[1:]
        )


def draw(
    spec: dict[str, Any], *, name: str, title: str, description: str, look: str = ""
) -> SafeString:
    """``spec`` as SVG with a name and a description of its own; ``name`` makes its ids unique.

    ``look`` is a class for the style sheet.
    """
    picture = _picture(json.dumps(spec, sort_keys=True, ensure_ascii=False))
    head, body = picture.split(">", 1)
    used = "".join(pattern for fill, pattern in _PATTERNS.items() if fill in body)
    body = re.sub(r'(url\(#|id=")(striped|crossed|hatched|dotted)', rf"\1{name}-\2", used + body)
    head += f' class="{look}"' if look else ""
    head += f' role="img" aria-labelledby="{name}-title {name}-description">'
    words = (
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-description">{escape(description)}</desc>'
    )
    defs, rest = body[: body.rfind("</pattern>") + 10], body[body.rfind("</pattern>") + 10 :]
    defs, rest = (f"<defs>{defs}</defs>", rest) if used else ("", body)
    return mark_safe(head + words + defs + rest)  # noqa: S308 words are escaped, data by Vega


@lru_cache(maxsize=KEPT_PICTURES)
def _picture(spec: str) -> str:
    """The drawn specification, kept by what it says."""
    with _one_at_a_time:
        _register_fonts()
        drawn = vl_convert.vegalite_to_svg(
            json.loads(spec),
            config=_CONFIG,
            format_locale=SWEDISH_NUMBERS,
            allowed_base_urls=[],
        )
    drawn = drawn.replace(f'font-family="{FONT}"', f'font-family="{FONT_ON_PAGE}"')
    return _HIDDEN_PATH.sub("", _NAMED_BY_VEGA.sub("", drawn))


@cache
def _register_fonts() -> tempfile.TemporaryDirectory[str]:
    """Give the library the page's own font: text measured in another one would be cut off.

    The folder lives as long as the process.
    """
    folder = tempfile.TemporaryDirectory(prefix="trygghet-fonts-")
    for style, name in FONT_FILES.items():
        if source := _font_file(name):
            _unpacked(source, style).save(Path(folder.name, f"{name}.ttf"))
    vl_convert.register_font_directory(folder.name)
    return folder


def _unpacked(source: str, style: str) -> TTFont:
    """The web font as TrueType, under the name that the specifications use."""
    font = TTFont(source)
    font.flavor = None
    font["name"].names = []
    words = {
        FAMILY: FONT,
        STYLE: "Regular" if style == "Regular" else "Bold",
        FULL_NAME: f"{FONT} {style}",
        POSTSCRIPT_NAME: f"{FONT}-{style}",
    }
    for name_id, word in words.items():
        font["name"].setName(word, name_id, 3, 1, 0x409)
    return font


def _font_file(name: str) -> str | None:
    """The font as the front-end build left it, or as its package has it."""
    package = settings.BASE_DIR / f"node_modules/@fontsource/source-sans-3/files/{name}.woff2"
    return finders.find(f"dist/assets/{name}.woff2") or (str(package) if package.exists() else None)


SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 96.0, 28.0, 3.0


def sparkline(values: Sequence[int | None]) -> SafeString:
    """A small curve without words, in the colour of the text; the figure beside it says the value.

    Drawn here and not by the library, which takes a thousand times as long. None is a gap.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return mark_safe("")
    low, high = min(known), max(known)
    step = (SPARK_WIDTH - 2 * SPARK_MARGIN) / (len(values) - 1)
    reach = SPARK_HEIGHT - 2 * SPARK_MARGIN

    def place(index: int, value: int) -> tuple[float, float]:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(SPARK_MARGIN + index * step, 1), round(SPARK_MARGIN + reach * (1 - share), 1)

    path, pen = "", "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        path += "{}{} {}".format(pen, *place(index, value))
        pen = "L"
    last = max(index for index, value in enumerate(values) if value is not None)
    x, y = place(last, values[last] or 0)
    return mark_safe(  # noqa: S308 numbers only
        f'<svg viewBox="0 0 {SPARK_WIDTH:g} {SPARK_HEIGHT:g}" aria-hidden="true" fill="none">'
        f'<path d="{path}" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round"/>'
        f'<circle cx="{x}" cy="{y}" r="2.75" fill="currentColor"/></svg>'
    )
