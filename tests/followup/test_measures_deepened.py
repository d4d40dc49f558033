"""Measures by their parts, techniques, owners who have left, and the lists as files."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from followup.exceptions import OwnerNotAllowed, TechniqueDoesNotSuit
from followup.models import Measure, PreventionTechnique, SmartGoal
from followup.selectors.goals import check_of, with_check
from followup.selectors.owners import without_owner
from followup.services import activities, measures, techniques
from programs.services import grant_role, revoke_role
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import ProcessCycleFactory
from tests.factories.followup import (
    ActivityFactory,
    CauseFactory,
    GoalFactory,
    JointProblemFactory,
    MeasureFactory,
    TechniqueFactory,
)
from tests.factories.programs import FocusAreaFactory, ResponsibleBodyFactory
from tests.followup.test_process_parts import queries_of
from trygghet.accounts.roles import Role

pytestmark = pytest.mark.django_db

LATER = date(2027, 1, 15)


def factor(**fields) -> PreventionTechnique:
    return TechniqueFactory(**({"approach": "protective", "group": "social"} | fields))


def add(process, user, **fields) -> Measure:
    fields = {"title": "Tänd gångvägen", "kind": "situational"} | fields
    return measures.add_measure(
        process=process, responsible=process.lead_body, acting_user=user, **fields
    )


def test_technique_suits_the_kind_of_prevention(process, coordinator):
    assert add(process, coordinator, technique=TechniqueFactory()).technique
    assert add(process, coordinator, kind="social", technique=factor()).technique
    with pytest.raises(TechniqueDoesNotSuit):
        add(process, coordinator, technique=factor())
    assert "effort" in PreventionTechnique.groups_of("situational")
    assert set(PreventionTechnique.groups_of("risk")) == {"individual", "social", "structural"}


def test_due_date_outside_the_program_is_refused(process, coordinator):
    with pytest.raises(ValidationError) as refused:
        add(process, coordinator, due_on=date(2029, 1, 1))
    assert "due_on" in refused.value.message_dict
    measure = MeasureFactory(process=process)
    with pytest.raises(ValidationError):
        activities.plan_activity(
            measure=measure, title="Sent", owner=coordinator, due_on=date(2029, 1, 1),
            acting_user=coordinator,
        )  # fmt: skip
    body_own = MeasureFactory(process=None, responsible=process.lead_body)
    assert activities.plan_activity(
        measure=body_own, title="Eget", owner=coordinator, due_on=date(2029, 1, 1),
        acting_user=coordinator,
    )  # fmt: skip


def test_a_goal_of_the_bodys_own_gets_its_measures(as_user, process, coordinator):
    area = FocusAreaFactory(program=process.program)
    goal = GoalFactory(process=None, body=process.lead_body, problem=None, focus_area=area)
    client, url = as_user(coordinator), f"/atgarder/ny/?mal={goal.pk}"
    assert f'href="{url}"' in client.get(f"/mal/{goal.pk}/").content.decode()
    sent = {
        "title": "Läs högt för de minsta", "kind": "social", "responsible": goal.body_id,
        "goals": [goal.pk],
    }  # fmt: skip
    late = client.post(url, sent | {"due_on": "2029-01-01"})
    assert set(late.context["form"].errors) == {"due_on"}
    client.post(url, sent | {"due_on": "2027-01-01"})
    measure = goal.measures.get()
    assert (measure.process, measure.responsible) == (None, goal.body)
    for shown in (url, f"/atgarder/{measure.pk}/"):
        page = client.get(shown).content.decode()
        assert "satt för ett eget mål" in page
        assert "från en lägesbild" not in page
    assert check_of(with_check(SmartGoal.objects.all()).get()).letters[3].holds
    client.post(
        f"/atgarder/{measure.pk}/redigera/",
        sent | {"title": "Läs högt", "version": measure.version},
    )
    assert [row.title for row in goal.measures.all()] == ["Läs högt"]
    with pytest.raises(ValidationError):
        activities.plan_activity(
            measure=measure, title="Sent", owner=coordinator, due_on=date(2029, 1, 1),
            acting_user=coordinator,
        )  # fmt: skip
    another = GoalFactory(process=None, body=ResponsibleBodyFactory(), problem=None)
    assert client.get(f"/atgarder/ny/?mal={another.pk}").status_code == 404
    assert client.get(f"/atgarder/ny/?mal={GoalFactory(process=process).pk}").status_code == 404


def offered(client, url) -> list[str]:
    """What the goal's form lets one pick as its measures, in words."""
    fields = client.get(url).context["form"].fields
    return [label for _pk, label in fields["measures"].choices] if "measures" in fields else []


