"""The program, its bodies and the settings in a real browser: axe, keyboard, no script, paper."""

import io
from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from programs.models import Coordinator
from tests.factories.accounts import UserFactory
from trygghet.accounts.models import User

pytestmark = pytest.mark.django_db
MATRIX = "/program/trygghetsprogram-2024-2027/mandat/"
BODY = "/organ/sdn-ha/"
PAGES = (
    "/program/",
    "/program/trygghetsprogram-2024-2027/",
    MATRIX,
    "/organ/?visa=alla",
    BODY,
    "/organ/sdn-norrmalm/",
    f"{BODY}samordnare/ny/",
    "/begrepp/",
    "/installningar/",
)


@pytest.fixture
def reference(db: None) -> None:
    call_command("load_reference", "stockholm", verbosity=0)


@pytest.fixture
def person(db: None) -> User:
    return UserFactory(name="Kim Ny", email="kim.ny@exempel.se")


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (390, "dark")]
)  # colors do not depend on the width; test_axe looks at each page at both, in light
def test_pages_have_no_axe_violations(
    central: User, reference: None, visit: Callable, check_axe: Callable, width: int, scheme: str
) -> None:
    page = visit(PAGES[0], central, width=width, color_scheme=scheme)
    for path in PAGES:
        page.goto(path)
        check_axe(page)
        assert overflow(page) == 0, path


@pytest.mark.parametrize("width", [1280, 390])
def test_people_have_no_axe_violations(
    administrator: User, manager: User, visit: Callable, check_axe: Callable, width: int
) -> None:
    page = visit("/installningar/", administrator, width=width)
    for path in (
        "/installningar/",
        "/installningar/personer/ny/",
        f"/installningar/personer/{manager.pk}/",
        f"/installningar/personer/{manager.pk}/avsluta/",
    ):
        page.goto(path)
        check_axe(page)
        assert overflow(page) == 0, path


def test_coordinator_is_appointed_and_ended_by_keyboard(
    central: User, person: User, reference: None, visit: Callable
) -> None:
    page = visit(BODY, central)
    page.get_by_role("link", name="Utse samordnare").press("Enter")
    page.get_by_label("Person").press_sequentially("Kim")
    page.get_by_label("Skriftligt mandat").press_sequentially("Samordnar.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kim Ny är utsedd till samordnare.")).to_be_visible()
    page.get_by_role("link", name="Avsluta uppdraget").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Avsluta uppdraget").press("Enter")
    expect(page.get_by_text("Uppdraget är avslutat.")).to_be_visible()
    assert Coordinator.objects.get().valid_to


def test_overlap_is_told_at_the_field_without_script(
    central: User, person: User, reference: None, visit: Callable
) -> None:
    page = visit(f"{BODY}samordnare/ny/", central, java_script_enabled=False)
    for _ in range(2):
        page.goto(f"{BODY}samordnare/ny/")
        page.get_by_label("Person").select_option(str(person.pk))
        page.get_by_label("Skriftligt mandat").fill("Samordnar nämndens arbete.")
        page.get_by_role("button", name="Utse samordnare").click()
    expect(page.get_by_label("Från och med")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Skriftligt mandat")).to_have_value("Samordnar nämndens arbete.")
    assert Coordinator.objects.count() == 1


def test_word_is_explained_by_keyboard_without_script(
    central: User, reference: None, visit: Callable
) -> None:
    page = visit("/organ/", central, java_script_enabled=False)
    page.get_by_role("button", name="samordnare", exact=True).press("Enter")
    card = page.get_by_role("note").filter(has_text="Den person som en nämnd")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_matrix_prints_on_few_landscape_sheets(
    central: User, reference: None, visit: Callable
) -> None:
    page = visit(MATRIX, central)
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) <= 4
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in sheets)
    assert "Bromma stadsdelsnämnd" in sheets[0].extract_text()
