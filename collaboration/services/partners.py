"""Partners' people: invited by e-mail to one process, let in when they accept, removed at once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from collaboration.exceptions import AlreadyTakesPart, ParticipantHasLeft
from collaboration.models import Invitation, Participant
from collaboration.partner_exceptions import (
    AccountClosed,
    AccountExists,
    AlreadyInvited,
    InvitationForAnother,
    InvitationNotOpen,
    PartyIsABody,
    WorksInMunicipality,
)
from collaboration.services.invitation_mail import ask_for_letter, hash_of, new_seed, token_of
from collaboration.services.steps import locked_cycle
from programs.models import ResponsibleBodyUserPermission
from programs.services import grant_role, revoke_role
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.services import create_person, end_sessions

LASTS = timedelta(days=14)


@transaction.atomic
def invite(
    *, participant: Participant, email: str, name: str, origin: str, acting_user: User
) -> Invitation:
    """Invite somebody at a partner organization; a worker mails the link to ``origin``.

    Raises ProcessEnded, ParticipantHasLeft, PartyIsABody, AlreadyInvited, AlreadyTakesPart,
    WorksInMunicipality or AccountClosed.
    """
    email = User.objects.normalize_email(email.strip())
    participant = _locked_party(participant)
    _refuse_known(participant, email)
    seed, now = new_seed(), timezone.now()
    invitation = Invitation(
        participant=participant,
        email=email,
        name=name.strip(),
        token_hash=hash_of(token_of(seed)),
        invited_by=acting_user,
        invited_at=now,
        expires_at=now + LASTS,
    )
    invitation.full_clean(exclude=["accepted_by"])
    invitation.save()
    ask_for_letter(invitation, seed=seed, origin=origin, acting_user=acting_user)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, origin: str, acting_user: User) -> Invitation:
    """A new link and fourteen new days; the old link stops working.

    Raises InvitationNotOpen when it has been answered or taken back, and what ``invite`` raises.
    """
    party = _locked_party(invitation.participant)
    invitation = _locked(invitation)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationNotOpen
    _refuse_known(party, invitation.email, except_for=invitation)
    seed, now = new_seed(), timezone.now()
    invitation.token_hash = hash_of(token_of(seed))
    invitation.invited_by, invitation.invited_at = acting_user, now
    invitation.expires_at = now + LASTS
    invitation.save()
    ask_for_letter(invitation, seed=seed, origin=origin, acting_user=acting_user)
    return invitation


@transaction.atomic
def remove(*, invitation: Invitation, acting_user: User) -> Invitation:
    """Take the invitation back: an open link is dead, and who came in is out from its next click.

    A person who takes part in nothing else is signed out everywhere.
    """
    invitation = _locked(invitation)
    if invitation.revoked_at is None:
        shut_out(invitation)
    return invitation


def shut_out(invitation: Invitation) -> None:
    """``remove`` for who already holds the rows."""
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    if person := invitation.accepted_by:
        revoke_role(person, Role.PARTNER, invitation.participant.process)
        end_sessions(person)


@transaction.atomic
def accept(*, invitation: Invitation, acting_user: User) -> Invitation:
    """Let the person in, with an account that has the invitation's e-mail address.

    Raises InvitationNotOpen, InvitationForAnother, WorksInMunicipality or ProcessEnded.
    """
    invitation = _locked_open(invitation)
    if User.objects.normalize_email(acting_user.email) != invitation.email:
        raise InvitationForAnother(invitation.email)
    return _let_in(invitation, acting_user)


@transaction.atomic
def accept_with_new_account(*, invitation: Invitation, name: str, password: str) -> User:
    """Make the account that the invitation is for, with a password that the form has checked.

    Raises AccountExists and what ``accept`` raises.
    """
    invitation = _locked_open(invitation)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise AccountExists
    person = create_person(
        name=name.strip(),
        email=invitation.email,
        title=str(invitation.participant)[:150],
        acting_user=invitation.invited_by,
    )
    person.set_password(password)
    person.save(update_fields=["password"])
    _let_in(invitation, person)
    return person


@transaction.atomic
def admit(*, participant: Participant, person: User, acting_user: User) -> Invitation:
    """Let somebody with an account take part without a letter: invited and in at once."""
    participant = _locked_party(participant)
    _refuse_known(participant, person.email)
    now = timezone.now()
    invitation = Invitation.objects.create(
        participant=participant,
        email=person.email,
        name=person.name,
        token_hash=hash_of(token_of(new_seed())),
        invited_by=acting_user,
        invited_at=now,
        expires_at=now + LASTS,
    )
    return _let_in(invitation, person)


def _let_in(invitation: Invitation, person: User) -> Invitation:
    if _works_here(person):
        raise WorksInMunicipality
    process = invitation.participant.process
    locked_cycle(process)
    invitation.accepted_by, invitation.accepted_at = person, timezone.now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    grant_role(person, Role.PARTNER, process)
    return invitation


def _refuse_known(
    participant: Participant, email: str, except_for: Invitation | None = None
) -> None:
    """One open invitation for each address and process; nobody who is in, or works here."""
    rows = Invitation.objects.filter(
        participant__process=participant.process_id, email=email, revoked_at__isnull=True
    )
    if rows.filter(accepted_at__isnull=False).exists():
        raise AlreadyTakesPart(email)
    unanswered = rows.exclude(pk=except_for.pk) if except_for else rows
    if unanswered.open_at(timezone.now()).exists():
        raise AlreadyInvited(email)
    unanswered.update(revoked_at=timezone.now())  # expired ones give way to the new one
    person = User.objects.filter(email__iexact=email).first()
    if person and not person.is_active:
        raise AccountClosed
    if person and _works_here(person):
        raise WorksInMunicipality


def _works_here(person: User) -> bool:
    return ResponsibleBodyUserPermission.objects.filter(user=person).exists()


def _locked_party(participant: Participant) -> Participant:
    """The party, held with its process, so that two invitations of one address do not meet."""
    locked_cycle(participant.process)
    rows = Participant.objects.select_related("process", "body", "organization")
    participant = rows.get(pk=participant.pk)
    if participant.left_on:
        raise ParticipantHasLeft(str(participant))
    if participant.organization_id is None:
        raise PartyIsABody(str(participant))
    return participant


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related(
        "participant__process", "participant__organization", "accepted_by", "invited_by"
    )
    return rows.get(pk=invitation.pk)


def _locked_open(invitation: Invitation) -> Invitation:
    """As it is now, by the link that was opened: raises InvitationNotOpen if that is replaced."""
    held = _locked(invitation)
    if held.token_hash != invitation.token_hash or not held.is_open_at(timezone.now()):
        raise InvitationNotOpen
    return held
