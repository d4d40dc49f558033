"""From a process in its fourth step to a law that is followed, each person in a browser of its own.

Three parties accept a goal, an activity is done late, a file with two bad rows is mended and taken
in, the month's report is reviewed, published and corrected, and the law's page turns green. Where
the process begins and how it comes this far: ``test_process_path``.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from followup.models import ImportBatch, IndicatorReading, MonthlyReport
from followup.services.deliveries import KIND as LETTER
from programs.models import ResponsibleBody
from tests.browser.follow_up_world import (
    ACTIVITY,
    AREA,
    CODE,
    FIGHTS,
    INDICATOR,
    MEASURE,
    SCHOOL,
    World,
    approved,
    build,
    month,
    today,
)
from tests.factories.collaboration import ProblemFactory
from tests.factories.programs import AreaFactory, ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.jobs import services as jobs
from trygghet.jobs.models import Job
from trygghet.months import add_months

pytestmark = pytest.mark.django_db(transaction=True)

GOAL = "Bråken vid stationen ska halveras"
WHY_LATE = "Två tjänster var obesatta."
QUESTION = "Stämmer det att bråken ökar?"
ANSWER = "Ja, fältgruppen ser det också."
WHY_CORRECTED = "Östbergas lägesbild har kommit in."


@dataclass(frozen=True)
class Cast:
    """A page for each person, signed in, and what they work with."""

    lead: Page
    school: Page
    police: Page
    central: Page
    world: World


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def press(within: Page | Locator, name: str) -> None:
    within.get_by_role("button", name=name, exact=True).click()


def told(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


@pytest.fixture
def cast(
    visit: Callable[..., Page],
    body: ResponsibleBody,
    board: ResponsibleBody,
    coordinator: User,
    central: User,
) -> Cast:
    world = build(body, board)
    address = reverse("collaboration:process-detail", args=[world.process.pk])
    own = [visit(address, each) for each in (coordinator, world.school, world.police)]
    return Cast(*own, visit(reverse("followup:law"), central), world)


def test_from_a_goal_that_all_accept_to_a_law_that_is_followed(cast: Cast) -> None:
    expect(cast.central.get_by_text("3 paragrafer är uppfyllda")).to_contain_text("7 saknar")
    set_a_goal(cast)
    do_the_activity_late(cast)
    take_in_a_file_that_was_mended(cast)
    review_and_publish(cast)
    correct_what_is_published(cast)
    keep_the_law(cast.central)


def set_a_goal(cast: Cast) -> None:
    page = cast.lead
    page.locator("section[data-tone=accent]").get_by_role("link", name="Sätt ett mål").click()
    page.locator("#id_title").fill(GOAL)
    page.get_by_label("Fokusområde").select_option(index=1)
    page.get_by_label("Problem som målet gäller").select_option(label=FIGHTS)
    page.get_by_label("Hur problemet ska förändras").fill("Färre bråk på kvällarna.")
    page.get_by_label("Indikator", exact=False).first.select_option(label=INDICATOR)
    page.locator("#id_direction").select_option("decrease")
    page.locator("#id_baseline").fill("20")
    page.locator("#id_baseline_period").fill(add_months(month(), -1).isoformat())
    page.locator("#id_target").fill("10")
    page.get_by_label(MEASURE).check()
    page.locator("#id_resources").fill("Fältgruppens kvällar.")
    page.locator("#id_judgement").fill("Det gick på förra torget.")
    page.locator("#id_due_on").fill(add_months(today(), 6).isoformat())
    press(page, "Spara målet")
    expect(page.get_by_role("heading", level=1)).to_have_text(GOAL)
    told(page, "0 av 3 parter accepterar det.")
    for number, person in enumerate((cast.lead, cast.school, cast.police), start=1):
        person.goto(page.url)
        follow(person, "Svara på målet")
        person.get_by_label("Vi accepterar målet").check()
        press(person, "Spara svaret")
        told(person, f"{number} av 3 parter accepterar det.")
    told(cast.police, "Alla fem på plats")


def do_the_activity_late(cast: Cast) -> None:
    """First on the start page; the reason goes with the click, and the lead reads it."""
    page = cast.police
    page.goto(reverse("start"))
    row = page.locator("#dina-aktiviteter").get_by_role("listitem").filter(has_text=ACTIVITY)
    expect(row).to_contain_text("för 20 dagar sedan")
    row.get_by_text("Skriv varför den är sen").click()
    row.get_by_label(f"Varför {ACTIVITY} är sen").fill(WHY_LATE)
    row.get_by_role("button", name="Klar").click()
    told(page, f"”{ACTIVITY}” är klar.")
    cast.lead.goto(reverse("followup:goal-list"))
    follow(cast.lead, GOAL)
    follow(cast.lead, MEASURE)
    done = cast.lead.get_by_role("listitem").filter(has_text=ACTIVITY)
    expect(done).to_contain_text("skulle ha varit klar")
    expect(done).to_contain_text(f"Skäl: {WHY_LATE}")


def take_in_a_file_that_was_mended(cast: Cast) -> None:
    page = cast.lead
    page.goto(reverse("followup:indicator-detail", args=[CODE]))
    follow(page, "Läs in en fil")
    periods = [f"{add_months(month(), -back):%Y-%m}" for back in range(4)]
    bad = ["9", "tolv", "14", "17"]
    _upload(page, table(zip([periods[0], periods[1], "i höstas", periods[3]], bad, strict=True)))
    errors = page.get_by_role("table", name="Fel i filen").get_by_role("row")
    expect(errors).to_have_count(3)
    expect(errors.nth(1)).to_contain_text("Rad 3")
    expect(errors.nth(2)).to_contain_text("Rad 4")
    expect(page.get_by_role("button", name="Läs in filen")).to_have_count(0)
    assert not IndicatorReading.objects.exists()

    follow(page, "Ladda upp en rättad fil")
    _upload(page, table(zip(periods, ["9", "12", "14", "17"], strict=True)))
    press(page, "Läs in filen")
    told(page, "Filen är inläst.")
    assert ImportBatch.objects.get(state="applied").readings.count() == len(periods)
    page.goto(reverse("followup:goal-list"))
    follow(page, GOAL)
    expect(page.get_by_text("Senaste utfall").locator("xpath=..")).to_contain_text("9 anmälningar")


def table(rows: object) -> str:
    lines = [f"{AREA};{period};{value}" for period, value in rows]
    return "\n".join(["Område;Period;Antal", *lines])


def _upload(page: Page, text: str) -> None:
    """The indicator that the person came from is chosen."""
    expect(page.get_by_label("Indikator").locator("option:checked")).to_have_text(INDICATOR)
    page.get_by_label("Varifrån filen kommer").select_option(label="Egen tabell")
    file = {"name": "brak.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    press(page, "Ladda upp och kontrollera")
    expect(page.get_by_role("heading", level=1)).to_have_text("brak.csv")


def work(kind: str) -> None:
    """What a worker does with the city's report, or with the letters."""
    waiting = Job.objects.filter(kind=kind, state=Job.State.QUEUED)
    of_city = waiting.filter(payload__body="staden") if kind == "monthly_report" else waiting
    for pk in of_city.values_list("pk", flat=True):
        assert jobs.run(pk)


