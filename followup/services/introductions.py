"""That the program was made known to the managers or staff of a body."""

from datetime import date
from typing import Any
from uuid import UUID

import pghistory
from django.db import transaction
from django.utils import timezone

from collaboration.exceptions import NoProgramInForce
from followup.exceptions import IntroductionWithdrawn, ReasonMissing
from followup.models import ProgramIntroduction
from followup.services.versioned import added_once, changed, locked
from programs.models import Program, ResponsibleBody
from trygghet.accounts.models import User


def log_introduction(
    *,
    body: ResponsibleBody,
    audience: str,
    held_on: date,
    how: str,
    acting_user: User,
    people: int | None = None,
    idempotency_key: UUID | None = None,
) -> ProgramIntroduction:
    """Of the program in force that day. Raises NoProgramInForce or ValidationError."""
    return added_once(
        ProgramIntroduction(
            body=body,
            program=_program_on(held_on),
            audience=audience,
            held_on=held_on,
            how=how,
            people=people,
            recorded_by=acting_user,
            idempotency_key=idempotency_key,
        )
    )


@transaction.atomic
def correct_introduction(
    *,
    introduction: ProgramIntroduction,
    version: int,
    reason: str,
    acting_user: User,
    held_on: date,
    **fields: Any,
) -> ProgramIntroduction:
    """What was written in wrong is put right; the reason is kept in the history.

    Raises EditConflict, IntroductionWithdrawn, ReasonMissing, NoProgramInForce or ValidationError.
    """
    _require_standing(introduction, reason)
    program = _program_on(held_on)
    with pghistory.context(reason=reason.strip()):
        return changed(introduction, version, held_on=held_on, program=program, **fields)


@transaction.atomic
def withdraw_introduction(
    *, introduction: ProgramIntroduction, reason: str, acting_user: User
) -> ProgramIntroduction:
    """It was written in by mistake: it stays with the reason, and counts for nothing.

    Raises IntroductionWithdrawn or ReasonMissing.
    """
    stored = _require_standing(introduction, reason)
    return changed(
        stored,
        stored.version,
        withdrawn_at=timezone.now(),
        withdrawn_by=acting_user,
        withdrawn_reason=reason.strip(),
    )


def _require_standing(introduction: ProgramIntroduction, reason: str) -> ProgramIntroduction:
    """The row as it is stored now, held until the transaction ends."""
    if not reason.strip():
        raise ReasonMissing
    stored = locked(introduction)
    if stored.withdrawn_at:
        raise IntroductionWithdrawn
    return stored


def _program_on(day: date) -> Program:
    program = Program.objects.current(day)
    if program is None:
        raise NoProgramInForce
    return program
