"""What has changed since the month before, in sentences; nothing is read that the board has not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.selectors.board import Board
from followup.selectors.dashboard import Dashboard
from followup.selectors.dashboard_work import ORDER
from followup.selectors.problems import Tally

TYPES_SHOWN = 3


@dataclass(frozen=True)
class Change:
    """``text`` in words; ``key`` names the rows or the part of the page that tell more."""

    text: str
    icon: str
    key: str = ""


def changes(board: Board) -> tuple[Change, ...]:
    """In the order in which the page tells of them; none when all is as it was."""
    situation = [*_types(board), *_ended(board)] if isinstance(board, Dashboard) else []
    return (*situation, *_obstacles(board), *_goals(board), *_activities(board))


def _types(board: Dashboard) -> Iterator[Change]:
    """The types of problem that moved most, where both months have reports."""
    moved = [tally for tally in board.picture.by_type if _moved(tally)]
    moved.sort(key=lambda tally: -abs(_moved(tally)))
    for tally in moved[:TYPES_SHOWN]:
        steps = _moved(tally)
        word = _("%(what)s: %(n)s fler") if steps > 0 else _("%(what)s: %(n)s färre")
        text = word % {"what": tally.label, "n": abs(steps)}
        yield Change(text, "arrow-up-right" if steps > 0 else "arrow-down-right", "problem")


def _moved(tally: Tally) -> int:
    if tally.count is None or tally.previous is None:
        return 0
    return tally.count - tally.previous


def _ended(board: Dashboard) -> Iterator[Change]:
    ended = next((t for t in board.picture.by_development if t.key == "ended"), None)
    if ended and ended.count:
        text = ngettext("%(n)s problem har upphört", "%(n)s problem har upphört", ended.count)
        yield Change(text % {"n": ended.count}, "circle-check")


def _obstacles(board: Board) -> Iterator[Change]:
    span = board.selection.month, board.selection.seen_on
    raised = len(board.obstacles.raised_between(*span))
    answered = len(board.obstacles.answered_between(*span))
    if raised:
        text = ngettext("%(n)s hinder har lyfts", "%(n)s hinder har lyfts", raised)
        yield Change(text % {"n": raised}, "octagon-alert", "hinder")
    if answered:
        text = ngettext("%(n)s hinder har fått svar", "%(n)s hinder har fått svar", answered)
        yield Change(text % {"n": answered}, "reply")


def _goals(board: Board) -> Iterator[Change]:
    """Goals whose newest assessment was given in the time shown, and those that moved by it."""
    since = timezone.make_aware(datetime.combine(board.selection.month, time.min))
    new = [goal for goal in board.work.assessed if goal.assessed_at and goal.assessed_at >= since]
    if new:
        text = ngettext("%(n)s mål har bedömts", "%(n)s mål har bedömts", len(new))
        yield Change(text % {"n": len(new)}, "target", "mal")
    moved = [(ORDER.index(goal.grade) - ORDER.index(goal.before)) for goal in new if goal.before]
    for words, number in (
        (_("%(n)s av dem bättre än förra gången"), sum(step < 0 for step in moved)),
        (_("%(n)s av dem sämre än förra gången"), sum(step > 0 for step in moved)),
    ):
        if number:
            yield Change(words % {"n": number}, "scale", "mal")


def _activities(board: Board) -> Iterator[Change]:
    done = board.work.done_activities[-1]
    if done:
        text = ngettext("%(n)s aktivitet har gjorts", "%(n)s aktiviteter har gjorts", done)
        yield Change(text % {"n": done}, "check")
