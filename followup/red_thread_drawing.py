"""Draws the red thread: columns for problem, cause, measure, goal and indicator, joined by lines.

The same thread gives the same picture. It has no scripts and no style attributes; the page's style
sheet colours it, and everything that it shows stands in the outline beside it too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.red_thread import Loose, Node, RedThread

BOX, GAP_X, GAP_Y, TOP, LINE, PAD = 196, 44, 14, 34, 17, 8
CHARACTERS, MOST_LINES = 27, 4
KINDS = ("problem", "cause", "measure", "goal", "indicator")


@dataclass
class _Box:
    """A node as drawn: ``key`` joins the lines; ``is_missing`` stands where one should be."""

    key: str
    column: int
    lines: list[str]
    is_missing: bool = False
    is_loose: bool = False
    y: int = 0

    @property
    def x(self) -> int:
        return self.column * (BOX + GAP_X)

    @property
    def height(self) -> int:
        return len(self.lines) * LINE + 2 * PAD


class _Picture:
    """Gathers boxes column by column, and the lines between them."""

    def __init__(self) -> None:
        self.boxes: dict[str, _Box] = {}
        self.joined: dict[tuple[str, str], None] = {}

    def add(self, node: Node, before: str = "") -> None:
        if before:
            self.joined[before, node.key] = None
        if node.key in self.boxes:
            return
        column = KINDS.index(node.kind)
        self.boxes[node.key] = _Box(node.key, column, _lines(node.text), is_loose=bool(node.loose))
        for end in node.loose:
            self._missing(node, end, column)
        for child in node.children:
            self.add(child, node.key)
        if node.kind == "goal" and node.indicator:
            said = [*_lines(node.indicator), *_lines(node.result)]
            key = f"indicator-{node.id}"
            self.boxes[key] = _Box(key, 4, said)
            self.joined[node.key, key] = None

    def _missing(self, node: Node, end: Loose, column: int) -> None:
        if end is Loose.GOAL_WITHOUT_RESULT:
            return
        beside = column - 1 if end is Loose.MEASURE_WITHOUT_CAUSE else column + 1
        key = f"{node.key}-{end.value}"
        self.boxes[key] = _Box(key, beside, _lines(_missing_words(end)), is_missing=True)
        pair = (key, node.key) if beside < column else (node.key, key)
        self.joined[pair] = None

    def place(self) -> int:
        """Set the boxes out from the top of each column; the picture's height."""
        ends = [TOP] * len(KINDS)
        for box in self.boxes.values():
            box.y = ends[box.column]
            ends[box.column] += box.height + GAP_Y
        return max(ends)


def _missing_words(end: Loose) -> str:
    return {
        Loose.PROBLEM_WITHOUT_ANALYSIS: _("Analys saknas"),
        Loose.CAUSE_WITHOUT_MEASURE: _("Åtgärd saknas"),
        Loose.MEASURE_WITHOUT_CAUSE: _("Orsak saknas: behandlar symtomet"),
        Loose.MEASURE_WITHOUT_GOAL: _("Mål saknas"),
        Loose.GOAL_WITHOUT_INDICATOR: _("Indikator saknas"),
    }[end]


def draw(thread: RedThread, name: str = "red-thread") -> SafeString:
    """The picture as SVG, with its title and a description in words."""
    picture = _Picture()
    for root in thread.roots:
        picture.add(root)
    height = picture.place()
    width = len(KINDS) * BOX + (len(KINDS) - 1) * GAP_X
    parts = [
        f'<svg viewBox="-3 0 {width + 6} {height}" width="{width + 6}" height="{height}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(_("Den röda tråden"))}</title>'
        f'<desc id="{name}-desc">{escape(in_words(thread))}</desc>',
        *_heads(),
        *(_line(picture.boxes[a], picture.boxes[b]) for a, b in picture.joined),
        *(_box(box) for box in picture.boxes.values()),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every text is escaped


def in_words(thread: RedThread) -> str:
    """How complete it is, and how many loose ends."""
    if thread.completeness is None:
        return _("Det finns ännu inget att knyta ihop.")
    ends = len(thread.loose_ends)
    loose = ngettext("%(n)s lös ände", "%(n)s lösa ändar", ends) % {"n": ends}
    return _("Tråden hänger ihop till %(percent)s procent, med %(loose)s.") % {
        "percent": thread.completeness,
        "loose": loose,
    }


def _heads() -> Iterator[str]:
    names = (_("Problem"), _("Orsak"), _("Åtgärd"), _("Mål"), _("Indikator och utfall"))
    for column, name in enumerate(names):
        yield f'<text class="head" x="{column * (BOX + GAP_X)}" y="18">{escape(name)}</text>'


def _box(box: _Box) -> str:
    kind = "node gap" if box.is_missing else "node"
    loose = " data-loose" if box.is_loose else ""
    rows = "".join(
        f'<text x="{box.x + PAD + 2}" y="{box.y + PAD + 13 + row * LINE}">{escape(line)}</text>'
        for row, line in enumerate(box.lines)
    )
    return (
        f'<g class="{kind}"{loose}><rect x="{box.x}" y="{box.y}" width="{BOX}" '
        f'height="{box.height}" rx="6"/>{rows}</g>'
    )


def _line(start: _Box, end: _Box) -> str:
    x1, y1 = start.x + BOX, start.y + min(start.height // 2, 24)
    x2, y2 = end.x, end.y + min(end.height // 2, 24)
    bend = max((x2 - x1) // 2, 12)
    dashed = ' stroke-dasharray="3 4"' if start.is_missing or end.is_missing else ""
    return f'<path d="M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"{dashed}/>'


def _lines(text: str) -> list[str]:
    """``text`` broken into short lines, cut with an ellipsis after the last that fits."""
    lines = wrap(text, CHARACTERS)
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1][: CHARACTERS - 1].rstrip()}…"]
