"""A process in a real browser: its page, its steps, its forms and versions, wide and on a phone."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from collaboration.models import CollaborationProcess, ProcessCycle, StepMove
from collaboration.services import participants, steps
from collaboration.steps import ORDER
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ParticipantFactory,
    PartnerOrganizationFactory,
)
from tests.factories.programs import FocusAreaFactory, ProgramFactory, ResponsibleBodyFactory

pytestmark = pytest.mark.django_db
WIDTHS = [390]  # every page is looked at at both widths in test_axe


def url(name: str, *args: object) -> str:
    return reverse(f"collaboration:{name}", args=args)


@pytest.fixture
def work(process: CollaborationProcess, coordinator) -> CollaborationProcess:
    """Three parties, once on to mapping and back, so that there are versions to compare."""
    now = timezone.now()
    school = ResponsibleBodyFactory(name="Utbildningsnämnden", kind="specialist_committee")
    police = PartnerOrganizationFactory(name="Polisen, lokalpolisområde Ådalen", kind="police")
    association = PartnerOrganizationFactory(name="Torgets köpmän")
    ParticipantFactory(process=process, body=school, role="both")
    ParticipantFactory(process=process, body=None, organization=police, role="steering")
    left = ParticipantFactory(process=process, body=None, organization=association)
    participants.decide_participation(
        participant=process.participants.get(body=process.lead_body),
        acting_user=coordinator,
        decided_by="Stadsdelsdirektören",
        decided_on=date(2026, 9, 2),
        registry_number="ÅD 2026/114",
        hours_a_month=40,
        money_sek=150_000,
    )
    participants.leave(participant=left, reason="Föreningen läggs ner.", acting_user=coordinator)
    process.purpose = "Fler ska vilja vara på torget efter klockan sex."
    process.place = "Ådals torg"
    process.save()
    process.focus_areas.add(FocusAreaFactory(program=process.program))
    for number in range(3):
        CollaborationProcessFactory(
            title=f"Lugnare vägar till skolan, etapp {number}",
            lead_body=process.lead_body,
            program=process.program,
            stands__step=["mapping", "analysis", "follow_up"][number],
            stands__step_since=now - timedelta(days=9 * number + 1),
        )
    texts = {
        "need": "Bråken på torget har ökat sedan i våras, mest på fredagskvällar.",
        "origin": "discovered",
        "origin_note": "Fältgruppens rapporter under våren",
        "steering_group": "Stadsdelsdirektören, ordförande\nLokalpolisområdeschefen",
    }
    cycles = ProcessCycle.objects.filter(process=process)
    cycles.update(**texts, began_at=now - timedelta(days=40))
    steps.move_forward(
        process=process,
        acting_user=coordinator,
        reason="Polisen beslutar först i oktober. Kartläggningen kan börja under tiden.",
        at=now - timedelta(days=20),
    )
    steps.move_back(
        process=process,
        to_step="initiation",
        reason="Skolan har tillkommit och behöver vara med från början.",
        acting_user=coordinator,
        at=now - timedelta(days=6),
    )
    cycles.update(
        need="Bråken på torget och vid skolan har ökat sedan i våras, mest på fredagskvällar.",
        working_group="Fältgruppens chef\nRektor",
    )
    return process


def addresses(process: CollaborationProcess) -> dict[str, str]:
    lead = process.participants.earliest("pk").pk
    return {
        "list": url("process-list"),
        "board": url("process-board"),
        "new": url("process-new"),
        "detail": url("process-detail", process.pk),
        "edit": url("process-edit", process.pk),
        "forward": url("process-forward", process.pk),
        "end": url("process-end", process.pk),
        "initiation-form": url("initiation-edit", process.pk),
        "participant-add": url("participant-add", process.pk),
        "participant-edit": url("participant-edit", process.pk, lead),
        "history": url("process-history", process.pk),
        "versions": url("process-versions", process.pk, "initiera"),
        "version": url("process-versions", process.pk, "initiera") + "?version=1",
        **{info.slug: url("process-step", process.pk, info.slug) for info in ORDER},
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_a_process_have_no_axe_violations(
    work, visit, check_axe, coordinator, width, request
):
    page = visit(url("process-list"), coordinator, width=width)
    for address in addresses(work).values():
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        expect(page.locator(".htmx-request")).to_have_count(0)
        check_axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, address


def test_lead_follows_the_one_next_action_to_the_next_step(work, visit, coordinator):
    page = visit(url("process-detail", work.pk), coordinator)
    page.get_by_role("link", name="Påbörja kommunikationsplanen").click()
    page.get_by_label("Kommunikationsplan").fill("Boende får veta i december.")
    page.get_by_label("Ansvarig för kommunikationen").fill("Kommunikatören")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Boende får veta i december.")).to_be_visible()
    page.get_by_role("link", name="Gå vidare ändå").click()
    expect(page.get_by_text("Väntar på").first).to_be_visible()
    page.get_by_label("Varför").fill("Besluten tas på tisdag.")
    page.get_by_role("button", name="Gå vidare").click()
    expect(page.get_by_text("Samverkan är nu i steget Egen kartläggning.")).to_be_visible()
    assert StepMove.objects.latest("pk").reason == "Besluten tas på tisdag."


def test_earlier_step_is_read_in_place_and_compared(work, visit, coordinator):
    page = visit(url("process-detail", work.pk), coordinator)
    steps.move_forward(process=work, acting_user=coordinator, reason="Nu går vi")
    page.reload()
    page.locator("#steg summary", has_text="Initiera").click()
    expect(page.locator("#steg .version-content").first).to_contain_text("Stadsdelsdirektören")
    page.get_by_role("link", name="Jämför versionerna").first.click()
    page.get_by_label("Jämför", exact=True).select_option("1")
    page.get_by_label("med", exact=True).select_option("2")
    page.get_by_role("button", name="Jämför").click()
    expect(page.locator(".comparison ins", has_text="skolan")).to_be_visible()


def test_process_is_started_without_script(visit, coordinator):
    ProgramFactory()
    page = visit(url("process-new"), coordinator, java_script_enabled=False)
    page.get_by_label("Vad samverkan gäller").fill("Tryggare kvällar")
    page.get_by_label("Syfte").fill("Fler på torget.")
    page.get_by_role("button", name="Starta samverkan").click()
    expect(page.get_by_text("Beskriv nu behovet bakom den.")).to_be_visible()
    expect(page.get_by_role("link", name="Beskriv behovet")).to_be_visible()
