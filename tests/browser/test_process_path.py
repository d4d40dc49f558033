"""Three parties go from initiation to follow-up and on into a second cycle, with one step back.

Each person does it in a browser of its own, from the process's page and its next action: the
district's coordinator leads, the school committee's coordinator takes part, and somebody at the
police is invited by e-mail and makes an account.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from collaboration.models import (
    CollaborationProcess,
    Criterion,
    Invitation,
    JointProblem,
    ProcessCycle,
    StepMove,
    StepVersion,
)
from collaboration.services.invitation_mail import KIND, token_of
from programs.models import ResponsibleBody
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.followup import IndicatorFactory
from tests.factories.programs import (
    CoordinatorFactory,
    FocusAreaFactory,
    ProblemTypeFactory,
    ProgramFactory,
    ResponsibleBodyFactory,
)
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Lugna kvällar vid stationen"
SCHOOL, POLICE = "Utbildningsnämnden", "Lokalpolisområde Ådalen"
OFFICER = "polisen@exempel.se"
FIGHTS, ROBBERIES, DARK = "Bråk vid stationen", "Elever blir rånade", "Mörk gångtunnel"
CAUSE = "Inga vuxna är kvar vid stationen efter klockan 18"
GOAL = "Bråken vid stationen ska halveras till sommaren"
INDICATOR = "Bråk vid stationen per månad"
MEASURE = "Fältgruppen går vid stationen torsdag till lördag"
LESSON = "Bjud in fastighetsägaren från början."


@dataclass(frozen=True)
class Cast:
    """A page for each person, signed in, and the process that they work in."""

    lead: Page
    school: Page
    police: Page
    process: CollaborationProcess

    def home(self, page: Page) -> None:
        page.goto(reverse("collaboration:process-detail", args=[self.process.pk]))


def today() -> str:
    return timezone.localdate().isoformat()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def next_action(cast: Cast, page: Page, name: str) -> None:
    """The one thing that the process's page asks this person to do."""
    cast.home(page)
    page.locator("section[data-tone=accent]").get_by_role("link", name=name).click()


def stands_in(cast: Cast, step: str) -> None:
    cast.home(cast.lead)
    expect(cast.lead.get_by_role("heading", name=f"Nu: {step}")).to_be_visible()


@pytest.fixture
def school(body: ResponsibleBody) -> User:
    committee = ResponsibleBodyFactory(name=SCHOOL, code="utbildning")
    user = UserFactory(name="Sol Skola", email="skolan@exempel.se")
    grant_role(user, Role.COORDINATOR, committee)
    CoordinatorFactory(user=user, body=committee)
    return user


@pytest.fixture
def cast(visit: Callable[..., Page], body: ResponsibleBody, coordinator: User, school: User):
    """The district begins, adds two parties and invites the police, who make an account."""
    FocusAreaFactory(program=ProgramFactory())
    ProblemTypeFactory(name="Ordningsstörning")
    IndicatorFactory(name=INDICATOR)
    lead = visit(reverse("collaboration:process-list"), coordinator)
    process = _begin(lead)
    for name in (SCHOOL, POLICE):
        _add_party(lead, process, name)
    follow(lead, "Bjud in en person")
    lead.get_by_label("Namn").fill("Pol Is")
    lead.get_by_label("E-postadress").fill(OFFICER)
    press(lead, "Skicka inbjudan")
    expect(lead.get_by_text(OFFICER).first).to_be_visible()
    return Cast(lead, visit("/", school), _accept(visit), process)


def _begin(page: Page) -> CollaborationProcess:
    follow(page, "Starta samverkan")
    page.get_by_label("Vad samverkan gäller").fill(TITLE)
    page.get_by_label("Syfte").fill("Fler ska kunna gå genom stationen på kvällen.")
    press(page, "Starta samverkan")
    follow(page, "Beskriv behovet")
    page.get_by_label("Behov eller problem").fill(
        "Bråken har ökat och ingen av oss rår på det ensam."
    )
    page.get_by_label("Varifrån det kommer").select_option(label="Ett problem som vi har upptäckt")
    page.get_by_label("Styrgrupp").fill("Stadsdelsdirektören")
    page.get_by_label("Kommunikationsplan").fill("Boende får veta i månadsbrevet.")
    page.get_by_label("Ansvarig för kommunikationen").fill("Kommunikatören")
    press(page, "Spara")
    expect(page.get_by_text("Boende får veta i månadsbrevet.")).to_be_visible()
    return CollaborationProcess.objects.get(title=TITLE)


