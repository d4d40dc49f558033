"""Goals: set and changed by the lead, accepted or declined by each party."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from collaboration.exceptions import EditConflict, ParticipantHasLeft, ProcessEnded
from collaboration.models import CollaborationProcess, Participant
from followup.exceptions import GoalNotOfProcess, ReasonMissing
from followup.models import GoalAcceptance, Measure, SmartGoal
from programs.models import ResponsibleBody
from trygghet.accounts.models import User

# What the parties accept: when one of these changes they are asked anew.
ACCEPTED = (
    "problem_id",
    "change",
    "indicator_id",
    "direction",
    "baseline",
    "target",
    "starts_on",
    "due_on",
)


def set_goal(
    *,
    body: ResponsibleBody,
    acting_user: User,
    process: CollaborationProcess | None = None,
    measures: Iterable[Measure] = (),
    idempotency_key: UUID | None = None,
    **fields: Any,
) -> SmartGoal:
    """A new goal; the same ``idempotency_key`` gives the same one.

    Raises ProcessEnded, GoalNotOfProcess or ValidationError.
    """
    if idempotency_key and (sent := SmartGoal.objects.filter(idempotency_key=idempotency_key)):
        return sent.get()
    goal = SmartGoal(body=body, process=process, idempotency_key=idempotency_key, **fields)
    _check(goal, measures := list(measures))
    goal.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            goal.save()
            goal.measures.set(measures)
    except IntegrityError:
        return SmartGoal.objects.get(idempotency_key=idempotency_key)
    return goal


@transaction.atomic
def change_goal(
    *,
    goal: SmartGoal,
    version: int,
    acting_user: User,
    measures: Iterable[Measure] | None = None,
    **fields: Any,
) -> SmartGoal:
    """Change it. A change of what was accepted takes the answers away: the parties answer anew.

    Raises EditConflict, ProcessEnded, GoalNotOfProcess or ValidationError.
    """
    stored = _locked(goal)
    if stored.version != version:
        raise EditConflict(stored)
    before = [getattr(stored, name) for name in ACCEPTED]
    for name, value in fields.items():
        setattr(stored, name, value)
    _check(stored, chosen := list(measures or ()))
    stored.version += 1
    stored.full_clean(validate_unique=False)
    stored.save()
    if measures is not None:
        stored.measures.set(chosen)
    if before != [getattr(stored, name) for name in ACCEPTED]:
        stored.acceptances.all().delete()
    return stored


@transaction.atomic
def answer_goal(
    *,
    goal: SmartGoal,
    participant: Participant,
    accepted: bool,
    acting_user: User,
    reason: str = "",
) -> GoalAcceptance:
    """The party accepts the goal, or declines it with its reason; an answer can be changed.

    Raises ReasonMissing, GoalNotOfProcess, ParticipantHasLeft or ProcessEnded.
    """
    goal = _locked(goal)
    if participant.process_id != goal.process_id:
        raise GoalNotOfProcess
    if participant.left_on:
        raise ParticipantHasLeft(str(participant))
    _refuse_ended(goal)
    if not accepted and not reason.strip():
        raise ReasonMissing
    answer = GoalAcceptance.objects.filter(goal=goal, participant=participant).first()
    answer = answer or GoalAcceptance(goal=goal, participant=participant)
    answer.accepted, answer.reason = accepted, reason.strip()
    answer.answered_by, answer.answered_at = acting_user, timezone.now()
    answer.full_clean()
    answer.save()
    return answer


def _locked(goal: SmartGoal) -> SmartGoal:
    rows = SmartGoal.objects.select_for_update(of=("self",)).select_related("process")
    return rows.get(pk=goal.pk)


def _check(goal: SmartGoal, measures: list[Measure]) -> None:
    """Everything that the goal is tied to belongs to its own process."""
    _refuse_ended(goal)
    if goal.problem and goal.problem.cycle.process_id != goal.process_id:
        raise GoalNotOfProcess
    if any(measure.process_id != goal.process_id for measure in measures):
        raise GoalNotOfProcess


def _refuse_ended(goal: SmartGoal) -> None:
    if goal.process and goal.process.ended_on:
        raise ProcessEnded
