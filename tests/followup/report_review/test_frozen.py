"""What is approved is published as it was read, and stays: the database sees to it."""

import pytest
from django.db import DatabaseError, connection, transaction

from followup.models import MonthlyReport
from tests.followup.publishing import publish
from trygghet.accounts.models import User
from trygghet.jobs.models import Job


@pytest.mark.parametrize(
    "change",
    [
        {"html": "<p>Bättre</p>"},
        {"data": {}},
        {"state": "draft"},
        {"state": "approved"},
        {"published_at": None},
        {"pdf_hash": "x"},
        {"registry_number": "Nytt"},
    ],
)
@pytest.mark.parametrize("state", ["published", "replaced"])
def test_the_database_keeps_what_is_published(
    state: str, change: dict[str, object], draft: MonthlyReport, central: User
) -> None:
    publish(draft)
    if state == "replaced":
        MonthlyReport.objects.filter(pk=draft.pk).update(state="replaced")
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthlyReport.objects.filter(pk=draft.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthlyReport.objects.filter(pk=draft.pk).delete()


def test_the_database_does_not_empty_the_table_of_published_editions(draft: MonthlyReport) -> None:
    publish(draft)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with (
            pytest.raises(DatabaseError, match="published editions are kept"),
            transaction.atomic(),
        ):
            cursor.execute("TRUNCATE followup_monthlyreport CASCADE")


@pytest.mark.parametrize("state", ["approved", "published", "replaced"])
def test_no_edition_is_inserted_past_the_review(state: str, draft: MonthlyReport) -> None:
    stored = MonthlyReport.objects.get(pk=draft.pk)
    stored.pk, stored.edition, stored.reason, stored.state = None, 2, "Skäl", state
    stored.job = Job.objects.create(kind="monthly_report", key="x")
    stored.approved_at = stored.published_at = stored.built_at
    with pytest.raises(DatabaseError, match="Cannot insert"), transaction.atomic():
        stored.save()


def test_an_approved_edition_is_published_as_it_was_read(draft: MonthlyReport) -> None:
    rows = MonthlyReport.objects.filter(pk=draft.pk)
    rows.update(state="approved", approved_at=draft.built_at)
    for change in ({"html": "<p>Bättre</p>"}, {"state": "published", "html": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(published_at=draft.built_at, **change)
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthlyReport.objects.filter(pk=draft.pk).update(state="replaced")
