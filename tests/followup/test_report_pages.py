"""The monthly reports in the browser: who reads, who asks, what a file is called."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from followup.models import MonthlyReport
from followup.reports.monthly import ask_for_reports
from programs.models import Program
from tests.factories.programs import ProgramFactory, ResponsibleBodyFactory
from tests.followup.publishing import publish
from trygghet.accounts.models import User
from trygghet.jobs.models import Job

OCTOBER = date(2026, 10, 1)
AT = ["2026-10", "staden"]
LIST, BUILD = reverse("followup:report-list"), reverse("followup:report-build")
DETAIL = reverse("followup:report-detail", args=AT)
PROGRESS = reverse("followup:report-progress", args=AT)
DOWNLOAD = reverse("followup:report-download", args=AT)
AsUser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory()


@pytest.fixture
def report(program: Program) -> MonthlyReport:
    """Asked for, not built."""
    return ask_for_reports(month=OCTOBER, scope="staden")[0]


@pytest.fixture
def built(report: MonthlyReport) -> MonthlyReport:
    """Built and published."""
    return publish(build(report))


def build(report: MonthlyReport) -> MonthlyReport:
    name = default_storage.save("reports/x.pdf", ContentFile(b"%PDF-1.7 innehall"))
    MonthlyReport.objects.filter(pk=report.pk).update(
        built_at=timezone.now(), file=name, pdf_hash="ab" * 32, content_hash="cd" * 32, pages=3,
        html='<header class="report-cover"><h1>Innehållet</h1></header>',
    )  # fmt: skip
    Job.objects.filter(pk=report.job_id).update(state="done", progress=100)
    report.refresh_from_db()
    return report


def fail(report: MonthlyReport) -> None:
    Job.objects.filter(pk=report.job_id).update(state="failed", error="Pango saknas.")


READERS = ["coordinator", "manager", "contributor", "central", "committee"]
REFUSED = ["administrator", "partner", "outsider"]


@pytest.mark.parametrize("who", READERS)
def test_staff_and_committee_read(
    who: str, as_user: AsUser, built: MonthlyReport, request: pytest.FixtureRequest
) -> None:
    client = as_user(request.getfixturevalue(who))
    assert "Hela staden" in client.get(LIST).content.decode()
    assert "Innehållet" in client.get(DETAIL).content.decode()
    assert client.get(PROGRESS).status_code == 200
    assert client.get(DOWNLOAD).status_code == 200


@pytest.mark.parametrize("who", REFUSED)
def test_others_are_refused(
    who: str, as_user: AsUser, built: MonthlyReport, request: pytest.FixtureRequest
) -> None:
    client = as_user(request.getfixturevalue(who))
    assert {client.get(url).status_code for url in (LIST, DETAIL, PROGRESS, DOWNLOAD)} == {403}
    assert client.post(BUILD, {"manad": "2026-10"}).status_code == 403


@pytest.mark.parametrize("who", ["coordinator", "manager", "contributor", "committee"])
def test_only_the_central_office_asks_for_reports(
    who: str, as_user: AsUser, program: Program, request: pytest.FixtureRequest
) -> None:
    client = as_user(request.getfixturevalue(who))
    assert "Gör rapporterna nu" not in client.get(LIST).content.decode()
    assert client.post(BUILD, {"manad": "2026-10"}).status_code == 403
    assert not MonthlyReport.objects.exists()


def test_the_signed_out_are_sent_to_sign_in(client: Client, built: MonthlyReport) -> None:
    for url in (LIST, DETAIL, PROGRESS, DOWNLOAD):
        assert client.get(url).url.startswith("/konto/login/")


def test_asking_makes_the_rows_and_says_so(
    as_user: AsUser, central: User, program: Program
) -> None:
    ResponsibleBodyFactory(code="jarva")
    client = as_user(central)
    answer = client.post(BUILD, {"manad": "2026-10"}, follow=True)
    assert "2 rapporter görs nu." in answer.content.decode()
    assert {job.asked_by for job in Job.objects.all()} == {central}
    client.post(BUILD, {"manad": "2026-10"})
    assert MonthlyReport.objects.count() == 2


def test_asking_for_a_built_one_says_that_it_stays(
    as_user: AsUser, central: User, built: MonthlyReport
) -> None:
    answer = as_user(central).post(BUILD, {"manad": "2026-10", "omfattning": "staden"}, follow=True)
    assert "Rapporten är redan gjord" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == DETAIL


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"manad": "2999-01"}, "Välj en månad som är slut."),
        ({"manad": "x"}, "Välj en månad som är slut."),
        ({}, "manad"),
        ({"manad": "2026-10", "omfattning": "finns-inte"}, "Det finns ingen nämnd"),
    ],
)
def test_a_wish_that_cannot_be_met_says_why(
    asked: dict, told: str, as_user: AsUser, central: User, program: Program
) -> None:
    answer = as_user(central).post(BUILD, asked)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not MonthlyReport.objects.exists()


def test_a_month_without_a_program_says_so(as_user: AsUser, central: User) -> None:
    answer = as_user(central).post(BUILD, {"manad": "2026-10"})
    assert "Inget trygghetsprogram gällde" in answer.content.decode()


def test_progress_is_shown_and_the_page_renewed_when_it_is_done(
    as_user: AsUser, central: User, report: MonthlyReport
) -> None:
    Job.objects.update(state="running", progress=40, progress_text="Skriver Hinder och svar")
    client = as_user(central)
    for url in (DETAIL, PROGRESS):
        page = client.get(url).content.decode()
        assert "Skriver Hinder och svar" in page
        assert f'hx-get="{PROGRESS}"' in page
    assert "HX-Refresh" not in client.get(PROGRESS).headers
    build(report)
    assert client.get(PROGRESS)["HX-Refresh"] == "true"


def test_a_planned_one_says_when_and_can_be_hastened(
    as_user: AsUser, central: User, report: MonthlyReport
) -> None:
    Job.objects.update(not_before=timezone.now() + timedelta(days=2))
    client = as_user(central)
    assert "Gör rapporten nu" in client.get(DETAIL).content.decode()
    client.post(BUILD, {"manad": "2026-10", "omfattning": "staden"})
    assert not Job.objects.get().is_planned


def test_a_failed_one_tells_the_central_office_why_and_offers_another_try(
    as_user: AsUser, central: User, coordinator: User, report: MonthlyReport
) -> None:
    fail(report)
    for url in (LIST, DETAIL):
        page = as_user(central).get(url).content.decode()
        assert "Pango saknas." in page
        assert BUILD in page
        page = as_user(coordinator).get(url).content.decode()
        assert "Pango" not in page
        assert BUILD not in page
    as_user(central).post(BUILD, {"manad": "2026-10", "omfattning": "staden"})
    assert Job.objects.get().state == "queued"


def test_the_file_has_a_name_a_type_and_a_tag(
    as_user: AsUser, committee: User, built: MonthlyReport
) -> None:
    client = as_user(committee)
    answer = client.get(DOWNLOAD)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'attachment; filename="manadsrapport-2026-10-staden.pdf"'
    )
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "private" in answer["Cache-Control"]
    again = client.get(DOWNLOAD, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_that_is_not_there_is_not_found(
    as_user: AsUser, committee: User, report: MonthlyReport
) -> None:
    client = as_user(committee)
    assert client.get(DOWNLOAD).status_code == 404
    build(report)
    default_storage.delete(MonthlyReport.objects.get().file.name)
    assert client.get(DOWNLOAD).status_code == 404


@pytest.mark.parametrize("month", ["2026-09", "2026-13", "x"])
def test_an_address_without_a_report_is_not_found(
    month: str, as_user: AsUser, central: User, built: MonthlyReport
) -> None:
    url = reverse("followup:report-detail", args=[month, "staden"])
    assert as_user(central).get(url).status_code == 404


@pytest.mark.parametrize("districts", [1, 3])
def test_pages_take_the_same_queries_whatever_the_rows(
    districts: int,
    as_user: AsUser,
    central: User,
    program: Program,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(districts):
        ResponsibleBodyFactory(code=f"namnd-{number}")
    for report in ask_for_reports(month=OCTOBER):
        build(report)
    client = as_user(central)
    with django_assert_num_queries(6):
        client.get(LIST)
    with django_assert_num_queries(9):
        client.get(DETAIL)
