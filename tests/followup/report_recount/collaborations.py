"""The running collaborations and their red threads."""

from datetime import date
from statistics import median_low

from collaboration.models import Cause, JointProblem, ProcessCycle
from followup.models import IndicatorReading, Measure, SmartGoal
from programs.models import Area
from tests.followup.report_recount.base import Recount, Value, counts, local


def _cycles(r: Recount, **more: object) -> list[ProcessCycle]:
    lead = r.of_body("process__lead_body")
    return list(ProcessCycle.objects.filter(ended_at=None, process__ended_on=None, **lead, **more))


def _days_in_step(r: Recount, step: str) -> list[int]:
    return [(r.day - local(each.step_since)).days for each in _cycles(r, step=step)]


@counts("processes.running", "thread.running")
def _running(r: Recount, _of: str) -> Value:
    return len(_cycles(r))


@counts("processes.step")
def _in_step(r: Recount, of: str) -> Value:
    return len(_cycles(r, step=of))


@counts("processes.typical")
def _typical(r: Recount, of: str) -> Value:
    days = _days_in_step(r, of)
    return median_low(days) if days else None


@counts("processes.longest")
def _longest_in_step(r: Recount, of: str) -> Value:
    return max(_days_in_step(r, of), default=None)


@counts("processes.lead")
def _of_lead_in_step(r: Recount, of: str) -> Value:
    lead, step = of.split(".")
    return len(_cycles(r, process__lead_body_id=lead, step=step))


@counts("processes.of_lead")
def _of_lead(r: Recount, of: str) -> Value:
    return len(_cycles(r, process__lead_body_id=of))


def _links(r: Recount, lead: str = "") -> dict[str, list[bool]]:
    """For each kind of link that should be there, whether it is."""
    found: dict[str, list[bool]] = {}

    def expect(kind: str, is_held: bool) -> None:
        found.setdefault(kind, []).append(is_held)

    more = {"process__lead_body__code": lead} if lead else {}
    for cycle in _cycles(r, **more):
        process, kept = cycle.process, []
        for problem in JointProblem.objects.filter(cycle=cycle, decision="taken_on"):
            causes = list(Cause.objects.filter(analysis__joint_problem=problem, verdict="kept"))
            expect("problem_without_analysis", bool(causes))
            kept += causes
        measures = Measure.objects.filter(process=process).exclude(state="stopped")
        for cause in kept:
            living = Measure.objects.filter(cause=cause).exclude(state="stopped")
            expect("cause_without_measure", living.exists())
        for measure in measures:
            if measure.cause is None or measure.cause in kept:
                expect("measure_without_cause", measure.cause is not None)
                expect("measure_without_goal", measure.goals.exists())
        for goal in SmartGoal.objects.filter(process=process):
            if goal.problem is None or goal.problem.cycle.ended_at is None:
                expect("goal_without_indicator", goal.indicator is not None)
                if goal.indicator and cycle.step == "follow_up":
                    expect("goal_without_result", _has_result(goal, r.day))
    return found


def _has_result(goal: SmartGoal, day: date) -> bool:
    """Read where it is measured, or before the area was made of those that were read then."""
    areas = {goal.body.area_id, *goal.process.areas.values_list("pk", flat=True)} - {None}
    every = IndicatorReading.objects.filter(indicator=goal.indicator, sex="all", age="")
    rows = [each for each in every if each.value is not None]
    if any(each.body_id == goal.body_id or each.area_id in areas for each in rows):
        return True
    return any(
        {former.pk for former in _former(area, period, day)} <= {
            each.area_id for each in rows if each.period == period and _can_be_summed(each)
        }
        for area in areas
        for period in {each.period for each in rows}
        if _former(area, period, day)
    )  # fmt: skip


def _former(area: int, period: date, day: date) -> list[Area]:
    """What the area was made of by ``day``, and that was there in ``period``."""
    return [
        each
        for each in Area.objects.filter(successor=area)
        if each.valid_to and period <= each.valid_to < day
        and (each.valid_from is None or each.valid_from <= period)
    ]  # fmt: skip


def _can_be_summed(reading: IndicatorReading) -> bool:
    return reading.indicator.kind == "count" or reading.numerator is not None


def _percent(links: dict[str, list[bool]]) -> Value:
    every = [held for kind in links.values() for held in kind]
    return sum(every) * 100 // len(every) if every else None


@counts("thread.percent")
def _thread_percent(r: Recount, _of: str) -> Value:
    return _percent(_links(r))


@counts("thread.loose")
def _thread_loose(r: Recount, of: str) -> Value:
    return _links(r)[of].count(False)


@counts("thread.body_running")
def _thread_body(r: Recount, of: str) -> Value:
    return len(_cycles(r, process__lead_body__code=of))


@counts("thread.body_percent")
def _thread_body_percent(r: Recount, of: str) -> Value:
    return _percent(_links(r, of))


@counts("thread.body_loose")
def _thread_body_loose(r: Recount, of: str) -> Value:
    return sum(held.count(False) for held in _links(r, of).values())
