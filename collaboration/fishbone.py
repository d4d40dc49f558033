"""Draws the causes of a problem as a fishbone: the problem is the head, the three sides the ribs.

The same causes give the same picture. It has no scripts and no style attributes; it takes the
text's colour from the page, so that it stands in dark mode and on paper. The outline beside it says
the same in words: a verdict is a shape and a word, never a colour alone.

Source: Brå, Polisen and SKL, *Orsaksanalys i lokalt brottsförebyggande arbete* (2018): the ribs are
those of the problem triangle, with direct and indirect causes on them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.models import Cause
from collaboration.selectors.causes import CauseLine, SideOfTriangle

# Lengths in user units; one is a pixel when the picture is shown in its own size.
COLUMN, SLANT, GAP = 232, 36, 14  # a rib's room, how far it leans, the air between two ribs
HEAD, TIP, EDGE = 168, 26, 6
LINE, AIR, STEP = 17, 12, 15  # a line of text, between causes, in for an indirect one
CHARACTER = 7.0  # the mean width of a letter, with some to spare
NARROWEST = 10  # letters on a line, however deep the cause lies
RIBS_ABOVE = 2  # the first sides stand above the spine, the rest below it

Verdict = Cause.Verdict
MARKS = {
    Verdict.KEPT: '<circle cx="{x}" cy="{y}" r="5" fill="currentColor"/>',
    Verdict.DROPPED: '<path d="M{l} {t}L{r} {b}M{l} {b}L{r} {t}" stroke-width="2"/>',
    Verdict.UNCERTAIN: '<path d="M{x} {t}L{r} {y}L{x} {b}L{l} {y}Z"/>',
    Verdict.UNTESTED: '<circle cx="{x}" cy="{y}" r="4.5"/>',
}


@dataclass(frozen=True)
class _Twig:
    """A cause as drawn: ``lines`` of text, the last one its verdict, at ``top`` in its rib."""

    line: CauseLine
    lines: tuple[str, ...]
    top: int

    @property
    def x(self) -> int:
        return self.line.depth * STEP

    @property
    def bottom(self) -> int:
        return self.top + len(self.lines) * LINE + 4


@dataclass(frozen=True)
class _Rib:
    """One side of the triangle; its far end holds its name, its near end lies on the spine."""

    side: SideOfTriangle
    twigs: tuple[_Twig, ...]
    left: int
    is_above: bool

    @property
    def height(self) -> int:
        return max((twig.bottom for twig in self.twigs), default=LINE) + AIR + 2 * LINE


def draw(problem: str, sides: Sequence[SideOfTriangle], name: str = "fishbone") -> SafeString:
    """The picture as SVG, with its title and what it holds in words."""
    ribs = [_rib(side, place) for place, side in enumerate(sides)]
    head = _wrapped(problem, HEAD - 2 * TIP)
    spine = (
        max([rib.height for rib in ribs if rib.is_above] + [len(head) * LINE // 2 + 2 * AIR]) + LINE
    )
    below = max([rib.height for rib in ribs if not rib.is_above] + [len(head) * LINE // 2 + AIR])
    body = RIBS_ABOVE * (COLUMN + GAP) + EDGE
    width, height = body + HEAD + EDGE, spine + below + LINE
    return mark_safe(  # noqa: S308 - every text is escaped
        "".join(
            [
                f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
                f'role="img" aria-labelledby="{name}-title {name}-desc" fill="none" '
                'stroke="currentColor" font-size="14">',
                f'<title id="{name}-title">{escape(_title(problem))}</title>',
                f'<desc id="{name}-desc">{escape(in_words(sides))}</desc>',
                f'<path d="M{EDGE} {spine}H{body}" stroke-width="3"/>',
                *(part for rib in ribs for part in _drawn(rib, spine)),
                *_head(head, body, spine),
                "</svg>",
            ]
        )
    )


def in_words(sides: Sequence[SideOfTriangle]) -> str:
    """How many causes there are on each side, and how many of them have been kept."""
    return " ".join(_side_in_words(side) for side in sides)


def _side_in_words(side: SideOfTriangle) -> str:
    number = len(side.lines)
    kept = sum(line.cause.verdict == Verdict.KEPT for line in side.lines)
    told = ngettext(
        "%(side)s: %(number)s orsak, varav %(kept)s behålls.",
        "%(side)s: %(number)s orsaker, varav %(kept)s behålls.",
        number,
    )
    return told % {"side": side.label, "number": number, "kept": kept}


def _title(problem: str) -> str:
    return _("Fiskben: orsaker till %(problem)s") % {"problem": problem}


def _rib(side: SideOfTriangle, place: int) -> _Rib:
    is_above = place < RIBS_ABOVE
    column = place if is_above else place - RIBS_ABOVE
    twigs, top = [], 2 * LINE if is_above else AIR
    for line in side.lines:
        room = COLUMN - SLANT - line.depth * STEP - 2 * EDGE
        verdict = str(line.cause.get_verdict_display())
        lines = (*_wrapped(f"{line.number} {line.cause.text}", room), verdict)
        twigs.append(_Twig(line, lines, top))
        top = twigs[-1].bottom + AIR
    return _Rib(side, tuple(twigs), EDGE + column * (COLUMN + GAP), is_above)


def _drawn(rib: _Rib, spine: int) -> Iterator[str]:
    """The slanting bone, its name at the far end, and the causes on it."""
    top = spine - rib.height if rib.is_above else spine
    far, near = (top + LINE + 6, spine) if rib.is_above else (top + rib.height - LINE, spine)
    end = rib.left + COLUMN
    yield f'<path d="M{end - SLANT} {far}L{end} {near}" stroke-width="2"/>'
    at = top + LINE - 2 if rib.is_above else top + rib.height
    yield (
        f'<text x="{end - SLANT}" y="{at}" text-anchor="end" font-weight="700" '
        f'fill="currentColor" stroke="none">{escape(rib.side.label)}</text>'
    )
    for twig in rib.twigs:
        yield from _twig(rib, twig, top, end, (far, near))


def _twig(rib: _Rib, twig: _Twig, top: int, end: int, bone: tuple[int, int]) -> Iterator[str]:
    """A cause upon its line; a direct one's reaches the rib, an indirect one's its own cause's."""
    left, floor = rib.left + twig.x, top + twig.bottom
    x, y = left + EDGE, top + twig.top + LINE // 2 + 1
    verdict = Verdict(twig.line.cause.verdict)
    yield MARKS[verdict].format(x=x, y=y, l=x - 4, r=x + 4, t=y - 4, b=y + 4)
    for row, text in enumerate(twig.lines):
        is_verdict = row == len(twig.lines) - 1
        slant = ' font-style="italic"' if is_verdict else ""
        struck = ' text-decoration="line-through"' if verdict == Verdict.DROPPED else ""
        yield (
            f'<text x="{left + EDGE + 10}" y="{top + twig.top + row * LINE + 13}" '
            f'fill="currentColor" stroke="none"{slant or struck}>{escape(text)}</text>'
        )
    if twig.line.is_indirect:
        yield f'<path d="M{left - STEP + EDGE} {floor - LINE}V{floor}H{end - 2 * SLANT}"/>'
        return
    far, near = bone
    reach = end - SLANT + SLANT * (floor - far) // (near - far or 1)
    yield f'<path d="M{left} {floor}H{reach}"/>'


def _head(lines: Sequence[str], left: int, spine: int) -> Iterator[str]:
    """The problem, in a head that points away from the bones."""
    half = max(len(lines) * LINE // 2 + AIR, 2 * AIR)
    right = left + HEAD
    yield (
        f'<path d="M{left} {spine - half}H{right - TIP}L{right} {spine}L{right - TIP} '
        f'{spine + half}H{left}Z" stroke-width="2"/>'
    )
    first = spine - len(lines) * LINE // 2 + 13
    for row, text in enumerate(lines):
        yield (
            f'<text x="{left + AIR}" y="{first + row * LINE}" font-weight="700" '
            f'fill="currentColor" stroke="none">{escape(text)}</text>'
        )


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """``text`` in lines of at most ``width`` units; a word that is longer is parted by a hyphen."""
    most = max(int(width / CHARACTER), NARROWEST)
    words = [part for word in text.split() for part in _parted(word, most)]
    return tuple(wrap(" ".join(words), most, break_on_hyphens=False))


def _parted(word: str, most: int) -> Iterator[str]:
    while len(word) > most:
        yield f"{word[: most - 1]}-"
        word = word[most - 1 :]
    yield word
