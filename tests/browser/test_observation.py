"""An observation on a phone in half a minute, and what becomes of it."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from collaboration.models import Observation
from collaboration.services import reports
from programs.models import Area, ResponsibleBody
from tests.browser.conftest import PHONE, _session
from tests.collaboration.test_photos import picture
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ObservationFactory,
    ObstacleFactory,
    ProblemFactory,
)
from tests.factories.programs import (
    AreaFactory,
    AreaNestingFactory,
    ProblemTypeFactory,
    ProgramFactory,
)
from trygghet.accounts.models import User
from trygghet.months import first_of

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]
Visit = Callable[..., Page]
NEW = "/iakttagelser/ny/"
IN_THE_CITY = {"longitude": 18.005, "latitude": 59.31}


def square(west: float, south: float, side: float = 0.02) -> dict[str, object]:
    east, north = west + side, south + 0.02
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture(autouse=True)
def place(body: ResponsibleBody, settings, tmp_path: Path) -> Area:
    """A district with one neighborhood, what can be seen there, and somewhere for photos."""
    settings.MEDIA_ROOT = tmp_path
    district = AreaFactory(name="Ådalen", boundary=square(18.0, 59.30))
    part = AreaFactory(kind=Area.Kind.NEIGHBORHOOD, name="Åsen", boundary=square(18.0, 59.30, 0.01))
    AreaNestingFactory(area=part, parent=district)
    AreaFactory(kind=Area.Kind.CITY, name="Staden", boundary=square(18.0, 59.30))
    ResponsibleBody.objects.filter(pk=body.pk).update(area=district)
    ProgramFactory(ends_on=date(2099, 12, 31))
    for name in ("Klotter", "Nedskräpning", "Trasig belysning"):
        ProblemTypeFactory(name=name, group="Ordning")
    return part


def at_the_place() -> dict[str, object]:
    return {"width": PHONE, "geolocation": IN_THE_CITY, "permissions": ["geolocation"]}


def save(page: Page) -> None:
    page.get_by_role("button", name="Spara iakttagelsen").click()


def test_half_a_minute_on_the_phone(
    visit: Visit, contributor: User, place: Area, check_axe: Check
) -> None:
    page = visit("/", contributor, **at_the_place())
    page.get_by_role("link", name="Logga en iakttagelse").click()
    page.get_by_text("Trasig belysning").click()
    page.get_by_role("button", name="Använd min plats").click()
    expect(page.get_by_text("Markeringen ligger i Åsen.")).to_be_visible()
    expect(page.get_by_label("Område")).to_have_value(str(place.pk))
    page.get_by_label("Vad såg du?").fill("Fyra lampor är släckta")
    photo = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture(2400, 1800)}
    page.locator("#id_camera").set_input_files(photo)
    expect(page.get_by_text("Bilden är vald")).to_be_visible()
    check_axe(page)
    save(page)
    expect(page.get_by_role("heading", name="Tack, det är sparat")).to_be_visible()
    check_axe(page)

    observation = Observation.objects.get()
    assert (observation.area, observation.text) == (place, "Fyra lampor är släckta")
    assert (observation.longitude, observation.latitude) == (18.005, 59.31)
    with Image.open(BytesIO(observation.photo.read())) as image:
        assert max(image.size) == 1600

    page.get_by_role("link", name="Se det du sparade").click()
    image = page.get_by_role("img", name="Bild till iakttagelsen")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.naturalWidth") == 1600
    check_axe(page)


def test_nothing_to_report_is_one_tap(visit: Visit, contributor: User) -> None:
    page = visit(NEW, contributor, width=PHONE)
    page.get_by_role("button", name="Inget att rapportera den här veckan").click()
    expect(page.get_by_role("link", name="Logga en till")).to_be_visible()
    assert Observation.objects.get().nothing_to_report


def test_pin_is_set_on_the_map_by_keys(visit: Visit, contributor: User, place: Area) -> None:
    page = visit(NEW, contributor, width=PHONE)
    page.get_by_text("Klotter").click()
    fold = page.locator("[data-pin-fold] summary")
    expect(fold).to_be_visible()
    fold.press("Enter")
    page.locator(".map").press("ArrowLeft")
    page.get_by_role("button", name="Markera mitten").press("Enter")
    expect(page.locator("[data-pin-status]")).to_contain_text("Markeringen ligger i")
    save(page)
    expect(page.get_by_role("heading", name="Tack, det är sparat")).to_be_visible()
    assert Observation.objects.get().longitude is not None


def test_error_stands_at_its_field_and_the_photo_stays(
    visit: Visit, contributor: User, check_axe: Check
) -> None:
    page = visit(NEW, contributor, width=PHONE)
    page.get_by_text("Klotter").click()
    page.get_by_label("Vad såg du?").fill("Ring 070-123 45 67")
    photo = {"name": "bild.png", "mimeType": "image/png", "buffer": picture(60, 40, "PNG")}
    page.locator("#id_photo").set_input_files(photo)
    expect(page.get_by_text("Bilden är vald")).to_be_visible()
    save(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("mark").first).to_have_text("070-123 45 67")
    expect(page.get_by_text("Din bild är sparad")).to_be_visible()
    check_axe(page)
    page.get_by_label("Vad såg du?").fill("Klotter på hela väggen")
    save(page)
    expect(page.get_by_role("heading", name="Tack, det är sparat")).to_be_visible()
    assert Observation.objects.get().photo


def test_session_that_ended_loses_nothing(
    visit: Visit, contributor: User, live_server, page_errors: list[str]
) -> None:
    page = visit(NEW, contributor, width=PHONE)
    page.get_by_text("Klotter").click()
    page.get_by_label("Vad såg du?").fill("Skrivet innan utloggningen")
    Session.objects.all().delete()
    save(page)
    expect(page.get_by_text("Du har loggats ut")).to_be_visible()
    expect(page.get_by_label("Vad såg du?")).to_have_value("Skrivet innan utloggningen")
    page.context.add_cookies(
        [
            _session(contributor, live_server.url),
            {"name": "csrftoken", "value": "a" * 32, "url": live_server.url},
        ]
    )
    save(page)
    expect(page.get_by_role("heading", name="Tack, det är sparat")).to_be_visible()
    assert Observation.objects.get().text == "Skrivet innan utloggningen"
    page_errors.clear()  # the refusal, as the browser's console tells it


def test_without_network_the_text_stays(
    visit: Visit, contributor: User, page_errors: list[str]
) -> None:
    page = visit(NEW, contributor, width=PHONE)
    page.get_by_text("Klotter").click()
    page.get_by_label("Vad såg du?").fill("Skrivet utan nät")
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_text("Du är utan nätverk")).to_be_visible()
    page.context.set_offline(False)
    save(page)
    expect(page.get_by_role("heading", name="Tack, det är sparat")).to_be_visible()
    assert Observation.objects.count() == 1
    page_errors.clear()


def test_without_script_the_area_is_chosen(visit: Visit, contributor: User, place: Area) -> None:
    page = visit(NEW, contributor, width=PHONE, java_script_enabled=False)
    page.get_by_text("Klotter").click()
    page.get_by_label("Område").select_option("Åsen")
    photo = {"name": "bild.jpg", "mimeType": "image/jpeg", "buffer": picture(80, 60)}
    page.locator("#id_photo").set_input_files(photo)
    save(page)
    expect(page.get_by_role("heading", name="Tack, det är sparat")).to_be_visible()
    observation = Observation.objects.get()
    assert observation.area == place
    assert observation.photo


def test_coordinator_makes_it_a_problem_beside_the_form(
    visit: Visit, coordinator: User, body: ResponsibleBody
) -> None:
    now = timezone.now()
    report = reports.start_report(
        body=body, period=first_of(timezone.localdate()), acting_user=coordinator
    )
    problem = ProblemFactory(report=report, title="Mörkt torg")
    for text in ("Ett", "Två", "Tre"):
        ObservationFactory(body=body, text=text, seen_at=now)
    page = visit(reverse("collaboration:report-edit", args=[report.pk]), coordinator)
    panel = page.locator("#observation-panel")
    panel.get_by_role("button", name="Gör till problem").first.click()
    expect(panel).to_contain_text("blev problemet")
    panel.get_by_text("Annat").first.click()
    panel.get_by_role("button", name="Lägg till", exact=True).first.click()
    expect(panel).to_contain_text("ligger nu i problemet")
    panel.get_by_text("Annat").first.click()
    panel.get_by_label("Svar till den som såg").fill("Är anmält")
    panel.get_by_role("button", name="Läst – tas inte med").click()
    expect(panel).to_contain_text("Alla iakttagelser är lästa")
    assert report.problems.count() == 2
    assert problem.observations.count() + report.problems.last().observations.count() == 2


@pytest.mark.parametrize("width", [PHONE])
def test_every_page_is_accessible(
    visit: Visit,
    coordinator: User,
    central: User,
    body: ResponsibleBody,
    check_axe: Check,
    width: int,
) -> None:
    seen = ObservationFactory(body=body)
    waiting = ObstacleFactory(body=body)
    answered = ObstacleFactory(body=body, state="answered", answered_by=central)
    process = CollaborationProcessFactory(lead_body=body)
    page = visit("/", coordinator, width=width)
    for address in (
        "/",
        "/iakttagelser/",
        f"/iakttagelser/{seen.pk}/",
        "/hinder/",
        "/hinder/ny/",
        f"/hinder/{waiting.pk}/",
        f"/hinder/{answered.pk}/oppna/",
        "/samverkan/",
        f"/samverkan/{process.pk}/",
    ):
        page.goto(address)
        check_axe(page)
    office = visit("/", central, width=width)
    check_axe(office)
    office.goto(f"/hinder/{answered.pk}/")
    check_axe(office)
