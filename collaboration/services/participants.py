"""Who takes part in a process: joining, the leadership's decision, and leaving."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from collaboration.exceptions import LeadCannotLeave, MoveReasonMissing, ParticipantHasLeft
from collaboration.models import CollaborationProcess, Participant, PartnerOrganization
from collaboration.services.merging import merge, write
from collaboration.services.partners import shut_out
from collaboration.services.steps import locked_cycle
from programs.models import ResponsibleBody
from trygghet.accounts.models import User


@transaction.atomic
def add_participant(
    *,
    process: CollaborationProcess,
    acting_user: User,
    body: ResponsibleBody | None = None,
    organization: PartnerOrganization | None = None,
    role: str = Participant.Role.WORKING,
    joined_on: date | None = None,
    **decision: Any,
) -> Participant:
    """Let a body or an organization take part; ``decision`` is what decide_participation takes.

    Raises ProcessEnded, and ValidationError when it takes part already.
    """
    locked_cycle(process)
    participant = Participant(
        process=process,
        body=body,
        organization=organization,
        role=role,
        joined_on=joined_on or timezone.localdate(),
        **decision,
    )
    participant.full_clean()
    participant.save()
    return participant


@transaction.atomic
def add_new_organization(
    *, process: CollaborationProcess, name: str, kind: str, acting_user: User, **fields: Any
) -> Participant:
    """Let an organization that nobody has worked with before take part."""
    organization = PartnerOrganization(name=name.strip(), kind=kind)
    organization.full_clean()
    organization.save()
    return add_participant(
        process=process, organization=organization, acting_user=acting_user, **fields
    )


@transaction.atomic
def change_participant(*, participant: Participant, role: str, acting_user: User) -> Participant:
    """Another role. Raises ParticipantHasLeft."""
    participant = _locked(participant)
    participant.role = role
    return _saved(participant)


@transaction.atomic
def decide_participation(
    *,
    participant: Participant,
    acting_user: User,
    decided_by: str,
    decided_on: date | None,
    registry_number: str,
    hours_a_month: int | None,
    money_sek: int | None,
    resources_note: str = "",
    version: int | None = None,
) -> Participant:
    """Write down the leadership's decision and what the party sets aside.

    Money is in kronor for the whole turn. What is not known yet is left empty. Raises
    ParticipantHasLeft, and TextsClash when somebody else changed the same since ``version``.
    """
    participant = _locked(participant)
    sent = {
        "decided_by": decided_by,
        "decided_on": decided_on,
        "registry_number": registry_number,
        "hours_a_month": hours_a_month,
        "money_sek": money_sek,
        "resources_note": resources_note,
    }
    write(
        participant, merge(participant, participant.version if version is None else version, sent)
    )
    return participant


@transaction.atomic
def leave(
    *, participant: Participant, reason: str, acting_user: User, left_on: date | None = None
) -> Participant:
    """The party leaves: what it wrote stays with its name, and nobody waits for it any more.

    Its invited people no longer see the process, from their next click. Raises MoveReasonMissing,
    LeadCannotLeave or ParticipantHasLeft.
    """
    if not reason.strip():
        raise MoveReasonMissing
    participant = _locked(participant)
    if participant.body_id == participant.process.lead_body_id and participant.body_id:
        raise LeadCannotLeave
    participant.left_on = left_on or timezone.localdate()
    participant.left_reason = reason.strip()
    _shut_out(participant)
    return _saved(participant)


def _shut_out(participant: Participant) -> None:
    open_or_in = participant.invitations.select_for_update(of=("self",))
    open_or_in = open_or_in.filter(revoked_at__isnull=True).select_related("accepted_by")
    for invitation in open_or_in:
        shut_out(invitation)


def _locked(participant: Participant) -> Participant:
    rows = Participant.objects.select_for_update(of=("self",)).select_related("process")
    participant = rows.get(pk=participant.pk)
    if participant.left_on:
        raise ParticipantHasLeft(str(participant))
    return participant


def _saved(participant: Participant) -> Participant:
    participant.full_clean()
    participant.save()
    return participant
