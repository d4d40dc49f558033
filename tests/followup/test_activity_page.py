"""One activity's page, the reminder's signed link, and reporting with one click."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from collaboration.models import CollaborationProcess
from followup import links
from followup.models import Activity, ActivityReminder, DailyDigest, Measure
from tests.factories.followup import ActivityFactory, MeasureFactory
from trygghet.accounts.models import User
from trygghet.jobs.models import Job

SignIn = Callable[[User], Client]


@pytest.fixture
def measure(process: CollaborationProcess) -> Measure:
    return MeasureFactory(process=process)


@pytest.fixture
def activity(measure: Measure, contributor: User) -> Activity:
    return ActivityFactory(
        measure=measure, owner=contributor, title="Lampor", due_on=date(2026, 10, 1)
    )


def link(activity: Activity, user: User) -> str:
    token = links.token_for(activity_id=activity.pk, user_id=user.pk)
    return reverse("followup:activity-reminder", args=[token])


def test_link_shows_and_does_nothing(
    activity: Activity, contributor: User, as_user: SignIn
) -> None:
    answer = as_user(contributor).get(link(activity, contributor))
    assert "Markera som klar" in answer.content.decode()
    activity.refresh_from_db()
    assert activity.done_on is None


def test_link_asks_for_sign_in_and_is_one_persons(
    activity: Activity, contributor: User, coordinator: User, client: Client, as_user: SignIn
) -> None:
    url = link(activity, contributor)
    assert client.get(url)["Location"].startswith("/konto/login/?next=/aktiviteter/pamind/")
    assert as_user(coordinator).get(url).status_code == 404
    assert as_user(contributor).get(f"{url[:-1]}x/").status_code == 404


def test_old_link_says_so(
    activity: Activity, contributor: User, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = link(activity, contributor)
    monkeypatch.setattr(links, "VALID", timedelta(seconds=-1))
    answer = as_user(contributor).get(url)
    assert answer.status_code == 410
    assert "Visa mina aktiviteter" in answer.content.decode()


def test_done_with_one_click_from_the_start_page(
    activity: Activity, contributor: User, as_user: SignIn
) -> None:
    client = as_user(contributor)
    page = client.get("/").content.decode()
    assert page.index("Dina aktiviteter") < page.index("Lampor")
    answer = client.post(
        reverse("followup:activity-done", args=[activity.pk]),
        {"next": "/#dina-aktiviteter", "late_reason": "Leveransen dröjde."},
    )
    assert answer["Location"] == "/#dina-aktiviteter"
    activity.refresh_from_db()
    assert activity.done_on == timezone.localdate()
    assert activity.late_reason == "Leveransen dröjde."


def test_reason_alone_leaves_it_to_do(
    activity: Activity, contributor: User, as_user: SignIn
) -> None:
    url = reverse("followup:activity-detail", args=[activity.pk])
    as_user(contributor).post(url, {"late_reason": "Leveransen dröjer."})
    activity.refresh_from_db()
    assert (activity.done_on, activity.late_reason) == (None, "Leveransen dröjer.")


@pytest.mark.parametrize("name", ["activity-detail", "activity-done"])
def test_refused_reason_stands_as_typed(
    name: str, activity: Activity, contributor: User, as_user: SignIn
) -> None:
    url = reverse(f"followup:{name}", args=[activity.pk])
    typed = "Ring 070-123 45 67"
    answer = as_user(contributor).post(url, {"late_reason": typed})
    assert answer.context["form"].errors
    assert typed in answer.content.decode()
    activity.refresh_from_db()
    assert activity.done_on is None


def done(client: Client, activity: Activity, **sent: str) -> str:
    """Where the one click leads."""
    return client.post(reverse("followup:activity-done", args=[activity.pk]), sent)["Location"]


def test_late_without_a_reason_is_done_at_once_and_asked_why_where_one_stands(
    activity: Activity, contributor: User, as_user: SignIn
) -> None:
    client = as_user(contributor)
    assert done(client, activity, next="/#dina-aktiviteter", asks="1") == f"/#sen-{activity.pk}"
    activity.refresh_from_db()
    assert (activity.done_on, activity.lacks_reason) == (timezone.localdate(), True)
    page = client.get("/").content.decode()
    assert f'id="sen-{activity.pk}"' in page
    assert "Skriv varför den blev sen" in page
    url = reverse("followup:activity-detail", args=[activity.pk])
    answer = client.post(url, {"late_reason": "Leveransen dröjde.", "next": "/#dina-aktiviteter"})
    assert answer["Location"] == "/#dina-aktiviteter"
    activity.refresh_from_db()
    assert activity.late_reason == "Leveransen dröjde."
    assert "Lampor" not in client.get("/").content.decode()


def test_from_a_list_the_question_stands_on_the_activitys_page_and_leads_back(
    activity: Activity, contributor: User, as_user: SignIn
) -> None:
    client, back = as_user(contributor), "/aktiviteter/?lage=sena"
    page = client.get(done(client, activity, next=back)).content.decode()
    assert f'name="next" value="{back}"' in page
    assert "skäl saknas" in page
    url = reverse("followup:activity-detail", args=[activity.pk])
    answer = client.post(url, {"late_reason": " ", "next": back})
    assert answer.context["form"].errors["late_reason"]
    assert f'name="next" value="{back}"' in answer.content.decode()
    assert client.post(url, {"late_reason": "Regn.", "next": back})["Location"] == back


def test_lists_say_that_the_reason_is_missing(
    activity: Activity, contributor: User, as_user: SignIn
) -> None:
    client = as_user(contributor)
    in_time = ActivityFactory(
        measure=activity.measure, owner=contributor, due_on=timezone.localdate()
    )
    for each in (activity, in_time):
        done(client, each)
    found = client.get("/aktiviteter/?lage=utan-skal")
    assert [line.activity for line in found.context["lines"]] == [activity]
    assert "skriv varför" in found.content.decode()
    measure = reverse("followup:measure-detail", args=[activity.measure_id])
    assert client.get(measure).content.decode().count("skäl saknas") == 1
    assert not in_time.lacks_reason


@pytest.mark.parametrize("state", ["paused", "stopped", "done"])
def test_what_is_left_in_a_measure_that_is_not_under_way_rests(
    state: str, activity: Activity, contributor: User, as_user: SignIn
) -> None:
    Measure.objects.update(state=state, state_reason="Väntar på bygglov.")
    own = as_user(contributor).get("/").context["page"].activities
    assert (own.to_do, [line.state for line in own.resting]) == ((), ["resting"])
    client = as_user(contributor)
    for chosen, number in (("sena", 0), ("kvar", 0), ("vilar", 1)):
        lines = client.get(f"/aktiviteter/?lage={chosen}").context["lines"]
        assert len(lines) == number
    page = client.get(reverse("followup:activity-detail", args=[activity.pk])).content.decode()
    assert "Vilar: åtgärden är" in page
    assert "Skulle ha varit klar" not in page
    (line,) = client.get("/atgarder/").context["lines"]
    assert line.late == 0


def test_what_is_left_in_an_ended_collaboration_rests(
    activity: Activity, contributor: User, process: CollaborationProcess, as_user: SignIn
) -> None:
    CollaborationProcess.objects.update(ended_on=timezone.localdate())
    assert list(Activity.objects.resting()) == [activity]
    assert not Activity.objects.late_on(timezone.localdate()).exists()
    page = as_user(contributor).get("/").content.decode()
    assert "vilar: samverkan är avslutad" in page


def test_late_ones_stand_first(measure: Measure, contributor: User, as_user: SignIn) -> None:
    today = timezone.localdate()
    for days, title in ((3, "Snart"), (-3, "Sen")):
        due_on = today + timedelta(days=days)
        ActivityFactory(measure=measure, owner=contributor, title=title, due_on=due_on)
    lines = as_user(contributor).get("/").context["page"].activities
    assert [(line.activity.title, line.is_late) for line in lines.to_do] == [
        ("Sen", True), ("Snart", False)
    ]  # fmt: skip


def test_page_says_that_the_manager_was_told(
    activity: Activity, contributor: User, manager: User, as_user: SignIn
) -> None:
    digest = DailyDigest.objects.create(
        user=manager, day=date(2026, 11, 12), job=Job.objects.create(kind="daily_digest", key="x")
    )
    ActivityReminder.objects.create(
        digest=digest, activity=activity, kind="to_manager", due_on=activity.due_on
    )
    page = as_user(contributor).get(reverse("followup:activity-detail", args=[activity.pk]))
    assert "Chefen är påmind 12 november 2026." in page.content.decode()
    measure = as_user(contributor).get(
        reverse("followup:measure-detail", args=[activity.measure_id])
    )
    assert "chefen är påmind 12 november" in measure.content.decode()


def test_page_says_that_the_central_office_was_told(
    activity: Activity, contributor: User, central: User, as_user: SignIn
) -> None:
    digest = DailyDigest.objects.create(
        user=central, day=date(2026, 11, 12), job=Job.objects.create(kind="daily_digest", key="x")
    )
    ActivityReminder.objects.create(
        digest=digest, activity=activity, kind="to_central", due_on=activity.due_on
    )
    said = "tadsledningskontoret är påmint 12 november"
    client = as_user(contributor)
    for name, pk in (("activity-detail", activity.pk), ("measure-detail", activity.measure_id)):
        assert said in client.get(reverse(f"followup:{name}", args=[pk])).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_start_page_takes_the_same_queries_for_more_activities(
    number: int,
    measure: Measure,
    contributor: User,
    as_user: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    ActivityFactory.create_batch(number, measure=measure, owner=contributor)
    late = {"due_on": date(2026, 10, 1), "done_on": date(2026, 10, 9)}
    ActivityFactory.create_batch(number, measure=measure, owner=contributor, **late)
    paused = MeasureFactory(process=measure.process, state="paused", state_reason="Bygglov.")
    ActivityFactory.create_batch(number, measure=paused, owner=contributor)
    client = as_user(contributor)
    with django_assert_max_num_queries(23):
        client.get("/")


def test_manager_sees_what_others_have_not_done_for_a_week(
    activity: Activity, manager: User, as_user: SignIn
) -> None:
    said = "1 aktivitet hos er är mer än en vecka sen"
    assert said in as_user(manager).get("/").content.decode()
    page = as_user(manager).get("/aktiviteter/?lage=sena")
    assert [line.activity for line in page.context["lines"]] == [activity]
    Activity.objects.update(due_on=timezone.localdate() - timedelta(days=6))
    assert said not in as_user(manager).get("/").content.decode()


def test_central_office_sees_what_is_undone_where_nobody_manages(
    activity: Activity, central: User, as_user: SignIn
) -> None:
    client = as_user(central)
    page = client.get("/").content.decode()
    assert "1 aktivitet är mer än en vecka sen där ingen chef finns" in page
    assert "Ådalens stadsdelsnämnd saknar chef" in page
    url = "/aktiviteter/?lage=utan-chef"
    assert url in page
    assert [line.activity for line in client.get(url).context["lines"]] == [activity]


def test_central_office_is_told_nothing_where_somebody_manages(
    activity: Activity, manager: User, central: User, as_user: SignIn
) -> None:
    client = as_user(central)
    assert "ingen chef finns" not in client.get("/").content.decode()
    assert client.get("/aktiviteter/?lage=utan-chef").context["lines"] == []


def test_coordinator_is_asked_for_a_new_owner(
    activity: Activity, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    assert "behöver en ny ansvarig" not in client.get("/").content.decode()
    User.objects.filter(pk=activity.owner_id).update(is_active=False)
    assert "1 aktivitet behöver en ny ansvarig" in client.get("/").content.decode()


def test_what_is_dropped_says_so_with_its_reason(
    activity: Activity, contributor: User, as_user: SignIn
) -> None:
    Activity.objects.update(dropped=True, late_reason="Behövs inte längre.")
    url = reverse("followup:activity-detail", args=[activity.pk])
    for address in (url, "/aktiviteter/?lage=utgar"):
        page = as_user(contributor).get(address).content.decode()
        assert "Utgår" in page
        assert "Behövs inte längre." in page
        assert "Ska vara klar" not in page


def test_a_measure_that_is_done_says_what_rests(
    activity: Activity, coordinator: User, as_user: SignIn
) -> None:
    url = reverse("followup:measure-state", args=[activity.measure_id])
    page = as_user(coordinator).post(url, {"state": "done"}, follow=True).content.decode()
    assert "Åtgärden är klar. 1 aktivitet som inte är gjord vilar." in page


def test_the_day_it_was_done_is_another_than_that_of_the_click(
    activity: Activity, contributor: User, as_user: SignIn
) -> None:
    client = as_user(contributor)
    done(client, activity)
    url = reverse("followup:activity-done-day", args=[activity.pk])
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused = client.post(url, {"done_on": tomorrow.isoformat()})
    assert "done_on" in refused.context["form"].errors
    assert client.post(url, {"done_on": "2026-09-30"}).status_code == 302
    activity.refresh_from_db()
    assert (activity.done_on, activity.lacks_reason) == (date(2026, 9, 30), False)
    Activity.objects.update(dropped=True, done_on=None, late_reason="Behövs inte.")
    assert client.post(url, {"done_on": "2026-09-30"}).context["form"].non_field_errors()


def moved(client: Client, activity: Activity, day: date, **sent: str) -> HttpResponse:
    """The answer to the form with another due day."""
    activity.refresh_from_db()
    url = reverse("followup:activity-edit", args=[activity.pk])
    data = {"title": "Lampor på torget", "owner": activity.owner_id, "due_on": f"{day}"}
    return client.post(url, data | {"version": activity.version} | sent)


def test_the_day_of_what_is_late_is_not_moved_without_saying_why(
    activity: Activity, coordinator: User, as_user: SignIn
) -> None:
    client, later = as_user(coordinator), timezone.localdate() + timedelta(days=20)
    answer = moved(client, activity, later, late_reason=" ")
    assert "Skriv varför aktiviteten dröjer" in str(answer.context["form"].errors["late_reason"])
    page = answer.content.decode()
    assert f'value="{later}"' in page
    assert "Lampor på torget" in page
    activity.refresh_from_db()
    assert activity.due_on == date(2026, 10, 1)

    assert moved(client, activity, later, late_reason="Bygglovet dröjer.").status_code == 302
    activity.refresh_from_db()
    assert (activity.due_on, activity.late_reason) == (later, "Bygglovet dröjer.")
    url = reverse("followup:activity-detail", args=[activity.pk])
    page = client.get(url).content.decode()
    assert "Varför den har dröjt" in page
    assert page.count("Bygglovet dröjer.") == 2  # beside the facts, and in the history


def test_an_earlier_delays_reason_is_not_that_of_the_next(
    activity: Activity, coordinator: User, as_user: SignIn
) -> None:
    client, today = as_user(coordinator), timezone.localdate()
    Activity.objects.update(due_on=today - timedelta(days=1), late_reason="Bygglovet dröjer.")
    Activity.pgh_event_model.objects.update(
        pgh_created_at=timezone.now() - timedelta(days=30)  # said at an earlier delay
    )
    later = today + timedelta(days=20)
    answer = moved(client, activity, later, late_reason="Bygglovet dröjer.")
    assert "dröjer nu" in str(answer.context["form"].errors["late_reason"])
    assert moved(client, activity, later, late_reason="Lamporna är slut.").status_code == 302


@pytest.mark.parametrize("why", ["earlier day", "not late", "done in time", "resting", "dropped"])
def test_other_moves_ask_nothing(
    why: str, activity: Activity, coordinator: User, as_user: SignIn
) -> None:
    later = timezone.localdate() + timedelta(days=20)
    if why == "resting":
        Measure.objects.update(state="paused", state_reason="Bygglov.")
    changed = {
        "not late": {"due_on": timezone.localdate()},
        "done in time": {"done_on": date(2026, 9, 1)},
        "dropped": {"dropped": True, "late_reason": "Behövs inte."},
    }
    if why in changed:
        Activity.objects.update(**changed[why])
    day = date(2026, 9, 1) if why == "earlier day" else later
    sent = {"late_reason": "Behövs inte."} if why == "dropped" else {}
    assert moved(as_user(coordinator), activity, day, **sent).status_code == 302


def test_a_day_moved_past_the_one_it_was_done_on_says_why(
    activity: Activity, coordinator: User, as_user: SignIn
) -> None:
    Activity.objects.update(done_on=date(2026, 10, 9))
    answer = moved(as_user(coordinator), activity, date(2026, 10, 9))
    assert answer.context["form"].errors["late_reason"]
