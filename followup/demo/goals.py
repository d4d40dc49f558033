"""The bodies' own goals with their readings, revisions and assessments, and measures in detail."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from followup.assessment_periods import Period, latest_finished
from followup.demo.library import read
from followup.demo.own_work import leave_gaps, write_own_measures
from followup.demo.tale import coordinator_of
from followup.demo.world import DemoBody, World
from followup.models import (
    GoalAssessment,
    GoalRevision,
    Indicator,
    IndicatorReading,
    Measure,
    PreventionTechnique,
    SmartGoal,
)
from followup.selectors.assessments import grade_by_figures
from followup.selectors.goals import results_of, with_places
from programs.models import CouncilGoal, FocusArea
from trygghet.accounts.models import User
from trygghet.months import add_months

Row = dict[str, Any]
Review = GoalAssessment.Review
READ_MONTHS = 14
AFTERNOON = time(14)
REVISED_SHARE, UNASSESSED_SHARE, RETURNED_SHARE, DIFFERING_SHARE = 0.2, 0.15, 0.15, 0.2


@dataclass
class _Written:
    """Rows that are written together at the end."""

    goals: list[SmartGoal] = field(default_factory=list)
    books: list[Row] = field(default_factory=list)  # what the text says of each goal
    revisions: list[GoalRevision] = field(default_factory=list)
    readings: list[IndicatorReading] = field(default_factory=list)


def write_goals(world: World) -> None:
    """Bulk: a few queries however many bodies there are."""
    indicators = _indicators()
    written = _Written()
    for number, said in enumerate(read("work")["own_goals"]):
        for body in _bodies(world, said):
            _own_goal(world, body, said, indicators[said["indicator"]["code"]], number, written)
    SmartGoal.objects.bulk_create(written.goals)
    GoalRevision.objects.bulk_create(written.revisions)
    IndicatorReading.objects.bulk_create(written.readings)
    write_own_measures(world, list(zip(written.goals, written.books, strict=True)))
    _stand_under_the_council(world)
    _detail_measures()
    _assess(world)


def _indicators() -> dict[str, Indicator]:
    rows = [Indicator(**said["indicator"]) for said in read("work")["own_goals"]]
    Indicator.objects.bulk_create(rows)
    return {row.code: row for row in rows}


def _bodies(world: World, said: Row) -> list[DemoBody]:
    named = set(said["for"])
    return [
        body
        for body in world.bodies
        if body.body.code in named or (body.is_district and "district" in named)
    ]


def _own_goal(
    world: World, body: DemoBody, said: Row, indicator: Indicator, number: int, written: _Written
) -> None:
    chance = world.random("goal", number, body.body.code)
    goal = SmartGoal(
        body=body.body,
        focus_area=_focus_area(world, said["focus"]),
        council_goal=_council_goal(world, said["council"]),
        indicator=indicator,
        starts_on=add_months(world.last_month, 1 - READ_MONTHS),
        due_on=date(world.program.ends_on.year, 6, 30),
        baseline_period=add_months(world.last_month, 1 - READ_MONTHS),
        baseline=Decimal(said["baseline"]),
        target=Decimal(said["target"]),
        **{n: said[n] for n in ("title", "change", "term", "direction", "resources", "judgement")},
    )
    leave_gaps(goal, world.random("gaps", number, body.body.code))
    written.goals.append(goal)
    written.books.append(said)
    written.readings += _readings(world, body, said, indicator, chance)
    written.revisions += _revisions(world, goal, chance)


def _focus_area(world: World, code: str) -> FocusArea:
    return next(f for f in world.program.focus_areas.all() if f.code == code)


def _council_goal(world: World, code: str) -> CouncilGoal | None:
    return next((g for g in world.program.council_goals.all() if g.code == code), None)


def _readings(
    world: World, body: DemoBody, said: Row, indicator: Indicator, chance: Random
) -> Iterator[IndicatorReading]:
    """From the baseline to one of the ends, with a little chance on the way."""
    first, last = said["baseline"], chance.choice(said["ends"])
    for step in range(READ_MONTHS):
        way = first + (last - first) * step / (READ_MONTHS - 1)
        yield IndicatorReading(
            indicator=indicator,
            body=body.body,
            period=add_months(world.last_month, step + 1 - READ_MONTHS),
            is_preliminary=step == READ_MONTHS - 1,
            entered_by=coordinator_of(world, body.body),
            **_value(said, way + chance.uniform(-1.5, 1.5)),
        )


def _value(said: Row, value: float) -> Row:
    """A count, or a share with its parts as the catalogue asks for them."""
    kind = said["indicator"]["kind"]
    if kind == Indicator.Kind.COUNT:
        return {"value": Decimal(max(0, round(value)))}
    whole = 400
    part = round(whole * min(max(value, 0), 100) / 100)
    share = {
        "value": Decimal(part) * 100 / whole,
        "numerator": Decimal(part),
        "denominator": Decimal(whole),
    }
    return share | ({"answers": whole} if kind == Indicator.Kind.SURVEY_SHARE else {})


def _revisions(world: World, goal: SmartGoal, chance: Random) -> Iterator[GoalRevision]:
    """The goal as it was set; of some, what it became when it was revised."""
    who = coordinator_of(world, goal.body)
    aim = {
        name: getattr(goal, name)
        for name in ("indicator", "direction", "baseline", "baseline_period", "target", "due_on")
    }
    if chance.random() >= REVISED_SHARE:
        yield GoalRevision(goal=goal, number=1, made_by=who, **aim)
        return
    earlier = goal.due_on and goal.due_on - timedelta(days=181)
    before = aim | {"target": goal.target + 5, "due_on": earlier}
    yield GoalRevision(goal=goal, number=1, made_by=who, **before)
    decided_on = add_months(world.last_month, -3)
    why = chance.choice(read("work")["revisions"])
    yield GoalRevision(goal=goal, number=2, made_by=who, decided_on=decided_on, **why, **aim)


def _stand_under_the_council(world: World) -> None:
    for said in read("work")["goals"]:
        goal = _council_goal(world, said["council"])
        SmartGoal.objects.filter(title=said["title"]).update(council_goal=goal)


def _detail_measures() -> None:
    """Technique, evidence, money, trade-off and perspectives of the processes' measures."""
    techniques = {row.code: row for row in PreventionTechnique.objects.all()}
    for said in read("work")["measures"]:
        fields = {name: value for name, value in said.items() if name not in ("title", "technique")}
        technique = techniques.get(said["technique"])
        Measure.objects.filter(title=said["title"]).update(technique=technique, **fields)