def review_and_publish(cast: Cast) -> None:
    page = cast.central
    follow(page, "Rapporter")
    press(page, "Gör rapporterna nu")
    told(page, "rapporter görs nu.")
    work("monthly_report")
    page.reload()
    row = page.get_by_role("row").filter(has_text="Hela staden")
    row.get_by_role("link", name="Granska").click()
    for section, what in (("Mål efter fokusområde", "Alla"), ("Indikatorer", INDICATOR)):
        expect(page.get_by_role("region", name=f"Avsnittet {section}")).to_contain_text(what)
    ask_the_district(page)
    answer(cast.lead)
    page.reload()
    told(page, ANSWER)
    read_every_section(page)
    approve(page)
    publish(page)
    work(LETTER)
    assert {letter.to[0] for letter in mail.outbox} >= {"oversee@exempel.se", SCHOOL}


def ask_the_district(page: Page) -> None:
    panel = page.get_by_role("complementary", name="Granskning av Läget i stadsdelsområdena")
    panel.get_by_text("Fråga en nämnd").click()
    panel.get_by_label("Nämnd eller bolagsstyrelse").select_option(label="Ådalens stadsdelsnämnd")
    panel.get_by_label("Fråga", exact=True).fill(QUESTION)
    press(panel, "Skicka frågan")
    expect(panel).to_contain_text("Väntar på svar")


