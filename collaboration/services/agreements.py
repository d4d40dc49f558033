"""Agreements on collaboration (law 2023:196 § 9): worked for, signed, reached, renewed, ended."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.agreement_exceptions import (
    AgreementStateRefuses,
    AttemptMissing,
    NewVersionExists,
)
from collaboration.annexes import Annex, store
from collaboration.exceptions import EditConflict
from collaboration.models import (
    AgreementAnnex,
    AgreementAttempt,
    AgreementSignature,
    CollaborationAgreement,
    PartnerOrganization,
)
from collaboration.services.once import save_once
from programs.models import Area
from trygghet.accounts.models import User

State = CollaborationAgreement.State
OPEN = (State.IN_WORK, State.NOT_REACHED)
KEPT_BY_A_NEW_VERSION = (
    "title", "level", "body", "organization", "central", "process", "basis", "purposes",
    "areas_text", "priority_areas", "problems", "goals", "way_of_working", "organization_text",
)  # fmt: skip


@transaction.atomic
def create_agreement(
    *,
    acting_user: User,
    organization: PartnerOrganization | None = None,
    new_organization: tuple[str, str] | None = None,
    other_parties: Iterable[PartnerOrganization] = (),
    areas: Iterable[Area] = (),
    idempotency_key: UUID | None = None,
    **fields: Any,
) -> CollaborationAgreement:
    """Begin the work for an agreement; ``new_organization`` is name and kind of a new counterpart.

    The same ``idempotency_key`` gives the same agreement. Raises ValidationError.
    """
    if new_organization:
        organization = organization_named(*new_organization)
    agreement = CollaborationAgreement(organization=organization, **fields)
    agreement, is_new = save_once(agreement, idempotency_key, body=agreement.body)
    if is_new:
        agreement.other_parties.set(other_parties)
        agreement.areas.set(areas)
    return agreement


def organization_named(name: str, kind: str) -> PartnerOrganization:
    """The one with that name however it is spelled, or a new one."""
    name = " ".join(name.split())
    if known := PartnerOrganization.objects.filter(name__iexact=name).first():
        return known
    organization = PartnerOrganization(name=name, kind=kind)
    organization.full_clean()
    organization.save()
    return organization


@transaction.atomic
def change_agreement(
    *,
    agreement: CollaborationAgreement,
    version: int,
    acting_user: User,
    other_parties: Iterable[PartnerOrganization] | None = None,
    areas: Iterable[Area] | None = None,
    **fields: Any,
) -> CollaborationAgreement:
    """Change what is not agreed on yet. Raises EditConflict, AgreementStateRefuses.

    What has been signed stays as it was signed: make a new version of it.
    """
    agreement = _locked(agreement, *OPEN, version=version)
    if other_parties is not None:
        agreement.other_parties.set(other_parties)
    if areas is not None:
        agreement.areas.set(areas)
    return _save(agreement, **fields)


@transaction.atomic
def plan_review(
    *, agreement: CollaborationAgreement, review_on: date | None, acting_user: User
) -> CollaborationAgreement:
    """The day when the parties look at it next. Raises AgreementStateRefuses."""
    return _save(_locked(agreement, State.IN_WORK, State.REACHED), review_on=review_on)


@transaction.atomic
def reach(
    *,
    agreement: CollaborationAgreement,
    valid_from: date,
    valid_to: date,
    acting_user: User,
    review_on: date | None = None,
    registry_number: str = "",
) -> CollaborationAgreement:
    """The parties agree, for that time; the version that it replaces ends the day before.

    Raises AgreementStateRefuses, and ValidationError for a wrong or an overlapping time.
    """
    agreement = _locked(agreement, *OPEN)
    if agreement.replaces_id:
        _end_before(agreement.replaces, valid_from)
    return _save(
        agreement,
        state=State.REACHED,
        valid_from=valid_from,
        valid_to=valid_to,
        review_on=review_on,
        registry_number=registry_number,
    )


def _end_before(earlier: CollaborationAgreement, day: date) -> None:
    earlier = CollaborationAgreement.objects.select_for_update().get(pk=earlier.pk)
    if earlier.state != State.REACHED or earlier.valid_to < day:
        return
    last_day = day - timedelta(days=1)
    if last_day <= earlier.valid_from:
        message = _("Den nya versionen måste börja efter den som den ersätter.")
        raise ValidationError({"valid_from": message})
    _save(earlier, valid_to=last_day)


@transaction.atomic
def end_agreement(
    *, agreement: CollaborationAgreement, ended_on: date, acting_user: User
) -> CollaborationAgreement:
    """End it before its time. Raises AgreementStateRefuses and ValidationError."""
    agreement = _locked(agreement, State.REACHED)
    if ended_on > agreement.valid_to:
        message = _("Överenskommelsen gäller inte så länge. Gör en ny version för att förlänga.")
        raise ValidationError({"ended_on": message})
    if ended_on <= agreement.valid_from:
        message = _("Slutdatum ska vara efter startdatum.")
        raise ValidationError({"ended_on": message})
    return _save(agreement, state=State.ENDED, valid_to=ended_on)


@transaction.atomic
def not_reached(*, agreement: CollaborationAgreement, acting_user: User) -> CollaborationAgreement:
    """Worked for, but not reached: the attempts show it. Raises AttemptMissing."""
    agreement = _locked(agreement, State.IN_WORK)
    if not agreement.attempts.exists():
        raise AttemptMissing
    return _save(agreement, state=State.NOT_REACHED)


@transaction.atomic
def new_version(*, agreement: CollaborationAgreement, acting_user: User) -> CollaborationAgreement:
    """A draft with the same parties and texts; this one is valid until the draft is reached.

    Raises NewVersionExists and AgreementStateRefuses.
    """
    agreement = _locked(agreement, State.REACHED, State.ENDED)
    if CollaborationAgreement.objects.filter(replaces=agreement).exists():
        raise NewVersionExists
    draft = CollaborationAgreement(
        replaces=agreement, **{name: getattr(agreement, name) for name in KEPT_BY_A_NEW_VERSION}
    )
    draft.full_clean()
    draft.save()
    draft.other_parties.set(agreement.other_parties.all())
    draft.areas.set(agreement.areas.all())
    return draft


@transaction.atomic
def sign(
    *, agreement: CollaborationAgreement, acting_user: User, **fields: Any
) -> AgreementSignature:
    """Who signed for a party, in which position, on which day. Raises ValidationError."""
    agreement = _locked(agreement, State.IN_WORK, State.REACHED)
    if fields["signed_on"] > timezone.localdate():
        raise ValidationError({"signed_on": _("Dagen har inte varit än.")})
    signature = AgreementSignature(agreement=agreement, **fields)
    signature.full_clean()
    signature.save()
    return signature


@transaction.atomic
def attempt(
    *, agreement: CollaborationAgreement, acting_user: User, **fields: Any
) -> AgreementAttempt:
    """What was done to reach it, and what it led to. Raises ValidationError."""
    agreement = _locked(agreement, *OPEN)
    if fields["made_on"] > timezone.localdate():
        raise ValidationError({"made_on": _("Dagen har inte varit än.")})
    tried = AgreementAttempt(agreement=agreement, **fields)
    tried.full_clean()
    tried.save()
    return tried


def add_annex(
    *, agreement: CollaborationAgreement, name: str, annex: Annex, acting_user: User
) -> AgreementAnnex:
    """Keep a file that ``annexes.read`` has read: on the disk before the row says so."""
    row = AgreementAnnex(
        agreement=agreement,
        name=name,
        file=store(annex),
        sha256=annex.digest,
        size=len(annex.content),
        added_by=acting_user,
    )
    row.full_clean()
    row.save()
    return row


def _locked(
    agreement: CollaborationAgreement, *states: State, version: int | None = None
) -> CollaborationAgreement:
    agreement = CollaborationAgreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.state not in states:
        raise AgreementStateRefuses(agreement.get_state_display())
    if version is not None and version != agreement.version:
        raise EditConflict(agreement)
    return agreement


def _save(agreement: CollaborationAgreement, **fields: Any) -> CollaborationAgreement:
    for name, value in fields.items():
        setattr(agreement, name, value)
    agreement.version += 1
    agreement.full_clean()
    agreement.save()
    return agreement
