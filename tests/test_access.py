"""Every address × every role × GET and POST, against the policy's own words (access_policy.py)."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from tests import access_world
from tests.access_policy import EVERYBODY, ORACLE, Rule
from tests.access_world import BACKEND, World
from trygghet.accounts.models import User

SIGN_IN = settings.LOGIN_URL if settings.LOGIN_URL.startswith("/") else "/konto/login/"
OTHER_METHODS = ("put", "patch", "delete", "head", "options")


def _addresses(patterns: list[URLPattern | URLResolver], inside: str = "") -> Iterator[str]:
    """The names of all pages in the URL configuration; the API has its own matrix."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "api":
            continue
        if isinstance(pattern, URLResolver):
            namespace = f"{inside}{pattern.namespace}:" if pattern.namespace else inside
            yield from _addresses(pattern.url_patterns, namespace)
        else:
            yield f"{inside}{pattern.name}"


NAMES = sorted(set(_addresses(get_resolver().url_patterns)))
DECLARED = [name for name in NAMES if name in ORACLE]  # the rest fail once, in the first test


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with access_world.for_module(django_db_blocker) as world:
        yield world


@pytest.fixture(scope="module")
def sessions(built: World) -> dict[str, str]:
    """The cookie of each role, signed in once; what an address does to a session is rolled back."""
    return {role: _sign_in(person) for role, person in built.people.items()}


def _sign_in(person: User) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def world(built: World, db: None) -> World:
    assert set(built.people) == EVERYBODY
    return built


def _url(name: str, rule: Rule, world: World) -> str:
    return access_world.address(world, name, rule.needs, rule.query)


def _as(session: str, client: Client) -> Client:
    """``client`` with nothing but the session."""
    client.cookies.clear()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def _outcome(answer: HttpResponse) -> str:
    """What the answer means: ok, refused, hidden, unused (wrong method) or sign-in."""
    if answer.status_code == 302 and answer["Location"].startswith(SIGN_IN):
        return "sign-in"
    return {403: "refused", 404: "hidden", 405: "unused"}.get(answer.status_code, "ok")


def _expected(rule: Rule, method: str, role: str) -> set[str]:
    allowed = rule.get if method == "get" else rule.post
    if allowed is None:  # nobody gets through; which refusal comes first does not matter
        return {"unused", "refused", "hidden"}
    if role in allowed:
        return {"ok"}
    return {"hidden"} if role in rule.hidden else {"refused"}


def test_every_address_has_a_policy() -> None:
    assert set(NAMES) - set(ORACLE) == set(), "addresses without a line in access_policy.py"
    assert set(ORACLE) - set(NAMES) == set(), "lines in access_policy.py without an address"


@pytest.mark.parametrize("name", DECLARED)
def test_each_role_gets_what_the_policy_says(
    name: str, world: World, sessions: dict[str, str], client: Client
) -> None:
    rule = ORACLE[name]
    url, wrong = _url(name, rule, world), []
    sent = {field: world.keys[key] for field, key in rule.data.items()}
    for role in sorted(EVERYBODY):
        for method, data in (("get", None), ("post", sent)):
            with transaction.atomic():
                found = _outcome(getattr(_as(sessions[role], client), method)(url, data))
                transaction.set_rollback(True)
            expected = _expected(rule, method, role)
            if found not in expected:
                wrong.append(f"{method.upper()} {url} as {role}: {found}, not {expected}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", DECLARED)
def test_the_signed_out_are_sent_to_sign_in(name: str, world: World) -> None:
    rule, client = ORACLE[name], Client()
    url = _url(name, rule, world)
    for method in ("get", "post", *OTHER_METHODS):
        found = _outcome(getattr(client, method)(url))
        if rule.public:
            assert found in ({"ok"} if method == "get" and rule.get else {"ok", "unused"}), method
        else:
            assert found == "sign-in", f"{method.upper()} {url}: {found}"


def test_public_addresses_are_few_and_named() -> None:
    public = {name for name, rule in ORACLE.items() if rule.public}

    assert {name for name in public if not name.startswith("account_")} == {
        "healthz",
        "readyz",
        "accessibility",
        "about",
        "collaboration:invitation",  # its secret is the key
        "followup:contacts",  # whom an outsider turns to
        "followup:calendar",  # its secret is the key
    }