def test_a_goal_of_the_bodys_own_picks_measures_that_the_body_has(as_user, process, coordinator):
    body, client = process.lead_body, as_user(coordinator)
    area = FocusAreaFactory(program=process.program)
    goal = GoalFactory(process=None, body=body, problem=None, focus_area=area)
    url = f"/mal/{goal.pk}/redigera/"
    assert offered(client, url) == []
    own = MeasureFactory(process=None, responsible=body, title="Läs högt")
    MeasureFactory(
        process=None, responsible=body, title="Avbruten", state="stopped", state_reason="x"
    )
    MeasureFactory(process=None, responsible=body, title="Andra tider", due_on=date(2035, 1, 1))
    theirs = MeasureFactory(process=None, responsible=ResponsibleBodyFactory(), title="Andras")
    MeasureFactory(process=process, title="Samverkans")
    assert offered(client, url) == offered(client, "/mal/nytt/") == ["Läs högt"]

    sent = {
        "title": goal.title, "term": "short", "focus_area": area.pk, "change": "Fler läser.",
        "resources": "Två tjänster.", "judgement": "Det har gått förr.", "version": goal.version,
    }  # fmt: skip
    refused = client.post(url, sent | {"measures": [theirs.pk]})
    assert set(refused.context["form"].errors) == {"measures"}
    assert "Två tjänster." in refused.content.decode()
    assert client.post(url, sent | {"measures": [own.pk]}).status_code == 302
    assert list(goal.measures.all()) == [own]
    assert check_of(with_check(SmartGoal.objects.all()).get()).letters[3].holds
    own.state, own.state_reason = "stopped", "Personalen slutade."
    own.save()
    assert offered(client, url) == ["Läs högt"]  # what leads to the goal stays on the list


def test_a_new_goal_of_one_of_several_bodies_says_whose_the_measures_are(
    as_user, process, coordinator
):
    other = ResponsibleBodyFactory(name="Björkdalens nämnd")
    grant_role(coordinator, Role.COORDINATOR, other)
    mine = MeasureFactory(process=None, responsible=process.lead_body, title="Läs högt")
    MeasureFactory(process=None, responsible=other, title="Cykla")
    client = as_user(coordinator)
    assert offered(client, "/mal/nytt/") == [
        f"Läs högt ({process.lead_body})", "Cykla (Björkdalens nämnd)",
    ]  # fmt: skip
    sent = {
        "body": process.lead_body_id, "title": "Fler läser", "term": "short",
        "focus_area": FocusAreaFactory(program=process.program).pk, "measures": [mine.pk],
    }  # fmt: skip
    client.post("/mal/nytt/", sent)
    assert list(SmartGoal.objects.get(title="Fler läser").measures.all()) == [mine]


def test_a_measure_keeps_the_goals_of_an_earlier_cycle_when_it_is_edited(
    as_user, process, coordinator
):
    cycle = process.cycles.get()
    problem = JointProblemFactory(cycle=cycle)
    goal = GoalFactory(process=process, problem=problem)
    measure = MeasureFactory(process=process)
    measure.goals.add(goal)
    cycle.ended_at = timezone.now()
    cycle.save()
    ProcessCycleFactory(process=process, number=2)
    form = as_user(coordinator).get(f"/atgarder/{measure.pk}/redigera/").context["form"]
    assert list(form.fields["goals"].queryset) == [goal]


def test_form_has_its_parts_and_keeps_everything(as_user, process, coordinator):
    technique = TechniqueFactory()
    hidden = TechniqueFactory(is_active=False, name="Dold teknik")
    client, url = as_user(coordinator), f"/atgarder/ny/?process={process.pk}"
    page = client.get(url)
    assert [part.key for part in page.context["form"].parts] == [
        "links", "knowledge", "resources", "interests",
    ]  # fmt: skip
    assert hidden.name not in page.content.decode()
    sent = {
        "title": "Tänd gångvägen", "kind": "situational", "responsible": process.lead_body_id,
        "technique": technique.pk, "evidence_level": "promising", "hours_planned": "40",
        "money_planned": "125 000", "trade_off": "Ljuset stör de boende.",
        "children": "Barn använder vägen till skolan.", "due_on": "2029-01-01",
    }  # fmt: skip
    wrong = client.post(url, sent)
    form = wrong.context["form"]
    assert set(form.errors) == {"evidence_source", "due_on"}
    assert {part.key: part.is_open for part in form.parts}["knowledge"]
    assert "Ljuset stör de boende." in wrong.content.decode()
    done = client.post(
        url, sent | {"evidence_source": "Brå 2023", "due_on": "2027-01-01"}, follow=True
    ).content.decode()
    for said in (
        technique.name, "Brå 2023", "40 timmar planerade", "125 000 kr planerade",
        "Ljuset stör de boende.", "Barn använder vägen", "inte besvarat än",
    ):  # fmt: skip
        assert said in done.replace("\xa0", " ").replace("\u202f", " "), said
    kind = client.post(url, sent | {"kind": "social", "due_on": ""})
    assert "technique" in kind.context["form"].errors


