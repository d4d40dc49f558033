"""Obstacles lifted to the central level, and how long they have waited for an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from collaboration.models import Obstacle
from trygghet.accounts.scope import Scope
from trygghet.statements import Row, rows_of


class ObstacleLine(NamedTuple):
    """An obstacle in one line; ``waiting_from`` is when it was raised, or raised again."""

    obstacle_id: int
    title: str
    body_id: int
    body_name: str
    body_code: str
    state: str
    raised_on: date
    waiting_from: date
    answered_on: date | None
    closed_on: date | None
    decision: str
    decided_on: date | None

    def is_waiting_on(self, day: date) -> bool:
        """Raised and neither answered nor closed by the end of ``day``."""
        answered = self.answered_on is not None and self.answered_on <= day
        closed = self.closed_on is not None and self.closed_on <= day
        return self.raised_on <= day and not answered and not closed

    def days_waited(self, day: date) -> int:
        return max((day - self.waiting_from).days, 0)


@dataclass(frozen=True)
class ObstacleBook:
    """The obstacles of some bodies, oldest first."""

    lines: tuple[ObstacleLine, ...]

    def waiting_on(self, day: date) -> tuple[ObstacleLine, ...]:
        return tuple(line for line in self.lines if line.is_waiting_on(day))

    def raised_between(self, first: date, last: date) -> tuple[ObstacleLine, ...]:
        return tuple(line for line in self.lines if first <= line.raised_on <= last)

    def answered_between(self, first: date, last: date) -> tuple[ObstacleLine, ...]:
        return tuple(
            line for line in self.lines if line.answered_on and first <= line.answered_on <= last
        )


def obstacle_book(
    scope: Scope,
    *,
    since: date,
    until: date,
    bodies: Iterable[int] | None = None,
    processes: Iterable[int] | None = None,
) -> ObstacleBook:
    """Obstacles raised by ``until``, without those closed before ``since``. One query.

    ``bodies`` are ids; without them all bodies that the reader sees. ``processes`` narrows it to
    those raised in some of them.
    """
    found = rows_of(
        _rows,
        scope.rights,
        since,
        until,
        None if bodies is None else frozenset(bodies),
        None if processes is None else frozenset(processes),
    )
    return ObstacleBook(tuple(_line(_Row(*row)) for row in found))


def _rows(
    scope: Scope,
    since: date,
    until: date,
    bodies: frozenset[int] | None,
    processes: frozenset[int] | None,
) -> QuerySet[Obstacle, Row]:
    rows = Obstacle.objects.visible_to(scope).filter(
        ~Q(state=Obstacle.State.CLOSED) | Q(closed_at__date__gte=since),
        raised_at__date__lte=until,
    )
    if bodies is not None:
        rows = rows.filter(body__in=bodies)
    if processes is not None:
        rows = rows.filter(process__in=processes)
    return rows.order_by("raised_at", "pk").values_list(*_READ)


class _Row(NamedTuple):
    """What is read of an obstacle, in the order of ``_READ``."""

    pk: int
    title: str
    body_id: int
    body_name: str
    body_code: str
    state: str
    raised_at: datetime
    reopened_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    decision: str
    decided_on: date | None


_READ = (
    "pk", "title", "body", "body__name", "body__code", "state",
    "raised_at", "reopened_at", "answered_at", "closed_at", "decision", "decided_on",
)  # fmt: skip


def _line(row: _Row) -> ObstacleLine:
    waits = row.state in (Obstacle.State.OPEN, Obstacle.State.ACKNOWLEDGED)
    return ObstacleLine(
        obstacle_id=row.pk,
        title=row.title,
        body_id=row.body_id,
        body_name=row.body_name,
        body_code=row.body_code,
        state=row.state,
        raised_on=timezone.localdate(row.raised_at),
        waiting_from=timezone.localdate(row.reopened_at or row.raised_at),
        answered_on=None if waits or not row.answered_at else timezone.localdate(row.answered_at),
        closed_on=timezone.localdate(row.closed_at) if row.closed_at else None,
        decision=row.decision,
        decided_on=row.decided_on,
    )
