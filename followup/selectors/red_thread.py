"""Reads the red thread of one process, or of many at once, in the same number of queries."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _

from collaboration.models import (
    Cause,
    JointProblem,
    ProcessCycle,
    Step,
)
from followup.models import Indicator, IndicatorReading, Measure, SmartGoal
from followup.periods import period_name
from followup.red_thread import (
    CauseFact,
    GoalFact,
    MeasureFact,
    ProblemFact,
    RedThread,
    ThreadFacts,
    red_thread,
)
from followup.selectors.goals import first_place, places_of, results_of, with_places
from followup.selectors.rebased import put_together
from followup.selectors.series import Point


def thread_of(cycle: ProcessCycle) -> RedThread:
    """The thread of one cycle."""
    return threads_of([cycle])[cycle.pk]


def threads_of(cycles: Collection[ProcessCycle]) -> dict[int, RedThread]:
    """The threads of cycles of different processes, by cycle, in as many queries as for one."""
    facts = _facts(cycles)
    return {cycle.pk: red_thread(facts[cycle.pk]) for cycle in cycles}


def open_cycles() -> QuerySet[ProcessCycle]:
    """Where every running process stands."""
    running = ProcessCycle.objects.filter(ended_at=None, process__ended_on=None)
    return running.select_related("process").order_by("pk")


def _facts(cycles: Collection[ProcessCycle]) -> dict[int, ThreadFacts]:
    by_process = {cycle.process_id: cycle.pk for cycle in cycles}
    problems = _problems(cycles)
    causes = _causes(cycles)
    goals = _goals(by_process)
    measures = _measures(by_process, {cause.id for rows in causes.values() for cause in rows})
    return {
        cycle.pk: ThreadFacts(
            tuple(problems[cycle.pk]),
            tuple(causes[cycle.pk]),
            tuple(measures[cycle.pk]),
            tuple(goals[cycle.pk]),
            expects_results=cycle.step == Step.FOLLOW_UP,
        )
        for cycle in cycles
    }


def _problems(cycles: Collection[ProcessCycle]) -> dict[int, list[ProblemFact]]:
    found: dict[int, list[ProblemFact]] = defaultdict(list)
    rows = JointProblem.objects.filter(cycle__in=cycles).taken_on().order_by("pk")
    for pk, cycle, title in rows.values_list("pk", "cycle_id", "title"):
        found[cycle].append(ProblemFact(pk, title))
    return found


def _causes(cycles: Collection[ProcessCycle]) -> dict[int, list[CauseFact]]:
    found: dict[int, list[CauseFact]] = defaultdict(list)
    taken_on = JointProblem.objects.filter(cycle__in=cycles).taken_on()
    rows = Cause.objects.kept().filter(analysis__joint_problem__in=taken_on)
    named = rows.order_by("analysis__joint_problem", "order", "pk").values_list(
        "pk", "analysis__joint_problem", "text", "analysis__joint_problem__cycle"
    )
    for pk, problem, text, cycle in named:
        found[cycle].append(CauseFact(pk, problem, text))
    return found


def _measures(by_process: dict[int, int], kept: set[int]) -> dict[int, list[MeasureFact]]:
    """Those that live: against a kept cause of the cycle, or against none at all."""
    found: dict[int, list[MeasureFact]] = defaultdict(list)
    goals = Prefetch("goals", queryset=SmartGoal.objects.only("pk").order_by("pk"))
    rows = Measure.objects.filter(process__in=by_process).exclude(state=Measure.State.STOPPED)
    for measure in rows.prefetch_related(goals).order_by("pk"):
        if measure.cause_id is None or measure.cause_id in kept:
            led_to = tuple(goal.pk for goal in measure.goals.all())
            fact = MeasureFact(measure.pk, measure.title, measure.cause_id, led_to)
            found[by_process[measure.process_id]].append(fact)
    return found


def _goals(by_process: dict[int, int]) -> dict[int, list[GoalFact]]:
    """Those of the cycle's problems, and those that no problem ties to a cycle."""
    found: dict[int, list[GoalFact]] = defaultdict(list)
    rows = with_places(SmartGoal.objects.filter(process__in=by_process)).select_related("problem")
    goals = [
        goal
        for goal in rows.order_by("pk")
        if goal.problem is None or goal.problem.cycle_id == by_process[goal.process_id]
    ]
    results = _results(goals)
    for goal in goals:
        fact = GoalFact(
            goal.pk,
            goal.title,
            goal.problem_id,
            str(goal.indicator or ""),
            results.get(goal.pk, ""),
        )
        found[by_process[goal.process_id]].append(fact)
    return found


def _results(goals: Collection[SmartGoal]) -> dict[int, str]:
    """By goal, the latest known value where the goal's own page looks for it."""
    places = {goal.pk: places_of(goal) for goal in goals if goal.indicator_id}
    bodies = {goal.body_id for goal in goals}
    areas = {area for found in places.values() for area in found}
    latest = (
        IndicatorReading.objects.filter(
            Q(body__in=bodies) | Q(area__in=areas),
            indicator__in={goal.indicator_id for goal in goals},
            sex=IndicatorReading.Sex.ALL,
            age="",
            value__isnull=False,
        )
        .order_by("indicator", "body", "area", "-period")
        .distinct("indicator", "body", "area")
        .select_related("indicator")
    )
    readings: dict[int, list[IndicatorReading]] = defaultdict(list)
    for reading in latest if places else ():
        readings[reading.indicator_id].append(reading)
    entered = {
        goal.pk: first_place(goal, places[goal.pk], readings[goal.indicator_id])
        for goal in goals
        if goal.indicator_id
    }
    found = {pk: _in_words(rows[0].indicator, rows[0]) for pk, rows in entered.items() if rows}
    return found | _put_together([g for g in goals if entered.get(g.pk) == []])


def _put_together(goals: list[SmartGoal]) -> dict[int, str]:
    """Of those whose area is made of former ones and has not been read since: as their pages do."""
    asked = put_together([goal.pk for goal in goals], timezone.localdate()) if goals else set()
    results = results_of([goal for goal in goals if goal.pk in asked]) if asked else []
    return {
        goal.pk: _in_words(goal.indicator, result.latest)
        for goal, result in results
        if result.latest
    }


def _in_words(indicator: Indicator, read: IndicatorReading | Point) -> str:
    said = _("%(value)s %(unit)s, %(period)s") % {
        "value": localize(read.value.normalize()),
        "unit": indicator.unit,
        "period": period_name(read.period, indicator.frequency),
    }
    return _("%(value)s, preliminärt") % {"value": said} if read.is_preliminary else said
