"""What is wrong with a page at both widths: what axe finds, and what has to be scrolled aside."""

from playwright.sync_api import BrowserContext, Page

from tests.browser import axe
from tests.browser.conftest import DESKTOP, HEIGHTS, PHONE

TOO_WIDE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


def page_with_axe(context: BrowserContext) -> Page:
    """A page of ``context`` that brings axe along, to be given to ``faults``."""
    axe.into_every_page(context)
    return context.new_page()


def faults(page: Page, address: str) -> list[str]:
    """What is wrong with the page at both widths; it is loaded once, as wide as the page before."""
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [f"{address}: answered {answer and answer.status}"]
    found = _faults_now(page)
    width = PHONE if page.viewport_size["width"] == DESKTOP else DESKTOP
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    return found + _faults_now(page)


def _faults_now(page: Page) -> list[str]:
    found, width = axe.violations(page), page.viewport_size["width"]
    if width == PHONE and (excess := page.evaluate(TOO_WIDE)) > 0:
        found.append(f"{page.url}: {excess} px too wide at {PHONE} px")
    return found
