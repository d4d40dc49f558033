"""Goals, measures, plan, follow-up and red thread in a real browser."""

import pytest
from playwright.sync_api import expect

from followup.models import Activity
from followup.services.plans import gather_plan
from tests.factories.collaboration import ParticipantFactory, PartnerOrganizationFactory
from tests.factories.followup import (
    ActivityFactory,
    CauseFactory,
    GoalFactory,
    IndicatorReadingFactory,
    JointProblemFactory,
    MeasureFactory,
    TechniqueFactory,
    lead_of,
)
from trygghet.months import add_months

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(process, coordinator):
    """A thread with loose ends, a party that has not answered, late and finished activities."""
    ParticipantFactory(
        process=process, body=None, organization=PartnerOrganizationFactory(name="Polisen")
    )
    goal = GoalFactory(process=process, title="Rånen mot unga vid torget ska halveras")
    cause = CauseFactory(problem=goal.problem, text="Gångvägen från stationen är mörk och ödslig")
    CauseFactory(problem=goal.problem, text="Unga samlas där inga vuxna är")
    JointProblemFactory(process=process, title="Öppen narkotikahandel vid porten")
    measure = MeasureFactory(process=process, cause=cause, title="Ny belysning längs gångvägen")
    measure.goals.add(goal)
    MeasureFactory(process=process, title="Fler väktare på kvällarna", state="planned")
    ActivityFactory(measure=measure, owner=coordinator, title="Beställ nya lampor")
    ActivityFactory(measure=measure, owner=coordinator, title="Mät ljuset", done_on="2026-10-02")
    for back, value in enumerate((14, 17, 16, 21, 24)):
        IndicatorReadingFactory(
            indicator=goal.indicator,
            body=goal.body,
            value=value,
            period=add_months(goal.baseline_period.replace(month=10), -back),
        )
    plan = gather_plan(
        process=process, title="Åtgärdsplan: Tryggare torg", introduction="Planen gäller torget.",
        measures=[measure], acting_user=coordinator,
    )  # fmt: skip
    return {
        "p": process.pk, "g": goal.pk, "m": measure.pk, "plan": plan.pk,
        "party": lead_of(process).pk, "code": goal.indicator.code,
        "a": measure.activities.first().pk, "c": cause.pk,
    }  # fmt: skip


PATHS = (
    "/",
    "/mal/",
    "/mal/nytt/?process={p}",
    "/mal/{g}/",
    "/mal/{g}/svar/{party}/",
    "/atgarder/",
    "/atgarder/ny/?orsak={c}",
    "/atgarder/{m}/",
    "/atgarder/{m}/pausa/",
    "/atgarder/{m}/aktivitet/",
    "/aktiviteter/",
    "/aktiviteter/{a}/redigera/",
    "/indikatorer/",
    "/indikatorer/{code}/",
    "/indikatorer/{code}/utfall/",
    "/samverkan/{p}/genomforande/",
    "/samverkan/{p}/uppfoljning/",
    "/samverkan/{p}/rod-trad/",
    "/samverkan/{p}/atgardsplan/",
    "/samverkan/{p}/utfall/skriv/",
    "/samverkan/{p}/utfall/beslut/",
    "/samverkan/{p}/utfall/ataganden/{party}/",
    "/atgardsplaner/{plan}/",
    "/atgardsplaner/{plan}/besluta/",
)


def test_pages_have_no_axe_violations(world, visit, check_axe, coordinator):
    """On a phone, everything unfolded; test_axe looks at each page at both widths."""
    page = visit("/", coordinator, width=390)
    for path in PATHS:
        page.goto(path.format(**world))
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        check_axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, path


def test_step_loads_its_part_and_an_activity_is_done_with_one_click(world, visit, coordinator):
    page = visit("/samverkan/{p}/genomforande/".format(**world), coordinator)
    page.get_by_role("link", name="Ny belysning längs gångvägen").click()
    page.get_by_role("button", name="Beställ nya lampor").click()
    expect(page.get_by_text("”Beställ nya lampor” är klar.")).to_be_visible()


def test_without_script_the_part_is_a_page_of_its_own(world, visit, coordinator):
    page = visit(
        "/samverkan/{p}/uppfoljning/".format(**world), coordinator, java_script_enabled=False
    )
    page.get_by_role("link", name="Öppna åtagandena").click()
    expect(page.get_by_role("heading", name="Vad händer nu?")).to_be_visible()


def test_the_choice_of_technique_follows_the_kind_of_prevention(world, visit, coordinator):
    TechniqueFactory(name="Bättre ljus")
    TechniqueFactory(name="Vuxna som finns kvar", approach="protective", group="social")
    page = visit("/atgarder/ny/?orsak={c}".format(**world), coordinator)
    page.get_by_text("Teknik och kunskapsstöd").click()
    offered = page.get_by_label("Teknik eller faktor").locator("optgroup")
    expect(offered).to_have_count(2)
    page.get_by_label("Social prevention").check()
    expect(offered).to_have_count(1)
    expect(page.locator(".htmx-added, .htmx-settling")).to_have_count(0)  # and listens again
    page.get_by_label("Grupp eller nivå").select_option("individual")
    expect(offered).to_have_count(0)


def test_done_late_asks_why_in_the_row_that_one_clicked(world, visit, coordinator):
    Activity.objects.filter(done_on=None).update(owner=coordinator, due_on="2026-09-01")
    page = visit("/", coordinator)
    page.get_by_role("button", name="Beställ nya lampor").click()
    why = page.get_by_label("Skriv varför den blev sen: Beställ nya lampor")
    expect(why).to_be_focused()
    why.fill("Leveransen dröjde.")
    why.press("Enter")
    expect(page.get_by_text("Skälet är sparat.")).to_be_visible()
    expect(page.get_by_text("Beställ nya lampor")).to_have_count(0)
