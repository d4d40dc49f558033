"""One reading changed over the API: by its version, with what it said before kept."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from followup.models import IndicatorReading
from programs.models import ResponsibleBody
from tests.factories.api import client_of
from tests.factories.followup import IndicatorFactory, IndicatorReadingFactory
from trygghet.accounts.models import User
from trygghet.api.models import TokenScope

JSON = "application/json"


@pytest.fixture
def client(coordinator: User) -> Client:
    return client_of(coordinator)


@pytest.fixture
def reading(body: ResponsibleBody, coordinator: User) -> IndicatorReading:
    """What the coordinator's own system wrote."""
    return IndicatorReadingFactory(
        indicator=IndicatorFactory(kind="mean"), body=body, period=date(2026, 8, 1), value="3.5",
        source="api", entered_by=coordinator, note="Ur larmet", is_preliminary=True,
    )  # fmt: skip


def _url(reading: IndicatorReading) -> str:
    return f"/api/v1/readings/{reading.pk}/"


def _change(
    client: Client, reading: IndicatorReading, tag: str, data: Any, method: str = "patch"
) -> HttpResponse:
    return getattr(client, method)(
        _url(reading), data, content_type=JSON, headers={"if-match": tag}
    )


def test_put_writes_all_of_a_reading_and_patch_some_of_it(
    client: Client, reading: IndicatorReading
) -> None:
    read = client.get(_url(reading))
    final = _change(client, reading, read["ETag"], {"is_preliminary": False, "reason": "Slutlig"})
    assert final.status_code == 200, final.content
    said = final.json()
    assert (said["value"], said["note"], said["is_preliminary"]) == ("3.5", "Ur larmet", False)
    assert [(row["is_preliminary"], row["reason"]) for row in said["revisions"]] == [
        (True, "Slutlig")
    ]
    whole = _change(client, reading, final["ETag"], {"value": "4"}, "put")
    said = whole.json()
    assert (said["value"], said["note"], said["period"]) == ("4", "", "2026-08")
    assert len(said["revisions"]) == 2
    same = _change(client, reading, whole["ETag"], {"value": "4"}, "put")
    assert (same.status_code, same["ETag"]) == (200, whole["ETag"])


def test_a_reading_that_somebody_changed_meanwhile_is_not_written_over(
    client: Client, reading: IndicatorReading
) -> None:
    old = client.get(_url(reading))["ETag"]
    assert client.patch(_url(reading), {"value": "9"}, content_type=JSON).status_code == 428
    # Only the note is changed: that too is a change that the other one has not read.
    assert _change(client, reading, old, {"note": "Rättad"}).status_code == 200
    refused = _change(client, reading, old, {"value": "9"})

    assert refused.status_code == 412
    current = refused.json()["current"]
    assert (current["value"], current["note"]) == ("3.5", "Rättad")


def test_what_another_source_said_is_replaced_only_when_asked(
    client: Client, reading: IndicatorReading, central: User
) -> None:
    IndicatorReading.objects.filter(pk=reading.pk).update(source="manual", entered_by=central)
    tag = client.get(_url(reading))["ETag"]
    refused = _change(client, reading, tag, {"is_preliminary": False})
    assert refused.status_code == 409
    text = refused.json()["errors"]["value"][0]
    assert f"Där står 3,5 (Inskrivet för hand, {central.name})" in text
    assert text.endswith("Skiljer sig: is_preliminary.")
    assert _change(client, reading, tag, {"value": "3.5"}).status_code == 200  # the same

    written = _change(client, reading, tag, {"value": "4", "replace": True})
    assert written.status_code == 200
    assert written.json()["revisions"][0]["source"] == "manual"


def test_faults_stand_at_their_fields_and_others_readings_are_closed(
    client: Client, reading: IndicatorReading, outsider: User, coordinator: User
) -> None:
    tag = client.get(_url(reading))["ETag"]
    for data, field in (
        ({"value": "12,5"}, "value"),
        ({"numerator": "3"}, "denominator"),
        ({"note": "Ring 070-174 06 15"}, "note"),
    ):
        answer = _change(client, reading, tag, data)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    answer = _change(client, reading, tag, {"value": "12,5"})
    assert answer.json()["errors"]["value"] == ["Skriv ett tal med punkt, som 12.5."]
    row = {"indicator": "finns-inte", "body": reading.body.code, "period": "2026-08", "value": "1"}
    answer = client.post("/api/v1/readings/", {"readings": [row]}, content_type=JSON)
    unknown = answer.json()["errors"]["readings.0.indicator"]
    assert unknown == ["Koden ”finns-inte” finns inte."]
    reader = client_of(coordinator, TokenScope.READ)
    assert _change(reader, reading, tag, {"value": "4"}).status_code == 403
    assert _change(client_of(outsider), reading, tag, {"value": "4"}).status_code == 403


def test_the_same_value_written_again_leaves_who_wrote_it_and_its_note(
    client: Client, reading: IndicatorReading, central: User
) -> None:
    IndicatorReading.objects.filter(pk=reading.pk).update(entered_by=central, source="manual")
    row = {
        "indicator": reading.indicator.code, "body": reading.body.code, "period": "2026-08",
        "value": "3.5", "is_preliminary": True,
    }  # fmt: skip
    answer = client.post("/api/v1/readings/", {"readings": [row]}, content_type=JSON)

    assert answer.status_code == 201
    reading.refresh_from_db()
    assert (reading.note, reading.entered_by, reading.source) == ("Ur larmet", central, "manual")
