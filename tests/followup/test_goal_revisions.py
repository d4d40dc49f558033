"""What a goal aims at changes only by a revision, and every one is kept and shown."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from collaboration.exceptions import EditConflict, ProcessEnded
from collaboration.models import ProcessCycle
from followup.exceptions import AimChanged, NothingRevised
from followup.models import GoalRevision, SmartGoal
from followup.services import goals
from followup.smart import direction_note, smart_check
from programs.models import CouncilGoal
from tests.factories.followup import (
    AssessmentFactory,
    CauseFactory,
    GoalFactory,
    IndicatorFactory,
    MeasureFactory,
    lead_of,
)
from tests.factories.programs import FocusAreaFactory

pytestmark = pytest.mark.django_db

PARTS = ("goals", "implementation")  # of a process's page
WHY = {"reason": "Mätningen gjordes om.", "decided_by": "Styrgruppen"}


@pytest.fixture
def goal(process):
    return GoalFactory(process=process)


def revise(goal, user, *, version=0, **fields) -> GoalRevision:
    why = {**WHY, "decided_on": timezone.localdate()}
    return goals.revise_goal(
        goal=goal, version=version, acting_user=user, **(why | fields)
    )  # fmt: skip


def test_a_goal_begins_with_its_first_revision(process, coordinator):
    goal = goals.set_goal(
        body=process.lead_body,
        process=process,
        focus_area=FocusAreaFactory(program=process.program),
        title="Färre rån",
        acting_user=coordinator,
    )
    assert goal.revisions.get().number == 1
    changed = goals.change_goal(
        goal=goal, version=0, acting_user=coordinator, direction="decrease", baseline=9, target=4
    )
    assert changed.revisions.get().target == 4


def test_what_is_set_is_never_overwritten(goal, coordinator):
    for name, value in (("target", 6), ("due_on", date(2027, 3, 1)), ("baseline", None)):
        with pytest.raises(AimChanged):
            goals.change_goal(goal=goal, version=0, acting_user=coordinator, **{name: value})


def test_a_revision_keeps_the_ones_before_and_asks_the_parties_anew(goal, coordinator):
    goals.answer_goal(
        goal=goal, participant=lead_of(goal.process), accepted=True, acting_user=coordinator
    )
    revise(goal, coordinator, target=Decimal(15))
    revise(goal, coordinator, version=1, due_on=date(2027, 9, 30))
    goal.refresh_from_db()
    assert (goal.target, goal.due_on, goal.version) == (15, date(2027, 9, 30), 2)
    rows = goal.revisions.values_list("number", "target", "due_on", "decided_by")
    assert list(rows) == [
        (1, 12, date(2027, 6, 30), ""),
        (2, 15, date(2027, 6, 30), "Styrgruppen"),
        (3, 15, date(2027, 9, 30), "Styrgruppen"),
    ]
    assert not goal.acceptances.exists()


def test_what_cannot_be_revised(goal, coordinator):
    with pytest.raises(NothingRevised):
        revise(goal, coordinator, target=goal.target)
    with pytest.raises(EditConflict):
        revise(goal, coordinator, version=7, target=10)
    with pytest.raises(ValidationError, match="framtiden"):
        revise(goal, coordinator, target=10, decided_on=date(2999, 1, 1))
    with pytest.raises(ValidationError, match="varför målet ändras"):
        revise(goal, coordinator, target=10, reason=" ")
    with pytest.raises(ValidationError) as refused:
        revise(goal, coordinator, due_on=date(2031, 1, 1))
    assert "31 december 2027" in str(refused.value.message_dict["due_on"])
    with pytest.raises(ValidationError) as refused:
        revise(goal, coordinator, target=30)
    assert "target" in refused.value.message_dict
    assert not GoalRevision.objects.filter(goal=goal, number__gt=1).exists()
    goal.process.ended_on = timezone.localdate()
    goal.process.save()
    with pytest.raises(ProcessEnded):
        revise(goal, coordinator, target=10)


def test_a_direction_against_the_indicator_is_explained_and_not_refused(process):
    goal = GoalFactory(process=process, direction="increase", baseline=4, target=10)
    assert "fler anmäla" in direction_note(goal)
    letter = smart_check(goal, parties=[], answers=[], measures=[]).letters[1]
    assert letter.holds
    assert letter.note
    goal.indicator = IndicatorFactory(direction="increase")
    assert direction_note(goal) == ""
    goal.direction = "decrease"
    assert "ska i regel öka" in direction_note(goal)


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong_at_the_field(
    as_user, goal, coordinator
):
    client, url = as_user(coordinator), f"/mal/{goal.pk}/revidera/"
    assert "Revidera målet" in client.get(url).content.decode()
    sent = {
        "indicator": goal.indicator_id, "direction": "decrease", "baseline": "24",
        "baseline_period": "2026-01-01", "target": "30", "due_on": "2031-05-01",
        "decided_on": timezone.localdate(), "version": 0, **WHY,
    }  # fmt: skip
    answer = client.post(url, sent)
    errors = answer.context["form"].errors
    assert set(errors) == {"target", "due_on"}
    assert "Mätningen gjordes om." in answer.content.decode()
    late = client.post(url, sent | {"decided_on": "2999-01-01"})
    assert "decided_on" in late.context["form"].errors
    done = client.post(url, sent | {"target": "8", "due_on": "2027-08-31"}, follow=True)
    page = done.content.decode()
    assert "Så har målet ändrats" in page
    assert "Mätningen gjordes om." in page
    goal.refresh_from_db()
    assert goal.target == 8
    behind = client.post(url, sent | {"target": "6", "due_on": "2027-08-31"})
    assert "Någon annan hann spara" in behind.content.decode()
    same = client.post(url, sent | {"target": "8", "due_on": "2027-08-31", "version": 1})
    assert "Inget i det som målet siktar mot är ändrat" in same.content.decode()


def test_the_edit_form_leaves_out_what_is_set(as_user, goal, coordinator):
    page = as_user(coordinator).get(f"/mal/{goal.pk}/redigera/")
    fields = page.context["form"].fields
    assert not {"indicator", "direction", "baseline", "target", "due_on"} & set(fields)
    assert "Revidera målet" in page.content.decode()


def test_goal_without_aim_is_filled_in_by_the_edit_form(as_user, process, coordinator):
    goal = GoalFactory(
        process=process, indicator=None, direction="", baseline=None, target=None, due_on=None
    )
    sent = {
        "title": "Nytt", "term": "short", "focus_area": goal.focus_area_id, "change": "Mindre",
        "direction": "decrease", "baseline": "10", "target": "20", "due_on": "2035-01-01",
        "version": 0,
    }  # fmt: skip
    client, url = as_user(coordinator), f"/mal/{goal.pk}/redigera/"
    wrong = client.post(url, sent)
    assert set(wrong.context["form"].errors) == {"target", "due_on"}
    assert "Mindre" in wrong.content.decode()
    client.post(url, sent | {"target": "5", "due_on": "2027-01-01"})
    goal.refresh_from_db()
    assert (goal.target, goal.revisions.get().target) == (5, 5)


def test_list_is_filtered_by_focus_area_council_goal_and_assessment(as_user, process, coordinator):
    program = process.program
    council_goal = CouncilGoal.objects.create(program=program, code="trygg", name="En trygg stad")
    chosen = GoalFactory(process=process, council_goal=council_goal)
    other = GoalFactory(process=process)
    AssessmentFactory(goal=chosen, grade="partly")
    AssessmentFactory(goal=other, review="returned", review_comment="Skriv mer.")
    client = as_user(coordinator)
    for query, found in (
        (f"kfmal={council_goal.pk}", [chosen]),
        ("kfmal=saknas", [other]),
        (f"fokus={chosen.focus_area_id}", [chosen]),
        ("bedomning=partly", [chosen]),
        ("bedomning=ingen", [other]),
        ("bedomning=fully", []),
        ("bedomning=strunt", [chosen, other]),
    ):
        lines = client.get(f"/mal/?{query}").context["lines"]
        assert [line.goal for line, _given in lines] == found, query
    file = client.get(f"/mal.csv?kfmal={council_goal.pk}").content.decode()
    assert chosen.title in file
    assert other.title not in file
    assert "Uppnås delvis" in file


def test_a_goal_stands_under_the_councils_goal_where_the_program_has_any(
    as_user, process, coordinator
):
    focus_area = FocusAreaFactory(program=process.program)
    sent = {"title": "Färre rån", "term": "short", "focus_area": focus_area.pk}
    client, url = as_user(coordinator), f"/mal/nytt/?process={process.pk}"
    assert "council_goal" not in client.get(url).context["form"].fields
    assert client.post(url, sent).status_code == 302
    goal = process.goals.get()
    assert "programmet har inga" in client.get(f"/mal/{goal.pk}/").content.decode()

    council_goal = CouncilGoal.objects.create(
        program=process.program, code="trygg", name="En trygg stad"
    )
    page = client.get(f"/mal/{goal.pk}/").content.decode()
    assert "Välj fullmäktiges mål" in page
    refused = client.post(url, sent)
    assert set(refused.context["form"].errors) == {"council_goal"}
    assert "Färre rån" in refused.content.decode()
    assert client.post(url, sent | {"council_goal": council_goal.pk}).status_code == 302
    newest = process.goals.latest("pk")
    assert newest.council_goal == council_goal
    assert "En trygg stad" in client.get(f"/mal/{newest.pk}/").content.decode()


def edit_of(goal, **fields):
    """What the form of a goal with its aim set sends."""
    return {
        "title": goal.title, "term": goal.term, "focus_area": goal.focus_area_id,
        "problem": goal.problem_id, "change": goal.change, "resources": goal.resources,
        "judgement": goal.judgement, "version": goal.version,
    } | fields  # fmt: skip


def test_sent_twice_is_saved_once_and_no_conflict(as_user, goal, coordinator):
    client, url = as_user(coordinator), f"/mal/{goal.pk}/redigera/"
    sent = edit_of(goal, change="Rånen ska bli färre på kvällen.")
    assert [client.post(url, sent).status_code for _each in range(2)] == [302, 302]
    goal.refresh_from_db()
    assert goal.version == 1
    revised = {
        "indicator": goal.indicator_id, "direction": "decrease", "baseline": "24",
        "baseline_period": "2026-01-01", "target": "8", "due_on": "2027-06-30",
        "decided_on": timezone.localdate(), "version": 1, **WHY,
    }  # fmt: skip
    url = f"/mal/{goal.pk}/revidera/"
    assert [client.post(url, revised).status_code for _each in range(2)] == [302, 302]
    assert goal.revisions.count() == 2
    other = client.post(url, revised | {"target": "6", "reason": "Ett annat skäl."})
    assert [each.label for each in other.context["conflict"]] == ["Målvärde"]
    assert "Ett annat skäl." in other.content.decode()


def test_dates_in_the_wrong_order_are_told_at_the_field(as_user, goal, coordinator):
    client = as_user(coordinator)
    answer = client.post(f"/mal/{goal.pk}/redigera/", edit_of(goal, starts_on="2027-07-01"))
    assert set(answer.context["form"].errors) == {"starts_on"}
    sent = {"title": "Nytt", "term": "short", "focus_area": goal.focus_area_id}
    sent |= {"starts_on": "2027-07-01", "due_on": "2027-06-30"}
    answer = client.post(f"/mal/nytt/?process={goal.process_id}", sent)
    assert set(answer.context["form"].errors) == {"due_on"}
    assert "Målet gäller från 1 juli 2027" in answer.content.decode()


def test_what_an_older_cycle_tied_to_the_goal_stays_when_it_is_edited(
    as_user, process, goal, coordinator
):
    cause = CauseFactory(problem=goal.problem)
    measure = MeasureFactory(process=process, cause=cause)
    goal.measures.add(measure)
    first = process.cycles.get()
    first.ended_at = timezone.now()
    first.save()
    ProcessCycle.objects.create(
        process=process, number=2, began_at=timezone.now(), step_since=timezone.now()
    )
    client, url = as_user(coordinator), f"/mal/{goal.pk}/redigera/"
    form = client.get(url).context["form"]
    assert goal.problem in form.fields["problem"].queryset
    assert measure in form.fields["measures"].queryset
    client.post(url, edit_of(goal, change="Färre.", measures=[measure.pk]))
    goal.refresh_from_db()
    assert (goal.change, goal.problem_id) == ("Färre.", cause.analysis.joint_problem_id)
    assert list(goal.measures.all()) == [measure]


def test_a_retired_indicator_stays_chosen_in_a_revision(as_user, goal, coordinator):
    goal.indicator.is_active = False
    goal.indicator.save()
    form = as_user(coordinator).get(f"/mal/{goal.pk}/revidera/").context["form"]
    assert goal.indicator in form.fields["indicator"].queryset


def test_one_no_makes_the_goal_not_accepted_wherever_it_stands(as_user, goal, coordinator):
    SmartGoal.objects.update(change="")  # lacks more than that
    goals.answer_goal(
        goal=goal, participant=lead_of(goal.process), accepted=False, reason="För snålt.",
        acting_user=coordinator,
    )  # fmt: skip
    client = as_user(coordinator)
    parts = [reverse(f"followup:process-{name}", args=[goal.process_id]) for name in PARTS]
    for url in (f"/mal/{goal.pk}/", "/mal/", *parts):
        assert "Inte accepterat av Ådalens stadsdelsnämnd." in client.get(url).content.decode()
