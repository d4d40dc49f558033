"""Inviting a partner's person, and answering the letter, in a real browser: wide and on a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from collaboration.models import CollaborationProcess, Participant
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import (
    ObstacleFactory,
    ParticipantFactory,
    PartnerOrganizationFactory,
)
from tests.factories.invitations import EffectSignalFactory, InvitationFactory

pytestmark = pytest.mark.django_db
WIDTHS = (1280, 390)


def url(name: str, *args: object) -> str:
    return reverse(f"collaboration:{name}", args=args)


@pytest.fixture
def party(process: CollaborationProcess, coordinator) -> Participant:
    police = PartnerOrganizationFactory(name="Lokalpolisområde Ådalen", kind="police")
    party = ParticipantFactory(process=process, body=None, organization=police)
    now = timezone.now()
    common = {"participant": party, "invited_by": coordinator}
    person = UserFactory(email="kim.polis@exempel.se", name="Kim Polis")
    InvitationFactory(
        name=person.name, email=person.email, accepted_by=person, accepted_at=now, **common
    )
    InvitationFactory(name="Alex Inbjuden", email="alex@exempel.se", token="nyckel", **common)
    InvitationFactory(name="Sen Svarande", invited_at=now - timedelta(days=30), **common)
    InvitationFactory(name="Åter Tagen", revoked_at=now, **common)
    return party


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_letter_into_the_process(party: Participant, width: int, visit, check_axe) -> None:
    page = visit(url("invitation", "nyckel"), width=width)
    check_axe(page)
    page.get_by_label("Välj ett lösenord").fill("helt-eget-lösenord-9")
    page.get_by_label("Lösenordet en gång till").fill("helt-eget-lösenord-9")
    page.get_by_role("button", name="Tacka ja och logga in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tryggare torg")
    expect(page.get_by_text("Välkommen. Du är med för Lokalpolisområde Ådalen")).to_be_visible()
    check_axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_invited_people_and_what_stops_the_work(
    party: Participant, body, coordinator, width: int, visit, check_axe
) -> None:
    process = party.process
    ObstacleFactory(body=body, process=process, title="Uppgifter får inte delas")
    EffectSignalFactory(process=process, raised_by=coordinator)
    page = visit(url("invitation-list", process.pk), coordinator, width=width)
    for address in (
        url("invitation-list", process.pk),
        url("invitation-new", process.pk, party.pk),
        url("process-detail", process.pk),
        url("process-step", process.pk, "initiera"),
        f"{reverse('collaboration:obstacle-new')}?process={process.pk}",
        url("signal-new", process.pk),
    ):
        page.goto(address)
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
