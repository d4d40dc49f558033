"""Step 5: effect, commitments and work asked apart; the decision, and what was learnt."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from collaboration.exceptions import DecidedInTheFuture, EditConflict, ParticipantHasLeft
from collaboration.models import (
    CollaborationProcess,
    CommitmentReview,
    CycleFollowUp,
    Participant,
    ProcessCycle,
)
from collaboration.services.steps import locked_cycle
from trygghet.accounts.models import User

TEXTS = ("effect", "work", "lessons")


@transaction.atomic
def save_answers(
    *, process: CollaborationProcess, version: int, acting_user: User, **texts: str
) -> CycleFollowUp:
    """Save the texts of the open cycle: ``effect``, ``work`` and ``lessons``.

    The same texts saved again change nothing. Raises EditConflict when somebody saved other texts
    since ``version``, and ProcessEnded.
    """
    follow_up = _of_open_cycle(process)
    new = {name: texts[name].replace("\r\n", "\n").strip() for name in TEXTS}
    if new == {name: getattr(follow_up, name) for name in TEXTS}:
        return follow_up
    if follow_up.version != version:
        raise EditConflict(follow_up)
    for name, text in new.items():
        setattr(follow_up, name, text)
    return _saved(follow_up)


@transaction.atomic
def decide(
    *,
    process: CollaborationProcess,
    decision: str,
    reason: str,
    decided_on: date,
    acting_user: User,
    version: int | None = None,
) -> CycleFollowUp:
    """Write in what happens now: continue, adjust, stop or spread.

    The same decision saved again changes nothing. Raises EditConflict when another one is there
    that was not at ``version``, DecidedInTheFuture, ProcessEnded or ValidationError.
    """
    if decided_on > timezone.localdate():
        raise DecidedInTheFuture
    follow_up = _of_open_cycle(process)
    new = {"decision": decision, "decision_reason": reason.strip(), "decided_on": decided_on}
    if new == {name: getattr(follow_up, name) for name in new}:
        return follow_up
    if follow_up.decision and version not in (None, follow_up.version):
        raise EditConflict(follow_up)
    for name, value in new.items():
        setattr(follow_up, name, value)
    return _saved(follow_up)


@transaction.atomic
def review_commitments(
    *,
    process: CollaborationProcess,
    participant: Participant,
    kept: str,
    note: str,
    acting_user: User,
    version: int | None = None,
) -> CommitmentReview:
    """Whether the party did what it promised in the open cycle; a review can be put right.

    The same review saved again changes nothing. Raises EditConflict when another one is there that
    was not at ``version``, ParticipantHasLeft, ProcessEnded or ValidationError.
    """
    follow_up = _of_open_cycle(process)
    if participant.left_on:
        raise ParticipantHasLeft(str(participant))
    review = CommitmentReview.objects.filter(follow_up=follow_up, participant=participant).first()
    review = review or CommitmentReview(follow_up=follow_up, participant=participant)
    if (review.kept, review.note) == (kept, note.strip()):
        return review
    if version not in (None, review.version):
        raise EditConflict(review)
    review.kept, review.note, review.version = kept, note.strip(), review.version + 1
    review.full_clean()
    review.save()
    return review


def _of_open_cycle(process: CollaborationProcess) -> CycleFollowUp:
    cycle: ProcessCycle = locked_cycle(process)
    follow_up, _is_new = CycleFollowUp.objects.get_or_create(cycle=cycle)
    return follow_up


def _saved(follow_up: CycleFollowUp) -> CycleFollowUp:
    follow_up.version += 1
    follow_up.full_clean()
    follow_up.save()
    return follow_up
