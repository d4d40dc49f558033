"""Goals, measures and activities: what the services allow, refuse and keep."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from collaboration.exceptions import EditConflict, ParticipantHasLeft, ProcessEnded
from followup.exceptions import (
    ActivityStateRefuses,
    GoalNotOfProcess,
    MeasureStateRefuses,
    OwnerNotAllowed,
    ReasonMissing,
)
from followup.models import GoalAcceptance, Measure, SmartGoal
from followup.services import activities, goals, indicators, measures
from followup.smart import smart_check
from tests.factories.collaboration import (
    ParticipantFactory,
    PartnerOrganizationFactory,
)
from tests.factories.followup import (
    ActivityFactory,
    CauseFactory,
    GoalFactory,
    IndicatorFactory,
    JointProblemFactory,
    MeasureFactory,
    lead_of,
)
from tests.factories.programs import FocusAreaFactory

pytestmark = pytest.mark.django_db


def new_goal(process, user, **fields) -> SmartGoal:
    fields = {
        "title": "Färre rån",
        "focus_area": FocusAreaFactory(program=process.program),
    } | fields
    return goals.set_goal(body=process.lead_body, process=process, acting_user=user, **fields)


def test_goal_sent_twice_is_one(process, coordinator):
    key = uuid4()
    first = new_goal(process, coordinator, idempotency_key=key)
    assert new_goal(process, coordinator, idempotency_key=key) == first
    assert SmartGoal.objects.count() == 1


def test_target_on_the_wrong_side_is_refused(process, coordinator):
    with pytest.raises(ValidationError) as refused:
        new_goal(process, coordinator, direction="decrease", baseline=10, target=12)
    assert "minska från 10, men 12 ligger inte åt det hållet" in str(
        refused.value.message_dict["target"]
    )
    with pytest.raises(ValidationError) as refused:
        new_goal(process, coordinator, baseline=10, target=12)
    assert "direction" in refused.value.message_dict


def test_goal_of_another_process_problem_is_refused(process, coordinator):
    with pytest.raises(GoalNotOfProcess):
        new_goal(process, coordinator, problem=JointProblemFactory())


def test_ended_process_takes_no_goal(process, coordinator):
    process.ended_on = process.began_on
    process.save()
    with pytest.raises(ProcessEnded):
        new_goal(process, coordinator)


def test_two_who_change_a_goal_both_keep_their_text(coordinator):
    goal = GoalFactory()
    goals.change_goal(goal=goal, version=0, acting_user=coordinator, title="Mitt")
    with pytest.raises(EditConflict) as refused:
        goals.change_goal(goal=goal, version=0, acting_user=coordinator, title="Ditt")
    assert refused.value.current.title == "Mitt"


def test_changed_problem_is_answered_anew_but_a_changed_title_is_not(coordinator):
    goal = GoalFactory()
    party = lead_of(goal.process)
    goals.answer_goal(goal=goal, participant=party, accepted=True, acting_user=coordinator)
    goals.change_goal(goal=goal, version=0, acting_user=coordinator, title="Ny rubrik")
    assert goal.acceptances.count() == 1
    goals.change_goal(goal=goal, version=1, acting_user=coordinator, change="Något annat.")
    assert goal.acceptances.count() == 0


def test_party_declines_with_a_reason_and_may_change_its_mind(coordinator):
    goal = GoalFactory()
    party = lead_of(goal.process)
    with pytest.raises(ReasonMissing):
        goals.answer_goal(goal=goal, participant=party, accepted=False, acting_user=coordinator)
    for accepted in (False, True):
        goals.answer_goal(
            goal=goal,
            participant=party,
            accepted=accepted,
            reason="Oklart",
            acting_user=coordinator,
        )
    assert GoalAcceptance.objects.get().accepted


def test_party_that_left_or_of_another_process_does_not_answer(coordinator):
    goal = GoalFactory()
    gone = ParticipantFactory(
        process=goal.process, left_on=timezone.localdate(), left_reason="Omorganisation"
    )
    for party, refusal in ((gone, ParticipantHasLeft), (ParticipantFactory(), GoalNotOfProcess)):
        with pytest.raises(refusal):
            goals.answer_goal(goal=goal, participant=party, accepted=True, acting_user=coordinator)


def test_smart_check_names_what_each_letter_lacks(process):
    goal = SmartGoal(process=process, title="Tryggare")
    police = ParticipantFactory(
        process=process, body=None, organization=PartnerOrganizationFactory(name="Polisen")
    )
    check = smart_check(goal, parties=[police], answers=[], measures=[])
    assert check.held == 0
    assert [letter.key for letter in check.letters] == list("SMART")
    assert "Indikator saknas." in check.letters[1].missing
    assert check.letters[2].missing == ("Väntar på svar från Polisen.",)
    no = GoalAcceptance(goal=goal, participant=police, accepted=False, reason="Nej")
    check = smart_check(goal, parties=[police], answers=[no], measures=[])
    assert check.letters[2].missing == ("Inte accepterat av Polisen.",)


def test_whole_goal_is_smart(coordinator):
    goal = GoalFactory()
    party = lead_of(goal.process)
    answer = goals.answer_goal(goal=goal, participant=party, accepted=True, acting_user=coordinator)
    measure = MeasureFactory(process=goal.process)
    assert smart_check(goal, parties=[party], answers=[answer], measures=[measure]).is_smart
    measure.state = "stopped"
    check = smart_check(goal, parties=[party], answers=[answer], measures=[measure])
    assert check.missing == ("Ingen åtgärd leder till målet.",)


def add(process, user, **fields) -> Measure:
    fields = {"title": "Tänd gångvägen", "kind": "situational"} | fields
    return measures.add_measure(
        process=process, responsible=process.lead_body, acting_user=user, **fields
    )


def test_measure_against_a_cause_with_goals_and_partners(process, coordinator):
    cause = CauseFactory(problem=JointProblemFactory(process=process))
    goal, party = GoalFactory(process=process), lead_of(process)
    measure = add(process, coordinator, cause=cause, goals=[goal], partners=[party])
    assert list(measure.goals.all()) == [goal]
    assert list(measure.partners.all()) == [party]


@pytest.mark.parametrize("foreign", ["cause", "goal", "partner"])
def test_measure_is_not_tied_to_another_process(process, coordinator, foreign):
    tied = {
        "cause": {"cause": CauseFactory},
        "goal": {"goals": GoalFactory},
        "partner": {"partners": ParticipantFactory},
    }[foreign]
    fields = {name: made() for name, made in tied.items()}
    fields = {name: row if name == "cause" else [row] for name, row in fields.items()}
    with pytest.raises(GoalNotOfProcess):
        add(process, coordinator, **fields)
    assert not Measure.objects.filter(process=process).exists()


def test_pausing_and_stopping_say_why_and_beginning_again_forgets_it(coordinator):
    measure = MeasureFactory()
    for state in ("paused", "stopped"):
        with pytest.raises(ReasonMissing):
            measures.change_state(measure=measure, state=state, acting_user=coordinator)
    paused = measures.change_state(
        measure=measure, state="paused", reason="Pengarna tog slut", acting_user=coordinator
    )
    assert paused.state_reason == "Pengarna tog slut"
    ongoing = measures.change_state(measure=measure, state="ongoing", acting_user=coordinator)
    assert (ongoing.state, ongoing.state_reason) == ("ongoing", "")


def test_finished_measure_is_not_paused(coordinator):
    measure = MeasureFactory(state="done")
    with pytest.raises(MeasureStateRefuses):
        measures.change_state(
            measure=measure, state="paused", reason="Därför", acting_user=coordinator
        )


def test_two_who_change_a_measure(coordinator):
    measure = MeasureFactory()
    measures.change_measure(measure=measure, version=0, acting_user=coordinator, title="Mitt")
    with pytest.raises(EditConflict):
        measures.change_measure(measure=measure, version=0, acting_user=coordinator, title="Ditt")


def test_activity_is_owned_by_somebody_in_the_work(process, coordinator, partner, outsider):
    measure = MeasureFactory(process=process)
    due_on = date(2026, 12, 1)
    for owner in (coordinator, partner):
        activities.plan_activity(
            measure=measure, title="Ring", owner=owner, due_on=due_on, acting_user=coordinator
        )
    with pytest.raises(OwnerNotAllowed):
        activities.plan_activity(
            measure=measure, title="Ring", owner=outsider, due_on=due_on, acting_user=coordinator
        )
    assert measure.activities.count() == 2


def test_finishing_begins_the_measure_and_is_harmless_twice(coordinator):
    activity = ActivityFactory(measure=MeasureFactory(state="planned"))
    first = activities.finish(activity=activity, acting_user=coordinator)
    again = activities.finish(activity=activity, acting_user=coordinator, done_on=date(2026, 1, 1))
    assert first.done_on == again.done_on == timezone.localdate()
    assert Measure.objects.get().state == "ongoing"


def test_dropped_activity_says_why_and_is_not_done(coordinator):
    activity = ActivityFactory()
    with pytest.raises(ReasonMissing):
        activities.drop(activity=activity, reason=" ", acting_user=coordinator)
    activities.drop(activity=activity, reason="Behövs inte", acting_user=coordinator)
    with pytest.raises(ActivityStateRefuses):
        activities.finish(activity=activity, acting_user=coordinator)
    activities.take_up(activity=activity, acting_user=coordinator)
    done = activities.finish(activity=activity, acting_user=coordinator)
    with pytest.raises(ActivityStateRefuses):
        activities.drop(activity=done, reason="Ändå inte", acting_user=coordinator)


def test_indicators_of_the_same_name_and_a_reading_put_right(body, coordinator):
    fields = {
        "definition": "Antal anmälda rån.", "kind": "count", "unit": "anmälningar",
        "direction": "decrease", "frequency": "month", "source": "Polisen",
    }  # fmt: skip
    made = [
        indicators.add_indicator(name="Anmälda rån", acting_user=coordinator, **fields)
        for _each in range(3)
    ]
    assert [each.code for each in made] == ["anmalda-ran", "anmalda-ran-2", "anmalda-ran-3"]
    for value in (9, 7):
        indicators.record_reading(
            indicator=made[0], period=date(2026, 9, 1), value=value, body=body,
            acting_user=coordinator,
        )  # fmt: skip
    assert made[0].readings.get().value == 7
    with pytest.raises(ValidationError):
        indicators.record_reading(
            indicator=IndicatorFactory(), period=date(2026, 9, 1), value=1, acting_user=coordinator
        )


def test_a_party_answers_the_goal_that_it_has_read(as_user, process, coordinator):
    goal = GoalFactory(process=process)
    party = lead_of(process)
    client, url = as_user(coordinator), f"/mal/{goal.pk}/svar/{party.pk}/"
    page = client.get(url).content.decode()
    assert "Det ni svarar på" in page
    assert "12 anmälningar" in page
    goals.change_goal(goal=goal, version=0, acting_user=coordinator, change="Något helt annat.")
    sent = {"accepted": "nej", "reason": "För snålt.", "version": 0, "goal_version": 0}
    refused = client.post(url, sent).content.decode()
    assert "Målet har ändrats sedan du läste det" in refused
    assert "Något helt annat." in refused
    assert "För snålt." in refused
    assert not goal.acceptances.exists()
    assert client.post(url, sent | {"goal_version": 1}).status_code == 302


def test_two_of_one_party_who_answer_at_once_see_each_other(as_user, process, coordinator, manager):
    goal = GoalFactory(process=process)
    party = lead_of(process)
    url = f"/mal/{goal.pk}/svar/{party.pk}/"
    sent = {"version": 0, "goal_version": 0}
    assert as_user(coordinator).post(url, sent | {"accepted": "ja"}).status_code == 302
    late = as_user(manager).post(url, sent | {"accepted": "nej", "reason": "Vi hinner inte."})
    page = late.content.decode()
    assert "Svaret från Sam Ordnare" in page
    assert "Vi hinner inte." in page
    assert goal.acceptances.get().accepted
    assert as_user(manager).post(url, sent | {"accepted": "ja"}).status_code == 302
    sent |= {"accepted": "nej", "reason": "Vi hinner inte.", "version": late.context["version"]}
    assert as_user(manager).post(url, sent).status_code == 302
    assert not goal.acceptances.get().accepted
