"""An edition is read, sent back with a question, answered, published and corrected."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from followup.models import MonthlyReport
from followup.reports import monthly
from followup.reports.monthly import ask_for_reports
from followup.reports.printing import PrintedFile
from programs.models import ResponsibleBody
from tests.browser.conftest import PHONE
from tests.factories.collaboration import ProblemFactory, SituationReportFactory
from tests.factories.programs import ProgramFactory
from trygghet.accounts.models import User
from trygghet.jobs import services as jobs

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Page]
AT = ["2026-10", "staden"]


@pytest.fixture
def draft(
    body: ResponsibleBody, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> MonthlyReport:
    """The city's October, built; the printer has its own tests."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(monthly, "print_pdf", lambda html: PrintedFile(html.encode(), 3))
    program = ProgramFactory()
    report = SituationReportFactory(program=program, body=body, state="approved")
    ProblemFactory(report=report, title="Mörk gångväg", development="increasing")
    return _built(ask_for_reports(month=date(2026, 10, 1), scope="staden")[0])


def _built(report: MonthlyReport) -> MonthlyReport:
    assert jobs.run(report.job_id)
    report.refresh_from_db()
    return report


def test_a_report_is_reviewed_published_and_corrected(
    visit: Visit,
    check_axe: Callable[[Page], None],
    draft: MonthlyReport,
    central: User,
    coordinator: User,
    committee: User,
) -> None:
    page = visit(reverse("followup:report-review", args=[*AT, 1]), central)
    panel = page.locator("#granska-hinder")
    panel.get_by_label("Kommentar").fill("Rätta datumet.")
    panel.get_by_role("button", name="Markera som läst").click()
    expect(page.locator("#granskningens-lage h2")).to_contain_text("1 av")
    panel.get_by_text("Fråga en nämnd").click()
    panel.get_by_label("Nämnd eller bolagsstyrelse").select_option("Ådalens stadsdelsnämnd")
    panel.get_by_label("Fråga", exact=True).fill("Stämmer det?")
    panel.get_by_role("button", name="Skicka frågan").click()
    expect(panel).to_contain_text("Väntar på svar")
    check_axe(page)
    _answer(visit, coordinator)
    _publish(page)
    _correct(page, ProblemFactory)
    reader = visit(reverse("followup:report-compare", args=AT), committee)
    expect(reader.get_by_text("siffror och")).to_be_visible()


def _answer(visit: Visit, coordinator: User) -> None:
    phone = visit("/", coordinator, width=PHONE)
    phone.get_by_role("link", name="Svara: Svara på en fråga om månadsrapporten").click()
    phone.get_by_label("Svar").fill("Ja, det stämmer.")
    phone.get_by_role("button", name="Skicka svaret").click()
    expect(phone.get_by_text("Svaret är skickat")).to_be_visible()


def _publish(page: Page) -> None:
    page.reload()
    expect(page.locator("#granska-hinder")).to_contain_text("Ja, det stämmer.")
    page.get_by_role("link", name="Godkänn utgåvan").click()
    page.get_by_label("Jag godkänner ändå").check()
    page.get_by_role("button", name="Godkänn").click()
    expect(page.get_by_role("button", name="Ta tillbaka godkännandet")).to_be_visible()
    page.get_by_role("link", name="Publicera").click()
    page.get_by_role("button", name="Publicera och skicka").click()
    expect(page.get_by_text("En publicerad utgåva ändras aldrig.")).to_be_visible()


def _correct(page: Page, problems: type[ProblemFactory]) -> None:
    """A second edition, built and published by the same way."""
    late = SituationReportFactory(
        program=MonthlyReport.objects.get().program, state="approved", body__name="Järva"
    )
    problems(report=late, title="Buskörning på torget", development="new")
    page.get_by_label("Varför behövs en ny utgåva?").fill("Järva har kommit in.")
    page.get_by_role("button", name="Gör ny utgåva").click()
    expect(page.get_by_text("Utgåva 2 görs nu.")).to_be_visible()
    second = _built(MonthlyReport.objects.get(edition=2))
    page.goto(reverse("followup:report-review", args=[*AT, second.edition]))
    expect(page.locator("#sedan-forra-utgavan")).to_contain_text("Buskörning på torget")
    page.get_by_role("link", name="Godkänn utgåvan").click()
    page.get_by_label("Jag godkänner ändå").check()
    page.get_by_role("button", name="Godkänn").click()
    page.get_by_role("link", name="Publicera").click()
    page.get_by_role("button", name="Publicera och skicka").click()
    expect(page.get_by_text("Utgåvan är publicerad")).to_be_visible()
