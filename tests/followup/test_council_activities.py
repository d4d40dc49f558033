"""A council's decision becomes an activity, and the meeting's page shows how it stands."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaboration.models import AgendaItem, CollaborationProcess
from followup.exceptions import NothingDecided
from followup.models import Activity, Measure
from followup.services.council_activities import carry_out
from programs.models import ResponsibleBody
from tests.factories.councils import AgendaItemFactory, CouncilFactory, CouncilMeetingFactory
from tests.factories.followup import ActivityFactory, MeasureFactory
from trygghet.accounts.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def item(body: ResponsibleBody) -> AgendaItem:
    meeting = CouncilMeetingFactory(council=CouncilFactory(body=body), held_on=date(2026, 10, 1))
    return AgendaItemFactory(meeting=meeting, title="Torget", decision="Tänd torget.\nFöre jul.")


def _url(item: AgendaItem) -> str:
    meeting = item.meeting
    return reverse("followup:decision-activity", args=[meeting.council_id, meeting.pk, item.pk])


def _standing(item: AgendaItem) -> str:
    meeting = item.meeting
    return reverse("followup:council-decisions", args=[meeting.council_id, meeting.pk])


def _sent(owner: User, **fields: object) -> dict[str, object]:
    return {"title": "Tänd torget.", "owner": owner.pk, "due_on": "2026-12-15"} | fields


def test_in_a_measure_of_the_process(
    item: AgendaItem, process: CollaborationProcess, as_user: SignIn, coordinator: User
) -> None:
    measure = MeasureFactory(process=process, title="Belysning")
    client = as_user(coordinator)
    page = client.get(_url(item)).content.decode()
    assert 'value="Tänd torget."' in page
    assert f'<optgroup label="{process.title}">' in page

    assert client.post(_url(item), _sent(coordinator, measure=measure.pk)).status_code == 302

    made = Activity.objects.get()
    assert (made.measure, made.council_item, made.owner) == (measure, item, coordinator)
    shown = client.get(_standing(item), headers={"HX-Request": "true"}).content.decode()
    assert "Tänd torget." in shown
    assert "senast 15 december 2026" in shown
    assert "<html" not in shown
    assert "<html" in client.get(_standing(item)).content.decode()


def test_in_a_measure_of_the_body_where_there_is_no_process(
    item: AgendaItem, as_user: SignIn, coordinator: User
) -> None:
    sent = _sent(
        coordinator, new_measure="Ljusare torg", kind="situational", idempotency_key=uuid4()
    )
    client = as_user(coordinator)

    for _time in range(2):
        assert client.post(_url(item), sent).status_code == 302

    measure = Measure.objects.get()
    assert (measure.process, measure.responsible) == (None, item.meeting.council.body)
    assert measure.activities.get().council_item == item


def test_what_is_missing_is_said_at_the_field(
    item: AgendaItem,
    process: CollaborationProcess,
    as_user: SignIn,
    coordinator: User,
    central: User,
) -> None:
    client = as_user(coordinator)

    form = client.post(_url(item), _sent(coordinator)).context["form"]
    assert set(form.errors) == {"new_measure", "kind"}
    stranger = client.post(_url(item), _sent(central, new_measure="A", kind="social"))
    assert "owner" in stranger.context["form"].errors
    assert not Measure.objects.exists()


def test_only_what_is_decided(body: ResponsibleBody, as_user: SignIn, coordinator: User) -> None:
    meeting = CouncilMeetingFactory(council=CouncilFactory(body=body))
    item = AgendaItemFactory(meeting=meeting, decision="")

    assert as_user(coordinator).get(_url(item)).status_code == 404
    with pytest.raises(NothingDecided):
        carry_out(
            item=item, title="A", owner=coordinator, due_on=date(2026, 12, 1),
            acting_user=coordinator,
        )  # fmt: skip


def test_the_words_of_a_decision_that_is_not_open_are_not_carried_along(
    item: AgendaItem, as_user: SignIn, coordinator: User
) -> None:
    item.classification = "internal"
    item.save()

    page = as_user(coordinator).get(_url(item))

    assert "Beslutet är inte öppet" in page.content.decode()
    assert page.context["form"]["title"].value() is None


def test_the_strategic_council_s_decisions_are_carried_out_by_the_central_office(
    board: ResponsibleBody, as_user: SignIn, central: User
) -> None:
    meeting = CouncilMeetingFactory(council=CouncilFactory(body=board))
    item = AgendaItemFactory(meeting=meeting, decision="Ta fram en rutin.")
    sent = _sent(central, new_measure="Rutin", kind="social")

    assert as_user(central).post(_url(item), sent).status_code == 302
    assert Activity.objects.get().owner == central


def test_others_are_told_that_it_is_in_work_and_not_what(
    item: AgendaItem, as_user: SignIn, contributor: User
) -> None:
    ActivityFactory(title="Hemligare", council_item=item)

    page = as_user(contributor).get(_standing(item)).content.decode()

    assert "1 aktivitet i ett arbete som du inte är med i" in page
    assert "Hemligare" not in page


def test_standing_takes_the_same_queries(
    item: AgendaItem, process: CollaborationProcess, as_user: SignIn, coordinator: User
) -> None:
    client, found = as_user(coordinator), []
    for more in (1, 2):
        for each in AgendaItemFactory.create_batch(more, meeting=item.meeting, decision="Gör så."):
            ActivityFactory(measure=MeasureFactory(process=process), council_item=each)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(_standing(item)).status_code == 200
        found.append(len(queries))

    assert found[0] == found[1]
