"""Steps 4 and 5 of a process as their pages show them, in a constant number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)

from collaboration.models import (
    Cause,
    CommitmentReview,
    CycleFollowUp,
    Invitation,
    JointProblem,
    Participant,
    ProcessCycle,
)
from followup.charts import Chart
from followup.goal_charts import goal_chart
from followup.models import ActionPlan, Activity, GoalAssessment, Measure, SmartGoal
from followup.selectors.assessments import latest_assessments
from followup.selectors.goals import (
    GoalLine,
    Result,
    goal_lines,
    results_of,
    with_check,
    with_places,
)
from followup.selectors.measures import MeasureLine, measure_lines
from followup.step_facts import goals_of, measures_of
from trygghet.accounts.scope import Scope

SHOWN = 25  # measures on the step's page; the list of measures has them all


@dataclass(frozen=True)
class Implementation:
    """``measures`` are the first of ``measure_count``; ``unmet`` are kept causes without one."""

    goals: tuple[GoalLine, ...]
    measures: tuple[MeasureLine, ...]
    measure_count: int
    unmet: tuple[Cause, ...]
    plans: tuple[ActionPlan, ...]

    @property
    def draft(self) -> ActionPlan | None:
        return next((plan for plan in self.plans if plan.state == ActionPlan.State.DRAFT), None)


def implementation(scope: Scope, cycle: ProcessCycle, day: date) -> Implementation:
    goals = list(with_check(goals_of(cycle)))
    measures = measures_of(cycle)
    return Implementation(
        tuple(goal_lines(scope, goals)),
        tuple(measure_lines(scope, _next_first(measures)[:SHOWN], day)),
        measures.count(),
        tuple(_unmet(cycle)),
        tuple(plans_of(cycle)),
    )


def _next_first(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """What goes on before what is over, and in each the first due first."""
    is_over = Q(state__in=(Measure.State.DONE, Measure.State.STOPPED))
    return measures.order_by(ExpressionWrapper(is_over, BooleanField()), "due_on", "pk")


def plans_of(cycle: ProcessCycle) -> list[ActionPlan]:
    """The plans of the whole process, the newest first. One query."""
    rows = ActionPlan.objects.filter(process=cycle.process_id).select_related("decided_by")
    return list(rows.defer("content"))


def _unmet(cycle: ProcessCycle) -> list[Cause]:
    alive = Measure.objects.filter(cause=OuterRef("pk")).exclude(state=Measure.State.STOPPED)
    taken_on = JointProblem.objects.filter(cycle=cycle).taken_on()
    kept = Cause.objects.kept().filter(analysis__joint_problem__in=taken_on)
    rows = kept.filter(~Exists(alive)).select_related("analysis__joint_problem")
    return list(rows.order_by("analysis__joint_problem", "order", "pk"))


STATES = ("done", "done_late", "late", "dropped", "left")


@dataclass(frozen=True)
class Commitment:
    """What a party had promised in the cycle, counted in activities; and how it was judged.

    ``done`` came in time and ``done_late`` after its day; ``late`` is past its day and not done.
    """

    party: Participant
    done: int
    done_late: int
    late: int
    dropped: int
    left: int
    review: CommitmentReview | None
    is_own: bool

    @property
    def promised(self) -> int:
        return self.done_in_all + self.late + self.dropped + self.left

    @property
    def done_in_all(self) -> int:
        return self.done + self.done_late


@dataclass(frozen=True)
class GoalResult:
    """``assessment`` is the latest one of the goal."""

    goal: SmartGoal
    result: Result
    assessment: GoalAssessment | None

    @property
    def chart(self) -> Chart | None:
        """The indicator's curve, with the goal's measures drawn in, if there is one to draw."""
        return goal_chart(self.goal, self.result, measures=list(self.goal.measures.all()))


@dataclass(frozen=True)
class Outcome:
    """``follow_up`` is None until somebody has written something."""

    results: tuple[GoalResult, ...]
    commitments: tuple[Commitment, ...]
    follow_up: CycleFollowUp | None


def outcome(cycle: ProcessCycle, own: frozenset[int], day: date) -> Outcome:
    """Step 5."""
    follow_up = CycleFollowUp.objects.filter(cycle=cycle).first()
    goals = list(with_places(goals_of(cycle)).prefetch_related(_measures_in_time()))
    given = latest_assessments([goal.pk for goal in goals], day)
    return Outcome(
        tuple(GoalResult(goal, result, given.get(goal.pk)) for goal, result in results_of(goals)),
        tuple(_commitments(cycle, follow_up, own, day)),
        follow_up,
    )


def _measures_in_time() -> Prefetch:
    rows = Measure.objects.order_by("starts_on", "pk")
    return Prefetch("measures", queryset=rows)


def commitment_of(cycle: ProcessCycle, party: Participant, day: date) -> Commitment:
    """What one party had promised, without how it was judged."""
    counted = _counted(cycle, [party], day)
    return Commitment(party, *(counted[party.pk, state] for state in STATES), None, True)


def _commitments(
    cycle: ProcessCycle, follow_up: CycleFollowUp | None, own: frozenset[int], day: date
) -> Iterable[Commitment]:
    parties = list(Participant.objects.filter(process=cycle.process_id).active().with_party())
    counted = _counted(cycle, parties, day)
    rows = CommitmentReview.objects.filter(follow_up=follow_up) if follow_up else ()
    reviews = {review.participant_id: review for review in rows}
    for party in parties:
        yield Commitment(
            party,
            *(counted[party.pk, state] for state in STATES),
            reviews.get(party.pk),
            party.pk in own,
        )


def _counted(cycle: ProcessCycle, parties: list[Participant], day: date) -> Counter[Any]:
    """Activities by party and state. An organization's are those that its people own."""
    of_body = {party.body_id: party.pk for party in parties if party.body_id}
    people = Invitation.objects.filter(
        participant__in=[party.pk for party in parties], accepted_by__isnull=False
    )
    of_person = dict(people.values_list("accepted_by", "participant_id"))
    activities = Activity.objects.filter(measure__in=measures_of(cycle)).select_related("measure")
    return Counter(
        (
            of_person.get(each.owner_id) or of_body.get(each.measure.responsible_id),
            _state(each, day),
        )
        for each in activities
    )


def _state(activity: Activity, day: date) -> str:
    if activity.dropped:
        return "dropped"
    if activity.done_on:
        return "done" if activity.done_on <= activity.due_on else "done_late"
    return "late" if activity.due_on < day else "left"
