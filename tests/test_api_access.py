"""Every address of the API × every role × method × the key's scope, against the policy's words."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse
from pytest_django import DjangoDbBlocker

from collaboration.models import Problem, SituationReport
from followup.models import Indicator, MonthlyReport, PreventionTechnique
from followup.reports.telling import chapters_of
from tests import access_world
from tests.access_policy import CENTRAL, EVERYBODY, OUTSIDER
from tests.access_world import (
    INTERNAL_MARK,
    OBSERVED_MARK,
    REPORT_STATES,
    RESTRICTED_MARK,
    World,
)
from tests.api_policy import ORACLE, READ, ApiRule
from tests.factories.api import client_of
from tests.factories.programs import AreaFactory
from tests.test_withheld_texts import MAY_READ
from trygghet import api_urls
from trygghet.api.checks import faults_of
from trygghet.api.models import TokenScope
from trygghet.api.operations import DeclaredAccess
from trygghet.api.views import NothingHere, Resource
from trygghet.history.models import RestrictedRead

PATTERNS: list[URLPattern] = [
    pattern for pattern in api_urls.urlpatterns if pattern.callback.cls is not NothingHere
]
NAMES = sorted(pattern.name or "" for pattern in PATTERNS)
WRITES = ("post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with access_world.for_module(django_db_blocker) as world:
        draft = SituationReport.objects.get(pk=world.keys["draft"])
        edition = MonthlyReport.objects.filter(state="published", body=None).latest("edition")
        indicator = Indicator.objects.get(code=world.keys["indicator"])
        world.keys |= {
            "area": AreaFactory().pk,
            "open_problem": Problem.objects.get(report=draft, classification="open").pk,
            "problem_type": draft.problems.first().type.code,
            "contributor": world.people["contributor"].pk,
            "reading": indicator.readings.first().pk,
            "published_report": edition.pk,
            "anchor": chapters_of(edition)[0].told.anchor,
            "figure": "hinder",
            "step_name": "mapping",
            "technique_code": PreventionTechnique.objects.get(pk=world.keys["technique"]).code,
        }
        yield world


@pytest.fixture
def world(built: World, db: None) -> World:
    return built


@pytest.fixture(scope="module")
def clients(built: World) -> dict[str, Client]:
    """A client of each role, with a key that may everything."""
    return {role: client_of(person) for role, person in built.people.items()}


def _url(name: str, rule: ApiRule, world: World, **other: Any) -> str:
    return reverse(
        f"api:{name}", kwargs={part: world.keys[key] for part, key in rule.needs.items()} | other
    )


def _filled(data: Any, world: World) -> Any:
    if isinstance(data, dict):
        return {name: _filled(value, world) for name, value in data.items()}
    if isinstance(data, list):
        return [_filled(each, world) for each in data]
    is_key = isinstance(data, str) and data.startswith("@")
    return world.keys[data[1:]] if is_key else data


def _outcome(answer: HttpResponse) -> str:
    """What the answer means; a fault in what was sent comes after every refusal."""
    refusals = {401: "sign-in", 403: "refused", 404: "hidden", 405: "unused"}
    assert answer.status_code < 500, answer.content
    return refusals.get(answer.status_code, "ok")


def _expected(rule: ApiRule, method: str, role: str) -> str:
    if method == "get":
        opens, may = rule.opens, rule.opens
    else:
        opens, may = rule.writers_open, rule.writes.get(method)
    if may is None:
        return "unused"
    if role not in (opens or frozenset()):
        return "refused"
    sees = rule.sees if method == "get" or rule.finds is None else rule.finds
    if sees is not None and role not in sees:
        return "hidden"
    return "ok" if role in may else "refused"


def _tried(rule: ApiRule, role: str) -> tuple[str, ...]:
    """A method that the address does not have is tried by those who may most and least."""
    used = tuple(method for method in WRITES if method in rule.writes)
    return ("get", *(WRITES if role in (CENTRAL, OUTSIDER) else used))


def _send(client: Client, method: str, url: str, data: Any) -> HttpResponse:
    if method == "get":
        return client.get(url)
    return getattr(client, method)(url, data, content_type="application/json")


def test_every_address_has_a_policy() -> None:
    assert set(NAMES) == set(ORACLE)


@pytest.mark.parametrize("name", sorted(ORACLE))
def test_each_role_gets_what_the_policy_says(
    name: str, world: World, clients: dict[str, Client]
) -> None:
    rule, wrong = ORACLE[name], []
    url, data = _url(name, rule, world), _filled(rule.data, world)
    for role in sorted(EVERYBODY):
        for method in _tried(rule, role):
            with transaction.atomic():
                found = _outcome(_send(clients[role], method, url, data))
                transaction.set_rollback(True)
            if found != (expected := _expected(rule, method, role)):
                wrong.append(f"{method.upper()} {url} as {role}: {found}, not {expected}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(ORACLE))
def test_without_a_key_everything_is_closed(name: str, world: World) -> None:
    url = _url(name, ORACLE[name], world)
    found = {_outcome(_send(Client(), method, url, {})) for method in ("get", *WRITES)}

    assert found == {"sign-in"}


@pytest.mark.parametrize("name", sorted(ORACLE))
def test_a_key_without_the_scope_is_refused(name: str, world: World) -> None:
    """A reading key writes nothing, and one that only writes reads nothing."""
    rule = ORACLE[name]
    url, data = _url(name, rule, world), _filled(rule.data, world)
    if rule.opens:
        others = [scope for scope in TokenScope.values if scope != READ]
        assert _outcome(client_of(world.people["central"], *others).get(url)) == "refused"
    for method, writers in rule.writes.items():
        others = [scope for scope in TokenScope.values if scope != rule.scope]
        client = client_of(world.people[min(writers)], *others)
        assert _outcome(_send(client, method, url, data)) == "refused"


def _writes_over() -> Iterator[tuple[str, str]]:
    """Every write to something that is there: by name and method."""
    for pattern in PATTERNS:
        for method, action in pattern.callback.actions.items():
            operation = pattern.callback.cls.operations[action]
            if operation.checks_version:
                yield pattern.name or "", method
            else:
                assert method in ("get", "post"), pattern.name


@pytest.mark.parametrize(("name", "method"), sorted(_writes_over()))
def test_nobody_writes_over_what_they_have_not_read(
    name: str, method: str, world: World, clients: dict[str, Client]
) -> None:
    rule = ORACLE[name]
    url, data = _url(name, rule, world), _filled(rule.data, world)
    data = data or {"no_problems": True}
    statuses = [
        getattr(clients["coordinator"], method)(
            url, data, content_type="application/json", headers=headers
        ).status_code
        for headers in ({}, {"if-match": '"999999-abc"'}, {"if-match": '"okänd"'})
    ]
    assert statuses == [428, 412, 412]


def test_an_action_that_nobody_declared_is_closed_and_stops_the_start() -> None:
    class Forgotten(Resource):
        operations = {}

    class Open(Resource):
        permission_classes = ()

    assert "Forgotten.list" in str(list(faults_of(Forgotten.as_view({"get": "list"}))))
    assert "closed" in str(list(faults_of(Open.as_view({"get": "list"}))))
    view = Forgotten()
    view.action = "list"
    request = type("R", (), {"user": type("U", (), {"is_authenticated": True})()})()
    assert not DeclaredAccess().has_permission(request, view)


def _readable(world: World) -> Iterator[str]:
    """Every address that is read, for every state of a report and kind of obstacle."""
    for name, rule in ORACLE.items():
        if rule.opens is None:
            continue
        if name.startswith("situation-report") and "pk" in rule.needs:
            for state in REPORT_STATES:
                yield _url(name, rule, world, pk=world.keys[state])
        elif name == "indicator-series":
            yield _url(name, rule, world) + f"?body={world.keys['body_code']}"
        elif name == "situation-report-list":
            yield from (_url(name, rule, world), _url(name, rule, world) + f"?q={RESTRICTED_MARK}")
        else:
            yield _url(name, rule, world)
    for key in ("open_obstacle", "restricted_obstacle"):
        yield reverse("api:obstacle", args=[world.keys[key]])
    for state in REPORT_STATES:
        for kind in ("needs", "staff_knowledge"):
            yield reverse("api:situation-report-part", args=[world.keys[state], kind])


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_marks_are_read_only_by_those_who_may(
    role: str, world: World, clients: dict[str, Client]
) -> None:
    marks = (RESTRICTED_MARK, INTERNAL_MARK, OBSERVED_MARK)
    found: dict[str, list[str]] = {mark: [] for mark in marks}
    for url in _readable(world):
        text = clients[role].get(url).content.decode().replace(url, "")
        for mark, places in found.items():
            if mark in text:
                places.append(url)

    for mark, places in found.items():
        assert bool(places) == (role in MAY_READ[mark]), f"{mark} by {role}: {places}"


def test_reading_restricted_texts_is_written_down(world: World, clients: dict[str, Client]) -> None:
    for name, key in (("situation-report", "published"), ("obstacle", "restricted_obstacle")):
        RestrictedRead.objects.all().delete()
        clients["central"].get(reverse(f"api:{name}", args=[world.keys[key]]))
        assert RestrictedRead.objects.filter(user=world.people["central"]).exists(), name
