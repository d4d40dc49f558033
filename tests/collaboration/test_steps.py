from datetime import date, timedelta
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.exceptions import (
    AlreadyMoved,
    LeadCannotLeave,
    MoveReasonMissing,
    NextCycleRefused,
    NoNextStep,
    NotAnEarlierStep,
    ParticipantHasLeft,
    ProcessEnded,
    Refused,
    StepNotComplete,
)
from collaboration.models import (
    Cause,
    CauseAnalysis,
    CollaborationProcess,
    CommitmentReview,
    CycleFollowUp,
    Invitation,
    JointProblem,
    Participant,
    ParticipantPicture,
    ProcessCycle,
    Step,
    StepMove,
    StepVersion,
)
from collaboration.selectors.process_parties import spoken_for
from collaboration.selectors.step_content import content_of
from collaboration.selectors.step_facts import facts_of
from collaboration.services import participants, steps
from collaboration.steps import BY_SLUG, ORDER, unmet
from followup.models import ActionPlan, GoalAcceptance, Measure, SmartGoal
from tests.factories.collaboration import (
    ParticipantFactory,
    PartnerOrganizationFactory,
)
from tests.factories.followup import IndicatorFactory
from tests.factories.programs import (
    FocusAreaFactory,
    ProblemTypeFactory,
    ResponsibleBodyFactory,
)
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

SMART = {
    "change": "Färre bråk.",
    "direction": "decrease",
    "baseline": 20,
    "baseline_period": date(2026, 9, 1),
    "target": 10,
    "resources": "Fältgruppens fredagar.",
    "judgement": "Det gick på förra torget.",
    "due_on": date(2027, 6, 1),
}
DECISION = {
    "decided_by": "Förvaltningschefen",
    "decided_on": date(2026, 10, 1),
    "registry_number": "ÅD 2026/14",
    "hours_a_month": 10,
    "money_sek": 0,
}


def _cycle(process: CollaborationProcess, step: str | None = None) -> ProcessCycle:
    cycle = process.cycles.get(ended_at=None)
    if step:
        cycle.step = step
        cycle.save()
    return cycle


def _keys(cycle: ProcessCycle) -> set[str]:
    return {requirement.key for requirement in unmet(cycle.step, facts_of(cycle))}


def _problem(cycle: ProcessCycle, **fields) -> JointProblem:
    return JointProblem.objects.create(
        cycle=cycle, type=ProblemTypeFactory(), title="Bråk på torget", **fields
    )


def _cause(problem: JointProblem, **fields) -> Cause:
    analysis, _new = CauseAnalysis.objects.get_or_create(joint_problem=problem)
    kept = {"verdict": "kept", "verdict_reason": "Mörkret syns i mätningen."}
    return Cause.objects.create(
        analysis=analysis, text="Det är mörkt", side="place", **(kept | fields)
    )


@pytest.fixture
def school(process: CollaborationProcess) -> Participant:
    """The other party, that has neither decided nor set aside anything."""
    body = ResponsibleBodyFactory(name="Utbildningsnämnden", kind="specialist_committee")
    return ParticipantFactory(process=process, body=body)


@pytest.fixture
def initiated(
    process: CollaborationProcess, school: Participant, coordinator: User
) -> CollaborationProcess:
    """Everything of the first step is in place."""
    cycle = _cycle(process)
    cycle.need, cycle.origin = "Bråken på torget ökar.", "discovered"
    cycle.steering_group = "Stadsdelsdirektören"
    cycle.communication_plan, cycle.communication_lead = "Månadsvis", "Kommunikatören"
    cycle.save()
    for participant in process.participants.all():
        participants.decide_participation(
            participant=participant, acting_user=coordinator, **DECISION
        )
    return process


def test_every_step_is_in_the_table_with_help_and_requirements() -> None:
    assert [info.step for info in ORDER] == list(Step)
    assert set(BY_SLUG) == {"initiera", "kartlaggning", "analys", "genomforande", "uppfoljning"}
    for info in ORDER:
        assert all([info.what, info.why, info.by_whom, info.how, info.requirements])
        assert len({need.key for need in info.requirements}) == len(info.requirements)


def test_first_step_says_what_is_missing_and_whom_it_waits_for(
    process: CollaborationProcess, school: Participant
) -> None:
    cycle = _cycle(process)
    facts = facts_of(cycle)
    assert _keys(cycle) == {
        "need",
        "origin",
        "decisions",
        "resources",
        "groups",
        "communication",
    }
    decisions = next(need for need in unmet(cycle.step, facts) if need.key == "decisions")
    assert "Utbildningsnämnden" in decisions.lacking(facts)
    participants.decide_participation(
        participant=school, acting_user=None, **(DECISION | {"registry_number": ""})
    )
    assert "decisions" in _keys(cycle)


