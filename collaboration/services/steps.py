"""A process's way through the five steps: on, back, into the next cycle, and to its end.

Every move says who, when, from, to and why. What the steps held is kept as versions before the
process moves, so that going back loses nothing. The open cycle is held while a move is decided:
of two people who move at once, the second is told that somebody was first.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.exceptions import (
    AlreadyMoved,
    MoveReasonMissing,
    NextCycleRefused,
    NoNextStep,
    NotAnEarlierStep,
    ProcessEnded,
    StepNotComplete,
)
from collaboration.models import (
    CollaborationProcess,
    CycleFollowUp,
    ProcessCycle,
    Step,
    StepMove,
    StepVersion,
)
from collaboration.process_exceptions import NothingToGoThrough
from collaboration.selectors.step_content import content_of
from collaboration.selectors.step_facts import facts_of
from collaboration.steps import STEPS, position, step_after, unmet
from collaboration.versions import stored
from trygghet.accounts.models import User

# What the next cycle begins with: how the parties are organized, and the need until rewritten.
CARRIED = (
    "need",
    "origin",
    "origin_note",
    "steering_group",
    "working_group",
    "communication_plan",
    "communication_lead",
)


@transaction.atomic
def move_forward(
    *,
    process: CollaborationProcess,
    acting_user: User,
    reason: str = "",
    from_step: str | None = None,
    at: datetime | None = None,
) -> ProcessCycle:
    """Go on to the next step. ``from_step`` is where the person saw the process stand.

    Raises StepNotComplete when something is missing and no reason is given, AlreadyMoved,
    NoNextStep or ProcessEnded.
    """
    cycle = locked_cycle(process, from_step)
    following = step_after(cycle.step)
    if following is None:
        raise NoNextStep
    missing = _missing(cycle)
    if missing and not reason.strip():
        raise StepNotComplete(missing)
    keep_versions(cycle, [cycle.step], acting_user, at)
    return _move(cycle, following.step, StepMove.Kind.FORWARD, acting_user, at, reason, missing)


@transaction.atomic
def move_back(
    *,
    process: CollaborationProcess,
    to_step: str,
    reason: str,
    acting_user: User,
    from_step: str | None = None,
    at: datetime | None = None,
) -> ProcessCycle:
    """Take up an earlier step again. Raises MoveReasonMissing, NotAnEarlierStep, AlreadyMoved."""
    if not reason.strip():
        raise MoveReasonMissing
    cycle = locked_cycle(process, from_step)
    if to_step not in STEPS or position(to_step) >= position(cycle.step):
        raise NotAnEarlierStep
    left = [step for step in STEPS if position(to_step) <= position(step) <= position(cycle.step)]
    keep_versions(cycle, left, acting_user, at)
    return _move(cycle, Step(to_step), StepMove.Kind.BACK, acting_user, at, reason)


@transaction.atomic
def go_through_anew(
    *,
    process: CollaborationProcess,
    acting_user: User,
    reason: str = "",
    from_step: str | None = None,
    at: datetime | None = None,
) -> ProcessCycle:
    """Say that the present step has been gone through since the process went back.

    ``reason`` tells what has changed, or why it stands. Raises NothingToGoThrough, AlreadyMoved,
    ProcessEnded.
    """
    cycle = locked_cycle(process, from_step)
    if not facts_of(cycle).is_reopened:
        raise NothingToGoThrough
    at = at or timezone.now()
    _record(cycle, cycle.step, StepMove.Kind.REVIEWED, acting_user, at, reason, [])
    return cycle


@transaction.atomic
def begin_next_cycle(
    *,
    process: CollaborationProcess,
    acting_user: User,
    reason: str = "",
    from_step: str | None = None,
    at: datetime | None = None,
) -> ProcessCycle:
    """A new turn, with what was learnt. Returns the new cycle.

    Raises NextCycleRefused before the follow-up has decided to go on, StepNotComplete when
    something else is missing and no reason is given, AlreadyMoved.
    """
    cycle = locked_cycle(process, from_step)
    follow_up = _decided_follow_up(cycle)
    missing = _missing(cycle)
    if missing and not reason.strip():
        raise StepNotComplete(missing)
    at = at or timezone.now()
    keep_versions(cycle, [cycle.step], acting_user, at)
    _record(cycle, Step.INITIATION, StepMove.Kind.NEXT_CYCLE, acting_user, at, reason, missing)
    cycle.ended_at = at
    cycle.save(update_fields=["ended_at"])
    carried = {name: getattr(cycle, name) for name in CARRIED}
    return begin_cycle(process, cycle.number + 1, at, lessons=follow_up.lessons, **carried)


@transaction.atomic
def end_process(
    *,
    process: CollaborationProcess,
    acting_user: User,
    reason: str = "",
    ended_on: date | None = None,
    at: datetime | None = None,
) -> CollaborationProcess:
    """Close the process; it can still be read.

    Raises MoveReasonMissing unless the follow-up has decided to stop; ProcessEnded.
    """
    cycle = locked_cycle(process)
    stops = CycleFollowUp.objects.filter(cycle=cycle, decision=CycleFollowUp.Decision.STOP)
    if not reason.strip() and not stops.exists():
        raise MoveReasonMissing
    at = at or timezone.now()
    keep_versions(cycle, [cycle.step], acting_user, at)
    _record(cycle, "", StepMove.Kind.ENDED, acting_user, at, reason, [])
    cycle.ended_at = at
    cycle.save(update_fields=["ended_at"])
    process = CollaborationProcess.objects.select_for_update().get(pk=process.pk)
    process.ended_on = ended_on or timezone.localdate(at)
    process.full_clean()
    process.save(update_fields=["ended_on"])
    return process


def begin_cycle(
    process: CollaborationProcess, number: int, at: datetime, **texts: str
) -> ProcessCycle:
    cycle = ProcessCycle(process=process, number=number, began_at=at, step_since=at, **texts)
    cycle.full_clean()
    cycle.save()
    return cycle


def locked_cycle(process: CollaborationProcess, from_step: str | None = None) -> ProcessCycle:
    """The open cycle as it is now, held until the transaction ends.

    Raises ProcessEnded, and AlreadyMoved when it is not in ``from_step``.
    """
    open_cycles = ProcessCycle.objects.select_for_update().filter(ended_at__isnull=True)
    cycle = open_cycles.filter(process=process.pk).first()
    if cycle is None:
        raise ProcessEnded
    if from_step is not None and cycle.step != from_step:
        raise AlreadyMoved(cycle.get_step_display())
    return cycle


def keep_versions(
    cycle: ProcessCycle, steps: Iterable[str], acting_user: User, at: datetime | None = None
) -> None:
    """Keep what each step holds now, where it is not what its latest version holds."""
    latest = {row.step: row for row in cycle.versions.order_by("number")}
    for step in steps:
        content = stored(content_of(cycle, step))
        last = latest.get(step)
        if last and last.content == _as_stored(content):
            continue
        StepVersion.objects.create(
            cycle=cycle,
            step=step,
            number=last.number + 1 if last else 1,
            content=content,
            taken_at=at or timezone.now(),
            taken_by=acting_user,
        )


def _as_stored(content: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As it is read back from the database, where a tuple is a list."""
    return [{**section, "texts": list(section["texts"])} for section in content]


