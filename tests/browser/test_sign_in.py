"""Signing in, being locked out, and a new password by e-mail, as a person does it."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.factories.accounts import PASSWORD
from trygghet.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = "inte-det-rätta-ordet"
MOST_FAILURES = 5


def _try(page: Page, user: User, password: str) -> None:
    page.get_by_label("E-postadress").fill(user.email)
    page.get_by_label("Lösenord", exact=True).fill(password)
    page.get_by_role("button", name="Logga in").click()


def test_repeated_failures_lock_even_the_right_password_out(
    visit: Visit, coordinator: User
) -> None:
    page = visit("/konto/login/")
    for _attempt in range(MOST_FAILURES):
        _try(page, coordinator, WRONG)
        expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")

    _try(page, coordinator, PASSWORD)

    expect(page.get_by_role("heading", level=1)).not_to_have_text("Att göra")
    expect(page.locator("main")).to_contain_text("För många")


def test_a_new_password_by_mail(visit: Visit, coordinator: User) -> None:
    page = visit("/konto/login/")
    page.get_by_role("link", name="Glömt lösenordet?").click()
    page.get_by_label("E-postadress").fill(coordinator.email)
    page.get_by_role("main").get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("e-post")
    (message,) = mail.outbox
    (link,) = re.findall(r"http\S+/konto/password/reset/key/\S+", message.body)

    page.goto(link)
    for field in page.locator("input[type=password]").all():
        field.fill("ett-alldeles-nytt-lösenord")
    page.get_by_role("main").get_by_role("button").click()
    page.goto("/konto/login/")
    _try(page, coordinator, "ett-alldeles-nytt-lösenord")

    expect(page.get_by_role("heading", level=1)).to_have_text("Att göra")


def test_signing_out_closes_the_pages(visit: Visit, coordinator: User) -> None:
    page = visit("/konto/logout/", coordinator)
    page.get_by_role("main").get_by_role("button", name="Logga ut").click()

    page.goto("/lagesbilder/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
