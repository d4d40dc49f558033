"""Going back opens steps anew: which ones, since when, and whether they have been gone through."""

from collections.abc import Iterable
from datetime import datetime

from collaboration.models import Step, StepMove

ORDER = list(Step)


def reopened_at(moves: Iterable[StepMove], step: str) -> datetime | None:
    """When the cycle last went back to ``step`` or past it, from there or later; else None."""
    times = [
        move.moved_at
        for move in moves
        if move.kind == StepMove.Kind.BACK
        and _place(move.to_step) <= _place(step) <= _place(move.from_step)
    ]
    return max(times, default=None)


def is_gone_through(moves: Iterable[StepMove], step: str, since: datetime) -> bool:
    """Whether somebody has said, since then, that the step has been gone through anew."""
    return any(
        move.kind == StepMove.Kind.REVIEWED and move.from_step == step and move.moved_at >= since
        for move in moves
    )


def _place(step: str) -> int:
    return ORDER.index(Step(step))