def _missing(cycle: ProcessCycle) -> list[str]:
    facts = facts_of(cycle)
    return [requirement.lacking(facts) for requirement in unmet(cycle.step, facts)]


def _decided_follow_up(cycle: ProcessCycle) -> CycleFollowUp:
    follow_up = CycleFollowUp.objects.filter(cycle=cycle).first()
    if cycle.step != Step.FOLLOW_UP:
        raise NextCycleRefused(_("Nästa varv börjar efter uppföljningen."))
    if follow_up is None or not follow_up.decision:
        raise NextCycleRefused(_("Skriv in beslutet om vad som händer nu, så kan ni börja om."))
    if follow_up.decision == CycleFollowUp.Decision.STOP:
        raise NextCycleRefused(_("Ni har beslutat att avsluta. Avsluta samverkan i stället."))
    return follow_up


def _move(
    cycle: ProcessCycle,
    to_step: Step,
    kind: str,
    acting_user: User,
    at: datetime | None,
    reason: str,
    missing: Iterable[str] = (),
) -> ProcessCycle:
    at = at or timezone.now()
    _record(cycle, to_step, kind, acting_user, at, reason, missing)
    cycle.step, cycle.step_since = to_step, at
    cycle.save(update_fields=["step", "step_since"])
    return cycle


def _record(
    cycle: ProcessCycle,
    to_step: str,
    kind: str,
    acting_user: User,
    at: datetime,
    reason: str,
    missing: Iterable[str],
) -> None:
    move = StepMove(
        cycle=cycle,
        kind=kind,
        from_step=cycle.step,
        to_step=to_step,
        reason=reason.strip(),
        missing=list(missing),
        moved_by=acting_user,
        moved_at=at,
    )
    move.full_clean(exclude=["missing"])  # that nothing is missing is no error
    move.save()
