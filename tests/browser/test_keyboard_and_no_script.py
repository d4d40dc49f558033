"""The main actions with the keyboard alone, and with JavaScript switched off."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from collaboration.models import Observation, SituationReport
from tests import access_world
from tests.access_world import World
from tests.browser.conftest import Visit
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

ANALYSIS = "Sammantaget är läget oförändrat."
MOST_TABS = 120


@pytest.fixture
def world(db: None) -> World:
    return access_world.of_reports()


def _tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until ``wanted`` has focus, as somebody without a mouse does."""
    expect(wanted).to_be_visible()
    for _step in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached with Tab")


def _press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    _tab_to(page, wanted)
    page.keyboard.press(key)


def _address(name: str, world: World, key: str) -> str:
    return reverse(f"collaboration:{name}", args=[world.keys[key]])


def test_sign_in_and_skip_to_the_content(visit: Visit, world: World) -> None:
    page = visit("/konto/login/")
    _tab_to(page, page.get_by_label("E-postadress"))
    page.keyboard.type(world.people["coordinator"].email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Att göra")

    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_write_and_send_in_by_keyboard(visit: Visit, world: World) -> None:
    draft = _address("report-edit", world, "draft")
    page = visit(f"{draft}?del=analysis", world.people["coordinator"])
    _tab_to(page, page.locator("textarea[name=text]"))
    page.keyboard.press("Control+A")
    page.keyboard.type(ANALYSIS)
    _press(page, page.get_by_role("button", name="Spara", exact=True))
    expect(page.locator("textarea[name=text]")).to_have_value(ANALYSIS)
    _press(page, page.locator(".report-end").get_by_role("link", name="Skicka in"))
    _tab_to(page, page.locator("[name=late_reason]"))
    page.keyboard.type("Underlaget kom sent.")
    _press(page, page.get_by_role("button", name="Skicka in"))

    expect(page.locator("main")).to_contain_text("Lägesbilden är inskickad")


def test_approve_by_keyboard(visit: Visit, world: World) -> None:
    page = visit(_address("report-detail", world, "submitted"), world.people["manager"])
    _press(page, page.get_by_role("link", name="Godkänn"))
    _press(page, page.get_by_role("button", name="Godkänn"))

    expect(page.locator("main")).to_contain_text("Lägesbilden är godkänd")


def test_write_send_in_and_approve_without_script(visit: Visit, world: World) -> None:
    draft = _address("report-edit", world, "draft")
    page = visit(f"{draft}?del=analysis", world.people["coordinator"], java_script_enabled=False)
    page.locator("textarea[name=text]").fill(ANALYSIS)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.locator("textarea[name=text]")).to_have_value(ANALYSIS)
    page.goto(_address("problem-add", world, "draft"))
    page.get_by_label("Problemet i korthet").fill("Mörkt vid trappan")
    page.get_by_label("Typ av problem").select_option(index=1)
    page.get_by_role("button", name="Spara problemet").click()
    expect(page.locator("main")).to_contain_text("Mörkt vid trappan")
    page.locator(".report-end").get_by_role("link", name="Skicka in").click()
    page.locator("[name=late_reason]").fill("Underlaget kom sent.")
    page.get_by_role("button", name="Skicka in").click()
    expect(page.locator("main")).to_contain_text("Lägesbilden är inskickad")

    page = visit(
        _address("report-detail", world, "draft"),
        world.people["manager"],
        java_script_enabled=False,
    )
    page.get_by_role("link", name="Godkänn").click()
    page.get_by_role("button", name="Godkänn").click()

    assert SituationReport.objects.get(pk=world.keys["draft"]).state == "approved"


def test_log_an_observation_without_script(visit: Visit, world: World) -> None:
    page = visit(
        "/iakttagelser/ny/", world.people["contributor"], width=390, java_script_enabled=False
    )
    page.get_by_role("radio").first.check()
    page.locator("[name=text]").fill("Två lampor är släckta vid trappan.")
    page.get_by_role("button", name="Spara").first.click()

    expect(page.locator("main")).to_contain_text("Tack, det är sparat")
    assert Observation.objects.filter(text__startswith="Två lampor").exists()
