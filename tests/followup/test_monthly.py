"""Exactly one report per program, scope and month, whoever asks and whatever dies."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from followup.models import MonthlyReport
from followup.reports import monthly, printing
from followup.reports.monthly import MonthNotOver, ask_for_reports, ensure_due, recipient_of
from followup.reports.telling import hash_of
from programs.models import Program, ResponsibleBody
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import ProblemFactory, SituationReportFactory
from tests.factories.programs import (
    ProgramFactory,
    ReportRecipientFactory,
    ResponsibleBodyFactory,
)
from trygghet.jobs import services as jobs
from trygghet.jobs.models import MAX_ATTEMPTS, Job

OCTOBER = date(2026, 10, 1)
COMMITTEE = ResponsibleBody.Kind.SPECIALIST_COMMITTEE
transactional = pytest.mark.django_db(transaction=True)
SetClock = Callable[[int, int], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """``set_clock(11, 9)`` makes it nine in the morning of 9 November 2026."""

    def turn(month: int, day: int) -> None:
        now = datetime(2026, month, day, 9, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)

    return turn


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory(code="program", registry_number="KS 2023/739")


@pytest.fixture
def media(settings: object, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def scopes(month: date = OCTOBER) -> list[str]:
    reports = MonthlyReport.objects.filter(month=month).select_related("body")
    return sorted(report.body.code if report.body else "staden" for report in reports)


def test_the_clock_asks_for_the_city_and_each_district_of_the_month(
    program: Program, set_clock: SetClock
) -> None:
    for code in ("farsta", "jarva"):
        ResponsibleBodyFactory(code=code)
    ResponsibleBodyFactory(code="kista", valid_to=date(2026, 10, 30))
    ResponsibleBodyFactory(code="ny", valid_from=date(2026, 11, 1))
    ResponsibleBodyFactory(code="trafik", kind=COMMITTEE)
    set_clock(11, 1)
    ensure_due()
    ensure_due()
    assert scopes() == ["farsta", "jarva", "staden"]
    assert Job.objects.count() == 3


def test_what_the_clock_asked_for_waits_until_reports_could_be_approved(
    program: Program, set_clock: SetClock
) -> None:
    set_clock(11, 1)
    ensure_due()
    report = MonthlyReport.objects.get()
    assert timezone.localtime(report.job.not_before).isoformat() == "2026-11-09T06:00:00+01:00"
    assert jobs.run(report.job_id) is False
    set_clock(11, 9)
    assert Job.objects.waiting().get() == report.job


def test_asking_by_hand_does_not_wait(program: Program, set_clock: SetClock) -> None:
    set_clock(11, 2)
    ensure_due()
    user = UserFactory()
    [report] = ask_for_reports(month=OCTOBER, acting_user=user)
    assert Job.objects.waiting().get() == report.job
    assert MonthlyReport.objects.count() == 1


def test_weeks_without_a_clock_leave_no_month_out(program: Program, set_clock: SetClock) -> None:
    set_clock(8, 2)
    ensure_due()
    set_clock(11, 20)
    ensure_due()
    months = MonthlyReport.objects.order_by("month").values_list("month__month", flat=True)
    assert list(months) == [7, 8, 9, 10]


def test_a_month_that_is_not_over_is_refused(program: Program, set_clock: SetClock) -> None:
    set_clock(10, 31)
    with pytest.raises(MonthNotOver, match="oktober 2026"):
        ask_for_reports(month=OCTOBER)


def test_programs_side_by_side_have_reports_of_their_own(set_clock: SetClock, db: None) -> None:
    set_clock(11, 2)
    old = ProgramFactory(starts_on=date(2020, 1, 1))
    draft = ProgramFactory(starts_on=date(2024, 1, 1), is_draft=True)
    newest = ProgramFactory(starts_on=date(2025, 1, 1), is_draft=True)
    ProgramFactory(starts_on=date(2027, 1, 1))
    ask_for_reports(month=OCTOBER)
    assert {report.program for report in MonthlyReport.objects.all()} == {old, newest}
    assert not draft.monthly_reports.exists()


def test_recipient_is_the_one_of_the_month(program: Program) -> None:
    def name(text: str, **dates: object) -> None:
        body = ResponsibleBodyFactory(name=text, reports=False)
        ReportRecipientFactory(program=program, body=body, **dates)

    name("Trygghetsutskottet", valid_to=date(2025, 12, 31))
    name("Kommunstyrelsen", valid_from=date(2026, 1, 1))
    name("Kommunfullmäktige", is_by_law=True)
    assert recipient_of(program, date(2025, 12, 1)) == "Trygghetsutskottet"
    assert recipient_of(program, OCTOBER) == "Kommunstyrelsen"


@transactional
def test_clocks_and_people_who_ask_at_once_make_one_row_each(program: Program) -> None:
    ResponsibleBodyFactory(code="jarva")
    together = threading.Barrier(4)

    def ask(number: int) -> None:
        together.wait()
        try:
            ensure_due() if number % 2 else ask_for_reports(month=OCTOBER)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as askers:
        list(askers.map(ask, range(4)))
    assert scopes() == ["jarva", "staden"]
    assert Job.objects.filter(key__contains="2026-10").count() == 2


@transactional
def test_two_workers_build_one_report(program: Program, media: Path) -> None:
    ProblemFactory(report=SituationReportFactory(program=program, state="approved"))
    [report] = ask_for_reports(month=OCTOBER, scope="staden")
    together = threading.Barrier(2)

    def work(_number: int) -> bool:
        together.wait()
        try:
            return jobs.run(report.job_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert sorted(workers.map(work, range(2))) == [False, True]
    report = MonthlyReport.objects.select_related("job").get()
    assert (report.job.state, report.job.progress, report.job.attempts) == ("done", 100, 1)
    assert report.content_hash == hash_of(report.html, report.data)
    with default_storage.open(report.file.name) as file:
        assert len(PdfReader(file).pages) == report.pages
    assert report.file.name == f"reports/{report.pdf_hash[:2]}/{report.pdf_hash}.pdf"
    assert [path.suffix for path in media.rglob("*") if path.is_file()] == [".pdf"]
    assert jobs.run(report.job_id) is False


@transactional
def test_a_worker_that_lost_the_job_writes_nothing(
    program: Program, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [report] = ask_for_reports(month=OCTOBER, scope="staden")
    took_over: list[bool] = []

    def store_late(content: bytes) -> object:
        monkeypatch.undo()
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        took_over.append(jobs.run(report.job_id))
        return monthly.store(content + b"\n%late")

    monkeypatch.setattr(monthly, "store", store_late)
    assert jobs.run(report.job_id) is False
    assert took_over == [True]
    report.refresh_from_db()
    with default_storage.open(report.file.name) as file:
        assert not file.read().endswith(b"late")


@transactional
def test_progress_is_told_section_by_section(
    program: Program, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, str]] = []
    real = jobs.report_progress

    def listen(job: Job, percent: int, text: str) -> None:
        told.append((percent, text))
        real(job, percent, text)

    monkeypatch.setattr(jobs, "report_progress", listen)
    [report] = ask_for_reports(month=OCTOBER, scope="staden")
    assert jobs.run(report.job_id) is True
    percents = [percent for percent, _text in told]
    assert percents == sorted(percents)
    assert "Skriver Hinder och svar" in [text for _percent, text in told]


@transactional
def test_a_report_that_cannot_be_printed_fails_with_a_reason_and_can_be_tried_again(
    program: Program, media: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "STATIC_FOLDER", media)
    [report] = ask_for_reports(month=OCTOBER, scope="staden")
    for _attempt in range(MAX_ATTEMPTS):
        jobs.run(report.job_id)
    report.job.refresh_from_db()
    assert report.job.state == "failed"
    assert "typsnitt och formatmallar saknas" in report.job.error
    assert MonthlyReport.objects.get().built_at is None

    monkeypatch.undo()
    settings.MEDIA_ROOT = media
    ask_for_reports(month=OCTOBER, scope="staden")
    assert jobs.run(report.job_id) is True
    assert MonthlyReport.objects.get().built_at is not None


@transactional
def test_the_command_prints_each_file(
    program: Program, media: Path, capsys: pytest.CaptureFixture
) -> None:
    ResponsibleBodyFactory(code="jarva")
    call_command("build_reports", month="2026-10")
    printed = capsys.readouterr().out.split()
    assert len(printed) == 2
    assert all(Path(path).read_bytes().startswith(b"%PDF") for path in printed)
    call_command("build_reports", month="2026-10", scope="jarva")
    assert capsys.readouterr().out.split()[0] in printed


@pytest.mark.parametrize("month", ["2026-13", "2999-01", "1999-01", "x"])
def test_the_command_refuses_what_is_no_month_to_report(month: str, program: Program) -> None:
    with pytest.raises(CommandError):
        call_command("build_reports", month=month)
