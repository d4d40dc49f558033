"""What the bodies do to reach their own goals: measures with their means and activities."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from followup.demo.library import read
from followup.demo.tale import coordinator_of
from followup.demo.world import World
from followup.models import Activity, Measure, PreventionTechnique, SmartGoal
from trygghet.accounts.models import User

Row = dict[str, Any]
State = Measure.State
BEGUN_DAYS = 120
GAP_DAYS = 4  # done this long before the due day
WITHOUT_SHARE, SECOND_SHARE = 0.15, 0.3
PLANNED_SHARE, PAUSED_SHARE = 0.15, 0.1
USED = (0.3, 0.8)
# What some goals still lack, each with its share: so that every letter is seen without its tick.
GAPS = (("change", 0.06), ("due_on", 0.06), ("resources", 0.1), ("judgement", 0.1))


def leave_gaps(goal: SmartGoal, chance: Random) -> None:
    """Take away at most one of the things that a letter asks for."""
    lot = chance.random()
    for name, share in GAPS:
        lot -= share
        if lot < 0:
            setattr(goal, name, None if name == "due_on" else "")
            return


def write_own_measures(world: World, goals: Sequence[tuple[SmartGoal, Row]]) -> None:
    """Measures for most of the stored ``goals``; each with its text from the book. Bulk."""
    techniques = {row.code: row for row in PreventionTechnique.objects.all()}
    measures: list[Measure] = []
    leads: list[Any] = []
    activities: list[Activity] = []
    for goal, book in goals:
        chance = world.random("own measures", goal.title, goal.body.code)
        for said in _chosen(book["measures"], chance):
            measure = _measure(world, goal, said, techniques, chance)
            measures.append(measure)
            leads.append(Measure.goals.through(measure=measure, smartgoal=goal))
            activities += _activities(world, measure, said)
    Measure.objects.bulk_create(measures)
    Measure.goals.through.objects.bulk_create(leads)
    Activity.objects.bulk_create(activities)


def _chosen(offered: list[Row], chance: Random) -> list[Row]:
    lot = chance.random()
    if lot < WITHOUT_SHARE:
        return []
    number = 2 if lot < WITHOUT_SHARE + SECOND_SHARE else 1
    return chance.sample(offered, number)


def _measure(
    world: World,
    goal: SmartGoal,
    said: Row,
    techniques: dict[str, PreventionTechnique],
    chance: Random,
) -> Measure:
    fields = {n: v for n, v in said.items() if n not in ("technique", "activities")}
    lot = chance.random()
    state = State.PLANNED if lot < PLANNED_SHARE else State.ONGOING
    if lot > 1 - PAUSED_SHARE:
        state = State.PAUSED
    used = _used(said, chance) if state != State.PLANNED else {}
    return Measure(
        responsible=goal.body,
        technique=techniques[said["technique"]],
        starts_on=world.today - timedelta(days=BEGUN_DAYS),
        due_on=max(goal.due_on or world.program.ends_on, world.today),
        state=state,
        state_reason=read("work")["held"] if state == State.PAUSED else "",
        **fields,
        **used,
    )


def _used(said: Row, chance: Random) -> dict[str, Decimal]:
    """A part of the time and money that was planned."""
    part = chance.uniform(*USED)
    planned = {name: said.get(f"{name}_planned") for name in ("hours", "money")}
    return {f"{name}_used": Decimal(round(n * part)) for name, n in planned.items() if n}


def _activities(world: World, measure: Measure, said: Row) -> list[Activity]:
    """What is done was done in time, and nothing is late: lateness is told by the processes."""
    owner = _owner(world, measure)
    found = []
    for row in said["activities"]:
        if "done" not in row:
            due_on, done_on = world.today + timedelta(days=row["due"]), None
        elif measure.state == State.PLANNED:
            continue
        else:
            done_on = world.today - timedelta(days=row["done"])
            due_on = done_on + timedelta(days=GAP_DAYS)
        found.append(
            Activity(
                measure=measure, title=row["title"], owner=owner, due_on=due_on, done_on=done_on
            )
        )
    return found


def _owner(world: World, measure: Measure) -> User:
    staff = world.staff[measure.responsible_id]
    return (
        staff.contributors[0] if staff.contributors else coordinator_of(world, measure.responsible)
    )
