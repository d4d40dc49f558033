"""The city's October, built, for the tests of its review."""

from pathlib import Path

import pytest

from followup.models import MonthlyReport
from followup.reports import monthly
from followup.reports.monthly import ask_for_reports
from followup.reports.printing import PrintedFile
from programs.models import Program, ResponsibleBody
from tests.factories.collaboration import ProblemFactory, SituationReportFactory
from tests.factories.programs import ProgramFactory
from tests.followup.report_review.editions import OCTOBER
from trygghet.jobs import services as jobs


@pytest.fixture(autouse=True)
def unprinted(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The printer has its own tests; here its paper is blank."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(
        monthly, "print_pdf", lambda html: PrintedFile(f"%PDF {len(html)}".encode(), 3)
    )


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory(registry_number="KS 2023/739")


@pytest.fixture
def draft(program: Program, body: ResponsibleBody) -> MonthlyReport:
    """The city's October, built by its job."""
    situation = SituationReportFactory(program=program, body=body, state="approved")
    ProblemFactory(report=situation, title="Mörk gångväg", development="increasing")
    [report] = ask_for_reports(month=OCTOBER, scope="staden")
    assert jobs.run(report.job_id)
    report.refresh_from_db()
    return report
