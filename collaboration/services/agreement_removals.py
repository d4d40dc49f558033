"""Taking away what was put into an agreement by mistake; the history keeps what it was, and why."""

import pghistory
from django.db import transaction

from collaboration.agreement_exceptions import LastAttempt, ReasonForRemovalMissing
from collaboration.models import (
    AgreementAnnex,
    AgreementAttempt,
    AgreementSignature,
    CollaborationAgreement,
)
from trygghet.accounts.models import User

State = CollaborationAgreement.State
Part = AgreementAnnex | AgreementAttempt | AgreementSignature


@transaction.atomic
def remove_part(*, part: Part, acting_user: User, reason: str = "") -> None:
    """Take away an annex, a signature or an attempt.

    What the parties have agreed on is not changed silently: then the reason is asked for, and kept
    in the history. Raises ReasonForRemovalMissing, or LastAttempt when nothing else would show that
    the agreement was worked for.
    """
    rows = CollaborationAgreement.objects.select_for_update()
    agreement = rows.get(pk=part.agreement_id)
    if is_agreed(agreement) and not reason.strip():
        raise ReasonForRemovalMissing
    if isinstance(part, AgreementAttempt) and _is_last(agreement, part):
        raise LastAttempt
    with pghistory.context(reason=reason.strip()):
        part.delete()


def is_agreed(agreement: CollaborationAgreement) -> bool:
    """The parties have agreed on it: what stands in it is what they signed."""
    return agreement.state in (State.REACHED, State.ENDED)


def _is_last(agreement: CollaborationAgreement, attempt: AgreementAttempt) -> bool:
    others = agreement.attempts.exclude(pk=attempt.pk)
    return agreement.state == State.NOT_REACHED and not others.exists()
