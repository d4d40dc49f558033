"""A real Chromium against the real pages, with the content security policy in force.

    def test_something(visit, coordinator):
        page = visit("/lagesbilder/", coordinator)            # signed in, 1280 px wide
        phone = visit("/lagesbilder/", coordinator, width=390)
        check_axe(page)                                       # fixture: fails with what axe found

Errors in the console (a broken policy says so there), uncaught exceptions in scripts and files that
do not load fail the test when it ends, unless it empties ``page_errors`` first.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import axe, chromium
from tests.browser.worker import worker
from trygghet.accounts.models import User

# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

DESKTOP, PHONE = 1280, 390
HEIGHTS = {DESKTOP: 900, PHONE: 844}
PAGES = ("document", "fetch", "xhr")  # these may answer 403 or 409 as part of a test
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# How long a page may take before a test gives up: a busy machine is no fault of the product.
expect.set_options(timeout=15_000)
PATIENCE = 20_000

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    if not Path(settings.BASE_DIR, "static/dist/app.js").exists():
        raise RuntimeError("The front end is not built: run `make setup` before the browser tests.")
    return {"executable_path": chromium.find(), "args": chromium.ARGUMENTS}


@pytest.fixture
def page_errors() -> Iterator[list[str]]:
    """What went wrong in the pages' consoles; must be empty when the test ends."""
    errors: list[str] = []
    yield errors
    assert not errors, "Errors in the browser:\n" + "\n".join(errors)


@pytest.fixture
def context_for(
    browser: Browser, live_server: LiveServer, page_errors: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """``context_for(user)`` is a browser of its own, signed in; without a user signed out."""
    contexts: list[BrowserContext] = []

    def make(user: User | None = None, *, width: int = DESKTOP, **options: object):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            has_touch=width == PHONE,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        context.on("page", lambda page: _listen(page, page_errors))
        if user:
            context.add_cookies([_session(user, live_server.url)])
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def visit(context_for: Callable[..., BrowserContext]) -> Visit:
    """``visit(address, user)`` opens a page; more options are those of Playwright's contexts."""

    def open_page(address: str, user: User | None = None, **options: object) -> Page:
        page = context_for(user, **options).new_page()
        page.goto(address)
        return page

    return open_page


@pytest.fixture
def check_axe() -> Callable[[Page], None]:
    def check(page: Page) -> None:
        found = axe.violations(page)
        assert not found, "\n".join(found)

    return check


@pytest.fixture
def celery_worker(live_server: LiveServer) -> Iterator[Popen[str]]:
    """A real worker process on the test database and the local Redis."""
    with worker() as process:
        yield process


def _session(user: User, address: str) -> dict[str, str]:
    client = Client()
    client.force_login(user, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": address}


def _listen(page: Page, errors: list[str]) -> None:
    def console(message: ConsoleMessage) -> None:
        # Which file did not load is told by the response; a page's own 403 is no error.
        if message.type == "error" and "Failed to load resource" not in message.text:
            errors.append(f"{page.url}: {message.text}")

    def response(answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type not in (
            "document",
            "fetch",
            "xhr",
        ):
            errors.append(f"{page.url}: {answer.url} answered {answer.status}")

    page.on("console", console)
    page.on("response", response)
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
