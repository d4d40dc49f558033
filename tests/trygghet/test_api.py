"""Keys, problem details, pages, fields and versions: what every address of the API does alike."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from programs.models import ResponsibleBody
from tests.factories.api import client_of, token_for
from tests.factories.programs import ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.api.models import ApiToken
from trygghet.api.services import revoke_token

BODIES = "/api/v1/bodies/"


def _problem(answer: HttpResponse, status: int) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert set(body) >= {"type", "title", "detail", "instance"}
    return body


def _with(secret: str) -> Client:
    return Client(headers={"authorization": f"Bearer {secret}"})


def test_a_key_reads_and_is_noted_as_used_once_a_day(outsider: User, body: ResponsibleBody) -> None:
    token, secret = token_for(outsider)

    assert _with(secret).get(BODIES).json()["results"][0]["name"] == body.name
    token.refresh_from_db()
    assert token.last_used_on == timezone.localdate()


@pytest.mark.parametrize("secret", ["", "trygg_fel", "trygg_\u00e5", "Bearer"])
def test_without_a_key_nothing_is_answered(secret: str, db: None) -> None:
    answer = _with(secret).get(BODIES)

    _problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_key_ends_by_its_day_by_revocation_and_with_its_account(outsider: User) -> None:
    expired, of_yesterday = token_for(outsider)
    day = timezone.localdate() - timedelta(days=1)
    ApiToken.objects.filter(pk=expired.pk).update(expires_on=day, made_on=day)
    revoked, taken_back = token_for(outsider)
    revoke_token(token=revoked, acting_user=outsider)
    _token, closed = token_for(outsider)

    assert _with(closed).get(BODIES).status_code == 200
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    for secret in (of_yesterday, taken_back, closed):
        _problem(_with(secret).get(BODIES), 401)


def test_the_signed_in_read_but_do_not_write(
    coordinator: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(coordinator)

    assert client.get(BODIES).status_code == 200
    answer = client.post("/api/v1/situation-reports/", {}, content_type="application/json")
    assert "nyckel" in _problem(answer, 403)["detail"]


def test_a_missing_token_of_the_browser_is_told_in_swedish(coordinator: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post("/api/v1/situation-reports/", {}, content_type="application/json")
    assert "Skriv med en nyckel" in _problem(answer, 403)["detail"]


def test_a_key_does_only_what_it_may(coordinator: User) -> None:
    client = client_of(coordinator, "read")

    answer = client.post("/api/v1/situation-reports/", {}, content_type="application/json")
    assert "reports:write" in _problem(answer, 403)["detail"]
    _problem(client_of(coordinator, "reports:write").get(BODIES), 403)


def test_every_refusal_is_a_problem(outsider: User, settings: Any) -> None:
    client = client_of(outsider)

    _problem(client.get("/api/v1/finns-inte/"), 404)
    _problem(client.get(BODIES + "finns-inte/"), 404)
    _problem(client.get("/api/v1/programs"), 404)
    for answer in (client.delete(BODIES), client.options(BODIES)):
        assert _problem(answer, 405)["detail"] == "Adressen tar emot GET. Se /api/v1/docs/."
    _problem(client.get(BODIES, headers={"accept": "text/html"}), 406)
    settings.API_CALLS_PER_MINUTE = 1
    answer = client.get(BODIES)
    _problem(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 61


@pytest.mark.parametrize(
    ("sent", "kind", "status", "said"),
    [
        ("{bad", "application/json", 400, "rad 1, tecken 2"),
        ('{"readings": "\xff"}'.encode("latin-1"), "application/json", 400, "UTF-8"),
        ("[" * 100_000, "application/json", 400, "Anropet går inte att läsa"),
        ('{"readings": NaN}', "application/json", 400, "giltig JSON"),
        ("[]", "application/json", 400, "errors"),
        ("null", "application/json", 400, "errors"),
        ("x=1", "application/x-www-form-urlencoded", 415, "application/json"),
        (f'{{"x": "{"a" * 5_300_000}"}}', "application/json", 413, "Dela upp"),
    ],
    ids=["broken", "encoding", "deep", "nan", "list", "null", "form", "large"],
)
def test_what_cannot_be_read_is_a_problem(
    coordinator: User, sent: str | bytes, kind: str, status: int, said: str
) -> None:
    answer = client_of(coordinator).post("/api/v1/readings/", sent, content_type=kind)

    assert said in _problem(answer, status)["detail"]


def test_what_never_comes_to_a_view_is_a_problem_too(outsider: User, settings: Any) -> None:
    client = client_of(outsider)

    _problem(client.get(BODIES, headers={"host": "annan.exempel"}), 400)
    settings.MAX_REQUEST_BYTES = 10
    _problem(client.post(BODIES, "x" * 11, content_type="application/json"), 413)


def test_a_fault_of_our_own_is_a_problem_too(
    outsider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(outsider)

    def fails(error: Exception) -> Callable[..., None]:
        def method(*args: object, **kwargs: object) -> None:
            raise error

        return method

    monkeypatch.setattr("programs.api.Bodies.rows", fails(ValueError("hemligt")))
    assert "hemligt" not in str(_problem(client.get(BODIES), 500))
    monkeypatch.setattr("programs.api.Bodies.rows", fails(OperationalError()))
    answer = client.get(BODIES)
    _problem(answer, 503)
    assert answer["Retry-After"]


def test_pages_follow_each_other_without_gaps(outsider: User) -> None:
    names = {ResponsibleBodyFactory().name for _number in range(5)}
    client, address, found = client_of(outsider), f"{BODIES}?page_size=2", []
    while address:
        page = client.get(address).json()
        assert len(page["results"]) <= 2
        found += [row["name"] for row in page["results"]]
        address = page["next"]

    assert sorted(found) == sorted(names)


@pytest.mark.parametrize(
    "query",
    ["page_size=0", "page_size=201", "page_size=x", "after=-1", "fields=hemligt", "kind=fel",
     "valid_on=i+dag", "finns_inte=1", "fields="],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused(query: str, outsider: User) -> None:
    name = query.partition("=")[0]

    assert name in _problem(client_of(outsider).get(f"{BODIES}?{query}"), 400)["errors"]


def test_fields_leave_out_the_rest(outsider: User, body: ResponsibleBody) -> None:
    client = client_of(outsider)

    assert client.get(f"{BODIES}?fields=code,name").json()["results"] == [
        {"code": "adalen", "name": body.name}
    ]
    assert client.get(f"{BODIES}adalen/?fields=kind").json() == {"kind": "district_committee"}


def test_what_has_not_changed_is_not_sent_again(outsider: User, body: ResponsibleBody) -> None:
    client = client_of(outsider)
    etag = client.get(BODIES)["ETag"]

    answer = client.get(BODIES, headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    ResponsibleBody.objects.update(name="Ny nämnd")
    assert client.get(BODIES, headers={"if-none-match": etag}).status_code == 200


def test_an_account_of_an_integration_is_made_with_its_first_key(central: User) -> None:
    token, _secret = token_for(None)  # type: ignore[arg-type]

    assert token.user.is_service
    assert not token.user.has_usable_password()
    assert token.user.email.endswith("@integration.invalid")


def test_a_key_is_told_its_roles_and_a_refusal_where_they_stand(
    coordinator: User, outsider: User, body: ResponsibleBody
) -> None:
    told = client_of(coordinator).get("/api/v1/me/").json()
    assert told["account_id"] == coordinator.pk
    assert told["roles"] == [{"role": "coordinate", "role_label": "Samordnare", "ids": [body.pk]}]
    assert client_of(outsider).get("/api/v1/me/").json()["roles"] == []
    refused = _problem(client_of(outsider).get("/api/v1/goals/"), 403)
    assert "/api/v1/me/" in refused["detail"]


def test_a_misspelt_address_or_parameter_is_told_what_it_should_be(outsider: User) -> None:
    client = client_of(outsider)

    assert "/api/v1/bodies/" in _problem(client.get("/api/v1/bodies"), 404)["detail"]
    wrong = _problem(client.get(f"{BODIES}?kinds=x"), 400)["errors"]["kinds"][0]
    assert wrong.endswith("De som finns är: after, fields, kind, page_size, reports, valid_on.")
