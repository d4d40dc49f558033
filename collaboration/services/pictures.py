"""Step 2: each party's own picture, attached as a situation report or written in the process."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from collaboration.exceptions import (
    CycleEnded,
    EditConflict,
    ParticipantHasLeft,
    ProblemInJointPicture,
    ReportNotAttachable,
)
from collaboration.models import (
    CollaborationProcess,
    Participant,
    ParticipantPicture,
    PictureProblem,
    ProcessCycle,
    SituationReport,
)
from collaboration.models.classification import Classification
from collaboration.process_exceptions import PictureMissing
from collaboration.services.steps import locked_cycle
from trygghet.accounts.models import User

FIELDS = (
    "report",
    "summary",
    "data_used",
    "data_rejected",
    "staff_dialogue",
    "staff_dialogue_note",
    "read_by_leadership_on",
    "classification",
    "classification_reason",
)


@transaction.atomic
def save_picture(
    *,
    process: CollaborationProcess,
    participant: Participant,
    version: int,
    acting_user: User,
    **fields: Any,
) -> ParticipantPicture:
    """Save the party's picture of the open cycle. The same saved again only confirms it.

    Raises EditConflict when somebody saved another since ``version`` (0 before the first),
    ReportNotAttachable, ParticipantHasLeft, ProcessEnded and ValidationError.
    """
    cycle = locked_cycle(process)
    picture = _picture(cycle, participant)
    changed = {name: value for name, value in fields.items() if getattr(picture, name) != value}
    if picture.pk and not changed:
        return _touched(picture, acting_user)
    if picture.version != version:
        raise EditConflict(picture)
    if changed.get("report"):
        _check_attachable(changed["report"], picture.participant)
    for name, value in changed.items():
        setattr(picture, name, value)
    return _saved(picture, acting_user)


@transaction.atomic
def confirm_picture(
    *, process: CollaborationProcess, participant: Participant, acting_user: User
) -> ParticipantPicture:
    """The party says that its picture still holds, after the process went back.

    Raises PictureMissing, ParticipantHasLeft, ProcessEnded.
    """
    picture = _picture(locked_cycle(process), participant)
    if not picture.pk:
        raise PictureMissing
    return _touched(picture, acting_user)


def attachable_reports(participant: Participant) -> Any:
    """The reports that the party may share: its own, that its manager stands behind."""
    return SituationReport.objects.approved().filter(body=participant.body_id).order_by("-period")


@transaction.atomic
def add_picture_problem(
    *,
    process: CollaborationProcess,
    participant: Participant,
    acting_user: User,
    idempotency_key: UUID | None = None,
    **fields: Any,
) -> PictureProblem:
    """Add a problem to the party's picture; the same key again gives the one already added.

    Raises ParticipantHasLeft, ProcessEnded and ValidationError.
    """
    picture = _picture(locked_cycle(process), participant)
    if idempotency_key:
        added = PictureProblem.objects.filter(picture=picture.pk, idempotency_key=idempotency_key)
        if found := added.first():
            return found
    if not picture.pk:  # it holds no text yet: the problem's own classification decides
        picture.classification = Classification.OPEN
        _saved(picture, acting_user)
    problem = PictureProblem(picture=picture, idempotency_key=idempotency_key, **fields)
    problem.full_clean()
    problem.save()
    _touched(picture, acting_user)
    return problem


@transaction.atomic
def save_picture_problem(
    *, problem: PictureProblem, version: int, acting_user: User, **fields: Any
) -> PictureProblem:
    """Change a problem. Raises EditConflict, CycleEnded, ParticipantHasLeft, ValidationError."""
    problem = _locked_problem(problem)
    changed = {name: value for name, value in fields.items() if getattr(problem, name) != value}
    if not changed:
        return problem
    if problem.version != version:
        raise EditConflict(problem)
    for name, value in changed.items():
        setattr(problem, name, value)
    problem.version += 1
    problem.full_clean()
    problem.save()
    _touched(problem.picture, acting_user)
    return problem


@transaction.atomic
def delete_picture_problem(*, problem: PictureProblem, acting_user: User) -> None:
    """Take the problem out of the party's picture.

    Raises ProblemInJointPicture when the joint picture rests on it.
    """
    problem = _locked_problem(problem)
    try:
        problem.delete()
    except ProtectedError as refusal:
        raise ProblemInJointPicture(problem.title) from refusal
    _touched(problem.picture, acting_user)


def _picture(cycle: ProcessCycle, participant: Participant) -> ParticipantPicture:
    """The party's picture in the cycle, or a new unsaved one."""
    participant = Participant.objects.with_party().get(pk=participant.pk, process=cycle.process_id)
    if participant.left_on:
        raise ParticipantHasLeft(str(participant))
    found = ParticipantPicture.objects.filter(cycle=cycle, participant=participant)
    return found.select_related("participant").first() or ParticipantPicture(
        cycle=cycle, participant=participant
    )


def _check_attachable(report: SituationReport, participant: Participant) -> None:
    if not attachable_reports(participant).filter(pk=report.pk).exists():
        raise ReportNotAttachable


def _saved(picture: ParticipantPicture, acting_user: User) -> ParticipantPicture:
    picture.version += 1
    picture.updated_by, picture.confirmed_at = acting_user, timezone.now()
    picture.full_clean()
    picture.save()
    return picture


def _touched(picture: ParticipantPicture, acting_user: User) -> ParticipantPicture:
    """Somebody at the party has looked at it now; its own texts are as they were."""
    picture.updated_by, picture.confirmed_at = acting_user, timezone.now()
    picture.save(update_fields=["updated_by", "confirmed_at", "updated_at"])
    return picture


def _locked_problem(problem: PictureProblem) -> PictureProblem:
    picture = problem.picture
    cycle = locked_cycle(picture.cycle.process)
    if picture.cycle_id != cycle.pk:
        raise CycleEnded
    _picture(cycle, picture.participant)
    rows = PictureProblem.objects.select_for_update(of=("self",)).select_related("picture")
    return rows.get(pk=problem.pk)
