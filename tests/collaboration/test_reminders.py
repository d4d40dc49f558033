from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaboration.models import CollaborationProcess, Invitation, Participant, PartyReminder
from collaboration.partner_exceptions import AlreadyReminded, NobodyToRemind, NotWaitedFor
from collaboration.services import participants, reminders
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import ParticipantFactory, PartnerOrganizationFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.programs import ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.jobs.models import Job
from trygghet.jobs.services import run

SignIn = Callable[[User], Client]
ORIGIN = "https://trygghet.example/"


@pytest.fixture
def school(process: CollaborationProcess) -> Participant:
    body = ResponsibleBodyFactory(name="Utbildningsnämnden", kind="specialist_committee")
    return ParticipantFactory(process=process, body=body)


@pytest.fixture
def teacher(school: Participant) -> User:
    user = UserFactory(name="Sol Skola", email="skolan@exempel.se")
    grant_role(user, Role.COORDINATOR, school.body)
    return user


def _remind(process: CollaborationProcess, party: Participant, user: User) -> PartyReminder:
    return reminders.remind(process=process, participant=party, origin=ORIGIN, acting_user=user)


def test_those_who_speak_for_the_party_get_a_letter(
    process: CollaborationProcess, school: Participant, teacher: User, coordinator: User
) -> None:
    reminder = _remind(process, school, coordinator)
    (job,) = Job.objects.filter(kind=reminders.KIND)
    run(job.pk)
    (letter,) = mail.outbox
    assert letter.to == [teacher.email]
    assert "Skriv in er lednings beslut" in letter.body
    assert f"{ORIGIN}samverkan/{process.pk}/" in letter.body
    assert "Skriv in er lednings beslut" in reminder.asked_for


def test_once_a_day_for_each_party(
    process: CollaborationProcess, school: Participant, teacher: User, coordinator: User
) -> None:
    _remind(process, school, coordinator)
    with pytest.raises(AlreadyReminded):
        _remind(process, school, coordinator)
    PartyReminder.objects.update(sent_on=timezone.localdate() - timedelta(days=1))
    _remind(process, school, coordinator)
    assert PartyReminder.objects.count() == 2


def test_nobody_is_reminded_of_nothing(
    process: CollaborationProcess, school: Participant, teacher: User, coordinator: User
) -> None:
    participants.decide_participation(
        participant=school,
        acting_user=coordinator,
        decided_by="Nämnden",
        decided_on=timezone.localdate(),
        registry_number="1",
        hours_a_month=1,
        money_sek=0,
    )
    with pytest.raises(NotWaitedFor):
        _remind(process, school, coordinator)


def test_a_party_without_people_is_told(
    process: CollaborationProcess, school: Participant, coordinator: User
) -> None:
    with pytest.raises(NobodyToRemind):
        _remind(process, school, coordinator)


def test_a_partners_people_are_those_who_are_in(
    process: CollaborationProcess, partner: User
) -> None:
    police = ParticipantFactory(
        process=process, body=None, organization=PartnerOrganizationFactory()
    )
    invitation = Invitation.objects.create(
        participant=police,
        email=partner.email,
        name="Pol Is",
        token_hash="x" * 64,
        invited_by=partner,
        invited_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
        accepted_by=partner,
        accepted_at=timezone.now(),
    )
    assert reminders.speakers_of(police) == [partner]
    invitation.revoked_at = timezone.now()
    invitation.save()
    assert reminders.speakers_of(police) == []


def test_a_letter_that_has_become_needless_is_not_sent(
    process: CollaborationProcess, school: Participant, teacher: User, coordinator: User
) -> None:
    _remind(process, school, coordinator)
    participants.leave(participant=school, reason="Omorganisation.", acting_user=coordinator)
    run(Job.objects.get(kind=reminders.KIND).pk)
    assert mail.outbox == []
    assert Job.objects.get(kind=reminders.KIND).state == Job.State.DONE


def test_button_works_on_the_page_and_is_told_there(
    process: CollaborationProcess,
    school: Participant,
    teacher: User,
    coordinator: User,
    as_user: SignIn,
) -> None:
    client = as_user(coordinator)
    page = reverse("collaboration:process-detail", args=[process.pk])
    button = reverse("collaboration:participant-remind", args=[process.pk, school.pk])
    own = process.participants.get(body=process.lead_body)
    before = client.get(page).content.decode()
    assert button in before
    assert reverse("collaboration:participant-remind", args=[process.pk, own.pk]) not in before
    after = client.post(button, follow=True).content.decode()
    assert "Utbildningsnämnden får en påminnelse" in after
    assert "Påmind" in after
    assert coordinator.name in after
    assert button not in after
    assert "är redan påmind i dag" in client.post(button, follow=True).content.decode()
    history = client.get(reverse("collaboration:process-history", args=[process.pk]))
    assert "påminnelsen" in history.content.decode()


def test_only_the_lead_reminds_and_never_itself(
    process: CollaborationProcess,
    school: Participant,
    teacher: User,
    coordinator: User,
    as_user: SignIn,
) -> None:
    own = process.participants.get(body=process.lead_body)
    client = as_user(teacher)
    url = reverse("collaboration:participant-remind", args=[process.pk, own.pk])
    assert client.post(url).status_code == 403
    assert as_user(coordinator).post(url).status_code == 403


def test_a_party_without_people_gets_an_invitation_first(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    police = ParticipantFactory(
        process=process, body=None, organization=PartnerOrganizationFactory(name="Polisen")
    )
    page = reverse("collaboration:process-detail", args=[process.pk])
    invite = reverse("collaboration:invitation-new", args=[process.pk, police.pk])
    button = reverse("collaboration:participant-remind", args=[process.pk, police.pk])
    client = as_user(coordinator)
    before = client.get(page).content.decode()
    assert invite in before
    assert button not in before
    InvitationFactory(participant=police)
    asked = client.get(page).content.decode()
    assert "Inbjuden, har inte svarat" in asked
    assert invite not in asked
    Invitation.objects.update(accepted_at=timezone.now(), accepted_by=UserFactory())
    assert button in client.get(page).content.decode()