def test_a_hidden_technique_stays_where_it_was_chosen(as_user, process, coordinator):
    technique = TechniqueFactory(is_active=False)
    measure = MeasureFactory(process=process, technique=technique)
    page = as_user(coordinator).get(f"/atgarder/{measure.pk}/redigera/").content.decode()
    assert "Väljs inte längre" in page
    assert technique.name in page


def test_why_it_rests_is_said_wherever_the_measure_stands(as_user, process, coordinator):
    measure = MeasureFactory(process=process)
    measures.change_state(
        measure=measure, state="paused", reason="Väntar på bygglov", acting_user=coordinator
    )
    client = as_user(coordinator)
    for url in (
        "/atgarder/", f"/atgarder/{measure.pk}/", f"/samverkan/{process.pk}/mal-och-atgarder/",
        "/atgarder.csv",
    ):  # fmt: skip
        assert "Väntar på bygglov" in client.get(url).content.decode(), url


class TestOwners:
    @pytest.fixture
    def measure(self, process) -> Measure:
        return MeasureFactory(process=process)

    def test_who_has_left(self, measure, coordinator, partner, contributor):
        stays = [ActivityFactory(measure=measure, owner=each) for each in (coordinator, partner)]
        closed = ActivityFactory(measure=measure, owner=contributor)
        never = ActivityFactory(measure=measure, owner=UserFactory())
        done = ActivityFactory(measure=measure, owner=UserFactory(), done_on=date(2026, 10, 1))
        contributor.is_active = False
        contributor.save()
        assert without_owner([*stays, closed, never, done]) == {closed.pk, never.pk}
        revoke_role(partner, Role.PARTNER, measure.process)
        assert stays[1].pk in without_owner(stays)

    def test_is_not_chosen_and_must_be_replaced(self, as_user, measure, coordinator, contributor):
        contributor.is_active = False
        contributor.save()
        with pytest.raises(OwnerNotAllowed, match="har slutat"):
            activities.plan_activity(
                measure=measure, title="Ring", owner=contributor, due_on=LATER,
                acting_user=coordinator,
            )  # fmt: skip
        activity = ActivityFactory(measure=measure, owner=contributor)
        client, url = as_user(coordinator), f"/aktiviteter/{activity.pk}/redigera/"
        assert "Mika Medarbetare har slutat" in client.get(url).content.decode()
        sent = {"title": activity.title, "due_on": LATER, "version": 0, "owner": contributor.pk}
        refused = client.post(url, sent)
        assert "Välj en annan ansvarig" in str(refused.context["form"].errors["owner"])
        client.post(url, sent | {"owner": coordinator.pk, "late_reason": "Den ansvariga slutade."})
        activity.refresh_from_db()
        assert activity.owner == coordinator

    def test_is_a_finding_in_lists_and_in_the_file(self, as_user, measure, coordinator):
        ActivityFactory(measure=measure, owner=UserFactory(name="Gunnar Gått"), title="Ring runt")
        ActivityFactory(measure=measure, owner=coordinator, title="Skriv brev")
        client = as_user(coordinator)
        assert "välj ny ansvarig" in client.get(f"/atgarder/{measure.pk}/").content.decode()
        url = "/aktiviteter/?lage=utan-ansvarig"
        assert "ansvarig har slutat – välj ny" in client.get(url).content.decode()
        titles = [line.activity.title for line in client.get(url).context["lines"]]
        assert titles == ["Ring runt"]
        file = client.get("/aktiviteter.csv?lage=utan-ansvarig").content.decode()
        assert "Ring runt" in file
        assert "Skriv brev" not in file


def test_no_cell_of_a_file_is_a_formula(as_user, process, coordinator):
    measure = MeasureFactory(process=process, title="=1+1")
    ActivityFactory(measure=measure, owner=coordinator, title="@SUM(A1)")
    client = as_user(coordinator)
    assert "'@SUM(A1);'=1+1" in client.get("/aktiviteter.csv").content.decode()
    assert "'=1+1;" in client.get("/atgarder.csv").content.decode()


