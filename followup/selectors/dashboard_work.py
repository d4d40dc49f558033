"""The work that a dashboard tells of: goals by assessment, measures and activities late.

Narrowed to bodies, a focus area or a process; each reader gets what it may read of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from collaboration.models import CollaborationProcess
from followup.models import Activity, GoalAssessment, Measure, SmartGoal
from followup.models.measure import is_waited_for
from followup.selectors.situation import last_day_of
from trygghet.accounts.scope import Scope
from trygghet.months import add_months
from trygghet.statements import Row, rows_of

Grade = GoalAssessment.Grade
Review = GoalAssessment.Review
ORDER = (Grade.FULLY.value, Grade.PARTLY.value, Grade.NOT.value)  # best first
ASSESSED = ("grade", "period_end", "assessed_by__name", "assessed_at", "review")
UNDER_WAY = (Measure.State.PLANNED, Measure.State.ONGOING)


@dataclass(frozen=True)
class Narrowing:
    """What the work is of; None is everything. ``bodies``, ``focus_area``, ``process`` are ids."""

    bodies: frozenset[int] | None = None
    focus_area: int | None = None
    process: int | None = None

    def processes(self) -> QuerySet[CollaborationProcess]:
        """Those that it is of, whether or not the reader may open them; running ones."""
        rows = CollaborationProcess.objects.filter(ended_on=None)
        if self.process is not None:
            rows = rows.filter(pk=self.process)
        if self.focus_area is not None:
            through = CollaborationProcess.focus_areas.through.objects
            chosen = through.filter(focusarea=self.focus_area)
            rows = rows.filter(pk__in=chosen.values("collaborationprocess"))
        if self.bodies is not None:
            rows = rows.filter(lead_body__in=self.bodies)
        return rows

    def process_ids(self) -> tuple[int, ...]:
        return tuple(self.processes().values_list("pk", flat=True))

    def goals(self, scope: Scope, day: date) -> QuerySet[SmartGoal]:
        """Those that run on ``day``, in processes that have not ended."""
        rows = SmartGoal.objects.visible_to(scope).filter(
            Q(starts_on=None) | Q(starts_on__lte=day), process__ended_on=None
        )
        if self.process is not None:
            rows = rows.filter(process=self.process)
        if self.focus_area is not None:
            rows = rows.filter(focus_area=self.focus_area)
        if self.bodies is not None:
            rows = rows.filter(body__in=self.bodies)
        return rows

    def measures(self, scope: Scope) -> QuerySet[Measure]:
        rows = Measure.objects.visible_to(scope)
        if self.process is not None:
            rows = rows.filter(process=self.process)
        if self.focus_area is not None:
            for_goal = Measure.goals.through.objects.filter(smartgoal__focus_area=self.focus_area)
            through = CollaborationProcess.focus_areas.through.objects
            in_area = through.filter(focusarea=self.focus_area)
            rows = rows.filter(
                Q(pk__in=for_goal.values("measure"))
                | Q(process__in=in_area.values("collaborationprocess"))
            )
        if self.bodies is not None:
            rows = rows.filter(responsible__in=self.bodies)
        return rows

    def activities(self, scope: Scope) -> QuerySet[Activity]:
        if self == EVERYTHING:
            return Activity.objects.visible_to(scope)
        return Activity.objects.filter(measure__in=self.measures(scope))


EVERYTHING = Narrowing()


class GoalStand(NamedTuple):
    """A goal with its latest assessment: the grade, who gave it and when; "" while none is given.

    ``before`` is the grade of the assessment before it.
    """

    goal_id: int
    title: str
    body_name: str
    focus_area: str
    due_on: date | None
    grade: str
    period_end: date | None
    assessed_by: str
    assessed_at: datetime | None
    review: str
    before: str

    @property
    def is_reached(self) -> bool:
        """Fully or partly."""
        return self.grade in (Grade.FULLY, Grade.PARTLY)

    @property
    def is_slipping(self) -> bool:
        """Not reached, or judged worse than the time before."""
        if not self.grade:
            return False
        worse = bool(self.before) and ORDER.index(self.grade) > ORDER.index(self.before)
        return self.grade == Grade.NOT or worse

    @property
    def awaits_review(self) -> bool:
        return self.review == Review.WAITING

    @property
    def look(self) -> str:
        """The name of the status tag."""
        looks = {
            Grade.FULLY.value: "achieved",
            Grade.PARTLY.value: "partly_achieved",
            Grade.NOT.value: "not_achieved",
        }
        return looks.get(self.grade, "not_assessed")


@dataclass(frozen=True)
class Work:
    """``late_activities`` and ``done_activities`` are by month, the last one the month shown.

    The measures' figures are today's: when a measure changed its state is in its history.
    """

    goals: tuple[GoalStand, ...]
    late_activities: tuple[int, ...]
    done_activities: tuple[int, ...]
    measures_under_way: int
    measures_late: int

    @cached_property
    def assessed(self) -> tuple[GoalStand, ...]:
        return tuple(goal for goal in self.goals if goal.grade)

    @cached_property
    def reached(self) -> tuple[GoalStand, ...]:
        return tuple(goal for goal in self.goals if goal.is_reached)

    @cached_property
    def slipping(self) -> tuple[GoalStand, ...]:
        return tuple(goal for goal in self.goals if goal.is_slipping)

    @cached_property
    def to_review(self) -> tuple[GoalStand, ...]:
        """The one that has waited longest first."""
        waiting = [goal for goal in self.goals if goal.awaits_review and goal.assessed_at]
        return tuple(sorted(waiting, key=lambda goal: (goal.assessed_at, goal.goal_id)))

    def by_grade(self) -> tuple[tuple[str, int], ...]:
        """How many goals have each grade, best first; "" is those without an assessment."""
        grades = [goal.grade for goal in self.goals]
        return tuple((grade, grades.count(grade)) for grade in (*ORDER, ""))


def work_of(
    scope: Scope, narrowing: Narrowing, *, month: date, day: date, months: int = 12
) -> Work:
    """The work as it stands on ``day``, with curves of the ``months`` that end with ``month``.

    Three queries.
    """
    first = add_months(month, 1 - months)
    ends = (*(last_day_of(add_months(first, step)) for step in range(months - 1)), day)
    late, done = _activities(
        rows_of(_activity_counts, scope.rights, narrowing, first, ends), len(ends)
    )
    under_way, measures_late = _measures(rows_of(_measure_counts, scope.rights, narrowing, day))
    return Work(
        goals=goal_stands(scope, narrowing, day),
        late_activities=late,
        done_activities=done,
        measures_under_way=under_way,
        measures_late=measures_late,
    )


def goal_stands(scope: Scope, narrowing: Narrowing, day: date) -> tuple[GoalStand, ...]:
    """Those not reached first, then those without an assessment. One query."""
    stands = [_stand(*row) for row in rows_of(_goal_rows, scope.rights, narrowing, day)]
    order = {Grade.NOT.value: 0, "": 1, Grade.PARTLY.value: 2, Grade.FULLY.value: 3}
    return tuple(sorted(stands, key=lambda goal: order[goal.grade]))


def _goal_rows(scope: Scope, narrowing: Narrowing, day: date) -> QuerySet[SmartGoal, Row]:
    given = (
        GoalAssessment.objects.filter(goal=OuterRef("pk"), period_start__lte=day)
        .exclude(review=Review.RETURNED)
        .order_by("-period_end", "-pk")
    )
    told = Func(
        *(Cast(name, TextField()) for name in ASSESSED),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(TextField()),
    )
    return (
        narrowing.goals(scope, day)
        .annotate(latest_two=ArraySubquery(given.values(told=told)[:2]))
        .order_by("due_on", "pk")
        .values_list("pk", "title", "body__name", "focus_area__name", "due_on", "latest_two")
    )


def _stand(
    pk: int, title: str, body: str, focus: str, due_on: date | None, given: list[list[str]]
) -> GoalStand:
    """``given`` are the columns of ``ASSESSED`` as text; texts that none has given are empty."""
    if not given:
        return GoalStand(pk, title, body, focus, due_on, "", None, "", None, "", "")
    grade, period_end, assessed_by, assessed_at, review = given[0]
    return GoalStand(
        pk,
        title,
        body,
        focus,
        due_on,
        grade=grade,
        period_end=date.fromisoformat(period_end),
        assessed_by=assessed_by,
        assessed_at=datetime.fromisoformat(assessed_at),
        review=review,
        before=given[1][0] if len(given) > 1 else "",
    )


def _activities(counted: Iterable[Row], months: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How many were late at each month's end, and how many were done in it.

    ``counted`` are numbers by how many ends lie before the day when it was due, and before the day
    when it was done.
    """
    late, done = [0] * months, [0] * months
    for first_late, done_in, number in counted:
        for month in range(first_late, months if done_in is None else done_in):
            late[month] += number
        if done_in is not None and done_in < months:
            done[done_in] += number
    return tuple(late), tuple(done)