def _add_party(page: Page, process: CollaborationProcess, name: str) -> None:
    page.goto(reverse("collaboration:process-step", args=[process.pk, "initiera"]))
    follow(page, "Lägg till part")
    if name == SCHOOL:
        page.get_by_label("Nämnd eller bolag i kommunen").select_option(label=SCHOOL)
    else:
        page.get_by_label("Ny extern part").fill(name)
        page.get_by_label("Slag av extern part").select_option(label="Polisen")
    press(page, "Lägg till")
    expect(page.get_by_text(f"{name} är med.")).to_be_visible()


def _accept(visit: Callable[..., Page]) -> Page:
    """By the link in the letter."""
    seed = Job.objects.get(kind=KIND).payload["seed"]
    page = visit(reverse("collaboration:invitation", args=[token_of(seed)]))
    page.get_by_label("Ditt namn").fill("Pol Is")
    page.get_by_label("Välj ett lösenord").fill("en-trygg-kväll-2026")
    page.get_by_label("Lösenordet en gång till").fill("en-trygg-kväll-2026")
    press(page, "Tacka ja och logga in")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert Invitation.objects.get().accepted_by.email == OFFICER
    return page


def test_from_initiation_to_a_second_cycle_with_a_step_back(cast: Cast) -> None:
    decide_to_take_part(cast)
    go_on(cast, "Egen kartläggning")
    map_alone(cast)
    go_on(cast, "Gemensam bild, prioritering och orsaksanalys")
    lay_together_and_choose(cast)
    step_back_and_on_again(cast)
    find_the_cause(cast)
    go_on(cast, "Genomförande")
    set_a_goal_that_all_accept(cast)
    choose_a_measure(cast)
    decide_the_plan(cast)
    go_on(cast, "Uppföljning")
    follow_up(cast)
    begin_again(cast)


def go_on(cast: Cast, step: str) -> None:
    """Nothing is missing: the next action is to go on, and no reason is asked for."""
    next_action(cast, cast.lead, "Gå vidare till")
    press(cast.lead, "Gå vidare")
    expect(cast.lead.get_by_text(f"Samverkan är nu i steget {step}.")).to_be_visible()
    assert StepMove.objects.latest("pk").missing == []


def decide_to_take_part(cast: Cast) -> None:
    for page in (cast.lead, cast.school, cast.police):
        next_action(cast, page, "Skriv in er lednings beslut")
        page.get_by_label("Vem som har beslutat").fill("Ledningen")
        page.get_by_label("Beslutsdatum").fill(today())
        page.get_by_label("Diarienummer").fill("2026/114")
        page.get_by_label("Tid, timmar i månaden").fill("20")
        page.get_by_label("Pengar för hela varvet, kronor").fill("0")
        press(page, "Spara")
        expect(page.locator("#parter").get_by_text("2026/114").first).to_be_visible()


def map_alone(cast: Cast) -> None:
    for page, problem in ((cast.lead, FIGHTS), (cast.school, ROBBERIES), (cast.police, DARK)):
        next_action(cast, page, "Lämna er egen bild")
        page.get_by_label("Er bild i korthet").fill("Stationen är otrygg på kvällarna.")
        page.get_by_label("Data som ni har använt").fill("Anmälningar och samtal.")
        page.get_by_label("Data som ni har valt bort, och varför").fill("Inget är bortvalt.")
        page.get_by_label("Ja, vi har haft dialog med medarbetarna").check()
        page.get_by_label("När er ledning tog del av bilden").fill(today())
        page.get_by_label("Öppen").check()
        press(page, "Spara och lägg till problem")
        page.get_by_label("Typ av problem").select_option(label="Ordningsstörning")
        page.get_by_label("Problemet i korthet").fill(problem)
        page.get_by_label("Öppen").check()
        press(page, "Spara")
        expect(page.get_by_text(problem).first).to_be_visible()


def lay_together_and_choose(cast: Cast) -> None:
    page = cast.lead
    next_action(cast, page, "Lägg ihop parternas bilder")
    press(page, "Ta in de valda")
    follow(page, f"Slå ihop {FIGHTS}")
    page.get_by_label(ROBBERIES).check()
    press(page, "Slå ihop")
    expect(page.get_by_text(f"Sammanslaget med ”{ROBBERIES}”")).to_be_visible()
    _dissent(cast)
    follow(page, "Prioritera problemen")
    for title, judged in ((FIGHTS, "3 Mycket"), (DARK, "1 Lite")):
        follow(page, f"Bedöm ”{title}”")
        choices = page.get_by_role("radio", name=judged)
        expect(choices).to_have_count(len(Criterion))
        for index in range(len(Criterion)):
            choices.nth(index).check()
        press(page, "Spara")
    _decide(page, FIGHTS, "Ja", "Vi tar oss an det", "")
    _decide(page, DARK, "Nej", "Läggs åt sidan", "Tunneln byggs om av Trafikverket.")


