"""Goals as the pages show them, each with its letters judged, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from collaboration.models import CollaborationProcess, Participant
from followup.models import GoalAcceptance, IndicatorReading, Measure, SmartGoal
from followup.smart import SmartCheck, smart_check
from trygghet.accounts.scope import Scope


@dataclass(frozen=True)
class GoalLine:
    """A goal with its check; ``sees_process`` says whether the reader may open its process."""

    goal: SmartGoal
    check: SmartCheck
    sees_process: bool

    @property
    def accepted_by(self) -> int:
        return sum(answer.accepted for answer in _answers(self.goal))


@dataclass(frozen=True)
class PartyAnswer:
    """A party's answer to a goal; ``answer`` None while it is waited for."""

    party: Participant
    answer: GoalAcceptance | None
    is_own: bool


@dataclass(frozen=True)
class Point:
    period: date
    value: Decimal | None
    is_preliminary: bool = False


@dataclass(frozen=True)
class Result:
    """How the goal's indicator has moved; ``share`` is the way gone from baseline to target (%)."""

    points: tuple[Point, ...]
    place: str
    share: int | None

    @property
    def latest(self) -> Point | None:
        known = [point for point in self.points if point.value is not None]
        return known[-1] if known else None


def goals_for(scope: Scope) -> QuerySet[SmartGoal]:
    """Visible goals with everything that a list shows."""
    return with_check(SmartGoal.objects.visible_to(scope)).order_by("due_on", "pk")


def with_check(goals: QuerySet[SmartGoal]) -> QuerySet[SmartGoal]:
    """``goals`` with the rows that ``smart_check`` is judged on."""
    parties = Participant.objects.active().with_party()
    return goals.select_related(
        "process", "body", "focus_area", "council_goal", "problem", "indicator"
    ).prefetch_related(
        Prefetch("process__participants", queryset=parties),
        Prefetch("acceptances", queryset=GoalAcceptance.objects.select_related("answered_by")),
        Prefetch("measures", queryset=Measure.objects.select_related("responsible")),
    )


def goal_lines(scope: Scope, goals: Sequence[SmartGoal]) -> list[GoalLine]:
    """One query beside those of ``goals``."""
    seen = processes_seen(scope, {goal.process_id for goal in goals})
    return [GoalLine(goal, check_of(goal), goal.process_id in seen) for goal in goals]


def check_of(goal: SmartGoal) -> SmartCheck:
    """The letters of a goal that ``with_check`` has read."""
    return smart_check(
        goal,
        parties=list(goal.process.participants.all()) if goal.process else [],
        answers=_answers(goal),
        measures=list(goal.measures.all()),
    )


def answers_of(goal: SmartGoal, own: frozenset[int]) -> list[PartyAnswer]:
    """Each active party with its answer."""
    said = {answer.participant_id: answer for answer in _answers(goal)}
    parties = goal.process.participants.all() if goal.process else []
    return [PartyAnswer(party, said.get(party.pk), party.pk in own) for party in parties]


def result_of(goal: SmartGoal) -> Result:
    """How the goal's indicator has moved, where it is read."""
    return results_of([goal])[0][1]


def results_of(goals: Sequence[SmartGoal]) -> list[tuple[SmartGoal, Result]]:
    """Each goal with its result. One query, if the goals' places are read."""
    places = {goal.pk: places_of(goal) for goal in goals}
    rows = IndicatorReading.objects.filter(
        Q(body__in={goal.body_id for goal in goals})
        | Q(area__in={area for found in places.values() for area in found}),
        indicator__in={goal.indicator_id for goal in goals if goal.indicator_id},
        sex=IndicatorReading.Sex.ALL,
        age="",
    ).select_related("body", "area")
    readings: dict[int | None, list[IndicatorReading]] = {}
    for reading in rows.order_by("period", "pk"):
        readings.setdefault(reading.indicator_id, []).append(reading)
    return [
        (
            goal,
            _result(goal, first_place(goal, places[goal.pk], readings.get(goal.indicator_id, []))),
        )
        for goal in goals
    ]


def places_of(goal: SmartGoal) -> list[int]:
    """The areas (ids) that a reading may be of, the goal's body apart, the first one first."""
    areas = [area.pk for area in goal.process.areas.all()] if goal.process else []
    return [*areas, goal.body.area_id] if goal.body.area_id else areas


def first_place(
    goal: SmartGoal, areas: Sequence[int], readings: Sequence[IndicatorReading]
) -> list[IndicatorReading]:
    """The readings of one place: of the goal's body, else of the first area that has any."""
    own = [reading for reading in readings if reading.body_id == goal.body_id]
    of_areas = ([r for r in readings if r.area_id == area] for area in areas)
    return own or next((found for found in of_areas if found), [])


def _result(goal: SmartGoal, rows: Sequence[IndicatorReading]) -> Result:
    if not rows:
        return Result((), "", None)
    points = tuple(Point(row.period, row.value, row.is_preliminary) for row in rows)
    latest = [point.value for point in points if point.value is not None]
    share = _share(goal, latest[-1]) if latest else None
    return Result(points, str(rows[0].body or rows[0].area), share)


def _share(goal: SmartGoal, value: Decimal) -> int | None:
    if goal.baseline is None or goal.target is None:
        return None
    return int(100 * (value - goal.baseline) / (goal.target - goal.baseline))


def processes_seen(scope: Scope, ids: Iterable[int | None]) -> set[int]:
    """Those of the processes that the reader may open. One query."""
    visible = CollaborationProcess.objects.visible_to(scope).filter(pk__in=[*filter(None, ids)])
    return set(visible.values_list("pk", flat=True))


def _answers(goal: SmartGoal) -> list[GoalAcceptance]:
    """Those of the parties that take part now."""
    if goal.process is None:
        return []
    active = {party.pk for party in goal.process.participants.all()}
    return [answer for answer in goal.acceptances.all() if answer.participant_id in active]