@pytest.mark.parametrize("url", ["/aktiviteter.csv", "/atgarder.csv", "/mal.csv", "/aktiviteter/"])
def test_files_take_as_many_queries_with_three(as_user, process, coordinator, url):
    def one_more() -> None:
        measure = MeasureFactory(process=process, technique=TechniqueFactory())
        ActivityFactory(measure=measure, owner=UserFactory())

    one_more()
    client = as_user(coordinator)
    client.get(url)
    first = queries_of(client, url)
    one_more()
    one_more()
    assert queries_of(client, url) == first


class TestTechniques:
    def test_central_office_adds_and_hides(self, as_user, central, coordinator, process):
        client = as_user(central)
        wrong = client.post(
            "/tekniker/ny/", {"name": "Måla om", "approach": "risk", "group": "effort"}
        )
        assert "group" in wrong.context["form"].errors
        client.post(
            "/tekniker/ny/",
            {"name": "Måla om", "approach": "situational", "group": "provocation"},
        )
        row = PreventionTechnique.objects.get()
        assert row.code == "egen-mala-om"
        client.post(f"/tekniker/{row.pk}/visas/", {"visas": "nej"})
        assert "Väljs inte längre" in client.get("/tekniker/").content.decode()
        assert "Måla om" not in as_user(coordinator).get("/tekniker/").content.decode()

    def test_two_of_the_same_name_are_two_codes(self, central):
        for _number in range(3):
            techniques.add_technique(
                name="Måla", approach="situational", group="effort", acting_user=central
            )
        codes = set(PreventionTechnique.objects.values_list("code", flat=True))
        assert codes == {"egen-mala", "egen-mala-2", "egen-mala-3"}

    def test_list_counts_visible_measures_in_constant_queries(self, as_user, process, coordinator):
        technique = TechniqueFactory()
        MeasureFactory(technique=technique)
        MeasureFactory(technique=technique, process=process)
        client = as_user(coordinator)
        page = client.get("/tekniker/")
        ((_approach, ((_group, rows),)),) = page.context["groups"]
        assert [row.used for row in rows] == [1]
        first = queries_of(client, "/tekniker/")
        TechniqueFactory()
        factor()
        assert queries_of(client, "/tekniker/") == first
        assert len(client.get(f"/atgarder/?teknik={technique.pk}").context["lines"]) == 1


def test_late_and_done_late_are_counted_apart(as_user, process, coordinator):
    measure = MeasureFactory(process=process)
    today = timezone.localdate()
    for due, done in ((10, 12), (10, 5), (5, None), (-5, None)):
        ActivityFactory(
            measure=measure,
            owner=coordinator,
            due_on=today - timedelta(days=due),
            done_on=today - timedelta(days=done) if done else None,
        )
    page = as_user(coordinator).get(f"/samverkan/{process.pk}/utfall/")
    (line,) = page.context["outcome"].commitments
    assert (line.done, line.done_late, line.late, line.left, line.promised) == (1, 1, 1, 1, 4)
    assert "varav 1 efter sista dagen" in page.content.decode()


def test_roles_make_an_owner_valid(process):
    owner = UserFactory()
    activity = ActivityFactory(measure=MeasureFactory(process=process), owner=owner)
    assert without_owner([activity]) == {activity.pk}
    grant_role(owner, Role.CONTRIBUTOR, process.lead_body)
    assert without_owner([activity]) == set()


def test_what_a_process_says_is_not_read_by_the_committee(as_user, process, committee, coordinator):
    problem = JointProblemFactory(process=process)
    cause = CauseFactory(problem=problem, text="Inga vuxna är kvar")
    goal = GoalFactory(process=process, problem=problem)
    measure = MeasureFactory(process=process, responsible=process.lead_body, cause=cause)
    addresses = (
        "/atgarder/", "/atgarder.csv", f"/atgarder/{measure.pk}/", f"/mal/{goal.pk}/",
        f"/api/v1/measures/{measure.pk}/", f"/api/v1/goals/{goal.pk}/",
    )  # fmt: skip
    secrets = (cause.text, problem.title)
    for user, told in ((coordinator, True), (committee, False)):
        client = as_user(user)
        for address in addresses:
            page = client.get(address)
            assert page.status_code == 200, address
            assert any(text in page.content.decode() for text in secrets) is told, address