def _dissent(cast: Cast) -> None:
    """The police see one of them differently, and it stays to be read."""
    cast.police.goto(reverse("collaboration:joint-picture", args=[cast.process.pk]))
    follow(cast.police, "Anteckna avvikande mening")
    cast.police.get_by_role("textbox").first.fill("Vi ser inte att bråken ökar.")
    press(cast.police, "Anteckna")
    expect(cast.police.get_by_text("Vi ser inte att bråken ökar.")).to_be_visible()


def _decide(page: Page, title: str, influence: str, decision: str, reason: str) -> None:
    follow(page, f"Besluta om ”{title}”")
    page.get_by_role("group", name="Kan ni påverka").get_by_label(influence, exact=True).check()
    page.get_by_label(decision).check()
    page.get_by_label("Skäl").fill(reason)
    press(page, "Spara")
    expect(page.get_by_role("heading", name="Prioritering")).to_be_visible()


def step_back_and_on_again(cast: Cast) -> None:
    """The pictures lack something: back to mapping, and on with everything still there."""
    page = cast.lead
    cast.home(page)
    follow(page, "Gå tillbaka")
    page.get_by_role("radio", name="Egen kartläggning").check()
    page.get_by_label("Varför").fill("Skolan har fått nya uppgifter om eftermiddagarna.")
    press(page, "Gå tillbaka")
    expect(page.get_by_text("Inget har försvunnit.")).to_be_visible()
    stands_in(cast, "Egen kartläggning")
    remind(cast, SCHOOL)
    for person in (cast.lead, cast.school, cast.police):
        next_action(cast, person, "Säg om er bild fortfarande är aktuell")
        press(person, "Fortfarande aktuell")
        expect(person.get_by_text("Ni har sagt att bilden fortfarande är aktuell.")).to_be_visible()
    go_on(cast, "Gemensam bild, prioritering och orsaksanalys")
    assert JointProblem.objects.taken_on().get().title == FIGHTS
    assert StepVersion.objects.filter(step="analysis").exists()


def remind(cast: Cast, party: str) -> None:
    """By the button beside the party; it shows who did it."""
    cast.home(cast.lead)
    press(cast.lead, f"Påminn {party}")
    expect(cast.lead.get_by_text(f"{party} får en påminnelse med e-post.")).to_be_visible()


def find_the_cause(cast: Cast) -> None:
    page = cast.lead
    next_action(cast, page, "Gör orsaksanalysen")
    page.get_by_label("Problemet, avgränsat").fill("Bråk vid stationen, fredag kväll.")
    page.get_by_label("Vilka som gör analysen").fill("Fältgruppen och polisen")
    press(page, "Spara och gå vidare")
    page.get_by_label("Vad händer?").fill("Slagsmål mellan grupper.")
    press(page, "Spara och gå vidare")
    page.get_by_label("Orsak", exact=True).fill(CAUSE)
    page.get_by_label("Var den hör hemma").select_option(label="Platsen")
    press(page, "Lägg till orsak")
    expect(page.get_by_text(f"Tillagd: {CAUSE}").first).to_be_visible()
    page.get_by_role("navigation", name="Bläddra mellan delstegen").get_by_role("link").last.click()
    follow(page, "Pröva orsaken")
    page.get_by_label("Talar för").check()
    page.get_by_role("textbox", name="Vad vet ni?").fill("Bråken kommer när personalen gått hem.")
    page.get_by_label("Källa").fill("Fältgruppens anteckningar")
    press(page, "Lägg till belägget")
    expect(page.get_by_text("Källa: Fältgruppens anteckningar")).to_be_visible()
    page.get_by_label("Behålls").check()
    page.get_by_label("Varför bedömer ni den så?").fill("Färre bråk när det finns vuxna.")
    page.get_by_label("Ja", exact=True).check()
    press(page, "Spara bedömningen")
    expect(page.get_by_text("Alla orsaker är prövade.")).to_be_visible()
    next_action(cast, page, "Gå igenom steget på nytt")
    press(page, "Steget är genomgånget")
    expect(page.get_by_text("Det står nu att steget är genomgånget på nytt.")).to_be_visible()


