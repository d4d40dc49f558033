"""The secret address of a person's calendar, and what is in it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from collaboration.models import CollaborationProcess
from followup.models import CalendarFeed, Measure
from followup.selectors.calendar import calendar_of
from followup.services.calendar import make_address
from tests.factories.collaboration import SituationReportFactory
from tests.factories.followup import ActivityFactory, MeasureFactory
from tests.factories.programs import ProgramFactory
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

DAY = date(2026, 11, 21)
SignIn = Callable[[User], Client]


@pytest.fixture
def measure(process: CollaborationProcess) -> Measure:
    return MeasureFactory(process=process)


def feed_url(user: User) -> str:
    return reverse("followup:calendar", args=[make_address(acting_user=user)])


def events(user: User) -> dict[str, date]:
    feed, _new = CalendarFeed.objects.get_or_create(
        user=user, defaults={"secret_hash": str(user.pk), "renewed_at": timezone.now()}
    )
    calendar = Calendar.from_ical(calendar_of(scope_of(user), feed, DAY))
    return {str(event["summary"]): event.decoded("dtstart") for event in calendar.walk("VEVENT")}


def test_open_activities_and_reports_to_come(measure: Measure, coordinator: User) -> None:
    program = measure.process.program
    ActivityFactory(measure=measure, owner=coordinator, title="Lampor", due_on=DAY)
    ActivityFactory(measure=measure, owner=coordinator, title="Bänkar", done_on=DAY)
    ActivityFactory(measure=measure, title="Någon annans")
    SituationReportFactory(
        body=measure.responsible, program=program, period=date(2026, 10, 1), state="submitted"
    )
    found = events(coordinator)
    assert found["Klar senast: Lampor"] == DAY
    assert found["Lägesbilden för november 2026 lämnas senast"] == date(2026, 12, 5)
    assert "Lägesbilden för oktober 2026 lämnas senast" not in found
    assert not any("Bänkar" in title or "annans" in title for title in found)


def test_what_rests_is_not_in_it(measure: Measure, coordinator: User) -> None:
    ActivityFactory(measure=measure, owner=coordinator, title="Lampor", due_on=DAY)
    Measure.objects.update(state="paused", state_reason="Väntar på bygglov.")
    assert "Klar senast: Lampor" not in events(coordinator)


def test_contributor_has_no_reports_and_no_person_is_pointed_out(
    measure: Measure, contributor: User
) -> None:
    ProgramFactory()
    ActivityFactory(measure=measure, owner=contributor, title="Ring 070-123 45 67")
    assert list(events(contributor)) == ["Klar senast: en aktivitet"]


def test_address_is_the_key(client: Client, measure: Measure, contributor: User) -> None:
    ActivityFactory(measure=measure, owner=contributor, title="Lampor")
    url = feed_url(contributor)
    answer = client.get(url)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    assert b"Klar senast: Lampor" in answer.content
    assert CalendarFeed.objects.get().last_read_at is not None
    again = client.get(url, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(url.replace(".ics", "x.ics")).status_code == 404


def test_secret_is_long_and_not_kept(contributor: User) -> None:
    secret = make_address(acting_user=contributor)
    assert len(secret) == 43  # 256 bits
    assert secret not in str(CalendarFeed.objects.values().get())


def test_renewed_stopped_or_left_the_address_ends(client: Client, contributor: User) -> None:
    first = feed_url(contributor)
    second = feed_url(contributor)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    User.objects.update(is_active=False)
    assert client.get(second).status_code == 404
    User.objects.update(is_active=True)
    CalendarFeed.objects.all().delete()
    assert client.get(second).status_code == 404


def test_a_person_makes_renews_and_stops_it(as_user: SignIn, contributor: User) -> None:
    client, page = as_user(contributor), reverse("followup:reminder-settings")
    made = client.post(reverse("followup:calendar-make"))
    assert f"/kalender/{made.context['address'].rpartition('/')[2]}" in made.content.decode()
    assert made.context["address"] not in client.get(page).content.decode()
    client.post(reverse("followup:calendar-stop"))
    assert not CalendarFeed.objects.exists()


def test_a_person_chooses_the_letter(as_user: SignIn, contributor: User) -> None:
    client, url = as_user(contributor), reverse("followup:digest-choice")
    for choice, wanted in (("off", False), ("on", True)):
        client.post(url, {"digest": choice})
        contributor.refresh_from_db()
        assert contributor.wants_digest is wanted


def test_reading_is_noted_once_an_hour(client: Client, contributor: User) -> None:
    url = feed_url(contributor)
    client.get(url)
    first = CalendarFeed.objects.get().last_read_at
    client.get(url)
    assert CalendarFeed.objects.get().last_read_at == first
    CalendarFeed.objects.update(last_read_at=first - timedelta(hours=2))
    client.get(url)
    assert CalendarFeed.objects.get().last_read_at >= first


@pytest.mark.parametrize("number", [1, 3])
def test_constant_number_of_queries(
    number: int,
    client: Client,
    measure: Measure,
    coordinator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ActivityFactory.create_batch(number, measure=measure, owner=coordinator)
    url = feed_url(coordinator)
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)
