"""A party's part in a process stands on the start page of those who speak for it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collaboration.models import CollaborationProcess, Invitation, Participant, ProcessCycle, Step
from collaboration.services import participants, pictures, reminders, steps
from followup.selectors.start import start_page
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ParticipantFactory,
    PartnerOrganizationFactory,
)
from tests.factories.programs import ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import scope_of

SignIn = Callable[[User], Client]
DAY = date(2026, 11, 5)
DECISION = {
    "decided_by": "Nämnden",
    "decided_on": date(2026, 10, 1),
    "registry_number": "1",
    "hours_a_month": 1,
    "money_sek": 0,
}


@pytest.fixture
def school(process: CollaborationProcess) -> Participant:
    body = ResponsibleBodyFactory(name="Utbildningsnämnden", reports=False)
    return ParticipantFactory(process=process, body=body)


@pytest.fixture
def teacher(school: Participant) -> User:
    user = UserFactory(name="Sol Skola")
    grant_role(user, Role.COORDINATOR, school.body)
    return user


@pytest.fixture
def police(process: CollaborationProcess, partner: User) -> Participant:
    party = ParticipantFactory(
        process=process, body=None, organization=PartnerOrganizationFactory(name="Polisen")
    )
    Invitation.objects.create(
        participant=party,
        email=partner.email,
        name="Pim Part",
        token_hash="x" * 64,
        invited_by=partner,
        invited_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
        accepted_by=partner,
        accepted_at=timezone.now(),
    )
    return party


def tasks(person: User) -> list[tuple[str, str]]:
    page = start_page(scope_of(person), DAY)
    return [(task.title, task.url) for task in page.tasks]


def test_decision_of_the_leadership_is_asked_for(
    process: CollaborationProcess, school: Participant, teacher: User
) -> None:
    url = reverse("collaboration:participant-edit", args=[process.pk, school.pk])
    assert tasks(teacher) == [("Skriv in er lednings beslut", url)]
    (task,) = start_page(scope_of(teacher), DAY).tasks
    assert task.note == "Tryggare torg · 1 sak till i steget"


def test_picture_is_asked_for_and_again_after_a_step_back(
    process: CollaborationProcess, school: Participant, teacher: User, coordinator: User
) -> None:
    ProcessCycle.objects.update(step=Step.MAPPING)
    url = reverse("collaboration:picture-edit", args=[process.pk, school.pk])
    assert tasks(teacher) == [("Lämna er egen bild", url)]
    pictures.save_picture(
        process=process,
        participant=school,
        version=0,
        summary="Torget.",
        data_used="Samtal.",
        data_rejected="Inget.",
        staff_dialogue="held",
        read_by_leadership_on=date(2026, 10, 1),
        classification="open",
        acting_user=teacher,
    )
    assert tasks(teacher) == []
    ProcessCycle.objects.update(step=Step.ANALYSIS)
    steps.move_back(process=process, to_step="mapping", reason="Nytt.", acting_user=coordinator)
    step = reverse("collaboration:process-step", args=[process.pk, "kartlaggning"])
    assert tasks(teacher) == [("Säg om er bild fortfarande är aktuell", f"{step}#bilder")]


def test_partners_person_has_its_own_part_first(
    process: CollaborationProcess, police: Participant, partner: User, as_user: SignIn
) -> None:
    url = reverse("collaboration:participant-edit", args=[process.pk, police.pk])
    assert tasks(partner) == [("Skriv in er lednings beslut", url)]
    page = as_user(partner).get(reverse("start")).content.decode()
    assert "Din samverkan" in page
    assert url in page


def test_partners_page_is_not_bare_when_nothing_waits(
    process: CollaborationProcess,
    police: Participant,
    partner: User,
    coordinator: User,
    as_user: SignIn,
) -> None:
    for party in process.participants.all():
        participants.decide_participation(participant=party, acting_user=coordinator, **DECISION)
    steps.move_forward(process=process, reason="Behövs.", acting_user=coordinator)
    steps.move_forward(process=process, reason="Behövs.", acting_user=coordinator)
    assert tasks(partner) == []
    page = as_user(partner).get(reverse("start")).content.decode()
    assert process.title in page
    assert "gick vidare till Egen kartläggning" in page


def test_a_party_that_was_reminded_sees_it_first(
    process: CollaborationProcess, school: Participant, teacher: User, coordinator: User
) -> None:
    reminders.remind(
        process=process, participant=school, origin="https://x/", acting_user=coordinator
    )
    (task,) = start_page(scope_of(teacher), DAY).tasks
    assert "Påmind" in task.note
    assert (task.color, task.urgency) == ("warning", 1)


def test_removed_person_and_left_party_are_asked_nothing(
    process: CollaborationProcess, school: Participant, teacher: User, coordinator: User
) -> None:
    participants.leave(participant=school, reason="Omorganisation.", acting_user=coordinator)
    assert tasks(teacher) == []


def test_the_same_queries_with_one_process_and_many(teacher: User, school: Participant) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            start_page(scope_of(teacher), DAY)
        return len(captured)

    few = queries()
    for _n in range(7):
        other = CollaborationProcessFactory(program=school.process.program)
        ParticipantFactory(process=other, body=school.body)
    assert queries() == few
    found = tasks(teacher)
    assert found[-1][0] == "3 samverkan till väntar på er"
