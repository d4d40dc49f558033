"""Councils: led by the municipality, minutes that nobody reads further than they may."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from collaboration.agreement_exceptions import MeetingAdjusted, MeetingNotHeld
from collaboration.models import CouncilMeeting, PreventionCouncil
from collaboration.services import councils
from programs.models import ResponsibleBody
from tests.factories.collaboration import PartnerOrganizationFactory
from tests.factories.councils import (
    AgendaItemFactory,
    CouncilFactory,
    CouncilMeetingFactory,
    CouncilMemberFactory,
)
from trygghet.accounts.models import User
from trygghet.history.models import RestrictedRead

SignIn = Callable[[User], Client]
LIST = reverse("collaboration:council-list")


@pytest.fixture
def council(body: ResponsibleBody) -> PreventionCouncil:
    return CouncilFactory(body=body)


@pytest.fixture
def meeting(council: PreventionCouncil) -> CouncilMeeting:
    return CouncilMeetingFactory(council=council, held_on=date(2026, 10, 1))


def _url(meeting: CouncilMeeting, name: str = "collaboration:meeting-detail") -> str:
    return reverse(name, args=[meeting.council_id, meeting.pk])


def _restricted(meeting: CouncilMeeting) -> None:
    AgendaItemFactory(
        meeting=meeting, title="Hemligt", classification="restricted", classification_reason="Skäl"
    )


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_pages_take_the_same_queries(
    council: PreventionCouncil, meeting: CouncilMeeting, as_user: SignIn, coordinator: User
) -> None:
    client, found = as_user(coordinator), []
    pages = (LIST, reverse("collaboration:council-detail", args=[council.pk]), _url(meeting))
    for more in (1, 2):
        CouncilFactory.create_batch(more)
        meeting.attended.add(*CouncilMemberFactory.create_batch(more, council=council))
        AgendaItemFactory.create_batch(more, meeting=meeting)
        CouncilMeetingFactory(council=council, held_on=date(2026, 11, more))
        found.append([_queries(client, page) for page in pages])

    assert found[0] == found[1]


def test_led_by_the_municipality(council: PreventionCouncil, coordinator: User) -> None:
    seat = {
        "council": council, "acting_user": coordinator, "title": "Chef", "position": "top",
        "joined_on": date(2026, 1, 1), "is_chair": True,
    }  # fmt: skip
    with pytest.raises(ValidationError, match="ledas av kommunen"):
        councils.add_member(**seat, name="Ute", organization=PartnerOrganizationFactory())

    councils.add_member(**seat, name="Inne", body=council.body)
    with pytest.raises(ValidationError, match="redan en ordförande"):
        councils.add_member(**seat, name="Andra", body=council.body)


def test_one_meeting_a_day(meeting: CouncilMeeting, as_user: SignIn, coordinator: User) -> None:
    url = reverse("collaboration:meeting-new", args=[meeting.council_id])

    answer = as_user(coordinator).post(url, {"held_on": "2026-10-01"})

    assert "redan ett möte den dagen" in answer.content.decode()


def test_a_meeting_from_agenda_to_adjusted_minutes(
    meeting: CouncilMeeting, as_user: SignIn, coordinator: User
) -> None:
    client = as_user(coordinator)
    member = CouncilMemberFactory(council=meeting.council)
    item = {"title": "Torget", "decision": "Belysningen ses över.", "classification": "open"}
    assert client.post(_url(meeting, "collaboration:meeting-item-add"), item).status_code == 302
    client.post(
        _url(meeting, "collaboration:meeting-edit"),
        {"held_on": "2026-10-01", "attended": [member.pk], "version": meeting.version},
    )

    client.post(_url(meeting, "collaboration:meeting-adjust"))

    meeting.refresh_from_db()
    assert meeting.is_adjusted
    assert list(meeting.attended.all()) == [member]
    with pytest.raises(MeetingAdjusted):
        councils.change_item(
            item=meeting.items.get(), version=1, acting_user=coordinator, title="Annat"
        )


def test_not_adjusted_before_it_is_held(council: PreventionCouncil, coordinator: User) -> None:
    coming = CouncilMeetingFactory(
        council=council, held_on=timezone.localdate() + timedelta(days=1)
    )
    with pytest.raises(MeetingNotHeld):
        councils.adjust_minutes(meeting=coming, acting_user=coordinator)


def test_restricted_paragraphs_stay_with_the_body(
    meeting: CouncilMeeting, as_user: SignIn, coordinator: User, contributor: User
) -> None:
    _restricted(meeting)

    page = as_user(contributor).get(_url(meeting)).content.decode()
    assert "Hemligt" not in page
    assert "1 ärende visas inte" in page
    assert "Hemligt" in as_user(coordinator).get(_url(meeting)).content.decode()
    assert RestrictedRead.objects.filter(user=coordinator).count() == 1


def test_public_minutes_leave_out_and_say_so(
    meeting: CouncilMeeting, as_user: SignIn, coordinator: User
) -> None:
    _restricted(meeting)
    AgendaItemFactory(meeting=meeting, title="Internt", classification="internal")
    AgendaItemFactory(meeting=meeting, title="Torget")

    answer = as_user(coordinator).get(_url(meeting, "followup:council-minutes"))

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "Torget" in text
    assert "Hemligt" not in text
    assert "Internt" not in text
    assert "2 ärenden finns inte med" in " ".join(text.split())


def test_two_writers_of_a_paragraph_see_both_texts(
    meeting: CouncilMeeting, as_user: SignIn, coordinator: User
) -> None:
    item = AgendaItemFactory(meeting=meeting, title="Torget")
    client = as_user(coordinator)
    url = reverse("collaboration:meeting-item-edit", args=[meeting.council_id, meeting.pk, item.pk])
    sent = {"title": "Torget", "text": "Den första", "classification": "internal", "version": 1}
    assert client.post(url, sent).status_code == 302

    clash = client.post(url, sent | {"text": "Den andra", "classification": "open"})

    page = clash.content.decode()
    assert clash.status_code == 409
    assert page.count("Den första") == page.count("Den andra") == 1
    assert '<dd class="typed">Intern</dd>' in page
    version = clash.context["form"]["version"].value()
    assert client.post(url, sent | {"text": "Den andra", "version": version}).status_code == 302
    item.refresh_from_db()
    assert item.text == "Den andra"


def test_two_writers_of_the_attendance_see_both(
    meeting: CouncilMeeting, as_user: SignIn, coordinator: User
) -> None:
    client, url = as_user(coordinator), _url(meeting, "collaboration:meeting-edit")
    sent = {"held_on": "2026-10-01", "place": "Medborgarhuset", "version": 1}
    assert client.post(url, sent).status_code == 302

    clash = client.post(url, sent | {"place": "Biblioteket"})

    assert clash.status_code == 409
    assert "Medborgarhuset" in clash.content.decode()


def test_a_paragraph_sent_twice_is_one(
    meeting: CouncilMeeting, as_user: SignIn, coordinator: User
) -> None:
    client, url = as_user(coordinator), _url(meeting, "collaboration:meeting-item-add")
    sent = {"title": "Torget", "classification": "open", "idempotency_key": str(uuid4())}

    for _time in range(2):
        assert client.post(url, sent).status_code == 302

    assert meeting.items.count() == 1


def test_the_work_goes_on_at_what_was_written_in(
    body: ResponsibleBody, as_user: SignIn, coordinator: User
) -> None:
    client = as_user(coordinator)
    new = {"name": "Rådet i Ådalen", "level": "local", "body": body.pk}

    made = client.post(reverse("collaboration:council-new"), new)
    council = PreventionCouncil.objects.get()
    planned = client.post(
        reverse("collaboration:meeting-new", args=[council.pk]), {"held_on": "2026-12-01"}
    )

    assert made["Location"] == reverse("collaboration:council-detail", args=[council.pk])
    assert planned["Location"] == _url(council.meetings.get())


def test_the_list_tells_the_last_and_the_next_meeting(
    council: PreventionCouncil, as_user: SignIn, coordinator: User
) -> None:
    today = timezone.localdate()
    for days in (-40, -10, 20, 50):
        CouncilMeetingFactory(council=council, held_on=today + timedelta(days=days))

    page = as_user(coordinator).get(LIST).content.decode()

    shown = [f"{today + timedelta(days=days)}" in page for days in (-40, -10, 20, 50)]
    assert shown == [False, True, True, False]
