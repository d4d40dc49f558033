"""The one e-mail a day: who is told of what, when, and what it never says."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from collaboration.models import CollaborationProcess
from followup.models import Activity, ActivityReminder, DailyDigest, Measure
from followup.reminders import days_covered_by, is_time_to_send
from followup.selectors.measures import activity_lines
from followup.selectors.reminders import due_for, people_to_tell
from followup.selectors.start_others import unmanaged_tasks
from followup.selectors.start_tasks import desk_of
from followup.services import reminders
from followup.services.reminders import ask_for_digests, send
from tests.factories.collaboration import CollaborationProcessFactory
from tests.factories.followup import ActivityFactory, MeasureFactory
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of
from trygghet.jobs import services as jobs
from trygghet.jobs.models import Job

FRIDAY = date(2026, 11, 20)
MONDAY = FRIDAY + timedelta(days=3)
Kind = ActivityReminder.Kind


@pytest.fixture
def measure(process: CollaborationProcess) -> Measure:
    return MeasureFactory(process=process, title="Tänd gångvägen")


def planned(measure: Measure, owner: User, due_on: date, **fields: object) -> Activity:
    return ActivityFactory(measure=measure, owner=owner, due_on=due_on, **fields)


def told(user: User, day: date) -> list[tuple[str, str]]:
    """What the person is told of on that day; it is written down as told."""
    ask_for_digests(people=people_to_tell(day) & {user.pk}, day=day)
    for digest in DailyDigest.objects.filter(user=user, day=day):
        assert jobs.run(digest.job_id)
    rows = ActivityReminder.objects.filter(digest__user=user, digest__day=day).order_by("pk")
    return [(row.activity.title, row.kind) for row in rows.select_related("activity")]


def test_letters_leave_on_weekdays_from_six() -> None:
    def at(day: date, hour: int) -> datetime:
        return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001

    assert is_time_to_send(at(FRIDAY, 6))
    assert not is_time_to_send(at(FRIDAY, 5))
    assert not is_time_to_send(at(FRIDAY + timedelta(days=1), 12))
    assert not is_time_to_send(at(FRIDAY + timedelta(days=2), 12))
    assert days_covered_by(FRIDAY) == MONDAY - timedelta(days=1)
    assert days_covered_by(MONDAY) == MONDAY


def test_told_three_days_before_and_on_the_day(measure: Measure, contributor: User) -> None:
    thursday = MONDAY + timedelta(days=3)
    planned(measure, contributor, thursday, title="Lampor")
    days = [MONDAY + timedelta(days=ahead) for ahead in range(4)]
    assert [told(contributor, day) for day in days] == [
        [("Lampor", "soon")], [], [], [("Lampor", "soon")]
    ]  # fmt: skip


def test_a_due_day_on_a_weekend_is_told_of_on_the_friday(
    measure: Measure, contributor: User
) -> None:
    planned(measure, contributor, FRIDAY + timedelta(days=2), title="Lampor")
    assert told(contributor, FRIDAY) == [("Lampor", "soon")]
    assert told(contributor, MONDAY) == [("Lampor", "late")]


def test_late_is_told_of_once_a_week(measure: Measure, contributor: User) -> None:
    planned(measure, contributor, FRIDAY - timedelta(days=2), title="Lampor")
    assert told(contributor, FRIDAY) == [("Lampor", "late")]
    assert told(contributor, MONDAY) == []
    assert told(contributor, FRIDAY + timedelta(days=7)) == [("Lampor", "late")]


def test_a_moved_due_day_begins_anew(measure: Measure, contributor: User) -> None:
    activity = planned(measure, contributor, FRIDAY, title="Lampor")
    assert told(contributor, FRIDAY) == [("Lampor", "soon")]
    Activity.objects.filter(pk=activity.pk).update(due_on=MONDAY)
    assert told(contributor, MONDAY) == [("Lampor", "soon")]


def test_manager_is_told_a_week_after_the_due_day_and_once(
    measure: Measure, contributor: User, manager: User
) -> None:
    activity = planned(measure, contributor, FRIDAY - timedelta(days=7), title="Lampor")
    assert told(manager, FRIDAY - timedelta(days=1)) == []
    assert told(manager, FRIDAY) == [("Lampor", "to_manager")]
    assert told(manager, MONDAY + timedelta(days=7)) == []
    (line,) = activity_lines([activity], contributor.pk, MONDAY)
    assert line.manager_told_on == FRIDAY


def test_the_central_office_is_told_where_there_is_no_manager(
    measure: Measure, contributor: User, central: User
) -> None:
    planned(measure, contributor, FRIDAY - timedelta(days=7), title="Lampor")
    assert told(central, FRIDAY - timedelta(days=1)) == []
    assert told(central, FRIDAY) == [("Lampor", "to_central")]
    assert "Lampor: Ådalens stadsdelsnämnd, som saknar chef; ansvarig Mika" in mail.outbox[0].body
    assert told(central, MONDAY + timedelta(days=7)) == []


def test_the_central_office_is_not_told_where_somebody_manages(
    measure: Measure, contributor: User, manager: User, central: User
) -> None:
    planned(measure, contributor, FRIDAY - timedelta(days=7), title="Lampor")
    assert told(central, FRIDAY) == []
    User.objects.filter(pk=manager.pk).update(is_active=False)  # who has left manages nothing
    assert told(central, FRIDAY) == [("Lampor", "to_central")]


def test_managers_own_is_late_like_anybodys(measure: Measure, manager: User) -> None:
    planned(measure, manager, FRIDAY - timedelta(days=7), title="Lampor")
    assert told(manager, FRIDAY) == [("Lampor", "late")]


def test_what_nobody_waits_for_is_not_told_of(
    measure: Measure, contributor: User, process: CollaborationProcess
) -> None:
    planned(measure, contributor, FRIDAY, done_on=FRIDAY)
    planned(measure, contributor, FRIDAY, dropped=True, late_reason="Behövs inte.")
    paused = MeasureFactory(process=process, state="paused", state_reason="Väntar på bygglov.")
    planned(paused, contributor, FRIDAY)
    ended = CollaborationProcessFactory(lead_body=process.lead_body, ended_on=FRIDAY)
    planned(MeasureFactory(process=ended), contributor, FRIDAY)
    assert people_to_tell(FRIDAY) == set()


def test_who_has_chosen_not_to_or_has_left_gets_none(measure: Measure, contributor: User) -> None:
    planned(measure, contributor, FRIDAY)
    assert people_to_tell(FRIDAY) == {contributor.pk}
    reminders.choose_digest(wanted=False, acting_user=contributor)
    assert people_to_tell(FRIDAY) == set()
    User.objects.update(wants_digest=True, is_active=False)
    assert people_to_tell(FRIDAY) == set()


def test_who_may_no_longer_see_it_is_not_told(measure: Measure, outsider: User) -> None:
    planned(measure, outsider, FRIDAY)
    assert told(outsider, FRIDAY) == []
    assert mail.outbox == []


def test_the_letter_names_what_and_links_to_its_page(
    measure: Measure, contributor: User, manager: User, settings: object
) -> None:
    settings.SITE_URL = "https://trygghet.example.se/"
    planned(
        measure, contributor, FRIDAY - timedelta(days=9), title="Lampor",
        late_reason="HEMLIGT skäl",
    )  # fmt: skip
    told(manager, FRIDAY)
    (letter,) = mail.outbox
    assert letter.to == [manager.email]
    assert letter.subject == "1 aktivitet att se till"
    assert "Lampor: Ådalens stadsdelsnämnd, ansvarig Mika Medarbetare, 9 dagar sen" in letter.body
    assert "https://trygghet.example.se/aktiviteter/pamind/" in letter.body
    assert "https://trygghet.example.se/installningar/paminnelser/" in letter.body
    assert "HEMLIGT" not in letter.body


def test_a_title_that_points_out_a_person_stays_inside(measure: Measure, contributor: User) -> None:
    planned(measure, contributor, FRIDAY, title="Ring 070-123 45 67")
    told(contributor, FRIDAY)
    assert "070" not in mail.outbox[0].body
    assert "En aktivitet" in mail.outbox[0].body


def test_one_letter_a_day_however_often_the_clock_asks(
    measure: Measure, contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(measure, contributor, FRIDAY)
    noon = timezone.make_aware(datetime(2026, 11, 20, 12))  # noqa: DTZ001
    monkeypatch.setattr(timezone, "now", lambda: noon)
    reminders.ensure_due()
    planned(measure, contributor, FRIDAY)
    reminders.ensure_due()
    assert DailyDigest.objects.count() == Job.objects.filter(kind="daily_digest").count() == 1


def test_two_clocks_at_once_make_one_digest(measure: Measure, contributor: User) -> None:
    for _clock in range(2):
        ask_for_digests(people=[contributor.pk], day=FRIDAY)
    assert DailyDigest.objects.count() == 1


def test_a_second_attempt_sends_the_same_letter(measure: Measure, contributor: User) -> None:
    activity = planned(measure, contributor, FRIDAY, title="Lampor")
    ask_for_digests(people=[contributor.pk], day=FRIDAY)
    job = DailyDigest.objects.get().job
    Job.objects.filter(pk=job.pk).update(state="running")
    job.refresh_from_db()
    send(job)
    Job.objects.filter(pk=job.pk).update(state="running")
    job.refresh_from_db()
    planned(measure, contributor, FRIDAY, title="Bänkar")
    send(job)
    assert mail.outbox[0].body == mail.outbox[1].body
    assert mail.outbox[0].extra_headers == mail.outbox[1].extra_headers
    assert [row.activity_id for row in ActivityReminder.objects.all()] == [activity.pk]


def test_nothing_is_sent_when_all_is_done_meanwhile(measure: Measure, contributor: User) -> None:
    activity = planned(measure, contributor, FRIDAY)
    ask_for_digests(people=[contributor.pk], day=FRIDAY)
    Activity.objects.filter(pk=activity.pk).update(done_on=FRIDAY)
    job = DailyDigest.objects.get().job
    assert jobs.run(job.pk)
    assert mail.outbox == []
    assert Job.objects.get(pk=job.pk).state == "done"


@pytest.mark.parametrize("number", [1, 3])
def test_constant_number_of_queries(
    number: int,
    measure: Measure,
    contributor: User,
    manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for late in range(number):
        planned(measure, contributor, FRIDAY - timedelta(days=8 + late))
    with django_assert_num_queries(1):
        assert len(people_to_tell(FRIDAY)) == 2
    scope = scope_of(manager)
    with django_assert_num_queries(2):
        assert len(due_for(scope, FRIDAY)) == number


@pytest.mark.parametrize("number", [1, 3])
def test_constant_number_of_queries_without_managers(
    number: int,
    contributor: User,
    central: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for late in range(number):
        planned(MeasureFactory(), contributor, FRIDAY - timedelta(days=8 + late))
    with django_assert_num_queries(1):
        assert central.pk in people_to_tell(FRIDAY)
    scope = scope_of(central)
    with django_assert_num_queries(2):
        assert len(due_for(scope, FRIDAY)) == number
    desk = desk_of(scope, FRIDAY)
    with django_assert_num_queries(1):
        assert len(list(unmanaged_tasks(desk))) == 1
