"""What the demo data show: every state, believable for the models, and nobody who exists."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from collaboration import guard
from collaboration.models import (
    CollaborationProcess,
    CollaborationProcessUserPermission,
    Observation,
    Obstacle,
    Problem,
    ReportPart,
    SituationReport,
)
from collaboration.models.classification import Classification
from followup.demo.people import PASSWORD, accounts
from followup.demo.seed import seed
from followup.models import Activity, Measure, SmartGoal
from followup.selectors.goals import goal_lines
from followup.selectors.owners import owners_for
from programs.models import Coordinator, ResponsibleBody
from trygghet.accounts.models import User
from trygghet.accounts.scope import REPORT_SCOPE, scope_of

TODAY = date(2026, 11, 21)
WRITTEN = (SituationReport, ReportPart, Problem, Observation, Obstacle, CollaborationProcess)


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo data once for the module; each test's own transaction lies inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", "stockholm", stdout=StringIO())
        seed(seed=7, today=TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(seeded: None, db: None) -> None:
    """For tests that only read."""


def test_every_state_can_be_seen(demo: None) -> None:
    last_month = SituationReport.objects.filter(period=date(2026, 10, 1))

    assert set(last_month.values_list("state", flat=True)) == set(SituationReport.State.values)
    assert set(Obstacle.objects.values_list("state", flat=True)) == set(Obstacle.State.values)
    assert Obstacle.objects.filter(reopened_at__isnull=False).exists()
    assert set(Problem.objects.values_list("development", flat=True)) == set(
        Problem.Development.values
    )
    for model in (ReportPart, Problem, Obstacle):
        found = set(model.objects.values_list("classification", flat=True))
        assert found == set(Classification.values), model
    assert set(Observation.objects.values_list("state", flat=True)) == set(Observation.State.values)
    assert Observation.objects.exclude(photo="").exists()
    assert Observation.objects.filter(nothing_to_report=True).exists()
    assert SituationReport.objects.filter(no_change=True).exists()
    assert SituationReport.objects.filter(no_problems=True).exists()


def test_late_reports_say_why(demo: None) -> None:
    sent = SituationReport.objects.filter(submitted_at__isnull=False)
    late = [report for report in sent if report.is_late_on(TODAY)]

    assert late
    assert all(report.late_reason for report in late)


def test_the_demos_coordinator_has_last_month_to_write(demo: None) -> None:
    jarva = SituationReport.objects.filter(body__code="sdn-jarva")

    assert jarva.count() == 11
    assert not jarva.filter(period=date(2026, 10, 1)).exists()
    waiting = SituationReport.objects.get(body__code="sdn-skarholmen", period=date(2026, 10, 1))
    assert waiting.state == SituationReport.State.SUBMITTED


def test_some_bodies_have_no_coordinator(demo: None) -> None:
    appointed = Coordinator.objects.valid_on(TODAY).values("body")
    without = ResponsibleBody.objects.reporting().valid_on(TODAY).exclude(pk__in=appointed)

    assert 2 <= without.count() <= 5


def test_there_are_gaps(demo: None) -> None:
    expected = ResponsibleBody.objects.reporting().valid_on(TODAY).count() * 12

    assert 0.8 * expected < SituationReport.objects.count() < expected


def test_rows_pass_the_models_own_validation(demo: None) -> None:
    empty_until_somebody_acts = {
        SituationReport: ["submitted_by", "decided_by", "published_by"],
        ReportPart: ["updated_by"],
        Obstacle: ["acknowledged_by", "answered_by", "closed_by"],
    }
    for model in WRITTEN:
        for row in model.objects.order_by("pk")[::37]:
            row.full_clean(exclude=empty_until_somebody_acts.get(model, ()))


def test_nothing_happens_after_today(demo: None) -> None:
    for model, field in (
        (SituationReport, "submitted_at"),
        (SituationReport, "decided_at"),
        (SituationReport, "published_at"),
        (SituationReport, "created_at"),
        (Observation, "seen_at"),
        (Obstacle, "answered_at"),
        (Obstacle, "closed_at"),
        (Obstacle, "reopened_at"),
    ):
        assert not model.objects.filter(**{f"{field}__date__gte": TODAY}).exists(), field


def test_problems_continue_within_their_body(demo: None) -> None:
    continued = Problem.objects.filter(continues__isnull=False).select_related(
        "report", "continues__report"
    )

    assert continued.count() > 300
    for problem in continued:
        assert problem.report.body_id == problem.continues.report.body_id
        assert problem.report.period > problem.continues.report.period


def test_texts_point_out_nobody(demo: None) -> None:
    texts = [
        *ReportPart.objects.values_list("text", flat=True),
        *Problem.objects.values_list("description", flat=True),
        *Problem.objects.values_list("consequences", flat=True),
        *Obstacle.objects.values_list("description", flat=True),
        *Observation.objects.values_list("text", flat=True),
    ]

    assert [text for text in set(texts) if guard.find(text)] == []


def test_goals_hold_and_lack_each_letter(demo: None) -> None:
    own = SmartGoal.objects.filter(process=None)
    seen = goal_lines(REPORT_SCOPE, list(SmartGoal.objects.order_by("pk")))
    shown = {(letter.key, letter.holds) for line in seen for letter in line.check.letters}

    assert shown == {(key, holds) for key in "SMART" for holds in (True, False)}
    smart = [line for line in goal_lines(REPORT_SCOPE, list(own)) if line.check.is_smart]
    assert 0.4 * own.count() < len(smart) < own.count()
    assert own.filter(measures=None).exists()


def test_measures_of_own_goals_have_means_and_people(demo: None) -> None:
    measures = Measure.objects.filter(process=None, goals__process=None, goals__isnull=False)

    assert set(measures.values_list("state", flat=True)) >= {"planned", "ongoing", "paused"}
    for measure in measures.distinct()[::5]:
        measure.full_clean()
        assert measure.hours_planned
        assert measure.technique.suits(measure.kind)
        owners = owners_for(measure)
        for activity in measure.activities.all():
            activity.full_clean()
            assert activity.owner in owners
    theirs = Activity.objects.filter(measure__in=measures)
    assert theirs.filter(done_on__isnull=False).exists()
    assert not theirs.late_on(TODAY).exists()


def test_people_are_marked_fictitious(demo: None) -> None:
    assert not User.objects.exclude(is_fictitious=True).exists()
    assert not User.objects.exclude(email__endswith=".example").exists()


def test_each_role_has_an_account_that_can_be_used(demo: None) -> None:
    scopes = []
    for account in accounts():
        user = User.objects.get(email=account.email)
        assert user.check_password(PASSWORD)
        scopes.append(scope_of(user))

    for role in ("coordinates", "manages", "contributes", "oversees", "follows", "administers"):
        assert any(getattr(scope, role) for scope in scopes), role
    assert CollaborationProcessUserPermission.objects.filter(user__email="part@demo.example")