def test_zero_is_an_answer_and_nothing_is_not(initiated: CollaborationProcess) -> None:
    cycle = _cycle(initiated)
    assert _keys(cycle) == set()
    initiated.participants.update(money_sek=None)
    assert _keys(cycle) == {"resources"}


def test_mapping_asks_each_active_party(
    process: CollaborationProcess, school: Participant, coordinator: User
) -> None:
    cycle = _cycle(process, Step.MAPPING)
    for participant in process.participants.all():
        ParticipantPicture.objects.create(
            cycle=cycle,
            participant=participant,
            summary="Fler bråk.",
            data_used="Anmälningar",
            data_rejected="Enkäten",
            staff_dialogue="not_held",
            read_by_leadership_on=date(2026, 10, 2),
        )
    assert _keys(cycle) == set()
    ParticipantPicture.objects.filter(participant=school).delete()
    assert _keys(cycle) == {"pictures", "data", "dialogue", "leadership"}
    participants.leave(participant=school, reason="Omorganisation", acting_user=coordinator)
    assert _keys(cycle) == set()


def test_analysis_asks_for_decided_problems_and_tested_causes(
    process: CollaborationProcess,
) -> None:
    cycle = _cycle(process, Step.ANALYSIS)
    assert _keys(cycle) == {"joint_picture", "decided", "taken_on", "causes", "tested"}
    problem = _problem(cycle)
    assert "joint_picture" not in _keys(cycle)
    problem.decision = "taken_on"
    problem.save()
    merged = _problem(cycle, merged_into=problem)
    assert (_keys(cycle), merged.decision) == ({"causes"}, "undecided")
    guess = _cause(problem, verdict="untested", verdict_reason="")
    assert _keys(cycle) == {"causes", "tested"}
    guess.verdict, guess.verdict_reason = "kept", "Mätningen visar det."
    guess.save()
    assert _keys(cycle) == set()


def test_implementation_asks_the_app_above(
    process: CollaborationProcess, body, coordinator: User
) -> None:
    cycle = _cycle(process, Step.IMPLEMENTATION)
    problem = _problem(cycle, decision="taken_on")
    cause = _cause(problem)
    assert _keys(cycle) == {"goals", "measures", "accepted", "plan"}
    goal = SmartGoal.objects.create(
        process=process,
        body=body,
        focus_area=FocusAreaFactory(),
        title="Färre bråk",
        problem=problem,
    )
    Measure.objects.create(
        process=process, cause=cause, title="Belysning", kind="situational", responsible=body
    )
    assert _keys(cycle) == {"smart", "accepted", "plan"}
    SmartGoal.objects.update(indicator=IndicatorFactory(), **SMART)
    goal.measures.add(Measure.objects.get())
    assert _keys(cycle) == {"accepted", "plan"}
    GoalAcceptance.objects.create(
        goal=goal,
        participant=process.participants.get(),
        accepted=True,
        answered_by=coordinator,
        answered_at=timezone.now(),
    )
    ActionPlan.objects.create(
        process=process,
        title="Plan",
        state="decided",
        decided_by=body,
        decided_on=date(2026, 11, 1),
        paragraph="§ 4",
        registry_number="1",
    )
    assert _keys(cycle) == set()
    headings = [section.heading for section in content_of(cycle, Step.IMPLEMENTATION)]
    assert headings == ["Mål: Färre bråk", "Åtgärd: Belysning"]


def test_follow_up_asks_three_questions_apart(process: CollaborationProcess) -> None:
    cycle = _cycle(process, Step.FOLLOW_UP)
    assert _keys(cycle) == {"effect", "commitments", "work", "lessons", "decision"}
    follow_up = CycleFollowUp.objects.create(
        cycle=cycle, effect="Färre.", work="Bra.", lessons="Börja tidigare."
    )
    assert _keys(cycle) == {"commitments", "decision"}
    CommitmentReview.objects.create(
        follow_up=follow_up, participant=process.participants.get(), kept="fully"
    )
    assert _keys(cycle) == {"decision"}


def test_facts_take_the_same_queries_whatever_the_size(process: CollaborationProcess) -> None:
    cycle = _cycle(process)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            facts_of(cycle)
        return len(captured)

    few = queries()
    for _n in range(3):
        ParticipantFactory(process=process)
        _cause(_problem(cycle, decision="taken_on"))
    assert queries() == few <= 12


