from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from collaboration.exceptions import EditConflict, ProblemOfAnotherReport, ReportIncomplete
from collaboration.models import Problem, SituationReport
from collaboration.services import problems, reports
from programs.models import ProblemType, ResponsibleBody
from tests.factories.collaboration import PERIOD, ProblemFactory, SituationReportFactory
from tests.factories.programs import ProblemTypeFactory
from trygghet.accounts.models import User
from trygghet.months import add_months


@pytest.fixture
def report(body: ResponsibleBody) -> SituationReport:
    return SituationReportFactory(body=body)


@pytest.fixture
def earlier(report: SituationReport) -> SituationReport:
    return SituationReportFactory(
        body=report.body, program=report.program, period=add_months(PERIOD, -1), state="published"
    )


@pytest.fixture
def brawls(db: None) -> ProblemType:
    return ProblemTypeFactory(name="Bråk")


def test_problems_come_in_the_order_they_were_added(
    report: SituationReport, coordinator: User, brawls: ProblemType
) -> None:
    for title in ("Först", "Sist"):
        problems.add_problem(report=report, acting_user=coordinator, type=brawls, title=title)
    assert [problem.title for problem in report.problems.all()] == ["Först", "Sist"]


def test_double_click_adds_one_problem(
    report: SituationReport, coordinator: User, brawls: ProblemType
) -> None:
    key = uuid4()
    first, second = (
        problems.add_problem(
            report=report, acting_user=coordinator, idempotency_key=key, type=brawls, title="Bråk"
        )
        for _ in range(2)
    )
    assert first == second
    assert report.problems.count() == 1


def test_bad_cells_and_pins_are_refused(
    report: SituationReport, coordinator: User, brawls: ProblemType
) -> None:
    for bad in ({"when": [28]}, {"longitude": 181.0, "latitude": 59.0}):
        with pytest.raises(ValidationError):
            problems.add_problem(
                report=report, acting_user=coordinator, type=brawls, title="Bråk", **bad
            )
    assert not report.problems.exists()


def test_later_writer_of_a_problem_meets_the_other(
    report: SituationReport, coordinator: User, manager: User
) -> None:
    problem = ProblemFactory(report=report)
    problems.save_problem(problem=problem, version=0, acting_user=manager, place="Torget")
    with pytest.raises(EditConflict) as conflict:
        problems.save_problem(problem=problem, version=0, acting_user=coordinator, place="Parken")
    assert conflict.value.current.place == "Torget"


@pytest.mark.parametrize(
    ("how", "development"),
    [("continues", "unchanged"), ("changed", "unchanged"), ("ended", "ended")],
)
def test_problem_is_carried_over_once(
    report: SituationReport,
    earlier: SituationReport,
    coordinator: User,
    how: str,
    development: str,
) -> None:
    old = ProblemFactory(
        report=earlier,
        when=[1, 2],
        exposed=["youth"],
        classification="restricted",
        development="new",
    )
    for _ in range(2):
        copy = problems.carry_over(report=report, problem=old, how=how, acting_user=coordinator)
    assert (copy.development, copy.when, copy.exposed) == (development, [1, 2], ["youth"])
    assert (copy.classification, copy.classification_reason) == (
        "restricted",
        old.classification_reason,
    )
    assert (report.problems.count(), earlier.problems.count()) == (1, 1)


def test_problem_of_another_body_is_not_carried_over(
    report: SituationReport, coordinator: User
) -> None:
    foreign = ProblemFactory(report__period=add_months(PERIOD, -1), report__program=report.program)
    later = ProblemFactory(
        report__period=add_months(PERIOD, 1),
        report__program=report.program,
        report__body=report.body,
    )
    for problem in (foreign, later):
        with pytest.raises(ProblemOfAnotherReport):
            problems.carry_over(
                report=report, problem=problem, how="continues", acting_user=coordinator
            )


def test_removed_problem_leaves_its_history(report: SituationReport, coordinator: User) -> None:
    problem = ProblemFactory(report=report)
    problems.delete_problem(problem=problem, acting_user=coordinator)
    events = Problem.pgh_event_model.objects.filter(pgh_obj_id=problem.pk)
    assert list(events.order_by("pk").values_list("pgh_label", flat=True)) == ["insert", "delete"]


def test_person_in_a_problem_keeps_the_report_from_being_sent_in(
    report: SituationReport, coordinator: User
) -> None:
    problem = ProblemFactory(report=report, title="Bilar", description="Bilen ABC 123 är ofta där")
    with pytest.raises(ReportIncomplete) as refusal:
        reports.submit_report(report=report, acting_user=coordinator)
    first = refusal.value.missing[0]
    assert (first.section, first.problem_id) == ("problems", problem.pk)
    assert "ett registreringsnummer" in first.text
