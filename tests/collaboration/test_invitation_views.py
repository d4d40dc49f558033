from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from collaboration.models import CollaborationProcess, Invitation, Participant
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.collaboration import ParticipantFactory, PartnerOrganizationFactory
from tests.factories.invitations import InvitationFactory
from trygghet.accounts.models import User

SignIn = Callable[[User], Client]
SECRET = "helt-eget-lösenord-9"


@pytest.fixture
def party(process: CollaborationProcess) -> Participant:
    police = PartnerOrganizationFactory(name="Lokalpolisområdet")
    return ParticipantFactory(process=process, body=None, organization=police)


@pytest.fixture
def invitation(party: Participant) -> Invitation:
    return InvitationFactory(participant=party, token="nyckel", email="pol@exempel.se", name="Pol")


def _link(*other: str) -> str:
    return reverse("collaboration:invitation", args=other or ["nyckel"])


def _address(name: str, party: Participant, *more: int) -> str:
    return reverse(f"collaboration:invitation-{name}", args=[party.process_id, *more])


def _sent(**changed: Any) -> dict[str, Any]:
    return {"name": "Pol Is", "password": SECRET, "again": SECRET} | changed


def test_inviting_and_what_the_page_then_says(
    party: Participant, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    data = {"name": "Pol", "email": "Pol@exempel.se"}
    answer = client.post(_address("new", party, party.pk), data, follow=True)
    for words in ("Pol är inbjuden", "pol@exempel.se", "Länken gäller till", "Skicka igen"):
        assert words in answer.content.decode()
    again = client.post(_address("new", party, party.pk), data).content.decode()
    assert "redan en öppen inbjudan" in again
    assert "Pol@exempel.se" in again


def test_resending_and_taking_back(
    invitation: Invitation, party: Participant, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    answer = client.post(_address("resend", party, invitation.pk), follow=True)
    assert "En ny länk skickas till pol@exempel.se" in answer.content.decode()
    assert Client().get(_link()).status_code == 404
    remove = _address("remove", party, invitation.pk)
    assert "Ta tillbaka inbjudan till Pol?" in client.get(remove).content.decode()
    assert "Inbjudan är återtagen" in client.post(remove, follow=True).content.decode()
    answer = client.post(_address("resend", party, invitation.pk), follow=True)
    assert "gäller inte längre" in answer.content.decode()


def test_the_link_leads_from_letter_to_process(invitation: Invitation, client: Client) -> None:
    page = client.get(_link())
    for words in ("Tryggare torg", "Lokalpolisområdet", "pol@exempel.se", "minst 12 tecken"):
        assert words in page.content.decode()
    answer = client.post(_link(), _sent(), follow=True)
    assert "Välkommen. Du är med för Lokalpolisområdet" in answer.content.decode()
    assert client.get(_link()).status_code == 302  # the link again: to the process
    assert Client().get(_link()).status_code == 410


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"password": "kort", "again": "kort"}, "för kort"),
        ({"password": "pol@exempel.se", "again": "pol@exempel.se"}, "för likt"),
        ({"again": "något-helt-annat"}, "inte lika"),
    ],
)
def test_an_account_that_cannot_be_made(
    changed: dict[str, str], message: str, invitation: Invitation, client: Client
) -> None:
    answer = client.post(_link(), _sent(**changed))
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not User.objects.filter(email="pol@exempel.se").exists()


def test_who_has_an_account_signs_in_and_comes_back(invitation: Invitation, client: Client) -> None:
    UserFactory(email="pol@exempel.se")
    assert "Du har redan ett konto" in client.get(_link()).content.decode()
    sign_in = f"{reverse('account_login')}?next={_link()}"
    back = client.post(sign_in, {"login": "pol@exempel.se", "password": PASSWORD})
    assert back["Location"] == _link()
    assert "Tacka ja" in client.get(_link()).content.decode()
    assert "Välkommen" in client.post(_link(), follow=True).content.decode()


def test_another_account_is_told_to_sign_out(
    invitation: Invitation, outsider: User, as_user: SignIn
) -> None:
    client = as_user(outsider)
    assert "till ett annat konto" in client.get(_link()).content.decode()
    assert "Inbjudan är till pol@exempel.se" in client.post(_link()).content.decode()


def test_an_employee_is_refused_politely(
    party: Participant, contributor: User, as_user: SignIn
) -> None:
    InvitationFactory(participant=party, token="nyckel", email=contributor.email)
    answer = as_user(contributor).post(_link())
    assert "Medarbetare bjuds inte in som extern part" in answer.content.decode()


@pytest.mark.parametrize(
    ("ended", "title"), [("revoked_at", "återtagen"), ("expires_at", "gått ut")]
)
def test_a_dead_link_says_why(
    ended: str, title: str, invitation: Invitation, client: Client
) -> None:
    now = timezone.now()
    Invitation.objects.update(**{"invited_at": now - timedelta(days=20), ended: now})
    answer = client.get(_link())
    assert (answer.status_code, title in answer.content.decode()) == (410, True)
    assert "Tryggare torg" not in answer.content.decode()


def test_links_are_not_guessed_at_speed(client: Client, db: None, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "2/m/ip"}
    found = [client.post(_link(f"gissning{n}")).status_code for n in range(3)]
    assert found == [404, 404, 429]


def test_the_list_takes_the_same_queries_with_many(
    invitation: Invitation,
    party: Participant,
    coordinator: User,
    as_user: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, url = as_user(coordinator), _address("list", party)
    with django_assert_num_queries(8):
        client.get(url)
    for n in range(3):
        other = ParticipantFactory(
            process=party.process, body=None, organization=PartnerOrganizationFactory()
        )
        InvitationFactory.create_batch(n, participant=other)
    with django_assert_num_queries(8):
        client.get(url)
