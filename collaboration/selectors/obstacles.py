"""Obstacles with how long they have waited, and those that belong to a situation report."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.models import Obstacle, SituationReport
from trygghet.accounts.models import User
from trygghet.accounts.scope import Scope


def obstacles_for_report(scope: Scope, report: SituationReport) -> list[Obstacle]:
    """What the body has lifted and not yet closed at the period's end, or closed within it.

    An obstacle stays in every report until it is closed. One query.
    """
    rows = _of_report(Obstacle.objects.visible_to(scope), report)
    return list(rows.select_related("body", "raised_by").order_by("raised_at", "pk"))


def _of_report(rows: QuerySet[Obstacle], report: SituationReport) -> QuerySet[Obstacle]:
    return rows.filter(
        Q(raised_at__date__lte=report.last_day) | Q(report=report),
        ~Q(state=Obstacle.State.CLOSED) | Q(closed_at__date__gte=report.period),
        body_id=report.body_id,
    )


def withheld_obstacles_for_report(scope: Scope, report: SituationReport) -> int:
    """How many of them are kept from a reader who sees the body's obstacles. One query at most."""
    if scope.is_central or not (scope.follows_city or report.body_id in scope.bodies):
        return 0
    return _of_report(Obstacle.objects.withheld_from(scope), report).count()


@dataclass(frozen=True)
class Event:
    """One thing that happened to an obstacle."""

    at: datetime
    who: User | None
    what: str | Promise
    icon: str


def timeline(obstacle: Obstacle) -> list[Event]:
    """What has happened to the obstacle as it stands, oldest first; earlier rounds are history."""
    events = [
        Event(obstacle.raised_at, obstacle.raised_by, _("lyfte hindret"), "megaphone"),
        _event(obstacle.reopened_at, obstacle.reopened_by, _("öppnade det igen"), "rotate-ccw"),
        _event(obstacle.acknowledged_at, obstacle.acknowledged_by, _("kvitterade"), "eye"),
        _event(obstacle.answered_at, obstacle.answered_by, _("svarade"), "reply"),
        _event(obstacle.closed_at, obstacle.closed_by, _("stängde hindret"), "archive"),
    ]
    return sorted((event for event in events if event), key=lambda event: event.at)


def _event(at: datetime | None, who: User | None, what: str | Promise, icon: str) -> Event | None:
    return Event(at, who, what, icon) if at else None


def with_days_waiting(obstacles: list[Obstacle], day: date) -> list[Obstacle]:
    """The same rows with ``days_waiting``, for a list."""
    for obstacle in obstacles:
        obstacle.days_waiting = obstacle.days_waiting_on(day)
    return obstacles
