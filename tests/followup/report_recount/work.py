"""Goals, measures and activities."""

from followup.models import Activity, GoalAcceptance, GoalAssessment, Measure, SmartGoal
from tests.followup.report_recount.base import Recount, Value, counts


def _goals(r: Recount, focus_area: str) -> list[SmartGoal]:
    found = []
    for goal in SmartGoal.objects.filter(**r.of_body("body")).select_related("focus_area"):
        begun = goal.starts_on is None or goal.starts_on <= r.last
        left = goal.due_on is None or goal.due_on >= r.month
        runs = goal.process is None or (
            goal.process.began_on <= r.last
            and (goal.process.ended_on is None or goal.process.ended_on >= r.month)
        )
        if begun and left and runs and focus_area in ("", goal.focus_area.code):
            found.append(goal)
    return found


def _assessment(r: Recount, goal: SmartGoal) -> GoalAssessment | None:
    rows = [
        each
        for each in GoalAssessment.objects.filter(goal=goal)
        if each.review != "returned" and each.period_start <= r.last
    ]
    return max(rows, key=lambda each: each.period_end, default=None)


@counts("goals.running")
def _goals_running(r: Recount, of: str) -> Value:
    return len(_goals(r, of))


def _graded(r: Recount, of: str, grade: str) -> int:
    given = [_assessment(r, goal) for goal in _goals(r, of)]
    return sum((each.grade if each else "") == grade for each in given)


@counts("goals.fully")
def _fully(r: Recount, of: str) -> Value:
    return _graded(r, of, "fully")


@counts("goals.partly")
def _partly(r: Recount, of: str) -> Value:
    return _graded(r, of, "partly")


@counts("goals.not")
def _not(r: Recount, of: str) -> Value:
    return _graded(r, of, "not")


@counts("goals.unassessed")
def _unassessed(r: Recount, of: str) -> Value:
    return _graded(r, of, "")


@counts("goals.unreviewed")
def _unreviewed(r: Recount, of: str) -> Value:
    given = [_assessment(r, goal) for goal in _goals(r, of)]
    return sum(each is not None and each.review != "agreed" for each in given)


@counts("goals.declined")
def _declined(r: Recount, of: str) -> Value:
    said_no = GoalAcceptance.objects.filter(
        goal__in=_goals(r, of), accepted=False, participant__left_on=None
    )
    return len({each.goal_id for each in said_no})


@counts("goals.more")
def _goals_more(r: Recount, of: str) -> Value:
    if r.body:
        return 0
    return max(_graded(r, of, "partly") + _graded(r, of, "not") - 10, 0)


def _measures(r: Recount, of: str, **more: object) -> list[Measure]:
    whose = {"responsible": of} if of else {}
    return list(Measure.objects.filter(**r.of_body("responsible"), **whose, **more))


def _done(r: Recount, measures: list[Measure]) -> int:
    rows = Activity.objects.filter(measure__in=measures, dropped=False)
    return sum(each.done_on is not None and r.month <= each.done_on <= r.last for each in rows)


def _late_days(r: Recount, measures: list[Measure]) -> list[int]:
    rows = Activity.objects.filter(measure__in=measures, dropped=False, done_on=None)
    return [
        (r.day - each.due_on).days
        for each in rows
        if each.due_on < r.day and not _rests(each.measure)
    ]


def _rests(measure: Measure) -> bool:
    """Nobody waits for what is left in a measure that is held, or in a process that has ended."""
    ended = measure.process is not None and measure.process.ended_on is not None
    return ended or measure.state not in ("planned", "ongoing")


@counts("measures.ongoing")
def _ongoing(r: Recount, of: str) -> Value:
    return len(_measures(r, of, state="ongoing"))


@counts("measures.paused")
def _paused(r: Recount, of: str) -> Value:
    return len(_measures(r, of, state="paused"))


@counts("activities.done")
def _activities_done(r: Recount, of: str) -> Value:
    return _done(r, _measures(r, of))


@counts("activities.late")
def _activities_late(r: Recount, of: str) -> Value:
    return len(_late_days(r, _measures(r, of)))


@counts("activities.longest_late")
def _activities_longest(r: Recount, of: str) -> Value:
    return max(_late_days(r, _measures(r, of)), default=0)


@counts("measure.done")
def _measure_done(r: Recount, of: str) -> Value:
    return _done(r, [Measure.objects.get(pk=of)])


@counts("measure.late")
def _measure_late(r: Recount, of: str) -> Value:
    return len(_late_days(r, [Measure.objects.get(pk=of)]))