def test_process_goes_on_when_everything_is_in_place(
    initiated: CollaborationProcess, coordinator: User
) -> None:
    cycle = steps.move_forward(process=initiated, acting_user=coordinator, from_step="initiation")
    move = StepMove.objects.get()
    assert (cycle.step, move.kind, move.missing) == (Step.MAPPING, "forward", [])
    assert (move.from_step, move.to_step, move.moved_by) == ("initiation", "mapping", coordinator)
    assert cycle.step_since == move.moved_at


def test_lead_goes_on_with_something_missing_and_says_why(
    process: CollaborationProcess, coordinator: User
) -> None:
    with pytest.raises(StepNotComplete) as refusal:
        steps.move_forward(process=process, acting_user=coordinator, reason="  ")
    assert "Behovet eller problemet är inte beskrivet." in refusal.value.missing
    steps.move_forward(process=process, acting_user=coordinator, reason="Besluten tas på tisdag.")
    move = StepMove.objects.get()
    assert move.reason == "Besluten tas på tisdag."
    assert "Behovet eller problemet är inte beskrivet." in move.missing


def test_going_back_takes_a_reason_and_keeps_everything(
    initiated: CollaborationProcess, coordinator: User
) -> None:
    cycle = _cycle(initiated, Step.ANALYSIS)
    _problem(cycle)
    with pytest.raises(MoveReasonMissing):
        steps.move_back(process=initiated, to_step="mapping", reason=" ", acting_user=coordinator)
    with pytest.raises(NotAnEarlierStep):
        steps.move_back(
            process=initiated, to_step="follow_up", reason="Nytt", acting_user=coordinator
        )
    cycle = steps.move_back(
        process=initiated, to_step="initiation", reason="Ny part.", acting_user=coordinator
    )
    kept = set(StepVersion.objects.values_list("step", flat=True))
    assert (cycle.step, kept) == (Step.INITIATION, {"initiation", "mapping", "analysis"})
    assert JointProblem.objects.count() == 1


def test_a_version_is_kept_only_when_something_is_new(
    initiated: CollaborationProcess, coordinator: User
) -> None:
    def there_and_back() -> list[int]:
        steps.move_forward(process=initiated, acting_user=coordinator)
        steps.move_back(
            process=initiated, to_step="initiation", reason="Mer", acting_user=coordinator
        )
        steps.go_through_anew(process=initiated, acting_user=coordinator)
        versions = StepVersion.objects.of_step(_cycle(initiated), Step.INITIATION)
        return list(versions.values_list("number", flat=True))

    assert there_and_back() == [1]
    ProcessCycle.objects.update(need="Bråken på torget har flyttat.")
    assert there_and_back() == [1, 2]


def test_second_of_two_people_is_told_that_somebody_was_first(
    initiated: CollaborationProcess, coordinator: User
) -> None:
    steps.move_forward(process=initiated, acting_user=coordinator, from_step="initiation")
    with pytest.raises(AlreadyMoved, match="kartläggning"):
        steps.move_forward(process=initiated, acting_user=coordinator, from_step="initiation")
    assert StepMove.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_move_it_one_step(
    initiated: CollaborationProcess, coordinator: User
) -> None:
    refused = []

    def go() -> None:
        try:
            steps.move_forward(process=initiated, acting_user=coordinator, from_step="initiation")
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=go), Thread(target=go)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(refusal) for refusal in refused] == [AlreadyMoved]
    assert _cycle(initiated).step == Step.MAPPING


def test_next_cycle_begins_after_the_decision_with_what_was_learnt(
    initiated: CollaborationProcess, coordinator: User
) -> None:
    with pytest.raises(NextCycleRefused, match="efter uppföljningen"):
        steps.begin_next_cycle(process=initiated, acting_user=coordinator)
    cycle = _cycle(initiated, Step.FOLLOW_UP)
    with pytest.raises(NoNextStep):
        steps.move_forward(process=initiated, acting_user=coordinator)
    with pytest.raises(NextCycleRefused, match="beslutet"):
        steps.begin_next_cycle(process=initiated, acting_user=coordinator)
    follow_up = CycleFollowUp.objects.create(
        cycle=cycle, lessons="Börja tidigare.", decision="stop", decided_on=date(2026, 11, 1)
    )
    with pytest.raises(NextCycleRefused, match="avsluta"):
        steps.begin_next_cycle(process=initiated, acting_user=coordinator)
    follow_up.decision = "adjust"
    follow_up.save()
    with pytest.raises(StepNotComplete):
        steps.begin_next_cycle(process=initiated, acting_user=coordinator)
    new = steps.begin_next_cycle(process=initiated, acting_user=coordinator, reason="Brådskar.")
    cycle.refresh_from_db()
    assert (new.number, new.step, new.lessons) == (2, Step.INITIATION, "Börja tidigare.")
    assert (new.steering_group, new.need) == (cycle.steering_group, cycle.need)
    assert cycle.ended_at == new.began_at
    assert cycle.versions.get().step == Step.FOLLOW_UP


