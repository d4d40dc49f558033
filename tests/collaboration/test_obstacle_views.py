from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from collaboration.models import Obstacle
from collaboration.selectors.obstacles import (
    obstacles_for_report,
    withheld_obstacles_for_report,
)
from programs.models import ResponsibleBody
from tests.factories.collaboration import ObstacleFactory, SituationReportFactory, noon
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of
from trygghet.history.models import RestrictedRead

SignIn = Callable[[User], Client]
LIST, NEW = reverse("collaboration:obstacle-list"), reverse("collaboration:obstacle-new")


@pytest.fixture
def obstacle(body: ResponsibleBody, coordinator: User) -> Obstacle:
    return ObstacleFactory(
        body=body,
        raised_by=coordinator,
        title="Lampor lagas sent",
        raised_at=timezone.now() - timedelta(days=12),
    )


@pytest.fixture
def sent(body: ResponsibleBody) -> dict[str, object]:
    return {
        "body": body.pk,
        "title": "Lampor lagas sent",
        "description": "Felanmälan tar två månader.",
        "need": "En egen väg in.",
        "classification": "internal",
        "idempotency_key": str(uuid4()),
    }


def address(name: str, obstacle: Obstacle) -> str:
    return reverse(f"collaboration:obstacle-{name}", args=[obstacle.pk])


def answer(**changes: object) -> dict[str, object]:
    fields = {"answer": "Ny rutin.", "decision": "Beslut KS", "decided_on": timezone.localdate()}
    return fields | changes


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("manager", 200),
        ("contributor", 200),
        ("central", 200),
        ("committee", 200),
        ("administrator", 403),
        ("partner", 403),
        ("outsider", 403),
    ],
)
def test_who_sees_the_list(who: str, status: int, as_user: SignIn, request, obstacle) -> None:
    client = as_user(request.getfixturevalue(who))
    assert client.get(LIST).status_code == status
    assert client.get(address("detail", obstacle)).status_code == (200 if status == 200 else 404)


def test_another_body_s_obstacle_is_not_there(coordinator: User, as_user: SignIn) -> None:
    other = ObstacleFactory(title="ANNANS")
    client = as_user(coordinator)
    assert "ANNANS" not in client.get(LIST).content.decode()
    for name in ("detail", "close", "reopen"):
        assert client.get(address(name, other)).status_code == 404


@pytest.mark.parametrize("who", ["manager", "contributor", "central", "committee", "partner"])
def test_only_the_coordinator_lifts(who: str, as_user: SignIn, request, sent) -> None:
    client = as_user(request.getfixturevalue(who))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, sent).status_code == 403


def test_coordinator_lifts_once_however_often_it_is_sent(
    coordinator: User, as_user: SignIn, sent
) -> None:
    client = as_user(coordinator)
    assert client.post(NEW, sent).url == client.post(NEW, sent).url
    assert Obstacle.objects.get().raised_by == coordinator


def test_lifted_from_a_report_stays_with_it(
    coordinator: User, as_user: SignIn, body: ResponsibleBody, sent
) -> None:
    report = SituationReportFactory(body=body)
    url = f"{NEW}?lagesbild={report.pk}"
    client = as_user(coordinator)
    assert "oktober 2026" in client.get(url).content.decode()
    client.post(url, sent)
    assert Obstacle.objects.get().report == report
    foreign = SituationReportFactory()
    assert client.get(f"{NEW}?lagesbild={foreign.pk}").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "message", "at"),
    [
        ("title", "", "fältet är obligatoriskt", "title"),
        ("description", "x" * 100_000, "tecken", "description"),
        ("need", "Ring 070-123 45 67", "peka ut en person", "need"),
        ("classification", "restricted", "varför uppgiften är skyddad", "classification_reason"),
        ("body", "999999", "giltigt alternativ", "body"),
    ],
)
def test_bad_field_is_told_at_the_field_and_nothing_is_lost(
    field: str, value: str, message: str, at: str, coordinator: User, as_user: SignIn, sent
) -> None:
    response = as_user(coordinator).post(NEW, sent | {field: value})
    assert response.context["form"].errors.keys() == {at}
    assert message in response.content.decode()
    if field != "description":
        assert "Felanmälan tar två månader." in response.content.decode()


def test_person_in_the_text_can_be_lifted_as_restricted(
    coordinator: User, as_user: SignIn, sent
) -> None:
    sent |= {
        "need": "Ring 070-123 45 67",
        "classification": "restricted",
        "classification_reason": "Pågående ärende",
    }
    as_user(coordinator).post(NEW, sent)
    assert Obstacle.objects.get().classification == "restricted"


