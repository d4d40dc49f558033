"""Marked texts in every state of everything: no page or file shows them to the wrong reader."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from collaboration.models import CollaborationProcess
from tests import access_world
from tests.access_policy import BODY, CENTRAL, COORDINATOR, EVERYBODY, MANAGER, ORACLE, STAFF
from tests.access_world import (
    BACKEND,
    INTERNAL_MARK,
    OBSERVED_MARK,
    REPORT_STATES,
    RESTRICTED_MARK,
    World,
)
from tests.factories.collaboration import CollaborationProcessFactory
from tests.factories.followup import ActivityFactory, GoalFactory, MeasureFactory
from trygghet.history.models import RestrictedRead

MAY_READ = {
    RESTRICTED_MARK: frozenset({COORDINATOR, MANAGER, CENTRAL}),
    INTERNAL_MARK: STAFF,
    OBSERVED_MARK: BODY | {CENTRAL},
}
WORK_MARK = "ANDRASARBETSMARKERING"
QUERIES = ("", f"?q={RESTRICTED_MARK}", "?alla=1")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with access_world.for_module(django_db_blocker) as world:
        yield world


@pytest.fixture
def world(built: World, db: None) -> World:
    return built


def _urls(world: World) -> Iterator[str]:
    """Every address that can be read, for every state of a report and both kinds of obstacle."""
    for name, rule in ORACLE.items():
        if rule.get is None:
            continue
        states = REPORT_STATES if "pk" in rule.needs and ":report-" in name else ("",)
        for state in states:
            needs = rule.needs | ({"pk": state} if state else {})
            url = access_world.address(world, name, needs, rule.query)
            queries = QUERIES if "-list" in name or "dashboard" in name else ("",)
            yield from (url + query for query in queries)
    for key in ("obstacle", "open_obstacle", "restricted_obstacle"):
        yield reverse("collaboration:obstacle-detail", args=[world.keys[key]])


def _read(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.get("Content-Type") == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return body.decode(errors="replace")


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_marks_are_shown_only_to_those_who_may_read(role: str, world: World) -> None:
    client = Client()
    client.force_login(world.people[role], backend=BACKEND)
    found: dict[str, list[str]] = {mark: [] for mark in MAY_READ}
    for url in _urls(world):
        text = _read(client.get(url)).replace(f'value="{RESTRICTED_MARK}"', "")
        for mark, places in found.items():
            if mark in text and f"?q={mark}" not in url:
                places.append(url)

    for mark, readers in MAY_READ.items():
        if role in readers:
            assert found[mark], f"{mark} should be seen by {role}"
        else:
            assert not found[mark], f"{mark} is seen by {role}"


def test_pages_say_that_something_is_withheld(world: World) -> None:
    url = reverse("collaboration:report-detail", args=[world.keys["published"]])
    for role in ("contributor", "committee", "other_coordinator"):
        client = Client()
        client.force_login(world.people[role], backend=BACKEND)
        assert "withheld" in client.get(url).content.decode(), role


def test_the_months_report_withholds_even_from_its_maker(world: World) -> None:
    """A public document: internal and restricted texts are out, whoever asked for it."""
    client = Client()
    client.force_login(world.people["central"], backend=BACKEND)
    where = {"month": world.keys["month"], "code": world.keys["scope"]}
    for name in ("followup:report-detail", "followup:report-download"):
        text = _read(client.get(reverse(name, kwargs=where)))
        assert not [mark for mark in MAY_READ if mark in text], name


def test_reading_restricted_texts_is_written_down(world: World) -> None:
    client = Client()
    client.force_login(world.people["manager"], backend=BACKEND)
    client.get(reverse("collaboration:report-detail", args=[world.keys["published"]]))

    assert RestrictedRead.objects.filter(user=world.people["manager"]).exists()


def test_work_of_others_never_reaches_a_partner(world: World) -> None:
    """Goals, measures and activities of other processes, and a body's own, stay with them."""
    process = CollaborationProcess.objects.get(pk=world.keys["process"])
    other = CollaborationProcessFactory(program=process.program, lead_body=process.lead_body)
    goal = GoalFactory(process=other, title=f"Mål {WORK_MARK}", change=WORK_MARK)
    own = GoalFactory(process=None, body=process.lead_body, problem=None, title=WORK_MARK)
    measure = MeasureFactory(process=other, title=f"Åtgärd {WORK_MARK}", description=WORK_MARK)
    measure.goals.add(goal)
    activity = ActivityFactory(measure=measure, title=f"Aktivitet {WORK_MARK}")
    secret = {
        "followup:goal-detail": [goal.pk, own.pk],
        "followup:measure-detail": [measure.pk],
        "followup:activity-edit": [activity.pk],
        "collaboration:process-detail": [other.pk],
    }
    client = Client()
    client.force_login(world.people["partner"], backend=BACKEND)
    for url in ["/", *(url for url in _urls(world) if not url.startswith("/lagesbilder/"))]:
        assert WORK_MARK not in _read(client.get(url)), url
    for name, ids in secret.items():
        assert {client.get(reverse(name, args=[pk])).status_code for pk in ids} == {404}, name

    client.force_login(world.people[COORDINATOR], backend=BACKEND)
    for name in ("goal-list", "measure-list", "activity-list"):
        assert WORK_MARK in _read(client.get(reverse(f"followup:{name}"))), name
