import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.factories.accounts import UserFactory
from trygghet.accounts.models import User

pytestmark = pytest.mark.django_db
GOOD = "Korrekt-hast-batteri-2026"


@pytest.fixture
def person() -> User:
    user = UserFactory(email="sam@exempel.se")
    user.set_password(GOOD)
    user.save()
    return user


def sign_in(client: Client, password: str):
    return client.post(reverse("account_login"), {"login": "sam@exempel.se", "password": password})


def test_the_right_password_opens_the_start_page(client: Client, person: User) -> None:
    response = sign_in(client, GOOD)
    assert (response.status_code, response.url) == (302, "/")


def test_a_wrong_password_is_refused_without_saying_which_part(client, person) -> None:
    response = sign_in(client, "fel")
    assert "E-postadressen eller lösenordet stämmer inte." in response.content.decode()


def test_repeated_failures_lock_out_even_the_right_password(client, person) -> None:
    for _attempt in range(5):
        sign_in(client, "fel")
    response = sign_in(client, GOOD)
    assert response.status_code != 302
    assert "För många misslyckade försök" in response.content.decode()


def test_a_forgotten_password_is_replaced_by_mail(client: Client, person: User) -> None:
    client.post(reverse("account_reset_password"), {"email": "SAM@exempel.se"})
    (letter,) = mail.outbox
    assert letter.subject == "Trygghet: Välj ett nytt lösenord"
    assert letter.body.startswith("Hej!")
    address = re.search(r"http\S+", letter.body)[0]
    form = client.get(address, follow=True)
    new = {"password1": GOOD + "!", "password2": GOOD + "!"}
    done = client.post(form.request["PATH_INFO"], new, follow=True)
    assert "Lösenordet är bytt" in done.content.decode()
    assert sign_in(client, GOOD + "!").status_code == 302
    used = Client().get(address, follow=True)
    assert "Länken gäller inte längre" in used.content.decode()


def test_an_unknown_address_learns_it_by_mail_only(client: Client, person: User) -> None:
    known = client.post(reverse("account_reset_password"), {"email": "sam@exempel.se"})
    unknown = client.post(reverse("account_reset_password"), {"email": "annan@exempel.se"})
    assert known.url == unknown.url
    assert "inget konto" in mail.outbox[1].subject


def test_nobody_signs_up_alone(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert "Konton läggs upp av en administrator" in page
    client.post(reverse("account_signup"), {"email": "ny@exempel.se", "password1": GOOD})
    assert not User.objects.exists()


def test_nobody_changes_e_mail_address_alone() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_email")


def test_signing_out_takes_a_post(client: Client, person: User) -> None:
    sign_in(client, GOOD)
    assert "Vill du logga ut?" in client.get(reverse("account_logout")).content.decode()
    assert client.session.get("_auth_user_id")
    client.post(reverse("account_logout"))
    assert not client.session.get("_auth_user_id")


@pytest.mark.parametrize("name", ["account_change_password", "account_reauthenticate"])
def test_account_pages_speak_swedish(client: Client, person: User, name: str) -> None:
    sign_in(client, GOOD)
    page = client.get(reverse(name)).content.decode()
    assert "placeholder" not in page
    assert "ösenord" in page
