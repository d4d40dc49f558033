"""Obstacles, signals, and what is withheld."""

from collaboration.models import EffectSignal, Obstacle, Problem, ReportPart
from tests.followup.report_recount.base import LONG, Recount, Value, counts, hidden, local


@counts("withheld.problems")
def _withheld_problems(r: Recount, _of: str) -> Value:
    return hidden(Problem, r.reports(r.month))


@counts("withheld.parts")
def _withheld_parts(r: Recount, _of: str) -> Value:
    return hidden(ReportPart, r.reports(r.month))


@counts("withheld.obstacles")
def _withheld_obstacles(r: Recount, _of: str) -> Value:
    hidden = r.obstacles(("internal", "restricted"))
    return sum(local(each.raised_at) >= r.month for each in hidden)


@counts("withheld.waiting", "obstacles.withheld")
def _withheld_waiting(r: Recount, _of: str) -> Value:
    return len(r.waiting("internal", "restricted"))


@counts("withheld")
def _withheld(r: Recount, of: str) -> Value:
    parts = (_withheld_problems, _withheld_parts, _withheld_obstacles)
    return sum(int(part(r, of) or 0) for part in parts)


@counts("obstacles.waiting")
def _waiting(r: Recount, _of: str) -> Value:
    return len(r.waiting())


@counts("obstacles.answered")
def _answered(r: Recount, _of: str) -> Value:
    return len(r.answered())


@counts("obstacles.longest")
def _longest(r: Recount, _of: str) -> Value:
    return max((_days(r, each) for each in r.waiting()), default=None)


@counts("obstacles.long_waits")
def _long_waits(r: Recount, _of: str) -> Value:
    return sum(_days(r, each) >= LONG for each in r.waiting())


@counts("obstacle.days")
def _obstacle_days(r: Recount, of: str) -> Value:
    return _days(r, Obstacle.objects.get(pk=of))


def _days(r: Recount, row: Obstacle) -> int:
    until = local(row.answered_at) if row.state in ("answered", "closed") else r.day
    return (until - local(row.reopened_at or row.raised_at)).days


def _open_signals(r: Recount) -> list[EffectSignal]:
    rows = EffectSignal.objects.filter(closed_at=None, **r.of_body("process__lead_body"))
    return list(rows)


@counts("signals.waiting")
def _signals(r: Recount, _of: str) -> Value:
    return len(_open_signals(r))


@counts("signals.longest")
def _signals_longest(r: Recount, _of: str) -> Value:
    return max(((r.day - local(each.raised_at)).days for each in _open_signals(r)), default=None)
