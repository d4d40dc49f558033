"""That the program was made known to the managers or staff of a body."""

from datetime import date
from uuid import UUID

from collaboration.exceptions import NoProgramInForce
from followup.models import ProgramIntroduction
from followup.services.versioned import added_once
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
    program = Program.objects.current(held_on)
    if program is None:
        raise NoProgramInForce
    return added_once(
        ProgramIntroduction(
            body=body,
            program=program,
            audience=audience,
            held_on=held_on,
            how=how,
            people=people,
            recorded_by=acting_user,
            idempotency_key=idempotency_key,
        )
    )
