"""The situation report's form as a coordinator meets it: nothing typed is ever lost."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from collaboration.models import SituationReport
from collaboration.services import parts, reports
from programs.models import Area, ResponsibleBody
from tests.factories.collaboration import ProblemFactory, SituationReportFactory
from tests.factories.programs import (
    AreaFactory,
    AreaNestingFactory,
    ProblemTypeFactory,
    ProgramFactory,
)
from trygghet.accounts.models import User
from trygghet.months import add_months, previous_month

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]
Visit = Callable[..., Page]
WIDTHS = [390]  # every page is looked at at both widths in test_axe


@pytest.fixture
def district(db: None) -> Area:
    """A district of two square neighborhoods."""
    district = AreaFactory(name="Ådalen", boundary=_square(18.0, 59.30))
    for name, west in (("Åsen", 18.0), ("Ön", 18.01)):
        part = AreaFactory(
            kind=Area.Kind.NEIGHBORHOOD, name=name, boundary=_square(west, 59.30, 0.01)
        )
        AreaNestingFactory(area=part, parent=district)
    AreaFactory(kind=Area.Kind.CITY, name="Staden", boundary=_square(18.0, 59.30))
    return district


def _square(west: float, south: float, side: float = 0.02) -> dict[str, object]:
    east, north = west + side, south + 0.02
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def report(district: Area, body: ResponsibleBody, coordinator: User) -> SituationReport:
    ResponsibleBody.objects.filter(pk=body.pk).update(area=district)
    ProgramFactory(ends_on=date(2099, 12, 31))
    ProblemTypeFactory(name="Bråk")
    return reports.start_report(
        body=body, period=previous_month(timezone.localdate()), acting_user=coordinator
    )


def address(name: str, report: SituationReport) -> str:
    return reverse(f"collaboration:{name}", args=[report.pk])


def part(report: SituationReport, kind: str = "analysis") -> str:
    return f"{address('report-edit', report)}?del={kind}"


def saved(page: Page) -> None:
    state = page.locator("[data-save-state]")
    expect(state).to_have_text(re.compile(r"Sparat \d\d\.\d\d"), timeout=10_000)


def text_of(report: SituationReport, kind: str = "analysis") -> str:
    return report.parts.get(kind=kind).text


def leave(page: Page) -> None:
    """Go on although there is unsaved text."""
    page.on("dialog", lambda dialog: dialog.accept())


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible(
    visit: Visit, report, coordinator: User, manager: User, check_axe: Check, width: int
) -> None:
    ProblemFactory(report=report, title="Bråk vid torget", when=[18, 19], consequences="Oro")
    earlier = SituationReportFactory(
        body=report.body, program=report.program, period=add_months(report.period, -1)
    )
    ProblemFactory(report=earlier, title="Från förra månaden")
    page = visit(reverse("collaboration:report-list"), coordinator, width=width)
    check_axe(page)
    for url in (
        reverse("collaboration:report-new"),
        part(report, "problems"),
        part(report),
        address("problem-add", report),
        address("report-detail", report),
        address("report-preview", report),
        address("report-submit", report),
    ):
        page.goto(url)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url


def test_text_is_saved_two_seconds_after_the_last_keystroke(
    visit: Visit, report, coordinator: User
) -> None:
    page = visit(part(report), coordinator)
    page.get_by_label("Vad betyder det här").press_sequentially("Det hänger ihop.")
    saved(page)
    assert text_of(report) == "Det hänger ihop."
    elsewhere = visit(part(report), coordinator)  # another device
    expect(elsewhere.get_by_label("Vad betyder det här")).to_have_value("Det hänger ihop.")
    page.get_by_label("Vad betyder det här").press_sequentially(" Mer.")
    with page.expect_response("**/delar/**"):
        pass
    assert text_of(report).endswith("Mer.")
    assert "hänger" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")


def test_part_is_saved_without_script(
    context_for: Callable[..., BrowserContext], report, coordinator: User
) -> None:
    page = context_for(coordinator, java_script_enabled=False).new_page()
    page.goto(part(report))
    page.get_by_label("Vad betyder det här").fill("Utan skript.")
    page.get_by_role("button", name="Spara", exact=True).click()
    assert text_of(report) == "Utan skript."
    page.goto(part(report, "problems"))
    page.get_by_role("link", name="Lägg till problem").click()
    page.get_by_label("Problemet i korthet").fill("Bråk")
    page.get_by_label("Typ av problem").select_option(label="Bråk")
    page.get_by_label("Fredag kväll 18–24").check()
    page.get_by_label("Latitud").fill("59,31")
    page.get_by_label("Longitud").fill("18,005")
    page.get_by_role("button", name="Spara problemet").click()
    problem = report.problems.get()
    assert (problem.when, problem.latitude, problem.longitude) == ([18], 59.31, 18.005)


def test_text_waits_for_the_network(visit: Visit, report, coordinator: User) -> None:
    page = visit(part(report), coordinator)
    page.context.set_offline(True)
    page.get_by_label("Vad betyder det här").fill("Skrivet i tunneln.")
    expect(page.locator("[data-save-state]")).to_contain_text("Inget nätverk", timeout=10_000)
    assert text_of(report) == ""
    page.context.set_offline(False)
    saved(page)
    assert text_of(report) == "Skrivet i tunneln."


def test_session_that_ends_while_writing(
    visit: Visit, report, coordinator: User, check_axe: Check
) -> None:
    page = visit(part(report), coordinator)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Vad betyder det här").fill("Skrivet efter lunch.")
    expect(page.get_by_text("Du har blivit utloggad")).to_be_visible(timeout=10_000)
    link = page.get_by_role("link", name="Logga in i en ny flik")
    expect(link).to_have_attribute("target", "_blank")
    check_axe(page)
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "sessionid"])
    saved(page)
    expect(page.get_by_text("Du har blivit utloggad")).to_be_hidden()
    assert text_of(report) == "Skrivet efter lunch."


def test_two_who_write_at_once_choose(
    visit: Visit, report, coordinator: User, manager: User, check_axe: Check
) -> None:
    page = visit(part(report), coordinator)
    parts.save_part(
        report=report,
        kind="analysis",
        text="Chefens text.",
        classification="internal",
        version=0,
        acting_user=manager,
    )
    page.get_by_label("Vad betyder det här").fill("Min text.")
    expect(page.get_by_role("heading", name="Två har skrivit samtidigt")).to_be_focused(
        timeout=10_000
    )
    check_axe(page)
    page.get_by_label("Sätt ihop själv").check()
    page.get_by_label("Den text som ska gälla").fill("Chefens text. Min text.")
    page.get_by_role("button", name="Spara det valda").click()
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()
    assert text_of(report) == "Chefens text. Min text."


def test_text_is_sent_when_the_page_is_left(visit: Visit, report, coordinator: User) -> None:
    page = visit(part(report), coordinator)
    page.get_by_label("Vad betyder det här").fill("Hann just skriva detta.")
    page.get_by_role("link", name="Behov").click()
    expect(page.get_by_role("heading", name="Behov")).to_be_visible()
    assert text_of(report) == "Hann just skriva detta."


def test_text_is_sent_when_the_tab_goes_elsewhere(visit: Visit, report, coordinator: User) -> None:
    page = visit(part(report), coordinator)
    leave(page)
    page.get_by_label("Vad betyder det här").fill("På väg bort.")
    page.goto(reverse("collaboration:report-list"))
    page.wait_for_timeout(500)
    assert text_of(report) == "På väg bort."


def test_server_that_does_not_answer(visit: Visit, report, coordinator: User) -> None:
    page = visit(part(report), coordinator)
    page.route("**/delar/**", lambda route: route.fulfill(status=503, body=""))
    page.get_by_label("Vad betyder det här").fill("Servern vilar.")
    expect(page.locator("[data-save-state]")).to_contain_text("Servern svarar", timeout=10_000)
    page.unroute("**/delar/**")
    saved(page)
    assert text_of(report) == "Servern vilar."


def test_report_sent_in_elsewhere_leaves_the_text_on_the_page(
    visit: Visit, report, coordinator: User
) -> None:
    page = visit(part(report), coordinator)
    SituationReport.objects.update(
        state="submitted", submitted_by=coordinator, submitted_at=timezone.now()
    )
    page.get_by_label("Vad betyder det här").fill("För sent.")
    expect(page.locator("[data-not-saved]")).to_contain_text("Inskickad av", timeout=10_000)
    expect(page.get_by_label("Vad betyder det här")).to_have_value("För sent.")
    leave(page)


def test_person_in_the_text_is_marked_while_writing(
    visit: Visit, report, coordinator: User, check_axe: Check
) -> None:
    page = visit(part(report), coordinator)
    page.get_by_label("Vad betyder det här").fill("En man, 900101-1239, bor vid torget.")
    expect(page.locator("[data-guard] mark")).to_have_text("900101-1239", timeout=10_000)
    check_axe(page)
    page.get_by_role("radio", name="Skyddad").check()
    page.get_by_label("Varför är uppgiften skyddad?").fill("Pågående utredning")
    expect(page.locator("[data-guard] mark")).to_have_count(0, timeout=10_000)
    assert report.parts.get(kind="analysis").classification_reason == "Pågående utredning"


def test_double_click_sends_the_report_in_once(visit: Visit, report, coordinator: User) -> None:
    ProblemFactory(report=report)
    for kind in ("analysis", "data_used"):
        report.parts.filter(kind=kind).update(text="Text.")
    SituationReport.objects.update(due_on=timezone.localdate())
    page = visit(address("report-submit", report), coordinator)
    page.get_by_role("button", name="Skicka in").dblclick()
    expect(page.get_by_text("väntar på chefens godkännande")).to_be_visible()
    states = SituationReport.pgh_event_model.objects.filter(pgh_obj_id=report.pk, state="submitted")
    assert states.count() == 1


def test_problem_is_added_in_place_with_pin_and_week(
    visit: Visit, report, coordinator: User, check_axe: Check
) -> None:
    page = visit(part(report, "problems"), coordinator)
    page.get_by_role("link", name="Lägg till problem").click()
    expect(page.get_by_label("Problemet i korthet")).to_be_focused()
    page.get_by_label("Problemet i korthet").fill("Bråk vid torget")
    page.get_by_label("Typ av problem").select_option(label="Bråk")
    page.get_by_label("Område").select_option(label="Ön")
    page.get_by_role("button", name="Markera mitten av kartan").click()
    expect(page.get_by_role("status").filter(has_text="Markeringen ligger i Ön")).to_be_visible()
    _drag(page, "Fredag kväll 18–24", "Lördag natt 00–06")
    page.get_by_label("Söndag dag 06–12").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    saved(page)  # kept before it is sent
    check_axe(page)
    page.get_by_role("button", name="Spara problemet").click()
    expect(page.get_by_text("1 problem i lägesbilden")).to_be_focused()
    expect(page.locator("#report-nav")).to_contain_text("1 av 9 klara")
    problem = report.problems.get()
    assert problem.area.name == "Ön"
    assert problem.when == [18, 22, 23, 25]
    assert abs(problem.longitude - 18.015) < 0.002


def _drag(page: Page, first: str, last: str) -> None:
    """Over the evening cells, then to the night."""
    page.locator("[data-week-grid]").evaluate("grid => grid.scrollIntoView({ block: 'center' })")
    cells = [
        page.locator("td", has=page.get_by_label(name)).bounding_box()
        for name in (first, "Lördag kväll 18–24", last)
    ]
    points = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in cells]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def test_pin_outside_the_city_is_refused_beside_its_field(
    visit: Visit, report, coordinator: User
) -> None:
    page = visit(address("problem-add", report), coordinator)
    page.get_by_label("Problemet i korthet").fill("Bråk vid torget")
    page.get_by_label("Typ av problem").select_option(label="Bråk")
    page.get_by_text("Plats som siffror").click()
    page.get_by_label("Latitud").fill("57,7")
    page.get_by_label("Longitud").fill("11,97")
    page.get_by_role("button", name="Spara problemet").click()
    expect(page.locator("#id_latitude_error")).to_contain_text("utanför staden")
    expect(page.get_by_label("Problemet i korthet")).to_have_value("Bråk vid torget")
    leave(page)


def test_position_of_the_device_becomes_the_pin(
    context_for: Callable[..., BrowserContext], report, coordinator: User
) -> None:
    context = context_for(
        coordinator,
        width=390,
        permissions=["geolocation"],
        geolocation={"latitude": 59.31, "longitude": 18.005},
    )
    page = context.new_page()
    page.goto(address("problem-add", report))
    page.get_by_role("button", name="Använd min plats").click()
    expect(page.get_by_role("status").filter(has_text="Markeringen ligger i Åsen")).to_be_visible()
    expect(page.get_by_label("Område")).to_have_value(str(Area.objects.get(name="Åsen").pk))
    leave(page)


def test_slow_answer_does_not_make_a_conflict_with_oneself(
    visit: Visit, report, coordinator: User
) -> None:
    page = visit(part(report), coordinator)

    def slowly(route: Route) -> None:
        page.wait_for_timeout(1500)
        route.continue_()

    page.route("**/delar/**", slowly)
    page.get_by_label("Vad betyder det här").fill("Först.")
    with page.expect_request("**/delar/**", timeout=10_000):
        pass
    page.get_by_label("Vad betyder det här").fill("Först. Sedan.")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible(timeout=15_000)
    assert text_of(report) == "Först. Sedan."
