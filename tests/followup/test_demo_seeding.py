"""Seeding: the same from the same seed, any day, in few queries, and only in a demo."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction

from collaboration.models import (
    Cause,
    CitizenPromise,
    CollaborationProcess,
    JointProblem,
    Observation,
    Obstacle,
    Problem,
    ReportPart,
    SituationReport,
    WalkFinding,
)
from followup.demo.library import read, themes
from followup.demo.people import PASSWORD, accounts
from followup.demo.seed import seed
from followup.demo.world import NothingToReportOn
from followup.models import Activity, Measure, SmartGoal
from programs.models import ProblemType
from trygghet.accounts.models import User

TODAY = date(2026, 11, 21)
FEW = ("sdn-jarva", "sdn-skarholmen", "sdn-farsta", "sdn-bromma", "trafik", "svb")
WRITTEN = (
    User,
    SituationReport,
    ReportPart,
    Problem,
    Observation,
    Obstacle,
    CollaborationProcess,
    JointProblem,
    Cause,
    SmartGoal,
    Measure,
    Activity,
    WalkFinding,
    CitizenPromise,
)
NOT_FROM_THE_SEED = {
    "id",
    "password",
    "logged_at",
    "created_at",
    "updated_at",
    "answered_at",  # a finding is answered when the demo is written
    "photo",
}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", "stockholm", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def reference(loaded: None, db: None) -> None:
    """Stockholm's reference data, nothing else."""


def _rows(model: type[models.Model]) -> list[tuple[object, ...]]:
    """Every row without its keys: what another seeding can be compared by."""
    names = [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in NOT_FROM_THE_SEED and not field.is_relation
    ]
    return sorted(model.objects.values_list(*names), key=str)


def test_same_seed_and_day_give_the_same_rows(reference: None) -> None:
    written = []
    for _attempt in range(2):
        with transaction.atomic():
            seed(seed=7, today=TODAY, months=3, codes=FEW)
            written.append({model: _rows(model) for model in WRITTEN})
            transaction.set_rollback(True)

    assert written[0] == written[1]


def test_another_seed_gives_other_texts(reference: None) -> None:
    written = []
    for number in (7, 8):
        with transaction.atomic():
            seed(seed=number, today=TODAY, months=2, codes=FEW)
            written.append(_rows(Problem))
            transaction.set_rollback(True)

    assert written[0] != written[1]


def test_second_run_changes_nothing(reference: None) -> None:
    seed(seed=7, today=TODAY, months=2, codes=FEW)
    before = {model: model.objects.count() for model in WRITTEN}

    assert seed(seed=8, today=TODAY) is None
    assert {model: model.objects.count() for model in WRITTEN} == before


def test_seeding_takes_few_queries(reference: None) -> None:
    """Rows are written in bulk: twice the months must not take twice the queries."""
    counts = []

    def count(execute: Any, *asked: Any) -> Any:  # the query log of a connection forgets
        counts[-1] += 1
        return execute(*asked)

    for months in (2, 4):
        counts.append(0)
        with transaction.atomic(), connection.execute_wrapper(count):
            seed(seed=7, today=TODAY, months=months, codes=FEW)
            transaction.set_rollback(True)

    assert counts[1] - counts[0] < 40, counts


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 12, 31), date(2026, 5, 6)])
def test_any_day_can_be_today(reference: None, day: date) -> None:
    seed(seed=7, today=day, months=3, codes=FEW)

    assert not SituationReport.objects.filter(submitted_at__date__gte=day).exists()
    assert SituationReport.objects.filter(state=SituationReport.State.SUBMITTED).exists()


def test_every_theme_uses_a_problem_type_that_exists(reference: None) -> None:
    known = set(ProblemType.objects.values_list("code", flat=True))

    assert {theme.type for theme in themes()} <= known
    assert {row["type"] for row in read("observations")} <= known


def test_refused_outside_a_demo(reference: None, settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=true"):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_without_bodies_nothing_is_written(reference: None) -> None:
    with pytest.raises(NothingToReportOn):
        seed(seed=7, today=TODAY, codes=["no-such-body"])
    assert not User.objects.exists()


def test_accounts_are_listed_with_their_password() -> None:
    listed = StringIO()
    call_command("seed_demo", list_accounts=True, stdout=listed)

    assert PASSWORD in listed.getvalue()
    assert all(account.email in listed.getvalue() for account in accounts())
