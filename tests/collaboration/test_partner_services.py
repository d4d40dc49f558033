from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaboration.exceptions import AlreadyTakesPart, ParticipantHasLeft, ProcessEnded
from collaboration.models import CollaborationProcess, Invitation, Participant
from collaboration.partner_exceptions import (
    AccountClosed,
    AccountExists,
    AlreadyInvited,
    InvitationForAnother,
    InvitationNotOpen,
    PartyIsABody,
    WorksInMunicipality,
)
from collaboration.services import partners
from collaboration.services.invitation_mail import KIND
from collaboration.services.participants import leave
from collaboration.services.steps import end_process
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import ParticipantFactory, PartnerOrganizationFactory
from tests.factories.invitations import InvitationFactory
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of
from trygghet.jobs.models import Job
from trygghet.jobs.services import run

ORIGIN = "https://trygghet.exempel.se/"
SECRET = "helt-eget-lösenord-9"


@pytest.fixture
def party(process: CollaborationProcess) -> Participant:
    police = PartnerOrganizationFactory(name="Lokalpolisområdet", kind="police")
    return ParticipantFactory(process=process, body=None, organization=police)


def _invite(party: Participant, by: User, email: str = "Pol@exempel.se") -> Invitation:
    return partners.invite(
        participant=party, email=email, name="Pol Is", origin=ORIGIN, acting_user=by
    )


def _letter_of(invitation: Invitation) -> tuple[Job, mail.EmailMessage]:
    job = Job.objects.get(kind=KIND, key=invitation.token_hash)
    run(job.pk)
    job.refresh_from_db()
    return job, mail.outbox[-1]


def test_the_letter_says_who_and_to_what_and_holds_the_link(
    party: Participant, coordinator: User
) -> None:
    invitation = _invite(party, coordinator)
    job, letter = _letter_of(invitation)

    assert job.state == Job.State.DONE
    assert letter.to == [invitation.email] == ["pol@exempel.se"]
    for words in ("Sam Ordnare", "Ådalens stadsdelsnämnd", "Lokalpolisområdet", "Tryggare torg"):
        assert words in letter.body
    link = next(line for line in letter.body.splitlines() if line.startswith(ORIGIN))
    assert invitation.expires_at - invitation.invited_at == timedelta(days=14)
    assert Client().get(link.removeprefix(ORIGIN[:-1])).status_code == 200
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in str(job.payload)
    assert token != invitation.token_hash


def test_a_letter_sent_twice_is_the_same_letter(party: Participant, coordinator: User) -> None:
    """A worker that dies between sending and writing that down sends once more."""
    invitation = _invite(party, coordinator)
    job, first = _letter_of(invitation)
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    _job, second = _letter_of(invitation)

    assert len(mail.outbox) == 2
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert str(job.pk) in first.extra_headers["Message-ID"]


def test_a_title_that_points_out_a_person_stays_out_of_the_letter(
    party: Participant, coordinator: User
) -> None:
    CollaborationProcess.objects.filter(pk=party.process_id).update(title="Ring 070-174 06 05")

    assert "070" not in _letter_of(_invite(party, coordinator))[1].body


def test_the_letter_of_a_withdrawn_invitation_is_not_sent(
    party: Participant, coordinator: User
) -> None:
    invitation = _invite(party, coordinator)
    partners.remove(invitation=invitation, acting_user=coordinator)
    job = Job.objects.get(kind=KIND)
    run(job.pk)
    job.refresh_from_db()

    assert (job.state, mail.outbox) == (Job.State.DONE, [])


def test_one_open_invitation_for_each_address_and_process(
    party: Participant, coordinator: User
) -> None:
    first = _invite(party, coordinator)
    with pytest.raises(AlreadyInvited, match=r"pol@exempel.se"):
        _invite(party, coordinator, "POL@exempel.se")
    Invitation.objects.update(expires_at=timezone.now(), invited_at=timezone.now() - partners.LASTS)
    second = _invite(party, coordinator)
    first.refresh_from_db()

    now = timezone.now()
    assert (first.state_at(now), second.state_at(now)) == ("revoked", "invited")
    with pytest.raises(InvitationNotOpen):
        partners.resend(invitation=first, origin=ORIGIN, acting_user=coordinator)


