"""The demo's processes: each in a step of its own, whole enough to learn from."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from collaboration import guard
from collaboration.models import (
    AgendaItem,
    Cause,
    CauseEvidence,
    CitizenPromise,
    CollaborationAgreement,
    CollaborationProcess,
    CycleFollowUp,
    DissentingView,
    EffectSignal,
    JointProblem,
    ParticipantPicture,
    PictureProblem,
    PlaceCollaboration,
    PreventionCouncil,
    ProcessCycle,
    SafetyWalk,
    StepMove,
    WalkFinding,
)
from collaboration.selectors.agreements import agreement_rows, areas_in_force, left_behind
from collaboration.steps import ORDER
from followup.demo.people import PARTNER
from followup.demo.seed import seed
from followup.models import ActionPlan, Activity, GoalAcceptance, Measure, SmartGoal
from tests.followup.test_demo import TODAY
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

TOGETHER = ("sdn-jarva", "sdn-skarholmen", "sdn-farsta", "sdn-bromma", "trafik", "utbildning")


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", "stockholm", stdout=StringIO())
        seed(seed=7, today=TODAY, months=6, codes=TOGETHER)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(seeded: None, db: None) -> None:
    """For tests that only read."""


def _led_by(code: str) -> CollaborationProcess:
    return CollaborationProcess.objects.get(lead_body__code=code)


def test_processes_stand_in_different_steps(demo: None) -> None:
    at = {
        process.lead_body.code: (cycle.number, cycle.step)
        for process in CollaborationProcess.objects.filter(ended_on=None)
        for cycle in [process.cycles.get(ended_at=None)]
    }

    assert at == {
        "sdn-jarva": (1, "analysis"),
        "sdn-skarholmen": (1, "implementation"),
        "sdn-farsta": (2, "mapping"),
        "trafik": (1, "initiation"),
    }
    assert _led_by("sdn-bromma").ended_on


def test_analysis_is_argued(demo: None) -> None:
    joint = JointProblem.objects.filter(cycle__process=_led_by("sdn-jarva"))

    assert joint.filter(merged_into__isnull=False).count() == 2
    assert set(joint.standing().values_list("decision", flat=True)) == set(
        JointProblem.Decision.values
    )
    assert set(Cause.objects.values_list("verdict", flat=True)) == set(Cause.Verdict.values)
    assert set(CauseEvidence.objects.values_list("side", flat=True)) == {"for", "against"}
    assert Cause.objects.filter(parent__isnull=False).exists()
    assert DissentingView.objects.filter(participant__organization__kind="police").exists()
    assert ParticipantPicture.objects.filter(report__isnull=False).exists()


def test_work_has_what_goes_well_and_what_does_not(demo: None) -> None:
    work = _led_by("sdn-skarholmen")
    answers = GoalAcceptance.objects.filter(goal__process=work)

    assert set(SmartGoal.objects.filter(process=work).values_list("term", flat=True)) == {
        "short",
        "long",
    }
    assert answers.filter(accepted=True, participant__organization__kind="police").exists()
    assert Measure.objects.filter(process=work).without_cause().count() == 1
    activities = Activity.objects.filter(measure__process=work)
    assert activities.late_on(TODAY).exists()
    assert activities.filter(done_on__isnull=False, owner__email=PARTNER).exists()
    assert activities.filter(dropped=True).exists()
    plan = ActionPlan.objects.get(process=work)
    assert plan.state == ActionPlan.State.DECIDED
    assert plan.content["measures"]


def test_second_cycle_began_with_what_was_learnt_after_a_step_back(demo: None) -> None:
    work = _led_by("sdn-farsta")
    first, second = ProcessCycle.objects.filter(process=work)

    assert second.lessons == CycleFollowUp.objects.get(cycle=first).lessons != ""
    kinds = StepMove.objects.filter(cycle=first).values_list("kind", flat=True)
    assert {"back", "next_cycle"} <= set(kinds)
    assert first.versions.filter(step="mapping", number=2).exists() or first.versions.count() > 4


def test_walks_are_answered_and_walked_again(demo: None) -> None:
    assert SafetyWalk.objects.filter(previous__isnull=False).exists()
    assert set(SafetyWalk.objects.values_list("state", flat=True)) == set(SafetyWalk.State.values)
    assert set(WalkFinding.objects.values_list("state", flat=True)) == set(WalkFinding.State.values)
    assert set(CitizenPromise.objects.values_list("state", flat=True)) == {"made", "partly"}
    assert PlaceCollaboration.objects.get().bodies.exists()


def test_agreements_in_each_state_and_one_left_behind(demo: None) -> None:
    states = set(CollaborationAgreement.objects.values_list("state", flat=True))
    assert states == {"in_work", "reached", "not_reached"}
    in_force = areas_in_force(TODAY)
    behind = [row.body.code for row in agreement_rows() if left_behind(row, in_force)]
    assert behind == ["sdn-skarholmen"]
    assert CollaborationAgreement.objects.get(state="not_reached").attempts.count() == 2
    assert PlaceCollaboration.objects.get().agreement is not None


def test_councils_have_met_and_decided(demo: None) -> None:
    levels = set(PreventionCouncil.objects.values_list("level", flat=True))
    assert levels == set(PreventionCouncil.Level.values)
    decided = Activity.objects.filter(council_item__isnull=False)
    assert decided.filter(done_on__isnull=False).exists()
    assert decided.late_on(TODAY).exists()
    assert AgendaItem.objects.filter(classification="restricted").exists()
    signals = EffectSignal.objects.filter(closed_at__isnull=True)
    assert signals.count() == 1


def test_the_partner_sees_its_processes_only(demo: None, as_user: Any) -> None:
    partner = User.objects.get(email=PARTNER)
    seen = CollaborationProcess.objects.visible_to(scope_of(partner))

    assert set(seen.values_list("lead_body__code", flat=True)) == {
        "sdn-jarva",
        "sdn-skarholmen",
        "trafik",
    }
    client = as_user(partner)
    for process in CollaborationProcess.objects.all():
        answer = client.get(reverse("collaboration:process-detail", args=[process.pk]))
        assert answer.status_code == (200 if process in seen else 404)


def test_every_page_of_each_process_opens(demo: None, as_user: Any) -> None:
    client = as_user(User.objects.get(email="stadsledning@demo.example"))
    for process in CollaborationProcess.objects.all():
        for info in ORDER:
            step = reverse("collaboration:process-step", args=[process.pk, info.slug])
            assert client.get(step).status_code == 200, step
        for name in ("process-implementation", "process-outcome", "red-thread"):
            page = reverse(f"followup:{name}", args=[process.pk])
            assert client.get(page).status_code == 200, page


def test_texts_point_out_nobody(demo: None) -> None:
    texts = [
        *PictureProblem.objects.values_list("description", flat=True),
        *ParticipantPicture.objects.values_list("summary", flat=True),
        *Cause.objects.values_list("text", flat=True),
        *Measure.objects.values_list("description", flat=True),
        *WalkFinding.objects.values_list("text", flat=True),
        *CitizenPromise.objects.values_list("commitment", flat=True),
        *AgendaItem.objects.values_list("decision", flat=True),
        *EffectSignal.objects.values_list("reason", flat=True),
    ]

    assert [text for text in set(texts) if guard.find(text)] == []


def test_nothing_has_moved_after_today(demo: None) -> None:
    assert not StepMove.objects.filter(moved_at__date__gte=TODAY).exists()
    assert not ProcessCycle.objects.filter(step_since__gt=timezone.now()).exists()
