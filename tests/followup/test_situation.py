from collections.abc import Callable
from datetime import date

import pytest

from collaboration.models import SituationReport
from followup.selectors.situation import (
    asked_bodies,
    month_status,
    status_history,
    withheld_count,
)
from programs.models import Program, ResponsibleBody
from tests.factories.collaboration import (
    ObstacleFactory,
    ProblemFactory,
    ReportPartFactory,
    SituationReportFactory,
)
from tests.factories.programs import (
    CoordinatorFactory,
    ProgramFactory,
    ResponsibleBodyFactory,
)
from trygghet.accounts.models import User
from trygghet.accounts.scope import REPORT_SCOPE, Scope, scope_of

OCTOBER = date(2026, 10, 1)
DAY = date(2026, 11, 21)


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory()


def october(scope: Scope, program: Program, day: date = DAY):
    return month_status(scope, program, OCTOBER, asked_bodies(OCTOBER, day=day), day=day)


def state_of(scope: Scope, program: Program, body: ResponsibleBody) -> str:
    return next(b.state for b in october(scope, program).bodies if b.body_id == body.pk)


def test_bodies_are_counted_by_what_became_of_their_report(program: Program, central: User) -> None:
    make = SituationReportFactory
    make(program=program, state="published")
    make(program=program, state="approved")
    make(program=program, state="submitted", sent_on=date(2026, 11, 9))
    make(program=program, state="draft")
    CoordinatorFactory(body=ResponsibleBodyFactory())

    counts = october(scope_of(central), program).counts

    assert (counts.asked, counts.approved, counts.waiting) == (5, 2, 1)
    assert (counts.in_time, counts.late, counts.overdue, counts.not_due) == (2, 1, 2, 0)
    assert (counts.sent, counts.missing, counts.without_coordinator) == (3, 2, 4)


def test_report_is_not_late_before_its_due_day(program: Program, central: User) -> None:
    ResponsibleBodyFactory()
    scope = scope_of(central)
    assert october(scope, program, date(2026, 11, 5)).counts.not_due == 1
    assert october(scope, program, date(2026, 11, 6)).counts.overdue == 1


@pytest.mark.parametrize(
    ("state", "central_sees", "committee_sees", "neighbor_sees", "own_sees"),
    [
        ("draft", "missing", "missing", "withheld", "draft"),
        ("returned", "missing", "missing", "withheld", "returned"),
        ("submitted", "submitted", "submitted", "withheld", "submitted"),
        ("approved", "approved", "approved", "withheld", "approved"),
        ("published", "published", "published", "published", "published"),
    ],
)
def test_state_is_known_to_those_who_follow_it(
    program: Program,
    body: ResponsibleBody,
    coordinator: User,
    central: User,
    committee: User,
    state: str,
    central_sees: str,
    committee_sees: str,
    neighbor_sees: str,
    own_sees: str,
) -> None:
    SituationReportFactory(program=program, body=body, state=state)
    neighbor = Scope(user_id=1, coordinates=frozenset({ResponsibleBodyFactory().pk}))
    assert state_of(scope_of(central), program, body) == central_sees
    assert state_of(scope_of(committee), program, body) == committee_sees
    assert state_of(neighbor, program, body) == neighbor_sees
    assert state_of(scope_of(coordinator), program, body) == own_sees


def test_only_a_visible_report_can_be_opened(
    program: Program, body: ResponsibleBody, committee: User, central: User
) -> None:
    report = SituationReportFactory(
        program=program, body=body, state="approved", late_reason="Sjuk"
    )
    (seen,) = october(scope_of(committee), program).bodies
    assert (seen.report_id, seen.late_reason, seen.state) == (None, "", "approved")
    (seen,) = october(scope_of(central), program).bodies
    assert (seen.report_id, seen.late_reason) == (report.pk, "Sjuk")
    (seen,) = october(REPORT_SCOPE, program).bodies
    assert seen.report_id == report.pk


def test_absent_report_of_another_body_is_not_told_from_an_unpublished(
    program: Program, body: ResponsibleBody, coordinator: User
) -> None:
    other = ResponsibleBodyFactory()
    assert state_of(scope_of(coordinator), program, other) == "withheld"
    assert october(scope_of(coordinator), program).counts.withheld == 1


def test_quarterly_report_stands_for_each_of_its_months(central: User) -> None:
    program = ProgramFactory(report_months=3)
    SituationReportFactory(program=program, state="approved", period=OCTOBER, period_months=3)
    bodies = asked_bodies(date(2026, 12, 1), day=date(2027, 1, 4))
    history = status_history(
        scope_of(central), program, date(2026, 12, 1), bodies, months=4, day=date(2027, 1, 4)
    )
    assert [month.counts.approved for month in history] == [0, 1, 1, 1]
    assert history[-1].bodies[0].due_on == date(2027, 1, 5)


def test_each_month_asks_the_bodies_of_its_own_time(program: Program, central: User) -> None:
    ResponsibleBodyFactory(valid_to=date(2026, 9, 15))
    ResponsibleBodyFactory(valid_from=date(2026, 9, 16))
    ResponsibleBodyFactory(reports=False)
    bodies = asked_bodies(OCTOBER, months=3)
    history = status_history(scope_of(central), program, OCTOBER, bodies, months=3, day=DAY)
    assert [month.counts.asked for month in history] == [1, 1, 1]
    assert history[0].bodies[0].body_id != history[1].bodies[0].body_id


def test_withheld_is_counted_by_what_it_is(
    program: Program, body: ResponsibleBody, committee: User, central: User
) -> None:
    report = SituationReportFactory(program=program, body=body, state="published")
    for classification in ("open", "internal", "restricted"):
        ProblemFactory(report=report, classification=classification)
    ReportPartFactory(report=report, classification="internal")
    ReportPartFactory(report=report, kind="needs", classification="internal", text="")
    ObstacleFactory(body=body, classification="restricted")

    held = withheld_count(scope_of(committee), october(scope_of(committee), program))
    assert (held.problems, held.parts, held.obstacles, held.total) == (2, 1, 1, 4)
    assert withheld_count(REPORT_SCOPE, october(REPORT_SCOPE, program)) == held
    assert withheld_count(scope_of(central), october(scope_of(central), program)).total == 0


@pytest.mark.parametrize("number", [1, 3])
def test_history_takes_three_queries(
    program: Program,
    number: int,
    django_assert_num_queries: Callable,
) -> None:
    for body in ResponsibleBodyFactory.create_batch(number):
        for period in (OCTOBER, date(2026, 9, 1)):
            report = SituationReportFactory(
                body=body, program=program, period=period, state=SituationReport.State.APPROVED
            )
            ProblemFactory(report=report)
    with django_assert_num_queries(3):
        bodies = asked_bodies(OCTOBER, months=13)
        history = status_history(REPORT_SCOPE, program, OCTOBER, bodies, day=DAY)
        withheld_count(REPORT_SCOPE, history[-1])
    assert history[-1].counts.approved == number
