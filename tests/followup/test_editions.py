"""A built report never changes: what comes later is another edition beside it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from collaboration.models import SituationReport
from followup.models import MonthlyReport
from followup.reports.monthly import EditionNotNewest, ask_for_new_edition, ask_for_reports
from followup.selectors.reports import approved_after
from tests.factories.collaboration import SituationReportFactory
from tests.factories.programs import ProgramFactory, ResponsibleBodyFactory
from tests.followup.publishing import publish
from tests.followup.test_report_pages import build
from trygghet.accounts.models import User
from trygghet.jobs import services as jobs

OCTOBER = date(2026, 10, 1)
AT = ["2026-10", "staden"]
DETAIL = reverse("followup:report-detail", args=AT)
ANEW = reverse("followup:report-new-edition", args=AT)
AsUser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def first(db: None) -> MonthlyReport:
    ProgramFactory()
    return publish(build(ask_for_reports(month=OCTOBER, scope="staden")[0]))


def test_a_new_edition_is_a_row_and_a_job_of_its_own(first: MonthlyReport, central: User) -> None:
    second = ask_for_new_edition(report=first, reason="Järva har kommit in.", acting_user=central)
    assert (second.edition, second.month, second.body) == (2, OCTOBER, None)
    assert second.job_id != first.job_id
    assert second.job.asked_by == central
    before = MonthlyReport.objects.get(pk=first.pk)
    assert (before.html, before.pdf_hash, before.built_at) == (
        first.html,
        first.pdf_hash,
        first.built_at,
    )


def test_the_worker_builds_the_new_edition_with_its_reason(
    first: MonthlyReport, central: User
) -> None:
    second = ask_for_new_edition(report=first, reason="Järva har kommit in.", acting_user=central)
    assert jobs.run(second.job_id)
    second.refresh_from_db()
    assert "Järva har kommit in." in second.html
    assert second.built_at is not None
    assert second.file.name != first.file.name


def test_no_edition_follows_one_that_is_not_built(first: MonthlyReport, central: User) -> None:
    second = ask_for_new_edition(report=first, reason="Fler har svarat.", acting_user=central)
    for report in (first, second):
        with pytest.raises(EditionNotNewest):
            ask_for_new_edition(report=report, reason="Igen.", acting_user=central)
    assert MonthlyReport.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_edition(first: MonthlyReport, central: User) -> None:
    def ask(_number: int) -> bool:
        try:
            ask_for_new_edition(report=first, reason="Fler har svarat.", acting_user=central)
        except EditionNotNewest:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(ask, range(2))) == [False, True]
    assert MonthlyReport.objects.count() == 2


def test_the_database_refuses_a_later_edition_without_a_reason(db: None) -> None:
    ProgramFactory()
    [asked] = ask_for_reports(month=OCTOBER, scope="staden")
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyReport.objects.filter(pk=asked.pk).update(edition=2)


def test_what_was_approved_after_the_report_was_made_is_counted(first: MonthlyReport) -> None:
    later = first.built_at + timedelta(hours=1)
    common = {"state": SituationReport.State.APPROVED, "decided_at": later}
    SituationReportFactory(period=OCTOBER, **common)
    SituationReportFactory(period=date(2026, 9, 1), **common)
    SituationReportFactory(
        period=OCTOBER, state="approved", decided_at=first.built_at - timedelta(days=1)
    )
    assert approved_after(first) == 1
    first.body = ResponsibleBodyFactory()
    assert approved_after(first) == 0


def test_the_central_office_makes_a_new_edition_on_the_page(
    first: MonthlyReport, as_user: AsUser, central: User
) -> None:
    client = as_user(central)
    assert "Gör en ny utgåva" in client.get(DETAIL).content.decode()
    answer = client.post(ANEW, {"reason": "Järva har kommit in."}, follow=True)
    page = answer.content.decode()
    assert "Utgåva 2 görs nu." in page
    assert "Läs utgåva 1 så länge" in page
    build(MonthlyReport.objects.get(edition=2))
    newest, oldest = client.get(DETAIL), client.get(DETAIL, {"utgava": 1})
    assert "Utgåva 2, gjord" in newest.content.decode()
    assert "Det finns en nyare utgåva" in oldest.content.decode()
    assert client.get(DETAIL, {"utgava": 3}).status_code == 404
    file = client.get(reverse("followup:report-download", args=AT), {"utgava": 2})
    assert "manadsrapport-2026-10-staden-utgava-2.pdf" in file["Content-Disposition"]


def test_the_list_shows_the_newest_edition_only(
    first: MonthlyReport, as_user: AsUser, central: User
) -> None:
    ask_for_new_edition(report=first, reason="Fler har svarat.", acting_user=central)
    page = as_user(central).get(reverse("followup:report-list"))
    assert [len(month.editions) for month in page.context["months"]] == [1]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_an_edition_without_a_good_reason_is_refused_beside_the_field(
    reason: str, first: MonthlyReport, as_user: AsUser, central: User
) -> None:
    answer = as_user(central).post(ANEW, {"reason": reason})
    assert answer.status_code == 422
    assert answer.context["form"].errors["reason"]
    assert reason.strip() in answer.content.decode()
    assert MonthlyReport.objects.count() == 1


@pytest.mark.parametrize("who", ["coordinator", "committee", "manager"])
def test_only_the_central_office_makes_a_new_edition(
    who: str, first: MonthlyReport, as_user: AsUser, request: pytest.FixtureRequest
) -> None:
    client = as_user(request.getfixturevalue(who))
    assert "Gör en ny utgåva" not in client.get(DETAIL).content.decode()
    assert client.post(ANEW, {"reason": "Fler har svarat."}).status_code == 403