def test_way_from_lifted_to_closed(
    coordinator: User, central: User, as_user: SignIn, obstacle: Obstacle
) -> None:
    client = as_user(central)
    client.post(address("acknowledge", obstacle))
    response = client.post(address("answer", obstacle), answer(), follow=True)
    assert "Besvarades efter 12 dagar" in response.content.decode()
    client = as_user(coordinator)
    client.post(address("reopen", obstacle), {"reason": "Gäller inte parker."})
    page = client.get(address("detail", obstacle)).content.decode()
    assert "Tidigare svar" in page
    assert "Gäller inte parker." in page
    assert "Stänga hindret?" in client.get(address("close", obstacle)).content.decode()
    client.post(address("close", obstacle))
    obstacle.refresh_from_db()
    assert obstacle.state == "closed"


@pytest.mark.parametrize("who", ["coordinator", "manager", "contributor", "committee"])
def test_only_the_central_office_answers(
    who: str, as_user: SignIn, request, obstacle: Obstacle
) -> None:
    client = as_user(request.getfixturevalue(who))
    for name in ("acknowledge", "answer"):
        assert client.post(address(name, obstacle), answer()).status_code == 403


@pytest.mark.parametrize("who", ["manager", "contributor", "central", "committee"])
def test_only_the_coordinator_closes(
    who: str, as_user: SignIn, request, obstacle: Obstacle
) -> None:
    client = as_user(request.getfixturevalue(who))
    for name in ("close", "reopen"):
        assert client.post(address(name, obstacle)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"answer": ""}, "answer"),
        ({"decided_on": ""}, "decided_on"),
        ({"decided_on": timezone.localdate() + timedelta(days=1)}, "decided_on"),
        ({"decided_on": date(1999, 1, 1)}, "decided_on"),
        ({"decision": "Ring 070-123 45 67"}, "decision"),
    ],
)
def test_bad_answer_is_told_at_the_field(
    changes: dict[str, object], at: str, central: User, as_user: SignIn, obstacle: Obstacle
) -> None:
    response = as_user(central).post(address("answer", obstacle), answer(**changes))
    assert response.context["form"].errors.keys() == {at}
    obstacle.refresh_from_db()
    assert obstacle.state == "open"


def test_what_is_done_already_is_said(central: User, as_user: SignIn, obstacle: Obstacle) -> None:
    client = as_user(central)
    client.post(address("acknowledge", obstacle))
    page = client.post(address("acknowledge", obstacle), follow=True).content.decode()
    assert "Hindret är redan kvitterat" in page


def test_restricted_is_kept_from_colleagues_and_reading_is_logged(
    contributor: User, manager: User, as_user: SignIn, body: ResponsibleBody
) -> None:
    secret = ObstacleFactory(body=body, title="HEMLIGT", classification="restricted")
    client = as_user(contributor)
    page = client.get(LIST).content.decode()
    assert "HEMLIGT" not in page
    assert "1 hinder visas inte" in page
    assert client.get(address("detail", secret)).status_code == 404
    assert as_user(manager).get(address("detail", secret)).status_code == 200
    assert RestrictedRead.objects.get().user == manager


def test_list_is_filtered_by_its_address(central: User, as_user: SignIn) -> None:
    waiting = ObstacleFactory(title="VÄNTAR")
    ObstacleFactory(title="KLART", state="answered")
    client = as_user(central)
    for query in ({"lage": "vantar"}, {"lage": "open"}, {"organ": waiting.body.code}):
        page = client.get(LIST, query).content.decode()
        assert "VÄNTAR" in page
        assert "KLART" not in page
    assert "KLART" in client.get(LIST, {"lage": "x", "organ": "y"}).content.decode()


@pytest.mark.parametrize("query", ["organ=%00", "lage=%00", "page=x"])
def test_odd_address_shows_the_list(query: str, central: User, as_user: SignIn) -> None:
    assert as_user(central).get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_constant_number_of_queries(
    rows: int, central: User, as_user: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ObstacleFactory.create_batch(rows)
    client = as_user(central)
    with django_assert_num_queries(7):  # session, person, grants 2, bodies, count, rows
        client.get(LIST)


def test_stays_in_the_reports_until_it_is_closed(
    coordinator: User, contributor: User, body: ResponsibleBody
) -> None:
    lifted = ObstacleFactory(body=body, raised_at=timezone.now() - timedelta(days=400))
    ObstacleFactory(body=body, state="closed", raised_at=timezone.now() - timedelta(days=500))
    Obstacle.objects.filter(state="closed").update(closed_at=noon(date(2026, 1, 2)))
    ObstacleFactory(body=body, classification="restricted", raised_at=lifted.raised_at)
    report = SituationReportFactory(body=body)
    scope = scope_of(contributor)
    assert obstacles_for_report(scope, report) == [lifted]
    assert withheld_obstacles_for_report(scope, report) == 1
    assert len(obstacles_for_report(scope_of(coordinator), report)) == 2
