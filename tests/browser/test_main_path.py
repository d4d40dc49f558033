"""The main job, end to end: a coordinator's situation report becomes the committee's PDF."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Download, Page, expect
from pypdf import PdfReader

from tests.browser import demo
from trygghet.months import MONTH_NAMES, month_name, previous_month

pytestmark = pytest.mark.django_db(transaction=True)

OPEN_TEXT = "Felanmälningar av belysning under månaden, räknade per gångväg: fyrtiosju stycken."
ANALYSIS = "Sammantaget är gångstråket till stationen det som behöver lösas först."
SECRET_TEXT = "Uppgiften om källarlokalen får bara polisen."
PROBLEM = "Mörkt och ödsligt vid stationens norra uppgång"
BUILD_SECONDS = 180_000


@pytest.fixture
def month() -> str:
    """Last month's name, without its year."""
    return MONTH_NAMES[previous_month(timezone.localdate()).month - 1]


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_label("E-postadress").fill(f"{name}@demo.example")
    page.get_by_label("Lösenord", exact=True).fill(demo.PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Att göra")


def write_report(page: Page, month: str) -> None:
    page.get_by_role("link", name=f"Skriv lägesbilden för {month}", exact=True).click()
    page.get_by_role("button", name="Börja skriva").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Lägesbild för {month}")
    carry_over(page)
    add_problem(page)
    write_part(page, "Data som använts", OPEN_TEXT)
    write_secret(page)
    write_and_lose_nothing(page)


def carry_over(page: Page) -> None:
    page.get_by_role("link", name="Problem", exact=False).first.click()
    page.get_by_role("button", name="Fortsätter: ").first.click()
    expect(page.locator("#problem-list")).to_contain_text("1 problem i lägesbilden")


def add_problem(page: Page) -> None:
    page.get_by_role("link", name="Lägg till problem").click()
    page.get_by_label("Problemet i korthet").fill(PROBLEM)
    page.get_by_label("Typ av problem").select_option(label="Bristande belysning")
    choose(page, "Öppen")
    page.get_by_role("button", name="Spara problemet").click()
    expect(page.locator("#problem-list")).to_contain_text(PROBLEM)


def open_part(page: Page, part: str) -> None:
    page.get_by_role("navigation", name="Lägesbildens delar").get_by_role("link", name=part).click()
    expect(page.locator("#section-heading")).to_contain_text(part)


def choose(page: Page, classification: str) -> None:
    page.get_by_role("radio", name=classification).check()


def write_part(page: Page, part: str, text: str) -> None:
    open_part(page, part)
    page.locator("textarea[name=text]").fill(text)
    choose(page, "Öppen")
    page.get_by_role("button", name="Spara och gå vidare").click()
    expect(page.locator("#section-heading")).not_to_contain_text(part)


def write_secret(page: Page) -> None:
    open_part(page, "Medarbetarnas kunskap")
    page.locator("textarea[name=text]").fill(SECRET_TEXT)
    choose(page, "Skyddad")
    page.locator("[name=classification_reason]").fill("Pågående utredning hos polisen.")
    page.get_by_role("button", name="Spara", exact=True).click()


def write_and_lose_nothing(page: Page) -> None:
    """Typed, never saved by hand, and there again after the page is loaded anew."""
    open_part(page, "Analys")
    page.locator("textarea[name=text]").press_sequentially(ANALYSIS)
    choose(page, "Öppen")
    expect(page.locator("[data-save-state]").first).to_contain_text("Sparat")
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value(ANALYSIS)


def submit(page: Page) -> None:
    page.locator(".report-end").get_by_role("link", name="Skicka in").click()
    page.wait_for_url("**/skicka-in/")
    late_reason = page.locator("[name=late_reason]")
    if late_reason.count():
        late_reason.fill("Underlaget kom sent.")
    page.get_by_role("button", name="Skicka in").click()
    expect(page.locator("main")).to_contain_text("Lägesbilden är inskickad")


def approve(page: Page, month: str) -> None:
    page.get_by_role("main").get_by_role("link", name="lägesbild").first.click()
    expect(page.locator("main")).to_contain_text(SECRET_TEXT)
    page.get_by_role("link", name="Godkänn").click()
    page.get_by_role("button", name="Godkänn").click()
    expect(page.locator("main")).to_contain_text("Lägesbilden är godkänd")


def see_on_dashboard(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Uppföljning").first.click()
    page.goto(page.url + "?alla=1")
    row = page.get_by_role("row").filter(has_text="Järva stadsdelsnämnd")
    expect(row.first).to_contain_text("Godkänd")


def build_and_download(page: Page) -> Download:
    page.get_by_role("navigation").get_by_role("link", name="Rapporter").first.click()
    page.get_by_role("button", name="Gör rapporterna nu").click()
    newest = f"{previous_month(timezone.localdate()):%Y-%m}"
    row = page.locator(f"#manad-{newest}").get_by_role("row").filter(has_text="Hela staden").first
    expect(row.get_by_role("link", name="PDF")).to_be_visible(timeout=BUILD_SECONDS)
    with page.expect_download() as download:
        row.get_by_role("link", name="PDF").click()
    return download.value


def text_of(pdf: Path) -> str:
    pages = (page.extract_text() for page in PdfReader(pdf).pages)
    return " ".join(" ".join(pages).split())


def test_from_the_coordinators_words_to_the_committees_pdf(
    context_for: Callable[..., BrowserContext], month: str, celery_worker: object, tmp_path: Path
) -> None:
    demo.build()

    coordinator = context_for().new_page()
    sign_in(coordinator, "samordnare.jarva")
    write_report(coordinator, month)
    submit(coordinator)

    manager = context_for().new_page()
    sign_in(manager, "chef.jarva")
    approve(manager, month)

    central = context_for().new_page()
    sign_in(central, "stadsledning")
    see_on_dashboard(central)
    download = build_and_download(central)

    download.save_as(tmp_path / "rapport.pdf")
    text = text_of(tmp_path / "rapport.pdf")
    assert download.suggested_filename.endswith(".pdf")
    assert month_name(previous_month(timezone.localdate())) in text
    assert "Järva" in text
    assert ANALYSIS in text
    assert PROBLEM in text
    assert SECRET_TEXT not in text