def test_end_says_why_unless_the_follow_up_decided_it(
    process: CollaborationProcess, coordinator: User
) -> None:
    with pytest.raises(MoveReasonMissing):
        steps.end_process(process=process, acting_user=coordinator)
    CycleFollowUp.objects.create(
        cycle=_cycle(process), decision="stop", decided_on=date(2026, 11, 1)
    )
    ended = steps.end_process(process=process, acting_user=coordinator)
    assert ended.ended_on == timezone.localdate()
    assert not process.cycles.filter(ended_at=None).exists()
    with pytest.raises(ProcessEnded):
        steps.move_forward(process=process, acting_user=coordinator, reason="Mer")


def test_party_takes_part_once(process: CollaborationProcess, school: Participant) -> None:
    with pytest.raises(ValidationError, match="redan med"):
        participants.add_participant(process=process, body=school.body, acting_user=None)


def test_new_organization_joins(process: CollaborationProcess, coordinator: User) -> None:
    party = participants.add_new_organization(
        process=process, name=" Torgets vänner ", kind="association", acting_user=coordinator
    )
    assert (str(party), party.body) == ("Torgets vänner", None)
    with pytest.raises(ValidationError):
        participants.add_new_organization(
            process=process, name="Torgets vänner", kind="association", acting_user=coordinator
        )


def test_party_that_leaves_keeps_its_texts_and_loses_its_access(
    process: CollaborationProcess, partner: User, coordinator: User
) -> None:
    police = ParticipantFactory(
        process=process, body=None, organization=PartnerOrganizationFactory(name="Polisen")
    )
    now = timezone.now()
    Invitation.objects.create(
        participant=police,
        email=partner.email,
        name=partner.name,
        token_hash="x",  # noqa: S106
        invited_by=coordinator,
        invited_at=now,
        expires_at=now + timedelta(days=14),
        accepted_by=partner,
        accepted_at=now,
    )
    ParticipantPicture.objects.create(
        cycle=_cycle(process), participant=police, summary="Stölder ökar."
    )
    assert spoken_for(scope_of(partner), process.pk) == {police.pk}
    with pytest.raises(MoveReasonMissing):
        participants.leave(participant=police, reason=" ", acting_user=coordinator)
    participants.leave(participant=police, reason="Omorganisation", acting_user=coordinator)
    assert scope_of(partner).processes == frozenset()
    assert police.pictures.get().summary == "Stölder ökar."
    assert police.pk not in {party.id for party in facts_of(_cycle(process)).parties}
    with pytest.raises(ParticipantHasLeft, match="Polisen"):
        participants.change_participant(participant=police, role="both", acting_user=coordinator)


def test_lead_stays(process: CollaborationProcess, coordinator: User) -> None:
    with pytest.raises(LeadCannotLeave):
        participants.leave(
            participant=process.participants.get(), reason="Nej", acting_user=coordinator
        )


def test_coordinator_and_manager_speak_for_their_body(
    process: CollaborationProcess,
    school: Participant,
    coordinator: User,
    manager: User,
    contributor: User,
    partner: User,
) -> None:
    lead = process.participants.get(body=process.lead_body).pk
    assert spoken_for(scope_of(coordinator), process.pk) == {lead}
    assert spoken_for(scope_of(manager), process.pk) == {lead}
    assert spoken_for(scope_of(contributor), process.pk) == frozenset()
    assert spoken_for(scope_of(partner), process.pk) == frozenset()


def test_content_names_who_wrote_it(process: CollaborationProcess, school: Participant) -> None:
    cycle = _cycle(process)
    ParticipantPicture.objects.create(
        cycle=cycle,
        participant=school,
        summary="Vi ser fler bråk.",
        classification="restricted",
        classification_reason="Utredning",
    )
    (section,) = content_of(cycle, Step.MAPPING)
    assert (section.owner, section.body) == ("Utbildningsnämnden", school.body_id)
    assert (section.participant, section.classification) == (school.pk, "restricted")
    assert "Vi ser fler bråk." in [text.text for text in section.texts]
