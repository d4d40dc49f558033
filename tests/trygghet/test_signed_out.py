from django.test import Client
from django.urls import reverse

from trygghet.accounts.models import User


def test_page_leads_to_signing_in(client: Client, db: None) -> None:
    assert client.get("/").status_code == 302


def test_part_of_a_page_is_refused_so_that_the_page_stays(client: Client, db: None) -> None:
    url = reverse("collaboration:observation-new")
    response = client.post(url, {"text": "Det jag skrev"}, headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert "Location" not in response


def test_redirects_of_the_signed_in_are_followed(client: Client, contributor: User, body) -> None:
    client.force_login(contributor, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("collaboration:observation-nothing")
    response = client.post(url, {"body": body.pk}, headers={"HX-Request": "true"})
    assert response.status_code == 302