def answer(page: Page) -> None:
    page.goto(reverse("start"))
    follow(page, "Svara på en fråga om månadsrapporten")
    told(page, QUESTION)
    page.get_by_label("Svar").fill(ANSWER)
    press(page, "Skicka svaret")
    told(page, "Svaret är skickat till stadsledningskontoret.")


def read_every_section(page: Page) -> None:
    panels = page.locator(".review-panel")
    for number in range(panels.count()):
        panel = panels.nth(number)
        if number == 0:
            panel.get_by_label("Kommentar").fill("Bra sammanfattat.")
        press(panel, "Markera som läst")
        expect(panel).to_contain_text("Stina Stadsledning,")
    expect(page.locator("#granskningens-lage")).to_contain_text(
        f"{panels.count()} av {panels.count()} avsnitt lästa"
    )


def approve(page: Page, *, left: str = "") -> None:
    """What is ``left`` is named, and approved anyway."""
    follow(page, "Godkänn utgåvan")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("avsnitt är inte lästa.")).to_have_count(1 if left else 0)
    if left:
        told(page, left)
        dialog.get_by_label("Jag godkänner ändå").check()
    press(dialog, "Godkänn")
    told(page, "Utgåvan är godkänd.")


def publish(page: Page) -> None:
    follow(page, "Publicera")
    press(page.get_by_role("dialog"), "Publicera och skicka")
    told(page, "Utgåvan är publicerad")


def correct_what_is_published(cast: Cast) -> None:
    """A report that came in late; who reads the first edition is told that there is another."""
    first = MonthlyReport.objects.get(body=None)
    other = ResponsibleBodyFactory(
        name="Östberga stadsdelsnämnd", area=AreaFactory(name="Östberga")
    )
    ProblemFactory(report=approved(other, cast.world.process.program), title="Klotter i parken")
    page = cast.central
    page.reload()
    told(page, "Mer har kommit in sedan utgåvan gjordes")
    page.get_by_label("Varför behövs en ny utgåva?").fill(WHY_CORRECTED)
    press(page, "Gör ny utgåva")
    told(page, "Utgåva 2 görs nu.")
    work("monthly_report")
    page.reload()
    follow(page, "Granska den avsnitt för avsnitt")
    since = page.locator("#sedan-forra-utgavan")
    expect(since).to_contain_text(WHY_CORRECTED)
    expect(since.get_by_role("row", name="Godkända lägesbilder 1 2")).to_be_visible()
    press(page.get_by_role("complementary", name="sedan förra utgåvan"), "Markera som läst")
    unread = page.locator(".review-panel").count() - 1
    expect(page.locator("#granskningens-lage")).to_contain_text("1 av ")
    approve(page, left=f"{unread} avsnitt är inte lästa.")
    publish(page)
    told(page, WHY_CORRECTED)

    reader = cast.school
    reader.goto(
        f"{reverse('followup:report-detail', args=[f'{month():%Y-%m}', 'staden'])}?utgava=1"
    )
    told(reader, "Ersatt av en ny utgåva")
    told(reader, "Det finns en nyare utgåva")
    kept = MonthlyReport.objects.get(pk=first.pk)
    assert (kept.state, kept.html) == ("replaced", first.html)
    follow(reader, "Öppna utgåva 2")
    told(reader, WHY_CORRECTED)


