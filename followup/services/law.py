"""What is written in for the law's page: dated evidence, and reports to the municipal council."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from followup.models import CouncilReport, LawEvidence
from followup.services.versioned import added_once, changed
from trygghet.accounts.models import User


def add_evidence(
    *, acting_user: User, idempotency_key: UUID | None = None, **fields: Any
) -> LawEvidence:
    """Something that shows that a section is met. Raises ValidationError."""
    return added_once(
        LawEvidence(recorded_by=acting_user, idempotency_key=idempotency_key, **fields)
    )


@transaction.atomic
def change_evidence(
    *, evidence: LawEvidence, version: int, acting_user: User, **fields: Any
) -> LawEvidence:
    """Raises EditConflict or ValidationError."""
    return changed(evidence, version, **fields)


@transaction.atomic
def end_evidence(*, evidence: LawEvidence, valid_to: date, acting_user: User) -> LawEvidence:
    """It holds until and with ``valid_to``; the row stays. Raises ValidationError."""
    return changed(evidence, evidence.version, valid_to=valid_to)


def log_council_report(
    *, acting_user: User, idempotency_key: UUID | None = None, **fields: Any
) -> CouncilReport:
    """That the council was reported to (§ 13). Raises ValidationError."""
    return added_once(
        CouncilReport(recorded_by=acting_user, idempotency_key=idempotency_key, **fields)
    )


@transaction.atomic
def change_council_report(
    *, report: CouncilReport, version: int, acting_user: User, **fields: Any
) -> CouncilReport:
    """Raises EditConflict or ValidationError."""
    return changed(report, version, **fields)
