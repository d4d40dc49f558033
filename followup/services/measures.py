"""Measures: chosen against a cause, changed, begun, paused, stopped and finished."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from collaboration.exceptions import EditConflict, ProcessEnded
from collaboration.models import CollaborationProcess, Participant, SituationReport
from followup.exceptions import (
    GoalNotOfProcess,
    MeasureStateRefuses,
    ReasonMissing,
    TechniqueDoesNotSuit,
)
from followup.models import Measure, SmartGoal
from followup.program_time import program_of, refuse_outside
from trygghet.accounts.models import User

State = Measure.State
# From which states each state is reached.
WAYS = {
    State.ONGOING: (State.PLANNED, State.PAUSED, State.STOPPED, State.DONE),
    State.PAUSED: (State.PLANNED, State.ONGOING),
    State.STOPPED: (State.PLANNED, State.ONGOING, State.PAUSED),
    State.DONE: (State.PLANNED, State.ONGOING),
}
SAY_WHY = (State.PAUSED, State.STOPPED)


def add_measure(
    *,
    acting_user: User,
    process: CollaborationProcess | None = None,
    from_report: SituationReport | None = None,
    goals: Iterable[SmartGoal] = (),
    partners: Iterable[Participant] = (),
    idempotency_key: UUID | None = None,
    **fields: Any,
) -> Measure:
    """A new measure; without a cause it is marked as one that may treat the symptom only.

    The same ``idempotency_key`` gives the same one. Raises ProcessEnded, GoalNotOfProcess or
    ValidationError.
    """
    if idempotency_key and (sent := Measure.objects.filter(idempotency_key=idempotency_key)):
        return sent.get()
    measure = Measure(
        process=process, from_report=from_report, idempotency_key=idempotency_key, **fields
    )
    goals, partners = list(goals), list(partners)
    _check(measure, goals, partners)
    measure.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            measure.save()
            measure.goals.set(goals)
            measure.partners.set(partners)
    except IntegrityError:
        return Measure.objects.get(idempotency_key=idempotency_key)
    return measure


@transaction.atomic
def change_measure(
    *,
    measure: Measure,
    version: int,
    acting_user: User,
    goals: Iterable[SmartGoal] = (),
    partners: Iterable[Participant] = (),
    **fields: Any,
) -> Measure:
    """Raises EditConflict, ProcessEnded, GoalNotOfProcess or ValidationError."""
    stored = _locked(measure)
    if stored.version != version:
        raise EditConflict(stored)
    for name, value in fields.items():
        setattr(stored, name, value)
    goals, partners = list(goals), list(partners)
    _check(stored, goals, partners)
    stored.version += 1
    stored.full_clean(validate_unique=False)
    stored.save()
    stored.goals.set(goals)
    stored.partners.set(partners)
    return stored


@transaction.atomic
def change_state(*, measure: Measure, state: str, acting_user: User, reason: str = "") -> Measure:
    """Begin, pause, stop or finish it; pausing and stopping say why, and the reason stays shown.

    Raises MeasureStateRefuses, ReasonMissing or ProcessEnded.
    """
    measure = _locked(measure)
    _refuse_ended(measure)
    if measure.state not in WAYS[State(state)]:
        raise MeasureStateRefuses(str(measure.get_state_display()))
    if state in SAY_WHY and not reason.strip():
        raise ReasonMissing
    measure.state, measure.state_reason = state, reason.strip()
    measure.version += 1
    measure.full_clean(validate_unique=False)
    measure.save(update_fields=["state", "state_reason", "version"])
    return measure


def _locked(measure: Measure) -> Measure:
    rows = Measure.objects.select_for_update(of=("self",)).select_related("process")
    return rows.get(pk=measure.pk)


def _check(measure: Measure, goals: list[SmartGoal], partners: list[Participant]) -> None:
    """Everything that the measure is tied to belongs to its own process, and it to its program."""
    _refuse_ended(measure)
    led_to = next((goal.focus_area.program for goal in goals), None)
    refuse_outside(program_of(measure) or led_to, measure.due_on)
    if measure.technique and not measure.technique.suits(measure.kind):
        raise TechniqueDoesNotSuit(measure.technique.name)
    tied = [*goals, *partners]
    if measure.cause:
        tied.append(measure.cause.analysis.joint_problem.cycle)
    if any(each.process_id != measure.process_id for each in tied):
        raise GoalNotOfProcess


def _refuse_ended(measure: Measure) -> None:
    if measure.process and measure.process.ended_on:
        raise ProcessEnded
