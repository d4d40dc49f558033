from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from collaboration.exceptions import ProcessEnded
from collaboration.models import CollaborationProcess, EffectSignal, Obstacle
from collaboration.partner_exceptions import (
    NotAPartyOfTheProcess,
    SignalAlreadyOpen,
    SignalClosed,
)
from collaboration.services import signals
from collaboration.services.obstacles import raise_obstacle
from collaboration.services.steps import end_process
from programs.models import ResponsibleBody
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import ObstacleFactory, ParticipantFactory
from tests.factories.invitations import EffectSignalFactory
from tests.factories.programs import ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role

SignIn = Callable[[User], Client]
FILLED = {
    "title": "Uppgifter får inte delas",
    "description": "Sekretessen hindrar.",
    "need": "Ett beslut om hur.",
    "classification": "open",
}


@pytest.fixture
def school(process: CollaborationProcess) -> ResponsibleBody:
    body = ResponsibleBodyFactory(name="Skolnämnden")
    ParticipantFactory(process=process, body=body)
    return body


@pytest.fixture
def school_coordinator(school: ResponsibleBody) -> User:
    user = UserFactory(name="Skol Samordnare")
    grant_role(user, Role.COORDINATOR, school)
    return user


def _page(process: CollaborationProcess) -> str:
    return reverse("collaboration:process-detail", args=[process.pk])


def _step(process: CollaborationProcess) -> str:
    return reverse("collaboration:process-step", args=[process.pk, "analys"])


def _new_obstacle(process: CollaborationProcess) -> str:
    return f"{reverse('collaboration:obstacle-new')}?process={process.pk}"


def test_a_party_lifts_an_obstacle_from_a_step(
    process: CollaborationProcess, school: ResponsibleBody, school_coordinator: User,
    as_user: SignIn,
) -> None:  # fmt: skip
    client = as_user(school_coordinator)
    assert _new_obstacle(process) in client.get(_step(process)).content.decode()
    assert "Lyfts från samverkan" in client.get(_new_obstacle(process)).content.decode()
    own_page = client.post(_new_obstacle(process), {"body": school.pk, **FILLED}, follow=True)
    obstacle = Obstacle.objects.get()

    assert (obstacle.process, obstacle.body) == (process, school)
    assert "Lyftes i samverkan ”Tryggare torg”" in own_page.content.decode()
    assert "Ett hinder är lyft" in client.get(_step(process)).content.decode()


def test_the_lead_sees_the_partys_obstacle_until_it_is_closed(
    process: CollaborationProcess, school: ResponsibleBody, coordinator: User, as_user: SignIn
) -> None:
    obstacle = ObstacleFactory(body=school, process=process, title="Sekretess hindrar")
    client = as_user(coordinator)
    page = client.get(_page(process)).content.decode()
    assert "Sekretess hindrar" in page
    assert reverse("collaboration:obstacle-detail", args=[obstacle.pk]) not in page
    Obstacle.objects.update(state="closed", closed_at=obstacle.raised_at)
    assert "Sekretess hindrar" not in client.get(_page(process)).content.decode()


def test_a_partner_reads_only_open_obstacles_and_no_signal(
    process: CollaborationProcess, body: ResponsibleBody, partner: User, as_user: SignIn
) -> None:
    for number, classification in enumerate(("open", "internal", "restricted")):
        ObstacleFactory(
            body=body, process=process, title=f"Hinder{number}", classification=classification
        )
    EffectSignalFactory(process=process, reason="Parterna drar åt olika håll.")
    for url in (_page(process), _step(process)):
        page = as_user(partner).get(url).content.decode()
        for words in ("Hinder1", "Hinder2", "olika håll", "Lyft ett hinder"):
            assert words not in page, url
    assert "Hinder0" in as_user(partner).get(_page(process)).content.decode()


def test_only_bodies_that_take_part_lift_obstacles_in_a_process(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    stranger = ResponsibleBodyFactory(name="Främmande nämnd")
    person = UserFactory()
    grant_role(person, Role.COORDINATOR, stranger)
    assert as_user(person).get(_new_obstacle(process)).status_code == 404
    with pytest.raises(NotAPartyOfTheProcess, match="Främmande nämnd"):
        raise_obstacle(body=stranger, process=process, acting_user=coordinator, **FILLED)


def test_a_signal_is_raised_answered_and_stays_to_be_read(
    process: CollaborationProcess, school_coordinator: User, central: User, as_user: SignIn
) -> None:
    new = reverse("collaboration:signal-new", args=[process.pk])
    client = as_user(school_coordinator)
    page = client.post(new, {"reason": "Läget är oförändrat."}, follow=True).content.decode()
    assert "Läget är oförändrat." in page
    assert "Har väntat 0 dagar på svar" in page
    assert new not in page
    again = client.post(new, {"reason": "En gång till."}).content.decode()
    assert "redan en öppen signal" in again
    assert "En gång till." in again
    answer = reverse(
        "collaboration:signal-answer", args=[process.pk, EffectSignal.objects.get().pk]
    )
    assert client.post(answer, {"answer": "Nej"}).status_code == 403
    page = as_user(central).post(answer, {"answer": "Vi kallar till möte."}, follow=True)
    for words in ("Besvarade signaler", "Vi kallar till möte.", "Läget är oförändrat."):
        assert words in page.content.decode()
    assert "Signalen är besvarad" in as_user(central).get(answer).content.decode()


def test_signals_are_refused_when_they_cannot_be(
    process: CollaborationProcess, coordinator: User, central: User
) -> None:
    first = signals.raise_signal(process=process, reason="Ingen effekt.", acting_user=coordinator)
    with pytest.raises(SignalAlreadyOpen):
        signals.raise_signal(process=process, reason="Igen.", acting_user=coordinator)
    signals.answer_signal(signal=first, answer="Tack.", acting_user=central)
    with pytest.raises(SignalClosed):
        signals.answer_signal(signal=first, answer="Igen.", acting_user=central)
    signals.raise_signal(process=process, reason="Fortfarande.", acting_user=coordinator)
    end_process(process=process, reason="Klart.", acting_user=coordinator)
    with pytest.raises(ProcessEnded):
        signals.raise_signal(process=process, reason="Efteråt.", acting_user=coordinator)


def test_a_signal_that_points_out_a_person_is_refused(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    new = reverse("collaboration:signal-new", args=[process.pk])
    answer = as_user(coordinator).post(new, {"reason": "Ring 070-174 06 05 om det."})
    assert "peka ut en person" in answer.content.decode()


def test_the_page_takes_the_same_queries_with_many(
    process: CollaborationProcess,
    body: ResponsibleBody,
    coordinator: User,
    as_user: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_user(coordinator)
    ObstacleFactory(body=body, process=process)
    with django_assert_max_num_queries(60) as one:
        client.get(_page(process))
    ObstacleFactory.create_batch(3, body=body, process=process)
    EffectSignalFactory.create_batch(
        2, process=process, answer="Ja.", closed_by=coordinator, closed_at="2026-11-01T12:00Z"
    )
    with django_assert_max_num_queries(len(one)):
        client.get(_page(process))
