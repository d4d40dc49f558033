"""Safety walks: planned by a body, walked with a target group, answered finding by finding."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from collaboration import photos
from collaboration.exceptions import (
    AnswerDateInThePast,
    AnswerDateMissing,
    EditConflict,
    FindingAnswered,
    FindingNotSent,
    WalkInTheFuture,
)
from collaboration.models import SafetyWalk, WalkFinding, WalkGroup
from collaboration.photos import Photo
from collaboration.services.once import save_once
from programs.models import ResponsibleBody
from trygghet.accounts.models import User

State = WalkFinding.State

# A walk is held before its findings.


@transaction.atomic
def plan_walk(
    *, body: ResponsibleBody, acting_user: User, idempotency_key: UUID | None = None, **fields: Any
) -> SafetyWalk:
    """Plan a walk, or a re-walk (``previous``); the same ``idempotency_key`` gives the same one."""
    walk = SafetyWalk(body=body, **fields)
    return save_once(walk, idempotency_key, body=body)[0]


@transaction.atomic
def change_walk(*, walk: SafetyWalk, version: int, acting_user: User, **fields: Any) -> SafetyWalk:
    """Change the plan. Raises EditConflict when somebody else has since ``version`` was read."""
    walk = _locked(walk)
    if walk.version != version:
        raise EditConflict(walk)
    for name, value in fields.items():
        setattr(walk, name, value)
    walk.version += 1
    walk.full_clean(validate_unique=False)
    walk.save()
    return walk


@transaction.atomic
def log_finding(
    *,
    walk: SafetyWalk,
    acting_user: User,
    idempotency_key: UUID | None = None,
    photo: Photo | None = None,
    **fields: Any,
) -> WalkFinding:
    """Keep what was found; the same ``idempotency_key`` again gives the same finding.

    A finding may come late: it was kept on a phone without network.
    """
    walk = _locked(walk)
    fields.setdefault("found_at", timezone.now())
    finding = WalkFinding(walk=walk, found_by=acting_user, **fields)
    if photo:
        finding.photo = photos.store(photo)
    if walk.state != SafetyWalk.State.PLANNED and finding.responsible is None:
        finding.responsible = walk.body
    finding, is_new = save_once(finding, idempotency_key, walk=walk, found_by=acting_user)
    if is_new:
        _settle(walk)
    return finding


@transaction.atomic
def change_finding(
    *,
    finding: WalkFinding,
    version: int,
    acting_user: User,
    photo: Photo | None = None,
    **fields: Any,
) -> WalkFinding:
    """Put right what was logged, until it is answered; a ``photo`` replaces the one it had.

    Raises FindingAnswered and EditConflict.
    """
    finding = _locked_finding(finding)
    if finding.state != State.OPEN:
        raise FindingAnswered
    if finding.version != version:
        raise EditConflict(finding)
    for name, value in fields.items():
        setattr(finding, name, value)
    if photo:
        finding.photo = photos.store(photo)
    finding.version += 1
    finding.full_clean(validate_unique=False)
    finding.save()
    return finding


@transaction.atomic
def remove_finding(*, finding: WalkFinding, acting_user: User) -> None:
    """Take away what was logged by mistake. Raises FindingAnswered."""
    finding = _locked_finding(finding)
    if finding.state != State.OPEN:
        raise FindingAnswered
    walk = finding.walk
    finding.delete()
    _settle(walk)


@transaction.atomic
def hand_over(
    *, finding: WalkFinding, responsible: ResponsibleBody, acting_user: User
) -> WalkFinding:
    """Say which body the finding is for. Raises FindingAnswered."""
    finding = _locked_finding(finding)
    if finding.state != State.OPEN:
        raise FindingAnswered
    finding.responsible = responsible
    finding.full_clean(validate_unique=False)
    finding.save(update_fields=["responsible"])
    return finding


@transaction.atomic
def finish_walk(
    *, walk: SafetyWalk, groups: Iterable[tuple[str, int]], acting_user: User
) -> SafetyWalk:
    """The walk is done: who took part, by group and number, and its findings are sent.

    What nobody was named for goes to the walk's own body. Can be done again to put the groups
    right. Raises WalkInTheFuture.
    """
    walk = _locked(walk)
    if walk.walk_on > timezone.localdate():
        raise WalkInTheFuture
    walk.groups.all().delete()
    for name, count in groups:
        group = WalkGroup(walk=walk, group=name, count=count)
        group.full_clean()
        group.save()
    walk.findings.filter(responsible__isnull=True).update(responsible=walk.body)
    if walk.state == SafetyWalk.State.PLANNED:
        walk.state = SafetyWalk.State.WALKED
        walk.save(update_fields=["state"])
    _settle(walk)
    return walk


@transaction.atomic
def answer_finding(
    *,
    finding: WalkFinding,
    state: str,
    answer: str,
    acting_user: User,
    promised_on: date | None = None,
) -> WalkFinding:
    """The responsible body's answer; it can be changed when the work is done, or is not.

    ``promised_on`` is the day by which it will be done, needed when it will be. Raises
    FindingNotSent, AnswerDateMissing, AnswerDateInThePast and ValidationError (no text).
    """
    finding = _locked_finding(finding)
    if finding.responsible_id is None or finding.walk.state == SafetyWalk.State.PLANNED:
        raise FindingNotSent
    finding.promised_on = _promised(finding, state, promised_on)
    finding.state, finding.answer = state, answer
    finding.answered_by, finding.answered_at = acting_user, timezone.now()
    finding.full_clean(validate_unique=False)
    finding.save()
    _settle(finding.walk)
    return finding


def _promised(finding: WalkFinding, state: str, day: date | None) -> date | None:
    if state != State.WILL_FIX:
        return finding.promised_on if state == State.FIXED else None
    if day is None:
        raise AnswerDateMissing
    if day < timezone.localdate() and day != finding.promised_on:
        raise AnswerDateInThePast
    return day


def _locked(walk: SafetyWalk) -> SafetyWalk:
    return SafetyWalk.objects.select_for_update(of=("self",)).select_related("body").get(pk=walk.pk)


def _locked_finding(finding: WalkFinding) -> WalkFinding:
    walk = _locked(finding.walk)
    rows = WalkFinding.objects.select_for_update(of=("self",))
    finding = rows.select_related("responsible", "category").get(pk=finding.pk)
    finding.walk = walk
    return finding


def _settle(walk: SafetyWalk) -> None:
    """Answered when every finding has its answer; a late finding opens the walk again."""
    if walk.state == SafetyWalk.State.PLANNED:
        return
    states = set(walk.findings.values_list("state", flat=True))
    is_answered = bool(states) and State.OPEN not in states
    state = SafetyWalk.State.ANSWERED if is_answered else SafetyWalk.State.WALKED
    if walk.state != state:
        walk.state = state
        walk.save(update_fields=["state"])
