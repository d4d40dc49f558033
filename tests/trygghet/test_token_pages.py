"""The keys' pages: made once, shown once, revoked; and the page about the API."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from programs.models import ResponsibleBody
from programs.services import give_role, sync_coordinator_grants
from tests.factories.api import token_for
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import scope_of
from trygghet.api.models import ApiToken

TOKENS = "/installningar/nycklar/"
AsUser = Callable[[User], Client]


def _form(**changes: object) -> dict[str, object]:
    return {
        "name": "Verksamhetssystemet",
        "scopes": ["read", "reports:write"],
        "expires_on": f"{timezone.localdate() + timedelta(days=90)}",
        "idempotency_key": str(uuid4()),
        **changes,
    }


def test_the_secret_is_shown_once_and_works(central: User, as_user: AsUser) -> None:
    client, form = as_user(central), _form()
    made = client.post(f"{TOKENS}ny/", form).content.decode()
    token = ApiToken.objects.get()
    secret = made.split('class="secret">')[1].split("<")[0]

    assert secret.startswith(token.prefix)
    assert secret not in client.get(TOKENS).content.decode()
    assert client.post(f"{TOKENS}ny/", form).status_code == 302  # the same form again
    assert ApiToken.objects.count() == 1
    answer = Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/me/")
    assert answer.json()["scopes"] == ["read", "reports:write"]


def test_a_key_that_lasts_too_long_or_may_nothing_is_refused(
    central: User, as_user: AsUser
) -> None:
    client, today = as_user(central), timezone.localdate()
    for wrong in (
        {"expires_on": f"{today + timedelta(days=400)}"},
        {"expires_on": f"{today - timedelta(days=1)}"},
        {"expires_on": ""},
        {"scopes": []},
        {"scopes": ["allt"]},
        {"name": ""},
    ):
        answer = client.post(f"{TOKENS}ny/", _form(**wrong))
        assert answer.context["form"].errors.keys() == wrong.keys(), wrong
    assert not ApiToken.objects.exists()


def test_only_accounts_of_integrations_get_keys(
    central: User, coordinator: User, as_user: AsUser
) -> None:
    answer = as_user(central).post(f"{TOKENS}ny/", _form(account=coordinator.pk))

    assert "account" in answer.context["form"].errors


def test_a_revoked_key_stops_at_once(administrator: User, as_user: AsUser) -> None:
    token, secret = token_for(None)  # type: ignore[arg-type]
    key = Client(headers={"authorization": f"Bearer {secret}"})
    assert key.get("/api/v1/me/").status_code == 200
    page = as_user(administrator).post(f"{TOKENS}{token.pk}/aterkalla/", follow=True)

    assert "Återkallad" in page.content.decode()
    assert key.get("/api/v1/me/").status_code == 401


def test_an_integration_coordinates_by_its_role_alone(
    central: User, coordinator: User, body: ResponsibleBody
) -> None:
    """Its role is given by hand, and the appointments' clock leaves it as it is."""
    token, _secret = token_for(None)  # type: ignore[arg-type]
    give_role(person=token.user, role=Role.COORDINATOR, body=body, acting_user=central)
    sync_coordinator_grants()

    assert scope_of(token.user).coordinates == {body.pk}
    assert scope_of(coordinator).coordinates == {body.pk}


def test_the_page_about_the_api_names_every_address(outsider: User, as_user: AsUser) -> None:
    page = as_user(outsider).get("/api/v1/docs/").content.decode()

    for path in ("/api/v1/situation-reports/", "/api/v1/readings/", "/api/v1/areas/"):
        assert path in page
    for anchor in ("version-saknas", "andrad-av-nagon-annan", "for-manga-anrop"):
        assert f'id="{anchor}"' in page
