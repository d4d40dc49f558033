"""Goals: set, changed and revised by the lead, accepted or declined by each party."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.exceptions import EditConflict, ParticipantHasLeft, ProcessEnded
from collaboration.models import CollaborationProcess, Participant
from followup.exceptions import (
    AimChanged,
    GoalChanged,
    GoalNotOfProcess,
    NothingRevised,
    ReasonMissing,
)
from followup.models import GoalAcceptance, GoalRevision, Measure, SmartGoal
from followup.program_time import refuse_outside
from followup.smart import refuse_wrong_side
from programs.models import ResponsibleBody
from trygghet.accounts.models import User

# What the goal aims at: once set, each changes only by a revision.
AIM = ("indicator", "direction", "baseline", "baseline_period", "target", "due_on")
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
    """A new goal with its first revision; the same ``idempotency_key`` gives the same one.

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
            _keep_revision(goal, acting_user)
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
    """Change it. What it aims at may be filled in, but what is set changes by ``revise_goal``.

    A change of what was accepted takes the answers away: they are asked anew. The same said again
    changes nothing. Raises AimChanged, EditConflict, ProcessEnded, GoalNotOfProcess or
    ValidationError.
    """
    stored = _locked(goal)
    chosen = list(measures or ())
    if stored.version != version:
        same = measures is None or set(chosen) == set(stored.measures.all())
        if same and _says(stored, fields):
            return stored
        raise EditConflict(stored)
    if any(_is_changed(stored, name, fields) for name in AIM):
        raise AimChanged
    revision = _current_revision(stored, acting_user)
    _write(stored, fields, chosen)
    if measures is not None:
        stored.measures.set(chosen)
    for name in AIM:
        setattr(revision, name, getattr(stored, name))
    revision.save(update_fields=AIM)
    return stored


@transaction.atomic
def revise_goal(
    *,
    goal: SmartGoal,
    version: int,
    reason: str,
    decided_by: str,
    decided_on: date,
    acting_user: User,
    **fields: Any,
) -> GoalRevision:
    """Change what the goal aims at (``AIM``), by somebody's decision: a new revision.

    The ones before stay as they were, and the parties answer anew. The same revision sent again is
    the one that is there. Raises NothingRevised, EditConflict, ProcessEnded or ValidationError.
    """
    stored = _locked(goal)
    why = {"reason": reason.strip(), "decided_by": decided_by.strip(), "decided_on": decided_on}
    if stored.version != version:
        latest = stored.revisions.last()
        if latest and _says(latest, fields | why):
            return latest
        raise EditConflict(stored)
    _refuse_ended(stored)
    if _says(stored, fields):
        raise NothingRevised
    if decided_on > timezone.localdate():
        raise ValidationError({"decided_on": _("Beslutsdatumet kan inte ligga i framtiden.")})
    _current_revision(stored, acting_user)
    _write(stored, fields, [])
    stored.acceptances.all().delete()
    return _keep_revision(stored, acting_user, **why)


@transaction.atomic
def answer_goal(
    *,
    goal: SmartGoal,
    participant: Participant,
    accepted: bool,
    acting_user: User,
    reason: str = "",
    version: int | None = None,
    goal_version: int | None = None,
) -> GoalAcceptance:
    """The party accepts the goal, or declines it with its reason; an answer can be changed.

    ``version`` is that of the answer that was read, ``goal_version`` that of the goal. Raises
    GoalChanged, EditConflict (somebody of the same party has answered otherwise meanwhile),
    ReasonMissing, GoalNotOfProcess, ParticipantHasLeft or ProcessEnded.
    """
    goal = _locked(goal)
    if participant.process_id != goal.process_id:
        raise GoalNotOfProcess
    if participant.left_on:
        raise ParticipantHasLeft(str(participant))
    _refuse_ended(goal)
    if goal_version not in (None, goal.version):
        raise GoalChanged
    if not accepted and not reason.strip():
        raise ReasonMissing
    answer = GoalAcceptance.objects.filter(goal=goal, participant=participant).first()
    answer = answer or GoalAcceptance(goal=goal, participant=participant)
    if version not in (None, answer.version):
        if _says(answer, {"accepted": accepted, "reason": reason.strip()}):
            return answer
        raise EditConflict(answer)
    answer.accepted, answer.reason = accepted, reason.strip()
    answer.version += 1
    answer.answered_by, answer.answered_at = acting_user, timezone.now()
    answer.full_clean()
    answer.save()
    return answer


def _says(row: SmartGoal | GoalRevision | GoalAcceptance, fields: dict[str, Any]) -> bool:
    """Whether the row already holds all of ``fields``."""
    return all(getattr(row, name) == value for name, value in fields.items())


def _write(stored: SmartGoal, fields: dict[str, Any], measures: list[Measure]) -> None:
    """Change the row, and ask the parties anew if it is no longer what they answered."""
    before = [getattr(stored, name) for name in ACCEPTED]
    for name, value in fields.items():
        setattr(stored, name, value)
    _check(stored, measures)
    stored.version += 1
    stored.full_clean(validate_unique=False)
    stored.save()
    if before != [getattr(stored, name) for name in ACCEPTED]:
        stored.acceptances.all().delete()


def _is_changed(stored: SmartGoal, name: str, fields: dict[str, Any]) -> bool:
    """Whether ``fields`` would overwrite what is set; what is empty may be filled in."""
    value = getattr(stored, name)
    return value not in (None, "") and fields.get(name, value) != value


def _current_revision(goal: SmartGoal, acting_user: User) -> GoalRevision:
    """The latest one; the goal as it stands becomes the first of one that has none."""
    return goal.revisions.last() or _keep_revision(goal, acting_user)


def _keep_revision(goal: SmartGoal, acting_user: User, **why: Any) -> GoalRevision:
    revision = GoalRevision(
        goal=goal,
        number=goal.revisions.count() + 1,
        made_by=acting_user,
        **{name: getattr(goal, name) for name in AIM},
        **why,
    )
    revision.full_clean(validate_unique=False)
    revision.save()
    return revision


def _locked(goal: SmartGoal) -> SmartGoal:
    rows = SmartGoal.objects.select_for_update(of=("self",)).select_related("process")
    return rows.get(pk=goal.pk)


def _check(goal: SmartGoal, measures: list[Measure]) -> None:
    """Everything that the goal is tied to belongs to its own process, and it to its program."""
    _refuse_ended(goal)
    refuse_wrong_side(goal.direction, goal.baseline, goal.target)
    refuse_outside(goal.focus_area.program, goal.due_on)
    if goal.problem and goal.problem.cycle.process_id != goal.process_id:
        raise GoalNotOfProcess
    if any(measure.process_id != goal.process_id for measure in measures):
        raise GoalNotOfProcess


def _refuse_ended(goal: SmartGoal) -> None:
    if goal.process and goal.process.ended_on:
        raise ProcessEnded