def set_a_goal_that_all_accept(cast: Cast) -> None:
    page = cast.lead
    next_action(cast, page, "Sätt ett mål")
    page.locator("#id_title").fill(GOAL)
    page.get_by_label("Fokusområde").select_option(index=1)
    page.get_by_label("Problem som målet gäller").select_option(label=FIGHTS)
    page.get_by_label("Hur problemet ska förändras").fill("Färre bråk på fredagarna.")
    page.locator("#id_indicator").select_option(label=INDICATOR)
    page.locator("#id_direction").select_option("decrease")
    page.locator("#id_baseline").fill("20")
    page.locator("#id_baseline_period").fill("2026-10-01")
    page.locator("#id_target").fill("10")
    page.locator("#id_resources").fill("Fältgruppens fredagar.")
    page.locator("#id_judgement").fill("Det gick på förra torget.")
    page.locator("#id_due_on").fill("2027-06-30")
    press(page, "Spara målet")
    expect(page.get_by_role("heading", level=1)).to_have_text(GOAL)
    goal = page.url
    for person in (page, cast.school, cast.police):
        person.goto(goal)
        follow(person, "Svara på målet")
        person.get_by_label("Vi accepterar målet").check()
        press(person, "Spara svaret")
        expect(person.get_by_role("heading", level=1)).to_have_text(GOAL)


def choose_a_measure(cast: Cast) -> None:
    page = cast.lead
    next_action(cast, page, "Välj åtgärder mot orsakerna")
    page.locator("#id_title").fill(MEASURE)
    page.get_by_label("Social prevention").check()
    page.locator("#del-links summary").first.click()
    expect(page.get_by_label(GOAL)).to_be_checked()  # the goal about the cause's problem
    page.get_by_label("Ansvarig nämnd eller bolag").select_option(label=cast.process.lead_body.name)
    press(page, "Spara åtgärden")
    expect(page.get_by_role("heading", level=1)).to_have_text(MEASURE)
    follow(page, "Lägg till aktivitet")
    page.locator("#id_title").fill("Gör schemat")
    page.get_by_label("Ansvarig person").select_option(label="Pol Is")
    page.get_by_label("Klar senast").fill(today())
    press(page, "Spara aktiviteten")
    _report_activity(cast)


def _report_activity(cast: Cast) -> None:
    """The partner's person does its own with one click."""
    cast.police.goto(reverse("followup:activity-list"))
    cast.police.get_by_role("button", name="Gör schemat").click()
    expect(cast.police.get_by_text("”Gör schemat” är klar.")).to_be_visible()


def decide_the_plan(cast: Cast) -> None:
    page = cast.lead
    next_action(cast, page, "Besluta åtgärdsplanen")
    page.get_by_label("Rubrik").fill("Åtgärdsplan för stationen")
    page.get_by_label(MEASURE).check()
    page.get_by_label("Gemensam lägesbild som planen vilar på").select_option(index=1)
    press(page, "Spara utkastet")
    follow(page, "Skriv in beslutet")
    page.get_by_label("Beslutsdatum").fill(today())
    page.get_by_label("Paragraf").fill("§ 12")
    page.get_by_label("Diarienummer").fill("2026/114-9")
    press(page, "Spara beslutet")
    expect(page.get_by_text("2026/114-9").first).to_be_visible()


def follow_up(cast: Cast) -> None:
    page = cast.lead
    next_action(cast, page, "Skriv hur problemet har påverkats")
    page.get_by_label("Hur har problemet påverkats?").fill("Färre bråk, men fler i tunneln.")
    page.get_by_label("Hur har arbetet fungerat?").fill("Vi möttes varannan vecka.")
    page.get_by_label("Vad har ni lärt er?").fill(LESSON)
    press(page, "Spara")
    for party in cast.process.participants.with_party():
        page.locator("#ataganden").get_by_role("link", name=f"Gå igenom {party}").click()
        page.get_by_label("Helt").check()
        press(page, "Spara genomgången")
    page.locator("#beslut").get_by_role("link", name="Besluta").click()
    page.get_by_label("Justera").check()
    page.get_by_label("Skäl").fill("Tunneln behöver tas med.")
    page.get_by_label("Beslutsdatum").fill(today())
    press(page, "Spara beslutet")
    expect(page.locator("#beslut")).to_contain_text("Justera")


def begin_again(cast: Cast) -> None:
    next_action(cast, cast.lead, "Börja nästa varv")
    press(cast.lead, "Börja nästa varv")
    expect(cast.lead.get_by_text("Varv 2 har börjat")).to_be_visible()
    stands_in(cast, "Initiera")
    for page in (cast.lead, cast.school, cast.police):
        cast.home(page)
        expect(page.get_by_text(LESSON)).to_be_visible()
    cycles = ProcessCycle.objects.filter(process=cast.process)
    assert [cycle.number for cycle in cycles] == [1, 2]
    kinds = StepMove.objects.order_by("pk").values_list("kind", flat=True)
    there = [*["forward"] * 2, "back", "forward", "reviewed"]
    assert [*kinds] == [*there, *["forward"] * 2, "next_cycle"]
