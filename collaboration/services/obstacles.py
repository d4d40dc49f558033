"""Obstacles: lifted and closed by a body, acknowledged and answered by the central office."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from collaboration.exceptions import DecidedInTheFuture, ObstacleStateRefuses
from collaboration.models import CollaborationProcess, Obstacle, SituationReport
from collaboration.partner_exceptions import NotAPartyOfTheProcess
from programs.models import ResponsibleBody
from trygghet.accounts.models import User

State = Obstacle.State


def raise_obstacle(
    *,
    body: ResponsibleBody,
    title: str,
    description: str,
    need: str,
    acting_user: User,
    report: SituationReport | None = None,
    process: CollaborationProcess | None = None,
    classification: str = "internal",
    classification_reason: str = "",
    idempotency_key: UUID | None = None,
) -> Obstacle:
    """Lift an obstacle to the central level; the same ``idempotency_key`` gives the same one.

    Raises NotAPartyOfTheProcess when ``process`` is one that the body is not in.
    """
    if sent_before := _sent_before(idempotency_key, acting_user):
        return sent_before
    if process and not process.participants.active().filter(body=body).exists():
        raise NotAPartyOfTheProcess(body.name)
    obstacle = Obstacle(
        body=body,
        report=report,
        process=process,
        title=title,
        description=description,
        need=need,
        classification=classification,
        classification_reason=classification_reason,
        raised_by=acting_user,
        raised_at=timezone.now(),
        idempotency_key=idempotency_key,
    )
    obstacle.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            obstacle.save()
    except IntegrityError:
        if sent_before := _sent_before(idempotency_key, acting_user):
            return sent_before
        raise
    return obstacle


def _sent_before(key: UUID | None, user: User) -> Obstacle | None:
    if key is None:
        return None
    return Obstacle.objects.filter(idempotency_key=key, raised_by=user).first()


@transaction.atomic
def acknowledge(*, obstacle: Obstacle, acting_user: User) -> Obstacle:
    """Tell the body that the obstacle has been seen. Raises ObstacleStateRefuses."""
    obstacle = _locked(obstacle, State.OPEN)
    return _save(
        obstacle,
        state=State.ACKNOWLEDGED,
        acknowledged_by=acting_user,
        acknowledged_at=timezone.now(),
    )


@transaction.atomic
def answer(
    *, obstacle: Obstacle, answer: str, decision: str, decided_on: date, acting_user: User
) -> Obstacle:
    """Answer with what was decided and when; an answer can be put right until it is closed.

    Raises ObstacleStateRefuses or DecidedInTheFuture.
    """
    if decided_on > timezone.localdate():
        raise DecidedInTheFuture
    obstacle = _locked(obstacle, State.OPEN, State.ACKNOWLEDGED, State.ANSWERED)
    return _save(
        obstacle,
        state=State.ANSWERED,
        answer=answer,
        decision=decision,
        decided_on=decided_on,
        answered_by=acting_user,
        answered_at=timezone.now(),
    )


@transaction.atomic
def close(*, obstacle: Obstacle, acting_user: User) -> Obstacle:
    """The obstacle is gone, answered or not. Raises ObstacleStateRefuses."""
    obstacle = _locked(obstacle, State.OPEN, State.ACKNOWLEDGED, State.ANSWERED)
    return _save(obstacle, state=State.CLOSED, closed_by=acting_user, closed_at=timezone.now())


@transaction.atomic
def reopen(*, obstacle: Obstacle, reason: str, acting_user: User) -> Obstacle:
    """Lift it again: ``reason`` says why the answer does not help. Raises ObstacleStateRefuses.

    The answer stays on the page until there is a new one, and in the history after that.
    """
    obstacle = _locked(obstacle, State.ANSWERED, State.CLOSED)
    return _save(
        obstacle,
        state=State.OPEN,
        reopened_by=acting_user,
        reopened_at=timezone.now(),
        reopen_reason=reason,
        closed_by=None,
        closed_at=None,
    )


def _locked(obstacle: Obstacle, *states: State) -> Obstacle:
    obstacle = Obstacle.objects.select_for_update().get(pk=obstacle.pk)
    if obstacle.state not in states:
        raise ObstacleStateRefuses(obstacle.state)
    return obstacle


def _save(obstacle: Obstacle, **fields: Any) -> Obstacle:
    for name, value in fields.items():
        setattr(obstacle, name, value)
    obstacle.full_clean(validate_unique=False)
    obstacle.save(update_fields=list(fields))
    return obstacle
