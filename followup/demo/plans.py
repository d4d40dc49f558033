"""When each body sent its report for each month, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from collaboration.models import SituationReport
from followup.demo.library import read
from followup.demo.people import DEMO_BODY, WAITING_BODY
from followup.demo.world import DemoBody, Staff, World
from trygghet.months import add_months

State = SituationReport.State
MISSING = ""
# So that every state can be seen in last month, whatever the seed.
LAST_MONTH = {
    DEMO_BODY: MISSING,
    WAITING_BODY: State.SUBMITTED,
    "sdn-farsta": State.DRAFT,
    "sdn-bromma": State.RETURNED,
    "sdn-sodermalm": State.PUBLISHED,
}
LATE, NO_CHANGE, NO_CHANGE_IN_DISTRICT = 0.12, 0.15, 0.04
MISSED, MISSED_BY_DISTRICT = 0.07, 0.02
HOURS_TO_DECISION = (1, 3, 22, 26, 49, 71)


@dataclass(frozen=True)
class Plan:
    month: date
    due_on: date
    state: str
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    published_at: datetime | None = None
    late_reason: str = ""
    return_reason: str = ""
    no_change: bool = False


def plans_of(body: DemoBody, world: World) -> dict[date, Plan]:
    """The body's reports by month; a month without one is a gap."""
    staff, rng = world.staff[body.body.pk], world.random("plans", body.body.code)
    wishes = {month: _wish(body, month, world, rng) for month in world.months}
    return {
        month: _plan(body, month, state, world, rng)
        for month, state in wishes.items()
        if state and _has_coordinator(staff, month)
    }


def _has_coordinator(staff: Staff, month: date) -> bool:
    if staff.coordinator is None:
        return False
    return staff.coordinator_until is None or staff.coordinator_until >= add_months(month, 1)


def _wish(body: DemoBody, month: date, world: World, rng: Random) -> str:
    chance = rng.random()
    if month == world.last_month:
        if body.body.code in LAST_MONTH:
            return LAST_MONTH[body.body.code]
        return _wish_last_month(body, chance)
    always = body.body.code in LAST_MONTH
    if not always and chance < (MISSED_BY_DISTRICT if body.is_district else MISSED):
        return MISSING
    recent = month == add_months(world.last_month, -1)
    return State.APPROVED if recent and chance > 0.8 else State.PUBLISHED


def _wish_last_month(body: DemoBody, chance: float) -> str:
    if chance < 0.65:
        return State.APPROVED
    if chance < 0.83:
        return State.SUBMITTED
    if body.is_district:
        return State.APPROVED
    return State.DRAFT if chance < 0.88 else MISSING


def _plan(body: DemoBody, month: date, state: str, world: World, rng: Random) -> Plan:
    due_on = world.program.report_due_on(month)
    no_change = rng.random() < (NO_CHANGE_IN_DISTRICT if body.is_district else NO_CHANGE)
    if state == State.DRAFT:
        return Plan(month, due_on, state)
    sent = _sent(due_on, world, rng)
    decided = _after_weekend(sent + timedelta(hours=rng.choice(HOURS_TO_DECISION)))
    day = max(timezone.localdate(decided), due_on) + timedelta(days=rng.randrange(2, 7))
    published = max(_at_work(day, rng), decided + timedelta(hours=1))
    now = world.start_of_day
    if state == State.RETURNED:
        decided = min(max(decided, sent), now - timedelta(hours=2))
    if state == State.PUBLISHED and published >= now:
        state = State.APPROVED
    if state == State.APPROVED and decided >= now:
        state = State.SUBMITTED
    is_late = timezone.localdate(sent) > due_on
    reasons = read("reasons")
    return Plan(
        month=month,
        due_on=due_on,
        state=state,
        submitted_at=sent,
        decided_at=None if state == State.SUBMITTED else decided,
        published_at=published if state == State.PUBLISHED else None,
        late_reason=rng.choice(reasons["late"]) if is_late else "",
        return_reason=rng.choice(reasons["returned"]) if state == State.RETURNED else "",
        no_change=no_change and state != State.RETURNED,
    )


def _sent(due_on: date, world: World, rng: Random) -> datetime:
    """In the days before the due day, sometimes after it, never today or later."""
    days = rng.randrange(1, 10) if rng.random() < LATE else -rng.randrange(6)
    sent = _at_work(due_on + timedelta(days=days), rng)
    latest = world.start_of_day - timedelta(hours=8 + rng.randrange(60))
    return min(sent, latest)


def _at_work(day: date, rng: Random) -> datetime:
    """Between eight and five that day, or on the Friday before a weekend."""
    day -= timedelta(days=max(day.weekday() - 4, 0))
    moment = time(8 + rng.randrange(9), rng.randrange(60))
    return timezone.make_aware(datetime.combine(day, moment))


def _after_weekend(moment: datetime) -> datetime:
    return moment + timedelta(days=2 if moment.weekday() > 4 else 0)
