"""Heavy and large files: looked through, taken in and undone by a worker, once."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.urls import reverse

from followup.imports import reading
from followup.models import ImportBatch
from followup.services import import_work, imports
from followup.services.indicators import record_reading
from tests.factories.programs import AreaFactory
from tests.followup.imports.batches import TABLE, taken_in, upload, values
from trygghet.jobs.models import Job
from trygghet.jobs.services import run

pytestmark = pytest.mark.django_db
State = ImportBatch.State


def test_large_file_is_read_and_undone_by_a_worker_exactly_once(
    indicator, central, monkeypatch, as_user
):
    monkeypatch.setattr(imports, "LARGE", 5)
    AreaFactory(name="Ådalen")
    lines = "".join(f"Ådalen;{year};{year}\n" for year in range(2000, 2020))
    batch = upload(indicator, central, f"Område;År;Antal\n{lines}")
    assert batch.state == State.UPLOADED
    assert run(Job.objects.get(pk=batch.job_id).pk)
    batch.refresh_from_db()
    assert (batch.state, batch.outcome["new"]) == (State.CHECKED, 20)

    imports.apply(batch=batch, acting_user=central)
    job = Job.objects.get(kind=import_work.KIND, key__contains="apply")
    assert run(job.pk)
    assert not run(job.pk)
    batch.refresh_from_db()
    assert (batch.state, len(values())) == (State.APPLIED, 20)
    events = apps.get_model("followup", "IndicatorReadingEvent").objects
    assert {each.pgh_context.metadata["user"] for each in events.all()} == {central.pk}

    client, page = as_user(central), reverse("followup:batch-detail", args=[batch.pk])
    client.post(reverse("followup:batch-undo", args=[batch.pk]))
    assert "Filen ångras" in client.get(page).content.decode()
    assert run(Job.objects.get(kind=import_work.KIND, key__contains="undo").pk)
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by, values()) == (State.UNDONE, central, [])


def test_file_with_a_column_for_each_year_is_large_by_its_readings(
    indicator, areas, central, monkeypatch
):
    monkeypatch.setattr(imports, "LARGE", 3)
    batch = upload(indicator, central, "Område;2022;2023;2024;2025\nÅdalen;1;2;3;4\n")
    assert batch.is_read
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    assert run(batch.job_id)
    batch.refresh_from_db()
    assert "fler än 100" in batch.problems[0]["text"]


def test_large_file_that_was_built_on_meanwhile_is_not_undone(
    indicator, areas, central, monkeypatch, as_user
):
    batch = taken_in(indicator, central, TABLE)
    monkeypatch.setattr(imports, "LARGE", 1)
    assert imports.undo(batch=batch, acting_user=central) is None
    said = {"area": areas[0], "period": date(2024, 1, 1), "value": Decimal(9)}
    record_reading(indicator=indicator, acting_user=central, **said)
    for _attempt in range(3):
        assert not run(batch.job_id)
    page = as_user(central).get(reverse("followup:batch-detail", args=[batch.pk]))
    assert "Filen kunde inte ångras" in page.content.decode()
    assert len(values()) == 3


def test_heavy_file_is_looked_through_by_a_worker_and_asks_for_its_columns(
    indicator, areas, central, monkeypatch, as_user
):
    monkeypatch.setattr(imports, "HEAVY", 10)
    batch = upload(indicator, central, "X;Y;Z\nÅdalen;2024;10\n")
    client, page = as_user(central), reverse("followup:batch-detail", args=[batch.pk])
    assert "Väntar på en ledig" in client.get(page).content.decode()
    columns = reverse("followup:batch-columns", args=[batch.pk])
    assert client.get(columns)["Location"] == page

    assert run(batch.job_id)
    assert "Säg först vad kolumnerna betyder" in client.get(page).content.decode()
    assert "Ådalen" in client.get(columns).content.decode()
    sent = {"version": 1, "place": "X", "period": "Y", "value": "Z"}
    assert client.post(columns, sent)["Location"] == page
    batch.refresh_from_db()
    assert (batch.state, batch.outcome["new"]) == (State.CHECKED, 1)

    again = upload(indicator, central, "Z;X;Y\n11;Ådalen;2025\n")
    assert run(again.job_id)
    again.refresh_from_db()
    assert (again.state, again.preview[0]["value"]) == (State.CHECKED, "11")


def test_heavy_file_that_cannot_be_read_says_why_on_its_page(
    indicator, central, monkeypatch, as_user
):
    monkeypatch.setattr(imports, "HEAVY", 10)
    batch = upload(indicator, central, 'Område;År\n"Ådalen;2024')
    assert run(batch.job_id)
    batch.refresh_from_db()
    assert batch.state == State.REFUSED
    page = as_user(central).get(reverse("followup:batch-detail", args=[batch.pk]))
    assert "Rad 2 går inte att läsa" in page.content.decode()


def test_file_is_read_again_when_the_worker_died(indicator, areas, central, monkeypatch, as_user):
    monkeypatch.setattr(imports, "HEAVY", 10)
    batch = upload(indicator, central, TABLE)
    Job.objects.filter(pk=batch.job_id).update(state=Job.State.FAILED, attempts=3, error="slut")
    client, page = as_user(central), reverse("followup:batch-detail", args=[batch.pk])
    assert "Arbetet med filen avbröts" in client.get(page).content.decode()

    client.post(reverse("followup:batch-check", args=[batch.pk]))
    assert run(batch.job_id)
    batch.refresh_from_db()
    assert (batch.state, batch.outcome["new"]) == (State.CHECKED, 3)
