"""A body's own part of the city's report as a file."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from collaboration.models import Problem
from followup.models import MonthlyReport
from followup.reports.document import HASH_SHOWN
from followup.reports.monthly import ask_for_reports
from followup.reports.printing import print_pdf
from followup.services.publishing import publish_edition
from programs.models import Program, ResponsibleBody
from tests.factories.collaboration import ProblemFactory, SituationReportFactory
from tests.factories.programs import ResponsibleBodyFactory
from tests.followup.pdf_structure import (
    assert_claims_to_be_readable,
    assert_headings_skip_no_level,
    assert_nested_rightly,
)
from tests.followup.report_review.editions import OCTOBER, approve, corrected
from trygghet.accounts.models import User
from trygghet.jobs import services as jobs

AsUser = Callable[[User], Client]
AT = ["2026-10", "staden", "adalshem"]
PAGE, FILE = (reverse(f"followup:report-part{kind}", args=AT) for kind in ("", "-pdf"))


@pytest.fixture
def report(program: Program, body: ResponsibleBody) -> MonthlyReport:
    """The city's October, with a company's part and a district's lines."""
    housing = ResponsibleBodyFactory(
        name="Ådalshem AB", code="adalshem", kind=ResponsibleBody.Kind.COMPANY_BOARD
    )
    for each, title in ((housing, "Trasig port"), (body, "Mörk gångväg")):
        situation = SituationReportFactory(program=program, body=each, state="approved")
        ProblemFactory(report=situation, title=title, development="increasing")
        hidden = {"classification": "internal", "title": f"Dolt: {title}"}
        ProblemFactory(report=situation, **hidden)
    [report] = ask_for_reports(month=OCTOBER, scope="staden")
    assert jobs.run(report.job_id)
    report.refresh_from_db()
    return report


def _published(report: MonthlyReport, user: User) -> MonthlyReport:
    return publish_edition(report=approve(report, user), acting_user=user)


def _read(content: bytes) -> tuple[PdfReader, list[str]]:
    file = PdfReader(BytesIO(content))
    return file, [" ".join(page.extract_text().split()) for page in file.pages]


def test_the_part_is_a_file_with_the_editions_hash_at_the_foot_of_each_page(
    report: MonthlyReport, central: User, committee: User, as_user: AsUser
) -> None:
    _published(report, central)
    client = as_user(committee)
    assert f'href="{FILE}?utgava=1"' in client.get(PAGE).content.decode()
    answer = client.get(FILE)
    assert answer["Content-Disposition"] == (
        'attachment; filename="manadsrapport-2026-10-adalshem.pdf"'
    )
    file, pages = _read(answer.content)
    assert file.metadata.title == "Ådalshem AB: del av månadsrapporten för oktober 2026"
    foot = f"KS 2023/739 · Utgåva 1 · Kontrollsumma {report.content_hash[:HASH_SHOWN]}"
    assert all(foot in page for page in pages)
    text = " ".join(pages)
    assert "I korthet" in text
    assert "Lägesbilden för oktober 2026 är godkänd: 1 problem, varav 1 ökar." in text
    assert "Trasig port" in text
    assert "Mörk gångväg" not in text
    assert "Dolt" not in text
    assert "Utkast" not in text


def test_the_file_follows_the_rules_of_a_document_read_aloud(
    report: MonthlyReport, central: User, as_user: AsUser
) -> None:
    file, _pages = _read(as_user(central).get(FILE).content)
    assert_nested_rightly(file)
    assert_headings_skip_no_level(file)
    assert_claims_to_be_readable(file)


def test_the_file_is_frozen_with_the_edition(
    report: MonthlyReport, central: User, committee: User, as_user: AsUser
) -> None:
    _published(report, central)
    client = as_user(committee)
    before = client.get(FILE).content
    Problem.objects.filter(title="Trasig port").update(title="Lagad port")
    ResponsibleBody.objects.filter(code="adalshem").update(name="Ådalens bostäder AB")
    Program.objects.update(name="Ett annat program", registry_number="KS 1/1")
    assert client.get(FILE).content == before
    later = _published(corrected(report, central, "Porten är lagad."), central)
    assert client.get(FILE, {"utgava": 1}).content == before
    text = " ".join(_read(client.get(FILE).content)[1])
    assert "Lagad port" in text
    assert "Porten är lagad." in text
    assert later.content_hash[:HASH_SHOWN] in text


def test_before_it_is_published_only_the_central_office_has_it_and_it_says_so(
    report: MonthlyReport, central: User, coordinator: User, as_user: AsUser
) -> None:
    assert as_user(coordinator).get(FILE).status_code == 404
    _file, pages = _read(as_user(central).get(FILE).content)
    assert "Utkast – inte publicerad" in pages[0]
    other = reverse("followup:report-part-pdf", args=["2026-10", "staden", "adalen"])
    assert as_user(central).get(other).status_code == 404  # the district has its own edition


def test_a_file_that_cannot_be_made_leads_back_to_the_page(
    report: MonthlyReport, central: User, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("followup.reports.printing.TIMEOUT_SECONDS", 0)
    monkeypatch.setattr("followup.views.printed.printed_once", print_pdf)
    answer = as_user(central).get(FILE)
    assert answer.status_code == 302
    assert answer["Location"] == f"{PAGE}?utgava=1"
    assert "tog för lång tid" in as_user(central).get(PAGE).content.decode()
