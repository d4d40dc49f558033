"""The cause analysis in a real browser: by keys, without script, wide and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from collaboration.cause_tree import CauseTree
from collaboration.models import Cause, CauseAnalysis, CauseEvidence, JointProblem, SubStep
from collaboration.services.causes import tree_of
from tests.factories.followup import CauseFactory, JointProblemFactory

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = [390]  # every page is looked at at both widths in test_axe


@pytest.fixture
def problem(process) -> JointProblem:
    problem = JointProblemFactory(
        process=process, title="Rån mot unga på gångvägen mellan stationen och Ådalsskolan"
    )
    analysis = CauseAnalysis.objects.create(
        joint_problem=problem,
        delimitation="Rån mot unga, fredag och lördag kl. 20–02, sedan i våras.",
        team="Fältgruppens chef\nOmrådespolis",
        what="Unga blir av med telefon och jacka under hot.",
        offender="Grupper av unga som är på torget varje kväll.",
        target="Pojkar 13–16 år som går hem ensamma efter träningen.",
        place="Gångvägen är mörk och tom efter klockan 19.",
    )
    idle = _cause(analysis, "Unga är utan sysselsättning på kvällarna", "offender", "kept")
    _cause(analysis, "Fritidsgården stängde i våras", "offender", "kept", parent=idle)
    _cause(analysis, "Äldre kriminella värvar på torget", "offender", "uncertain")
    _cause(analysis, "Unga bär dyra jackor och telefoner", "target", "dropped")
    dark = _cause(analysis, "Gångvägen är mörk", "place", "kept", can_influence=True)
    _cause(analysis, "Felanmälningssystemet för gatubelysning är svårt att hitta", parent=dark)
    for side, text in (("for", "Sju av nio rån efter solnedgången."), ("against", "Fyra i ljus.")):
        CauseEvidence.objects.create(cause=dark, side=side, text=text, source="Polisen 2026")
    return problem


def _cause(analysis, text, side="place", verdict="untested", **more) -> Cause:
    reason = "" if verdict == "untested" else "Det visar polisens händelser för året."
    return CauseFactory(
        analysis=analysis,
        text=text,
        side=side,
        verdict=verdict,
        verdict_reason=reason,
        order=analysis.causes.count(),
        **more,
    )


def address(problem: JointProblem, sub_step: str) -> str:
    keys = [problem.cycle.process_id, problem.pk]
    return reverse("collaboration:cause-analysis", args=keys) + f"?del={sub_step}"


def _tree(problem: JointProblem) -> CauseTree:
    return tree_of(problem.analysis)


def _cause_in(page: Page, text: str):
    return page.get_by_role("link", name=text)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_have_no_axe_violations(problem, visit, check_axe, coordinator, partner, width):
    dark = Cause.objects.get(text="Gångvägen är mörk")
    keys = [problem.cycle.process_id, problem.pk, dark.pk]
    addresses = [address(problem, step) for step in SubStep.values]
    addresses += [reverse(f"collaboration:cause-{name}", args=keys) for name in ("test", "edit")]
    addresses.append(reverse("collaboration:process-step", args=[keys[0], "analys"]))
    for person in (coordinator, partner):
        page = visit(addresses[0], person, width=width)
        for each in addresses:
            if page.goto(each).status == 403:
                continue
            page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
            check_axe(page)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, each


def test_outline_is_edited_by_keys(problem, visit, coordinator):
    page = visit(address(problem, "identify"), coordinator)
    field = page.get_by_label("Orsak", exact=True)
    field.fill("Torget är tomt")
    page.get_by_label("Var den hör hemma").select_option(label="Platsen")
    field.press("Enter")
    empty = _cause_in(page, "Torget är tomt")
    expect(page.get_by_role("status").filter(has_text="Tillagd: Torget är tomt")).to_be_visible()
    expect(page.get_by_label("Orsak", exact=True)).to_be_focused()
    empty.focus()
    for key, told in (("ArrowRight", "4.2"), ("ArrowUp", "4.1"), ("ArrowLeft", "5")):
        page.keyboard.press(f"Alt+{key}")
        expect(page.locator("[data-cause]", has=empty).locator(".number")).to_have_text(told)
        expect(empty).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")  # directly under the problem already
    expect(page.locator(".fishbone")).to_contain_text("5 Torget är tomt")
    assert page.url.endswith("?del=identify")
    torg = Cause.objects.get(text="Torget är tomt")
    assert (torg.parent, _tree(problem).siblings(torg.pk)[-1]) == (None, torg.pk)


def test_outline_works_without_script(problem, context_for, coordinator):
    page = context_for(coordinator, java_script_enabled=False).new_page()
    page.goto(address(problem, "identify"))
    expect(page.get_by_text("Med tangenterna")).to_be_hidden()
    page.get_by_role("button", name="Lägg 2 under orsaken före").click()
    expect(page.get_by_text("Flyttad: Äldre kriminella värvar på torget")).to_be_visible()
    moved = Cause.objects.get(text__startswith="Äldre")
    assert moved.parent.text == "Unga är utan sysselsättning på kvällarna"
    page.get_by_role("link", name="Lägg till en indirekt orsak under 1.2").click()
    page.get_by_label("Orsak", exact=True).fill("Ingen vuxen är där")
    page.get_by_role("button", name="Lägg till orsak").click()
    expect(page.get_by_text("Tillagd: Ingen vuxen är där")).to_be_visible()
    assert Cause.objects.get(text="Ingen vuxen är där").parent == moved


def test_cause_is_tested_and_meets_a_measure(problem, visit, coordinator):
    page = visit(address(problem, "test"), coordinator)
    page.get_by_role("link", name="Pröva orsaken").first.click()
    page.get_by_label("Talar för").check()
    page.get_by_role("textbox", name="Vad vet ni?").fill("Nio av tio boende hittar den inte.")
    page.get_by_label("Källa").fill("Enkät i oktober")
    page.get_by_role("button", name="Lägg till belägget").click()
    expect(page.get_by_text("Källa: Enkät i oktober")).to_be_visible()
    page.get_by_label("Behålls").check()
    page.get_by_label("Varför bedömer ni den så?").fill("Enkäten är tydlig.")
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Spara bedömningen").click()
    expect(page.get_by_text("Alla orsaker är prövade.")).to_be_visible()
    page.get_by_role("link", name="Välj åtgärder").first.click()
    page.get_by_role("link", name="Lägg till åtgärd mot orsaken").last.click()
    page.wait_for_url("**orsak=**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "orsak=" in page.url
