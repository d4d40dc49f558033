"""Obstacles that were lifted, and how far the central office has come with each."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from collaboration.models import Obstacle, SituationReport
from collaboration.models.classification import Classification
from followup.demo.library import read
from followup.demo.people import DEMO_BODY
from followup.demo.world import DemoBody, World

State = Obstacle.State
HOW_MANY = 34
OLDEST_DAYS = 300
# The first ones, so that every state can be seen whatever the seed: (days ago, state).
FIRST = (
    (12, State.OPEN),
    (47, State.OPEN),
    (33, State.ACKNOWLEDGED),
    (75, State.ANSWERED),
    (60, State.ANSWERED),
    (190, State.CLOSED),
)
REOPENED = 3  # which of the answered ones was lifted again
INTERNAL = 0.3


def write_obstacles(world: World) -> None:
    """Obstacles of those who send reports, each tied to the report that it was lifted in."""
    rng = world.random("obstacles")
    rows = read("obstacles")
    bodies = [body for body in world.bodies if world.staff[body.body.pk].coordinator]
    weights = [body.profile.problems + 0.2 for body in bodies]
    found: list[Obstacle] = []
    used: set[tuple[int, str]] = set()
    for number in range(HOW_MANY):
        body = rng.choices(bodies, weights)[0] if number > 1 else _demo_body(bodies)
        fitting = [row for row in rows if set(row["for"]) & set(body.profile.groups)]
        row = rng.choice(fitting or rows) if number else _restricted(rows)
        if (body.body.pk, row["title"]) not in used:
            used.add((body.body.pk, row["title"]))
            found.append(_obstacle(body, row, len(found), world, rng))
    Obstacle.objects.bulk_create(found)


def _demo_body(bodies: list[DemoBody]) -> DemoBody:
    return next((body for body in bodies if body.body.code == DEMO_BODY), bodies[0])


def _restricted(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return next(row for row in rows if "secret_reason" in row)


def _obstacle(
    body: DemoBody, row: dict[str, Any], number: int, world: World, rng: Random
) -> Obstacle:
    if number < len(FIRST):
        days, state = FIRST[number]
    else:
        days = rng.randrange(5, OLDEST_DAYS)
        state = _state(days, rng)
    raised_at = world.start_of_day - timedelta(days=days, hours=-9 - rng.randrange(7))
    obstacle = Obstacle(
        body=body.body,
        report=_report(body, raised_at),
        title=row["title"],
        description=row["description"],
        need=row["need"],
        state=state,
        raised_by=world.staff[body.body.pk].coordinator,
        raised_at=raised_at,
        **_classification(row, rng),
    )
    _answer(obstacle, row, raised_at, days, world, rng)
    if number == REOPENED:
        _reopen(obstacle)
    return obstacle


def _state(days: int, rng: Random) -> State:
    """The older, the further."""
    if days < 30:
        return rng.choice((State.OPEN, State.OPEN, State.ACKNOWLEDGED))
    if days < 90:
        return rng.choice((State.OPEN, State.ACKNOWLEDGED, State.ANSWERED, State.ANSWERED))
    return rng.choice((State.ANSWERED, State.CLOSED, State.CLOSED))


def _report(body: DemoBody, raised_at: datetime) -> SituationReport | None:
    """The report that was being written when the obstacle was lifted."""
    reports = SituationReport.objects.filter(body=body.body, period__lte=raised_at.date())
    return reports.order_by("-period").first()


def _classification(row: dict[str, Any], rng: Random) -> dict[str, str]:
    if "secret_reason" in row:
        reason = row["secret_reason"]
        return {"classification": Classification.RESTRICTED, "classification_reason": reason}
    is_internal = rng.random() < INTERNAL
    return {"classification": Classification.INTERNAL if is_internal else Classification.OPEN}


def _answer(
    obstacle: Obstacle,
    row: dict[str, Any],
    raised_at: datetime,
    days: int,
    world: World,
    rng: Random,
) -> None:
    """Who did what, in steps between the day it was lifted and today."""
    central = world.central[0]
    seen_at = raised_at + timedelta(days=min(2 + rng.randrange(8), max(days // 3, 1)))
    if obstacle.state != State.OPEN:
        obstacle.acknowledged_by, obstacle.acknowledged_at = central, seen_at
    if obstacle.state in (State.ANSWERED, State.CLOSED):
        answered_at = seen_at + timedelta(days=rng.randrange(3, max(days // 2, 4)))
        obstacle.answer, obstacle.decision = row["answer"], row["decision"]
        obstacle.answered_by, obstacle.answered_at = central, answered_at
        obstacle.decided_on = timezone.localdate(answered_at)
    if obstacle.state == State.CLOSED:
        obstacle.closed_by = obstacle.raised_by
        obstacle.closed_at = min(
            obstacle.answered_at + timedelta(days=20), world.start_of_day - timedelta(hours=9)
        )


def _reopen(obstacle: Obstacle) -> None:
    """Lifted again a while after the answer, which did not help."""
    obstacle.state = State.OPEN
    obstacle.reopened_by = obstacle.raised_by
    obstacle.reopened_at = obstacle.answered_at + timedelta(days=7)
    obstacle.reopen_reason = read("reasons")["obstacle_reopened"][0]