def test_sending_again_kills_the_old_link_and_gives_new_days(
    party: Participant, coordinator: User
) -> None:
    invitation = _invite(party, coordinator)
    old = Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now(), invited_at=timezone.now() - partners.LASTS)
    partners.resend(invitation=invitation, origin=ORIGIN, acting_user=coordinator)
    with pytest.raises(InvitationNotOpen):
        partners.accept_with_new_account(invitation=old, name="Pol", password=SECRET)
    renewed = Invitation.objects.get()

    assert renewed.state_at(timezone.now()) == "invited"
    assert Job.objects.filter(kind=KIND).count() == 2


def test_a_new_person_gets_an_account_and_sees_one_process(
    party: Participant, coordinator: User
) -> None:
    invitation = _invite(party, coordinator)
    person = partners.accept_with_new_account(invitation=invitation, name="Pol", password=SECRET)
    invitation.refresh_from_db()

    assert person.check_password(SECRET)
    assert (person.email, person.title) == ("pol@exempel.se", "Lokalpolisområdet")
    assert invitation.accepted_by == person
    assert scope_of(person).processes == {party.process_id}
    assert not scope_of(person).is_staff
    with pytest.raises(InvitationNotOpen):
        partners.accept_with_new_account(invitation=invitation, name="Pol", password=SECRET)
    with pytest.raises(AlreadyTakesPart):
        _invite(party, coordinator)


def test_who_has_an_account_accepts_with_that_one(party: Participant, coordinator: User) -> None:
    person = UserFactory(email="pol@exempel.se")
    invitation = _invite(party, coordinator)
    with pytest.raises(AccountExists):
        partners.accept_with_new_account(invitation=invitation, name="Pol", password=SECRET)
    with pytest.raises(InvitationForAnother, match="pol@exempel"):
        partners.accept(invitation=invitation, acting_user=UserFactory())
    partners.accept(invitation=invitation, acting_user=person)

    assert scope_of(person).processes == {party.process_id}


def test_employees_are_no_partners(
    party: Participant, coordinator: User, contributor: User
) -> None:
    with pytest.raises(WorksInMunicipality, match="roll i nämnden"):
        _invite(party, coordinator, contributor.email)
    invitation = InvitationFactory(participant=party, email=contributor.email)
    with pytest.raises(WorksInMunicipality):
        partners.accept(invitation=invitation, acting_user=contributor)


def test_who_cannot_be_invited(
    party: Participant, process: CollaborationProcess, coordinator: User
) -> None:
    closed = UserFactory(is_active=False)
    with pytest.raises(AccountClosed):
        _invite(party, coordinator, closed.email)
    with pytest.raises(PartyIsABody):
        _invite(process.participants.get(role="leads"), coordinator)
    leave(participant=party, reason="Annat uppdrag.", acting_user=coordinator)
    with pytest.raises(ParticipantHasLeft):
        _invite(party, coordinator)
    end_process(process=process, reason="Klart.", acting_user=coordinator)
    with pytest.raises(ProcessEnded):
        _invite(party, coordinator)


def test_removal_takes_effect_in_an_open_session(party: Participant, coordinator: User) -> None:
    invitation = _invite(party, coordinator)
    person = partners.accept_with_new_account(invitation=invitation, name="Pol", password=SECRET)
    client, url = Client(), reverse("collaboration:process-detail", args=[party.process_id])
    assert client.login(email=person.email, password=SECRET)
    assert client.get(url).status_code == 200

    partners.remove(invitation=invitation, acting_user=coordinator)

    answer = client.get(url)
    assert (answer.status_code, "/konto/login/" in answer["Location"]) == (302, True)
    assert scope_of(person).processes == frozenset()


def test_who_takes_part_in_more_stays_signed_in_and_loses_only_that(
    party: Participant, coordinator: User
) -> None:
    other = ParticipantFactory(body=None, organization=party.organization)
    person = UserFactory(email="pol@exempel.se")
    for each in (party, other):
        partners.admit(participant=each, person=person, acting_user=coordinator)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    partners.remove(invitation=party.invitations.get(), acting_user=coordinator)

    for process, status in ((party.process_id, 404), (other.process_id, 200)):
        assert client.get(f"/samverkan/{process}/").status_code == status


def test_a_party_that_leaves_takes_its_people_along(party: Participant, coordinator: User) -> None:
    person = UserFactory(email="pol@exempel.se")
    partners.admit(participant=party, person=person, acting_user=coordinator)
    _invite(party, coordinator, "en.till@exempel.se")
    leave(participant=party, reason="Annat uppdrag.", acting_user=coordinator)

    assert scope_of(person).processes == frozenset()
    assert all(row.revoked_at for row in party.invitations.all())
