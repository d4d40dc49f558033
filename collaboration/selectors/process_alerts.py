"""What stops a process: its obstacles until they are closed, and the signal of missing effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from collaboration.models import CollaborationProcess, EffectSignal, Obstacle, Participant
from collaboration.permissions import can_answer_signal, can_raise_in_process, can_read_signals
from trygghet.accounts.scope import Scope


@dataclass(frozen=True)
class ObstacleHere:
    """``is_linked``: the reader may open the obstacle's own page."""

    obstacle: Obstacle
    days: int
    is_linked: bool

    @property
    def is_waiting(self) -> bool:
        return self.obstacle.state in (Obstacle.State.OPEN, Obstacle.State.ACKNOWLEDGED)


@dataclass(frozen=True)
class SignalHere:
    signal: EffectSignal
    days: int


@dataclass(frozen=True)
class ProcessAlerts:
    obstacles: tuple[ObstacleHere, ...]
    open_signal: SignalHere | None
    closed_signals: tuple[SignalHere, ...]
    may_raise: bool
    may_answer: bool


def alerts_of(
    scope: Scope, process: CollaborationProcess, parties: Sequence[Participant], day: date
) -> ProcessAlerts:
    """As ``scope`` may read them. Two queries; a partner, who reads no signals, takes one."""
    signals = tuple(_signals(scope, process, day))
    return ProcessAlerts(
        obstacles=tuple(_obstacles(scope, process, day)),
        open_signal=next((each for each in signals if not each.signal.closed_at), None),
        closed_signals=tuple(each for each in signals if each.signal.closed_at),
        may_raise=can_raise_in_process(scope, process, parties),
        may_answer=can_answer_signal(scope),
    )


def _obstacles(scope: Scope, process: CollaborationProcess, day: date) -> list[ObstacleHere]:
    rows = Obstacle.objects.filter(process=process).not_closed().readable_by(scope)
    return [
        ObstacleHere(
            row, row.days_waiting_on(day), scope.follows_city or row.body_id in scope.bodies
        )
        for row in rows.select_related("body").order_by("raised_at", "pk")
    ]


def _signals(scope: Scope, process: CollaborationProcess, day: date) -> list[SignalHere]:
    if not can_read_signals(scope):
        return []
    rows = process.signals.select_related("raised_by", "closed_by").order_by("-raised_at", "-pk")
    return [SignalHere(row, row.days_waiting_on(day)) for row in rows]
