"""Every component in a real browser: no axe violations, works by keyboard and without script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gallery.urls import received
from trygghet.accounts.models import User

pytestmark = [pytest.mark.urls("tests.browser.gallery.urls"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def forget() -> None:
    received.clear()


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (390, "dark")])
def test_components_have_no_axe_violations(visit, check_axe, coordinator, width, scheme):
    page = visit("/galleri/", coordinator, width=width, color_scheme=scheme)
    check_axe(page)
    assert overflow(page) <= 0
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    check_axe(page)


def test_the_error_summary_leads_to_the_field(visit, coordinator):
    page = visit("/galleri/", coordinator)
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Rubrik –").press("Enter")
    expect(page.get_by_label("Rubrik")).to_be_focused()


def test_menus_open_by_key_and_close_by_escape(visit, coordinator: User):
    page = visit("/galleri/", coordinator)
    account = page.locator("details.account")
    account.locator("summary").press("Enter")
    expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Logga ut")).to_be_hidden()
    expect(account.locator("summary")).to_be_focused()


def test_the_phone_menu_works_without_script(visit, coordinator):
    page = visit("/galleri/", coordinator, width=390, java_script_enabled=False)
    page.locator("details.small-screen summary").click()
    expect(page.locator("details.small-screen .menu-panel")).to_be_visible()
    assert overflow(page) <= 0


def test_a_question_is_a_dialog_with_script(visit, check_axe, coordinator):
    page = visit("/galleri/", coordinator)
    page.get_by_role("link", name="Ta bort").click()
    dialog = page.get_by_role("dialog", name="Ta bort lägesbilden?")
    expect(dialog).to_be_visible()
    check_axe(page)
    dialog.get_by_role("link", name="Avbryt").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("link", name="Ta bort").click()
    dialog.get_by_role("button", name="Ta bort").click()
    expect(page.get_by_text("Lägesbilden är borttagen.")).to_be_visible()


def test_a_question_is_a_page_without_script(visit, coordinator):
    page = visit("/galleri/", coordinator, java_script_enabled=False)
    page.get_by_role("link", name="Ta bort").click()
    expect(page.get_by_role("heading", name="Ta bort lägesbilden?")).to_be_visible()
    page.get_by_role("button", name="Ta bort").click()
    expect(page.get_by_text("Lägesbilden är borttagen.")).to_be_visible()


def test_a_double_click_sends_a_form_once(visit, coordinator):
    page = visit("/galleri/", coordinator)
    page.get_by_role("button", name="Spara").dblclick()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert len(received) == 1
    assert received[0]["idempotency_key"]


def test_leaving_unsaved_text_is_asked_about(visit, coordinator):
    page = visit("/galleri/", coordinator)
    page.get_by_label("Rubrik").fill("Tunneln")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator(".brand").click()
    page.wait_for_url(lambda url: "galleri" not in url)
    assert asked == ["beforeunload"]


def test_a_lost_network_is_said_and_taken_back(visit, coordinator):
    page = visit("/galleri/", coordinator)
    page.context.set_offline(True)
    expect(page.locator("[data-network-status]")).to_contain_text("utan nätverk")
    page.context.set_offline(False)
    expect(page.locator("[data-network-status]")).to_be_empty()


def test_the_section_list_is_a_select_on_a_phone(visit, coordinator):
    page = visit("/galleri/", coordinator, width=390)
    page.get_by_label("Del", exact=True).select_option("error")
    page.get_by_role("button", name="Gå dit").click()
    page.wait_for_url("**/galleri/?del=error")


def test_a_term_is_explained_where_it_stands(visit, check_axe, coordinator):
    page = visit("/galleri/", coordinator)
    page.get_by_role("button", name="situationellt").press("Enter")
    expect(page.get_by_text("Att ändra platser")).to_be_visible()
    check_axe(page)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("address", ["/konto/login/", "/konto/password/reset/", "/finns-inte/"])
def test_pages_for_everybody_have_no_axe_violations(visit, check_axe, db, address, width):
    page = visit(address, width=width)
    check_axe(page)
    assert overflow(page) <= 0
