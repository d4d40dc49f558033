"""The dashboard in a real browser: map in step with its select, without script, on a phone."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from programs.models import Area, ResponsibleBody
from tests.factories.collaboration import (
    ObstacleFactory,
    ProblemFactory,
    SituationReportFactory,
    noon,
)
from tests.factories.programs import (
    AreaFactory,
    AreaNestingFactory,
    ProgramFactory,
    ResponsibleBodyFactory,
)
from trygghet.months import add_months, previous_month

pytestmark = pytest.mark.django_db
CITY = "/uppfoljning/"


@pytest.fixture
def situation(body: ResponsibleBody) -> None:
    """Two districts, one of them reported, with a year of months and an obstacle."""
    month = previous_month(timezone.localdate())
    program = ProgramFactory(starts_on=add_months(month, -24), ends_on=add_months(month, 24))
    city = AreaFactory(kind=Area.Kind.CITY, name="Staden")
    silent = ResponsibleBodyFactory(name="Östbergas stadsdelsnämnd", code="ostberga")
    for east, (each, name) in enumerate([(body, "Ådalen"), (silent, "Östberga")]):
        each.area = AreaFactory(name=name)
        each.save()
        AreaNestingFactory(area=each.area, parent=city)
        for north in range(2):
            square = AreaFactory(
                kind=Area.Kind.NEIGHBORHOOD,
                longitude=18 + east / 20 + north / 100,
                latitude=59.3 + north / 20,
            )
            AreaNestingFactory(area=square, parent=each.area)
    for back in range(3):
        report = SituationReportFactory(
            body=body, program=program, period=add_months(month, -back), state="published"
        )
        ProblemFactory.create_batch(2 + back, report=report, development="increasing")
    ObstacleFactory(body=body, title="Uppgifter får inte delas", raised_at=noon(month))


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
@pytest.mark.parametrize("path", [CITY, f"{CITY}adalen/"])
def test_dashboard_has_no_axe_violations(situation, visit, check_axe, central, width, scheme, path):
    page = visit(path, central, width=width, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    check_axe(page)
    assert overflow(page) <= 0


def test_map_select_and_words_follow_each_other(situation, visit, central):
    page = visit(CITY, central)
    words = page.locator("[data-map-words]")
    page.get_by_label("Område").last.select_option(label="Ådalen")
    expect(words).to_contain_text("Ådalen: 2 problem, varav 2 ökar")
    page.locator(".map-area[data-level='missing']").click()
    expect(words).to_have_text("Östberga: uppgift saknas, ingen lägesbild har kommit in")
    expect(page.get_by_label("Område").last).to_have_value(
        str(Area.objects.get(name="Östberga").pk)
    )


def test_without_script_the_map_is_a_picture_and_the_filter_works(situation, visit, central):
    page = visit(CITY, central, java_script_enabled=False)
    expect(page.get_by_role("img", name="Problem på kartan")).to_be_visible()
    expect(page.locator("[data-map-picture]")).to_be_hidden()
    page.locator("[name=omrade]").select_option(label="Ådalen")
    page.get_by_role("button", name="Visa").click()
    assert "omrade=" in page.url
    expect(page.get_by_text("1 av 1 lägesbilder har kommit in.")).to_be_visible()


def test_chart_has_its_table_by_keyboard(situation, visit, central):
    page = visit(CITY, central)
    chart = page.locator("#problem-per-utveckling")
    chart.locator("summary").press("Enter")
    expect(chart.get_by_role("row", name="Ökar")).to_contain_text("2")


@pytest.mark.parametrize("path", [CITY, f"{CITY}adalen/"])
def test_dashboard_is_printed_on_one_page(situation, visit, central, tmp_path, path):
    page = visit(path, central)
    file = tmp_path / "dashboard.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    sheets = PdfReader(file).pages
    assert len(sheets) == 1
    assert sheets[0].mediabox.width > sheets[0].mediabox.height
