"""What a screen reader meets in a report's PDF: the rules of PDF/UA-1 that templates can break."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from followup.models import MonthlyReport
from followup.reports.document import compose, printable
from followup.reports.material import gather
from followup.reports.monthly import ask_for_reports
from followup.reports.printing import print_pdf
from programs.models import Program, ResponsibleBody
from tests.factories.collaboration import (
    ObstacleFactory,
    ProblemFactory,
    ReportPartFactory,
    SituationReportFactory,
    noon,
)
from tests.factories.programs import ProgramFactory, ReportRecipientFactory, ResponsibleBodyFactory
from tests.followup.pdf_structure import (
    assert_headings_skip_no_level,
    assert_nested_rightly,
    everything,
)

OCTOBER, DAY = date(2026, 10, 1), date(2026, 11, 21)


@pytest.fixture
def program(db: None) -> Program:
    """A program with something in every section of its report."""
    program = ProgramFactory(registry_number="KS 2023/739")
    ReportRecipientFactory(program=program)
    farsta = ResponsibleBodyFactory(code="farsta", name="Farsta stadsdelsnämnd")
    trafik = ResponsibleBody.Kind.SPECIALIST_COMMITTEE
    for body in (farsta, ResponsibleBodyFactory(kind=trafik), ResponsibleBodyFactory()):
        for period in (date(2026, 9, 1), OCTOBER):
            report = SituationReportFactory(
                program=program, body=body, period=period, state="approved",
                sent_on=date(2026, 11, 12), late_reason="Sjukdom",
            )  # fmt: skip
            for development in ("new", "increasing", "decreasing", "unchanged", "ended"):
                ProblemFactory(report=report, development=development, exposed=["youth"])
            ProblemFactory(report=report, classification="internal")
            for kind in ("analysis", "needs", "data_used"):
                ReportPartFactory(report=report, kind=kind, text="Ett stycke.\n\nEtt till.")
    ResponsibleBodyFactory(name="Utan lägesbild")
    ObstacleFactory(body=farsta, raised_at=noon(date(2026, 8, 12)))
    ObstacleFactory(body=farsta, state="answered", decision="Gemensamt ansvar")
    return program


@pytest.fixture(params=["staden", "farsta"])
def file(program: Program, request: pytest.FixtureRequest) -> PdfReader:
    [report] = ask_for_reports(month=OCTOBER, scope=request.param)
    full = MonthlyReport.objects.select_related("program", "body").get(pk=report.pk)
    material = gather(full, DAY)
    html = printable(material, compose(material, lambda _share, _title: None))
    return PdfReader(io.BytesIO(print_pdf(html).content))


def test_the_structure_follows_the_rules(file: PdfReader) -> None:
    elements = everything(file)
    kinds = {element["/S"] for element in elements}
    assert kinds >= {"/H1", "/H2", "/H3", "/P", "/L", "/Table", "/TH", "/Figure", "/Link"}
    assert_nested_rightly(file)
    assert all(element.get("/Alt") for element in elements if element["/S"] == "/Figure")


def test_headings_do_not_skip_a_level(file: PdfReader) -> None:
    assert_headings_skip_no_level(file)


def test_every_page_says_what_it_belongs_to(file: PdfReader) -> None:
    number = len(file.pages)
    assert number >= 7
    for page, sheet in enumerate(file.pages[1:], start=2):
        text = sheet.extract_text()
        assert f"Sida {page} av {number}" in text
        assert "KS 2023/739" in text
        assert "Kontrollsumma" in text


def test_the_contents_lead_to_their_pages(file: PdfReader) -> None:
    links = file.pages[1]["/Annots"]
    assert len(links) >= 7
    assert [entry.title for entry in file.outline if not isinstance(entry, list)]


def test_demo_data_are_marked_on_every_page(program: Program, settings: object) -> None:
    settings.DEMO = True
    [report] = ask_for_reports(month=OCTOBER, scope="farsta")
    full = MonthlyReport.objects.select_related("program", "body").get(pk=report.pk)
    material = gather(full, DAY)
    html = printable(material, compose(material, lambda _share, _title: None))
    pages = PdfReader(io.BytesIO(print_pdf(html).content)).pages
    assert all("Demodata – påhittat innehåll" in page.extract_text() for page in pages)
