"""A safety walk on a phone: with network, without, and what the phone forgets at sign-out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from collaboration.models import SafetyWalk, WalkFinding
from programs.models import Area, ResponsibleBody
from tests.browser.conftest import PHONE
from tests.browser.test_observation import square
from tests.factories.places import SafetyWalkFactory
from tests.factories.programs import AreaFactory, ProblemTypeFactory
from trygghet.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)

ContextFor = Callable[..., BrowserContext]
IN_THE_CITY = {"longitude": 18.005, "latitude": 59.31}
WAITING = "fynd väntar på den här telefonen"


@pytest.fixture
def walk(body: ResponsibleBody, settings, tmp_path: Path) -> SafetyWalk:
    settings.MEDIA_ROOT = tmp_path
    for kind in (Area.Kind.CITY, Area.Kind.NEIGHBORHOOD):
        AreaFactory(kind=kind, name="Åsen", boundary=square(18.0, 59.30))
    for name in ("Klotter", "Nedskräpning", "Trasig belysning"):
        ProblemTypeFactory(name=name, group="Ordning")
    return SafetyWalkFactory(
        body=body, title="Kvällsvandring vid torget", walk_on=timezone.localdate()
    )


def record(walk: SafetyWalk) -> str:
    return reverse("collaboration:walk-record", args=[walk.pk])


def on_the_phone(context_for: ContextFor, user: User) -> Page:
    context = context_for(user, width=PHONE, geolocation=IN_THE_CITY, permissions=["geolocation"])
    return context.new_page()


def log(page: Page, text: str) -> None:
    page.get_by_text("Trasig belysning").click()
    page.get_by_label("Vad ser du?").fill(text)
    page.get_by_role("button", name="Spara och gå vidare").click()


def ready_for_no_network(page: Page) -> None:
    """Wait until the phone has kept the shell of the page."""
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_function("caches.match('/vandringar/skal/').then(Boolean)")


def test_one_finding_after_the_other(
    context_for: ContextFor, contributor: User, walk: SafetyWalk
) -> None:
    page = on_the_phone(context_for, contributor)
    page.goto(record(walk))
    page.get_by_role("button", name="Använd min plats").click()
    expect(page.get_by_text("Markeringen ligger i Åsen.")).to_be_visible()
    log(page, "Lampan i tunneln är trasig")
    expect(page.get_by_text("Fyndet är sparat. Gå vidare till nästa.")).to_be_visible()
    expect(page.get_by_label("Vad ser du?")).to_have_value("")
    log(page, "Lampan vid trappan också")
    expect(page.locator("[data-walk-count]")).to_have_text("2")
    first, second = WalkFinding.objects.order_by("pk")
    assert (first.latitude, first.longitude) == (59.31, 18.005)
    assert second.latitude is None


def test_without_network_it_is_kept_over_a_reload_and_arrives_once(
    context_for: ContextFor, contributor: User, walk: SafetyWalk
) -> None:
    page = on_the_phone(context_for, contributor)
    page.goto(record(walk))
    ready_for_no_network(page)
    page.context.set_offline(True)
    log(page, "Buskar skymmer sikten")
    expect(page.get_by_text(f"1 {WAITING}")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Du är utan nätverk. Logga på")).to_be_visible()
    expect(page.get_by_text("Buskar skymmer sikten")).to_be_visible()
    shell = page.content()
    assert contributor.name not in shell
    assert walk.title not in shell
    log(page, "Klotter på muren")
    expect(page.get_by_text(f"2 {WAITING}")).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text(WAITING)).to_be_hidden()
    page.reload()
    expect(page.get_by_role("heading", name=walk.title)).to_be_visible()
    texts = WalkFinding.objects.order_by("found_at").values_list("text", flat=True)
    assert list(texts) == ["Buskar skymmer sikten", "Klotter på muren"]


def test_a_refused_finding_is_changed_and_sent(
    context_for: ContextFor, contributor: User, walk: SafetyWalk
) -> None:
    page = on_the_phone(context_for, contributor)
    page.goto(record(walk))
    log(page, "Ring 070-123 45 67")
    expect(page.locator("[data-item-refusal]")).to_contain_text("peka ut en person")
    page.get_by_role("button", name="Ändra").click()
    page.get_by_label("Vad ser du?").fill("Trasig lampa")
    page.get_by_role("button", name="Spara och gå vidare").click()
    expect(page.get_by_text(WAITING)).to_be_hidden()
    assert WalkFinding.objects.get().text == "Trasig lampa"


def test_signing_out_empties_the_phone(
    context_for: ContextFor, contributor: User, walk: SafetyWalk
) -> None:
    page = on_the_phone(context_for, contributor)
    page.goto(record(walk))
    ready_for_no_network(page)
    page.context.set_offline(True)
    log(page, "Glas på lekplatsen")
    expect(page.get_by_text(f"1 {WAITING}")).to_be_visible()
    page.evaluate("localStorage.setItem('still', 'here')")
    page.route("**/ga/", lambda route: route.abort())  # the network is back, but not for findings
    page.context.set_offline(False)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto("/konto/logout/")
    page.get_by_role("main").get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/login/**")
    assert "inte skickade" in asked[0]
    assert page.evaluate("localStorage.getItem('still')") is None
    assert page.evaluate("caches.keys()") == []


def _nothing_is_sent(route: Route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.fallback()


def test_what_has_waited_too_long_is_forgotten(
    context_for: ContextFor, contributor: User, walk: SafetyWalk
) -> None:
    page = on_the_phone(context_for, contributor)
    page.goto(record(walk))
    page.route("**/ga/", _nothing_is_sent)
    page.clock.set_fixed_time(date(2026, 1, 1).isoformat())
    log(page, "Gammalt")
    expect(page.get_by_text(f"1 {WAITING}")).to_be_visible()
    page.clock.set_fixed_time(date(2026, 1, 16).isoformat())
    page.reload()
    expect(page.get_by_role("heading", name=walk.title)).to_be_visible()
    expect(page.get_by_text(WAITING)).to_be_hidden()
    assert not WalkFinding.objects.exists()