def keep_the_law(page: Page) -> None:
    to_law(page)
    follow(page, "Ta fram och besluta kommunens lägesbild.")
    compose_the_picture(page)
    decide(page)
    state_of(page, "4", "Uppfyllt")
    follow(page, "Besluta en åtgärdsplan som vilar på lägesbilden.")
    write_the_plan(page)
    decide(page)
    for section in ("4", "5", "6"):
        state_of(page, section, "Uppfyllt")
    state_of(page, "11", "Saknas")
    for todo, what in (
        ("Skriv in vilka andra planer", "ANDTS-planen"),
        ("Skriv in vilken funktion", "Trygghetsenheten"),
        ("Skriv in hur invånarna", "Nyhetsbrev till invånarna"),
    ):
        write_in(page, todo, what)
    report_to_the_council(page)
    for section in map(str, range(4, 14)):
        state_of(page, section, "Uppfyllt")
    told(page, "10 paragrafer är uppfyllda, 0 behöver ses över, 0 saknar något.")


def to_law(page: Page) -> None:
    page.goto(reverse("followup:law"))


def state_of(page: Page, section: str, state: str) -> None:
    if not page.url.endswith(reverse("followup:law")):
        to_law(page)
    heading = page.locator(f"#paragraf-{section} > summary")
    expect(heading).to_contain_text(state)


def compose_the_picture(page: Page) -> None:
    """Each part that the law asks for, out of the district's approved report."""
    press(page, "Börja skriva")
    parts = page.get_by_role("navigation", name="Delar som lagen kräver")
    for done, part in enumerate(("omfattning", "konsekvenser", "Annan information", "Analys")):
        parts.get_by_role("link", name=part).click()
        expect(parts).to_contain_text(f"{done} av 4 klara")
        page.get_by_role("button", name="Ta med").first.click()
        expect(parts).to_contain_text(f"{done + 1} av 4 klara")


def write_the_plan(page: Page) -> None:
    press(page, "Börja skriva")
    follow(page, "Lägg till åtgärd")
    page.get_by_label("Åtgärd").fill("Fältgrupper vid stationerna")
    page.get_by_label("Ansvarig nämnd eller bolag").select_option(label="Ådalens stadsdelsnämnd")
    page.get_by_label("Senast").fill(add_months(today(), 12).isoformat())
    page.get_by_role("group", name="Grundas på").get_by_role("checkbox").first.check()
    press(page, "Spara åtgärden")
    told(page, "Åtgärden är med i planen.")


def decide(page: Page) -> None:
    follow(page, "Skriv in beslutet")
    page.get_by_label("Beslutsdatum").fill(today().isoformat())
    page.get_by_label("Paragraf").fill("§ 12")
    page.get_by_label("Diarienummer").fill("KS 2026/114")
    press(page, "Spara beslutet")
    told(page, "Beslutet är inskrivet.")


def write_in(page: Page, todo: str, what: str) -> None:
    follow(page, todo)
    page.get_by_label("Vad", exact=True).fill(what)
    page.get_by_label("Kontaktuppgift").fill("trygghet@exempel.se")
    press(page, "Spara underlaget")
    told(page, "Underlaget är sparat.")


def report_to_the_council(page: Page) -> None:
    """With the edition that was corrected."""
    follow(page, "Skriv in vad som har rapporterats till fullmäktige.")
    page.get_by_label("Rapporterat den").fill(today().isoformat())
    page.get_by_label("Vad som rapporterades").fill("Månadsrapporten")
    newest = MonthlyReport.objects.get(body=None, edition=2)
    page.get_by_label("Månadsrapport som lämnades").select_option(value=str(newest.pk))
    press(page, "Spara")
    told(page, "Rapporten till fullmäktige är inskriven.")