def _assess(world: World) -> None:
    """Of the two latest finished periods: the older is reviewed, the newer in all states."""
    goals = list(with_places(SmartGoal.objects.exclude(indicator=None)).order_by("pk"))
    newest = latest_finished(world.today)
    rows = [
        row
        for goal, result in results_of(goals)
        for period in (newest.previous, newest)
        if goal.starts_on and goal.starts_on <= period.end
        if (row := _assessment(world, goal, result, period, is_newest=period == newest))
    ]
    GoalAssessment.objects.bulk_create(rows)


def _assessment(
    world: World, goal: SmartGoal, result: Any, period: Period, *, is_newest: bool
) -> GoalAssessment | None:
    chance = world.random("assessment", period.code, goal.title, goal.body.code)
    if is_newest and chance.random() < UNASSESSED_SHARE:
        return None
    known = [p for p in result.points if p.value is not None and p.period <= period.end]
    latest = known[-1] if known else None
    figures = grade_by_figures(goal, latest.value) if latest else ""
    differs = figures in ("partly", "not") and chance.random() < DIFFERING_SHARE
    grade = {"not": "partly", "partly": "fully"}[figures] if differs else figures or "partly"
    book = read("work")
    at = _said_at(world, period, chance)
    return GoalAssessment(
        goal=goal,
        period_start=period.start,
        period_end=period.end,
        grade=grade,
        figures_say=figures,
        latest_value=latest.value if latest else None,
        latest_period=latest.period if latest else None,
        latest_is_preliminary=bool(latest and latest.is_preliminary),
        comment=chance.choice(book["comments"][grade]),
        deviation_reason=chance.choice(book["deviations"]) if differs else "",
        assessed_by=coordinator_of(world, goal.body),
        assessed_at=at,
        version=1,
        **_review(world.central, chance, at, is_newest=is_newest),
    )


def _said_at(world: World, period: Period, chance: Random) -> datetime:
    """Some weeks after the period, and a week before the demo's day at the latest."""
    day = period.end + timedelta(days=chance.randint(4, 25))
    at = timezone.make_aware(datetime.combine(day, AFTERNOON))
    return min(at, world.start_of_day - timedelta(days=8))


def _review(central: list[User], chance: Random, at: Any, *, is_newest: bool) -> Row:
    book, lot = read("work"), chance.random()
    if is_newest and lot > 0.5:
        return {"review": Review.WAITING}
    by = {"reviewed_by": central[0], "reviewed_at": at + timedelta(days=6)}
    if is_newest and lot < RETURNED_SHARE:
        return {"review": Review.RETURNED, "review_comment": book["returns"], **by}
    return {"review": Review.AGREED, "review_comment": chance.choice(book["agrees"]), **by}
