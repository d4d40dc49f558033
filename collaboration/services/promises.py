"""Promises to the residents: made on a dialogue, judged, and reported back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from collaboration.exceptions import EditConflict, PromiseJudged, ReportedInTheFuture
from collaboration.models import CitizenPromise
from collaboration.services.once import save_once
from programs.models import ResponsibleBody
from trygghet.accounts.models import User


@transaction.atomic
def make_promise(
    *, body: ResponsibleBody, acting_user: User, idempotency_key: UUID | None = None, **fields: Any
) -> CitizenPromise:
    """Make a promise; the same ``idempotency_key`` gives the same one. Raises ValidationError."""
    return save_once(CitizenPromise(body=body, **fields), idempotency_key, body=body)[0]


@transaction.atomic
def change_promise(
    *, promise: CitizenPromise, version: int, acting_user: User, **fields: Any
) -> CitizenPromise:
    """Change what was promised, until it is judged. Raises PromiseJudged and EditConflict."""
    promise = _locked(promise, version)
    if promise.state != CitizenPromise.State.MADE:
        raise PromiseJudged
    return _save(promise, **fields)


@transaction.atomic
def judge_promise(
    *,
    promise: CitizenPromise,
    version: int,
    state: str,
    result: str,
    acting_user: User,
    reported_on: date | None = None,
) -> CitizenPromise:
    """Say how it went, and when the residents were told. Can be put right.

    Raises EditConflict, ReportedInTheFuture and ValidationError (no text).
    """
    promise = _locked(promise, version)
    if reported_on and reported_on > timezone.localdate():
        raise ReportedInTheFuture
    return _save(promise, state=state, result=result, reported_on=reported_on)


def _locked(promise: CitizenPromise, version: int) -> CitizenPromise:
    promise = CitizenPromise.objects.select_for_update().get(pk=promise.pk)
    if promise.version != version:
        raise EditConflict(promise)
    return promise


def _save(promise: CitizenPromise, **fields: Any) -> CitizenPromise:
    for name, value in fields.items():
        setattr(promise, name, value)
    promise.version += 1
    promise.full_clean(validate_unique=False)
    promise.save()
    return promise