def _activity_counts(
    scope: Scope, narrowing: Narrowing, first: date, ends: tuple[date, ...]
) -> QuerySet[Activity, Row]:
    """The database counts them by where their two days fall among the months' ends.

    One that was dropped is neither late nor done, whenever that was, and one that rests today is
    not late: the day is not kept.
    """
    wanted = Q(done_on__range=(first, ends[-1])) | Q(due_on__lt=ends[-1]) & (
        is_waited_for() | Q(done_on__gt=ends[0])
    )
    return (
        narrowing.activities(scope)
        .filter(wanted, dropped=False)
        .order_by()
        .values_list(_ends_passed("due_on", ends), _ends_passed("done_on", _days_after(ends)))
        .annotate(number=Count("pk"))
    )


def _ends_passed(name: str, ends: Sequence[date]) -> Func:
    """How many of ``ends`` lie before the day in the field ``name``, or on it."""
    days = Value(list(ends), output_field=ArrayField(DateField()))
    return Func(F(name), days, function="width_bucket", output_field=IntegerField())


def _days_after(days: Sequence[date]) -> list[date]:
    return [day + timedelta(days=1) for day in days]


def late_on(day: date) -> Q:
    """Due before ``day`` and not done by its end; what rests today was never waited for."""
    return Q(due_on__lt=day, dropped=False) & (is_waited_for() | Q(done_on__gt=day))


def _measures(counted: Sequence[Row]) -> tuple[int, int]:
    """How many are under way, and how many of them are late."""
    return sum(number for _late, number in counted), sum(number for late, number in counted if late)


def _measure_counts(scope: Scope, narrowing: Narrowing, day: date) -> QuerySet[Measure, Row]:
    is_late = ExpressionWrapper(is_late_measure(day), output_field=BooleanField())
    under_way = narrowing.measures(scope).filter(state__in=UNDER_WAY).order_by()
    return under_way.values_list(is_late).annotate(number=Count("pk"))


def is_late_measure(day: date) -> Q:
    return Q(state__in=UNDER_WAY, due_on__lt=day)
