"""Goals, measures, activities, indicators and readings over the API."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from collaboration.models import CollaborationProcess
from followup.models import Activity, IndicatorReading, Measure
from followup.words import plain
from programs.models import ResponsibleBody
from tests.factories.api import client_of
from tests.factories.followup import (
    ActivityFactory,
    CauseFactory,
    GoalFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
    MeasureFactory,
)
from tests.factories.programs import AreaFactory
from trygghet.accounts.models import User

API = "/api/v1/"
JSON = "application/json"


@pytest.fixture
def client(coordinator: User) -> Client:
    return client_of(coordinator)


@pytest.fixture
def measure(process: CollaborationProcess) -> Measure:
    return MeasureFactory(process=process)


def _post(client: Client, path: str, data: Any, **headers: str) -> HttpResponse:
    return client.post(API + path, data, content_type=JSON, headers=headers)


def test_an_activity_is_planned_once_changed_and_done(
    client: Client, measure: Measure, contributor: User
) -> None:
    today = timezone.localdate()
    data = {
        "measure_id": measure.pk, "title": "Beställ lampor", "owner_id": contributor.pk,
        "due_on": f"{today - timedelta(days=3)}",
    }  # fmt: skip
    key = {"idempotency-key": str(uuid4())}
    made = _post(client, "activities/", data, **key)
    assert made.status_code == 201, made.content
    assert _post(client, "activities/", data, **key).json()["id"] == made.json()["id"]
    assert (made.json()["is_late"], made.json()["days_late"]) == (True, 3)

    one = f"activities/{made.json()['id']}/"
    changed = client.put(
        API + one,
        data | {"late_reason": "Leverantören är sen."},
        content_type=JSON,
        headers={"if-match": made["ETag"]},
    )
    assert changed.json()["late_reason"] == "Leverantören är sen."
    assert _post(client, f"{one}done/", {}).status_code == 428
    assert _post(client, f"{one}done/", {}, **{"if-match": made["ETag"]}).status_code == 412
    done = _post(client, f"{one}done/", {}, **{"if-match": changed["ETag"]})
    assert done.json()["done_on"] == f"{today}"


def test_an_activity_done_after_its_day_says_why_in_the_same_call(
    client: Client, measure: Measure, contributor: User
) -> None:
    day = timezone.localdate() - timedelta(days=3)
    late, silent = (
        ActivityFactory(measure=measure, owner=contributor, due_on=day) for _each in range(2)
    )
    tag = {"if-match": '"0"'}

    said = _post(client, f"activities/{late.pk}/done/", {"late_reason": "Snö"}, **tag).json()
    assert (said["late_reason"], said["lacks_reason"]) == ("Snö", False)
    assert _post(client, f"activities/{silent.pk}/done/", {}, **tag).json()["lacks_reason"]
    missing = _post(
        client, "activities/",
        {"measure_id": 0, "title": "Lampor", "owner_id": contributor.pk, "due_on": "2027-01-15"},
    )  # fmt: skip
    assert missing.status_code == 400
    missing = _post(
        client, "activities/",
        {"measure_id": 99, "title": "Lampor", "owner_id": contributor.pk, "due_on": "2027-01-15"},
    )  # fmt: skip
    assert "measure_id" in missing.json()["detail"]


def test_two_who_change_an_activity_both_keep_their_words(
    client: Client, measure: Measure, contributor: User
) -> None:
    activity = ActivityFactory(measure=measure, owner=contributor)
    url = f"{API}activities/{activity.pk}/"
    read = client.get(url)
    Activity.objects.filter(pk=activity.pk).update(version=7, title="Deras ord")
    data = {"title": "Mina ord", "owner_id": contributor.pk, "due_on": "2027-01-15"}
    answer = client.put(url, data, content_type=JSON, headers={"if-match": read["ETag"]})

    assert answer.status_code == 412
    assert answer.json()["current"]["title"] == "Deras ord"


def test_the_day_of_a_late_activity_is_not_moved_without_saying_why(
    client: Client, measure: Measure, contributor: User
) -> None:
    activity = ActivityFactory(measure=measure, owner=contributor, due_on=date(2026, 10, 1))
    url = f"{API}activities/{activity.pk}/"
    tag = {"if-match": client.get(url)["ETag"]}
    data = {"title": "Lampor", "owner_id": contributor.pk, "due_on": "2027-01-15"}
    refused = client.put(url, data, content_type=JSON, headers=tag)
    assert (refused.status_code, set(refused.json()["errors"])) == (400, {"late_reason"})
    data["late_reason"] = "Bygglovet dröjer."
    saved = client.put(url, data, content_type=JSON, headers=tag).json()
    assert (saved["due_on"], saved["late_reason"]) == ("2027-01-15", "Bygglovet dröjer.")


def test_an_owner_who_has_left_is_replaced_when_the_activity_is_changed(
    client: Client, measure: Measure, contributor: User, outsider: User
) -> None:
    activity = ActivityFactory(measure=measure, owner=outsider)
    url = f"{API}activities/{activity.pk}/"
    tag = {"if-match": client.get(url)["ETag"]}
    data = {
        "title": "Lampor", "owner_id": outsider.pk, "due_on": "2027-01-15",
        "late_reason": "Den ansvariga har slutat.",
    }  # fmt: skip
    refused = client.put(url, data, content_type=JSON, headers=tag)
    assert (refused.status_code, set(refused.json()["errors"])) == (400, {"owner_id"})
    data["owner_id"] = contributor.pk
    assert client.put(url, data, content_type=JSON, headers=tag).status_code == 200


def test_an_activity_that_is_wrong_says_where(
    client: Client, measure: Measure, contributor: User, outsider: User
) -> None:
    right = {
        "measure_id": measure.pk, "title": "Lampor", "owner_id": contributor.pk,
        "due_on": "2027-01-15",
    }  # fmt: skip
    for wrong in (
        {"title": "Ring 070-174 06 15"},
        {"title": ""},
        {"owner_id": outsider.pk},
        {"owner_id": "x"},
        {"due_on": "15 januari"},
    ):
        answer = _post(client, "activities/", right | wrong)
        assert answer.status_code == 400, wrong
        assert set(answer.json()["errors"]) == set(wrong)
    activity = ActivityFactory(measure=measure, owner=contributor)
    tomorrow = f"{timezone.localdate() + timedelta(days=1)}"
    answer = _post(client, f"activities/{activity.pk}/done/", {"done_on": tomorrow})
    assert "done_on" in answer.json()["errors"]


def test_a_key_used_for_another_measure_gives_nothing_away(
    client: Client, measure: Measure, contributor: User
) -> None:
    key = uuid4()
    ActivityFactory(idempotency_key=key, title="Annans")
    data = {
        "measure_id": measure.pk, "title": "Lampor", "owner_id": contributor.pk,
        "due_on": "2027-01-15",
    }  # fmt: skip
    answer = _post(client, "activities/", data, **{"idempotency-key": str(key)})

    assert answer.status_code == 409
    assert b"Annans" not in answer.content


def _reading(indicator: Any, body: ResponsibleBody, **changes: Any) -> dict[str, Any]:
    reading = {"indicator": indicator.code, "body": body.code, "period": "2026-08", "value": "3.5"}
    return reading | changes


def test_readings_are_written_all_or_none(client: Client, body: ResponsibleBody) -> None:
    indicator = IndicatorFactory(kind="mean")
    good = _reading(indicator, body)
    bad = _reading(indicator, body, period="augusti")
    answer = _post(client, "readings/", {"readings": [good, bad]})
    assert list(answer.json()["errors"]) == ["readings.1.period"]
    assert not IndicatorReading.objects.exists()

    missing = _reading(indicator, body, period="2026-09", value=None, is_preliminary=True)
    for _again in range(2):
        answer = _post(client, "readings/", {"readings": [good, missing]})
        assert answer.status_code == 201, answer.content
    found = client.get(f"{API}readings/?indicator={indicator.code}&last=2026-08").json()["results"]
    assert [(row["period"], row["value"]) for row in found] == [("2026-08", "3.5")]
    assert IndicatorReading.objects.count() == 2


def test_what_another_source_said_is_replaced_only_when_asked(
    client: Client, body: ResponsibleBody, central: User
) -> None:
    indicator = IndicatorFactory(kind="mean")
    there = IndicatorReadingFactory(
        indicator=indicator, body=body, period=date(2026, 8, 1), value="3.5", source="manual"
    )
    data = {"readings": [_reading(indicator, body, value="4")]}
    answer = _post(client, "readings/", data)
    assert answer.status_code == 409, answer.content
    said = answer.json()["errors"]["readings.0"][0]
    assert "3,5 (Inskrivet för hand" in said
    assert "4 (Skrivet av ett annat system)" in said
    there.refresh_from_db()
    assert str(plain(there.value)) == "3,5"

    answer = _post(client, "readings/", data | {"replace": True})
    assert answer.status_code == 201, answer.content
    found = client.get(f"{API}readings/{there.pk}/").json()
    assert (found["value"], found["source"]) == ("4", "api")
    assert [(row["value"], row["source"]) for row in found["revisions"]] == [("3.5", "manual")]
    # Its own words are corrected without asking; another system's are not.
    own = {"readings": [_reading(indicator, body, value="5")]}
    assert _post(client, "readings/", own).status_code == 201
    other = {"readings": [_reading(indicator, body, value="6")]}
    assert _post(client_of(central), "readings/", other).status_code == 409


def test_the_same_reading_twice_in_one_call_is_refused(
    client: Client, body: ResponsibleBody
) -> None:
    indicator = IndicatorFactory(kind="mean")
    twice = [_reading(indicator, body), _reading(indicator, body, value="4")]
    answer = _post(client, "readings/", {"readings": twice})

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["readings"]


def test_readings_are_of_ones_own_body_or_area(
    client: Client, central: User, body: ResponsibleBody
) -> None:
    indicator, area = IndicatorFactory(), AreaFactory()
    of_area = _reading(indicator, body, area_id=area.pk, value="3") | {"body": None}

    assert _post(client, "readings/", {"readings": [of_area]}).status_code == 403
    assert _post(client_of(central), "readings/", {"readings": [of_area]}).status_code == 201
    ResponsibleBody.objects.filter(pk=body.pk).update(area=area)
    assert _post(client, "readings/", {"readings": [of_area]}).status_code == 201
    both = _reading(indicator, body, area_id=area.pk, value="3")
    assert _post(client, "readings/", {"readings": [both]}).status_code == 400
    assert _post(client, "readings/", {"readings": []}).status_code == 400


def test_a_goal_shows_its_letters_answers_and_curve(
    client: Client, process: CollaborationProcess
) -> None:
    goal = GoalFactory(process=process)
    IndicatorReadingFactory(indicator=goal.indicator, body=process.lead_body, value=18)
    found = client.get(f"{API}goals/{goal.pk}/").json()

    assert [letter["key"] for letter in found["letters"]] == list("SMART")
    assert (found["baseline"], found["target"]) == ("24", "12")
    assert found["declined"] == ""
    assert found["results"] == [{"period": "2026-09", "value": "18", "is_preliminary": False}]


def test_a_series_is_read_by_the_areas_of_today_unless_asked(client: Client) -> None:
    ended, began = date(2023, 6, 30), date(2023, 7, 1)
    whole = AreaFactory(valid_from=began)
    parts = [AreaFactory(valid_to=ended, successor=whole) for _each in range(2)]
    indicator = IndicatorFactory(kind="count")
    for area, period in ((parts[0], 2022), (parts[1], 2022), (whole, 2024)):
        IndicatorReadingFactory(
            indicator=indicator, body=None, area=area, period=date(period, 1, 1), value=5
        )
    url = f"{API}indicators/{indicator.code}/series/?area={whole.pk}"

    def read(asked: str) -> tuple[bool, list[str]]:
        found = client.get(url + asked).json()
        return found["is_rebased"], [point["value"] for point in found["points"]]

    assert read("") == (True, ["10", "5"])
    assert read("&as_entered=true") == read("&by_areas_of=2022-01-01") == (False, ["5"])
    assert client.get(f"{url}&as_entered=true&by_areas_of=2022-01-01").status_code == 400


def test_filters_are_those_of_the_pages(client: Client, process: CollaborationProcess) -> None:
    late = ActivityFactory(measure=MeasureFactory(process=process), due_on=date(2026, 1, 1))
    ActivityFactory(measure=late.measure, due_on=date(2030, 1, 1))
    with_cause = MeasureFactory(
        process=process, cause=CauseFactory(problem__process=process), state="paused",
        state_reason="Väntar på beslut.",
    )  # fmt: skip

    def ids(path: str) -> list[int]:
        return [row["id"] for row in client.get(API + path).json()["results"]]

    assert ids("activities/?state=late") == [late.pk]
    assert ids(f"activities/?measure={with_cause.pk}") == []
    assert ids("measures/?treats_symptom=true") == [late.measure.pk]
    assert ids("measures/?state=paused&kind=situational") == [with_cause.pk]
    assert ids(f"processes/?q={process.title}&state=ongoing&step=initiation") == [process.pk]
    assert ids("processes/?state=ended") == []
