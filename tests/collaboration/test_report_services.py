from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from collaboration.completeness import REASON_PENDING
from collaboration.exceptions import (
    AlreadyDecided,
    EditConflict,
    LateReasonMissing,
    NoProgramInForce,
    NothingToCarryOver,
    PeriodNotAllowed,
    ReportIncomplete,
    ReportNotEditable,
    ReturnReasonMissing,
    TextTooLong,
)
from collaboration.models import Problem, ReportPart, SituationReport
from collaboration.services import parts, problems, reports
from programs.models import ResponsibleBody
from tests.factories.collaboration import ProblemFactory, SituationReportFactory, noon
from tests.factories.programs import ProblemTypeFactory, ProgramFactory, ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.months import add_months

State = SituationReport.State
OCTOBER = date(2026, 10, 1)
NOVEMBER = date(2026, 11, 3)


@pytest.fixture
def report(body: ResponsibleBody, coordinator: User) -> SituationReport:
    ProgramFactory()
    return reports.start_report(body=body, period=OCTOBER, acting_user=coordinator, day=NOVEMBER)


def write(report: SituationReport, user: User, kind: str = "analysis", **changes) -> ReportPart:
    part = report.parts.get(kind=kind)
    values = {"text": "Text.", "classification": "open", "version": part.version} | changes
    return parts.save_part(report=report, kind=kind, acting_user=user, **values)


@pytest.fixture
def complete(report: SituationReport, coordinator: User) -> SituationReport:
    ProblemFactory(report=report)
    write(report, coordinator, "analysis")
    write(report, coordinator, "data_used")
    return report


@pytest.fixture
def submitted(complete: SituationReport, coordinator: User) -> SituationReport:
    return reports.submit_report(report=complete, acting_user=coordinator, at=noon(NOVEMBER))


def test_report_starts_with_its_parts_under_the_program(report: SituationReport) -> None:
    assert set(report.parts.values_list("kind", flat=True)) == set(ReportPart.Kind.values)
    assert (report.state, report.due_on, report.period_months) == ("draft", date(2026, 11, 5), 1)


def test_starting_twice_gives_the_same_report(report: SituationReport, manager: User) -> None:
    again = reports.start_report(
        body=report.body, period=OCTOBER, acting_user=manager, day=NOVEMBER
    )
    assert again == report
    assert report.parts.count() == len(ReportPart.Kind.values)


@pytest.mark.parametrize(
    ("period", "why"),
    [(date(2026, 12, 1), "inte börjat"), (date(2026, 10, 2), "börjar inte")],
)
def test_period_out_of_range_is_refused(
    body: ResponsibleBody, coordinator: User, period: date, why: str
) -> None:
    ProgramFactory()
    with pytest.raises(PeriodNotAllowed, match=why):
        reports.start_report(body=body, period=period, acting_user=coordinator, day=NOVEMBER)
    assert not SituationReport.objects.exists()


def test_quarterly_program_has_quarters_as_periods(
    body: ResponsibleBody, coordinator: User
) -> None:
    ProgramFactory(report_months=3, report_due_day=15)
    with pytest.raises(PeriodNotAllowed, match="augusti 2026"):
        reports.start_report(
            body=body, period=date(2026, 8, 1), acting_user=coordinator, day=NOVEMBER
        )
    report = reports.start_report(
        body=body, period=date(2026, 7, 1), acting_user=coordinator, day=NOVEMBER
    )
    assert (report.last_day, report.due_on) == (date(2026, 9, 30), date(2026, 10, 15))


def test_no_program_or_no_body_in_the_period_is_refused(coordinator: User) -> None:
    body = ResponsibleBodyFactory(valid_from=date(2026, 11, 1))
    start = {"body": body, "period": OCTOBER, "acting_user": coordinator, "day": NOVEMBER}
    with pytest.raises(NoProgramInForce):
        reports.start_report(**start)
    ProgramFactory()
    with pytest.raises(PeriodNotAllowed, match="fanns inte i oktober 2026"):
        reports.start_report(**start)


def test_empty_report_is_not_sent_in(report: SituationReport, coordinator: User) -> None:
    with pytest.raises(ReportIncomplete) as refusal:
        reports.submit_report(report=report, acting_user=coordinator)
    assert [item.section for item in refusal.value.missing] == ["problems", "data_used", "analysis"]
    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_report_without_problems_says_so(report: SituationReport, coordinator: User) -> None:
    write(report, coordinator, "analysis")
    write(report, coordinator, "data_used")
    reports.say_no_problems(report=report, no_problems=True, acting_user=coordinator)
    report = reports.submit_report(report=report, acting_user=coordinator, at=noon(NOVEMBER))
    assert (report.state, report.submitted_by) == (State.SUBMITTED, coordinator)


def test_a_problem_takes_back_that_there_are_none(
    report: SituationReport, coordinator: User
) -> None:
    reports.say_no_problems(report=report, no_problems=True, acting_user=coordinator)
    problems.add_problem(
        report=report, acting_user=coordinator, type=ProblemTypeFactory(), title="Bråk"
    )
    report.refresh_from_db()
    assert not report.no_problems


def test_late_report_says_why(complete: SituationReport, coordinator: User) -> None:
    late = {"report": complete, "acting_user": coordinator, "at": noon(date(2026, 11, 6))}
    with pytest.raises(LateReasonMissing):
        reports.submit_report(**late)
    report = reports.submit_report(**late, late_reason=" Sjukdom. ")
    assert (report.late_reason, report.is_late_on(NOVEMBER)) == ("Sjukdom.", True)


def test_evening_of_the_due_day_is_in_time(complete: SituationReport, coordinator: User) -> None:
    evening = timezone.make_aware(datetime(2026, 11, 5, 23, 30))  # noqa: DTZ001
    report = reports.submit_report(report=complete, acting_user=coordinator, at=evening)
    assert not report.is_late_on(NOVEMBER)


def test_sent_in_report_is_locked(submitted: SituationReport, coordinator: User) -> None:
    problem = submitted.problems.get()
    for refused in (
        lambda: reports.submit_report(report=submitted, acting_user=coordinator),
        lambda: write(submitted, coordinator),
        lambda: problems.delete_problem(problem=problem, acting_user=coordinator),
        lambda: problems.save_problem(
            problem=problem, version=0, acting_user=coordinator, title="Annat"
        ),
        lambda: reports.say_no_problems(
            report=submitted, no_problems=True, acting_user=coordinator
        ),
    ):
        with pytest.raises(ReportNotEditable):
            refused()


def test_draft_is_neither_approved_nor_published(report: SituationReport, manager: User) -> None:
    with pytest.raises(AlreadyDecided, match="inte inskickad"):
        reports.approve_report(report=report, acting_user=manager)
    with pytest.raises(AlreadyDecided, match="inte inskickad"):
        reports.publish_report(report=report, acting_user=manager)


def test_returned_report_is_changed_and_sent_again(
    submitted: SituationReport, coordinator: User, manager: User
) -> None:
    with pytest.raises(ReturnReasonMissing):
        reports.return_report(report=submitted, acting_user=manager, reason=" ")
    report = reports.return_report(report=submitted, acting_user=manager, reason="Var?")
    assert (report.state, report.return_reason, report.decided_by) == ("returned", "Var?", manager)
    write(report, coordinator, text="Vid torget.")
    report = reports.submit_report(report=report, acting_user=coordinator, at=noon(NOVEMBER))
    assert (report.state, report.decided_at) == (State.SUBMITTED, None)


def test_second_decision_names_who_was_first(
    submitted: SituationReport, manager: User, central: User
) -> None:
    reports.approve_report(report=submitted, acting_user=manager)
    with pytest.raises(AlreadyDecided, match="redan godkänd av Chris Chef"):
        reports.return_report(report=submitted, acting_user=manager, reason="Nej")
    report = reports.publish_report(report=submitted, acting_user=central)
    assert (report.state, report.published_by) == (State.PUBLISHED, central)
    with pytest.raises(AlreadyDecided, match="redan publicerad"):
        reports.publish_report(report=submitted, acting_user=central)


def test_waiting_report_is_not_published(submitted: SituationReport, central: User) -> None:
    with pytest.raises(AlreadyDecided, match="väntar på chefens"):
        reports.publish_report(report=submitted, acting_user=central)


def test_no_change_brings_problems_and_texts(complete: SituationReport, coordinator: User) -> None:
    ProblemFactory(report=complete, development="ended", title="Löst")
    report = reports.report_no_change(
        body=complete.body,
        period=date(2026, 11, 1),
        acting_user=coordinator,
        day=NOVEMBER,
    )
    [carried] = report.problems.all()
    assert (carried.development, carried.continues) == (
        "unchanged",
        complete.problems.exclude(development="ended").get(),
    )
    assert report.parts.get(kind="analysis").text == "Text."
    again = reports.report_no_change(
        body=complete.body, period=report.period, acting_user=coordinator, day=NOVEMBER
    )
    assert (again.no_change, again.problems.count()) == (True, 1)
    sent = reports.submit_report(report=again, acting_user=coordinator, at=noon(date(2026, 12, 1)))
    assert sent.state == State.SUBMITTED


def test_no_change_needs_something_to_be_unchanged_from(
    report: SituationReport, coordinator: User
) -> None:
    with pytest.raises(NothingToCarryOver):
        reports.report_no_change(
            body=report.body, period=OCTOBER, acting_user=coordinator, day=NOVEMBER
        )


def test_news_take_back_no_change(complete: SituationReport, coordinator: User) -> None:
    report = reports.report_no_change(
        body=complete.body, period=date(2026, 11, 1), acting_user=coordinator, day=NOVEMBER
    )
    problem = report.problems.get()
    problems.save_problem(
        problem=problem, version=problem.version, acting_user=coordinator, development="increasing"
    )
    report.refresh_from_db()
    assert not report.no_change


def test_later_writer_meets_the_other_text(
    report: SituationReport, coordinator: User, manager: User
) -> None:
    write(report, manager, text="Min text.", version=0)
    with pytest.raises(EditConflict) as conflict:
        write(report, coordinator, text="Din text.", version=0)
    assert (conflict.value.current.text, conflict.value.current.updated_by) == (
        "Min text.",
        manager,
    )
    assert write(report, coordinator, text="Min text.", version=0).version == 1  # a retry


def test_restricted_text_says_why(report: SituationReport, coordinator: User) -> None:
    with pytest.raises(ValidationError, match="varför uppgiften är skyddad"):
        write(report, coordinator, classification="restricted")
    part = write(
        report, coordinator, classification="restricted", classification_reason="Utredning"
    )
    part = write(report, coordinator, classification="internal", classification_reason="Utredning")
    assert part.classification_reason == ""


def test_too_long_text_is_refused_when_saved_and_kept_when_autosaved(
    report: SituationReport, coordinator: User
) -> None:
    with pytest.raises(TextTooLong, match=r"högst 20.000 tecken"):
        write(report, coordinator, text="å" * 20_001)
    values = {
        "report": report,
        "kind": "analysis",
        "classification": "restricted",
        "version": 0,
        "acting_user": coordinator,
    }
    with pytest.raises(TextTooLong):
        parts.autosave_part(text="å" * 200_001, **values)
    part = parts.autosave_part(text="å" * 100_000, **values)
    assert (len(part.text), part.classification_reason) == (100_000, REASON_PENDING)
    with pytest.raises(ReportIncomplete, match="för lång"):
        reports.submit_report(report=report, acting_user=coordinator)


@pytest.mark.parametrize("classification", ["open", "internal"])
def test_person_in_the_text_keeps_the_report_from_being_sent_in(
    complete: SituationReport, coordinator: User, classification: str
) -> None:
    write(complete, coordinator, text="Ring 070-123 45 67", classification=classification)
    with pytest.raises(ReportIncomplete, match="ett telefonnummer"):
        reports.submit_report(report=complete, acting_user=coordinator, at=noon(NOVEMBER))
    write(
        complete,
        coordinator,
        text="Ring 070-123 45 67",
        classification="restricted",
        classification_reason="Kontakt i utredning",
    )
    reports.submit_report(report=complete, acting_user=coordinator, at=noon(NOVEMBER))


def test_restricted_text_whose_reason_is_pending_is_not_sent_in(
    complete: SituationReport, coordinator: User
) -> None:
    part = complete.parts.get(kind="analysis")
    parts.autosave_part(
        report=complete,
        kind="analysis",
        text="Hemligt",
        classification="restricted",
        version=part.version,
        acting_user=coordinator,
    )
    with pytest.raises(ReportIncomplete, match="varför uppgiften är skyddad"):
        reports.submit_report(report=complete, acting_user=coordinator, at=noon(NOVEMBER))


def test_history_keeps_every_change_of_state(submitted: SituationReport, manager: User) -> None:
    reports.approve_report(report=submitted, acting_user=manager)
    events = SituationReport.pgh_event_model.objects.filter(pgh_obj_id=submitted.pk)
    assert list(events.order_by("pk").values_list("state", flat=True))[-2:] == [
        "submitted",
        "approved",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_make_one_decision() -> None:
    report = SituationReportFactory(state="submitted")

    def decide(what: str) -> str:
        try:
            if what == "approve":
                reports.approve_report(report=report, acting_user=report.created_by)
            else:
                reports.return_report(report=report, acting_user=report.created_by, reason="Var?")
        except AlreadyDecided:
            return "refused"
        else:
            return "decided"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(decide, ["approve", "return"])) == ["decided", "refused"]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_start_one_report() -> None:
    ProgramFactory()
    body = ResponsibleBodyFactory()
    user = SituationReportFactory().created_by

    def start(_click: int) -> int:
        try:
            return reports.start_report(
                body=body, period=OCTOBER, acting_user=user, day=NOVEMBER
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        assert len(set(people.map(start, range(2)))) == 1


def test_late_is_counted_from_today_while_the_report_has_not_come() -> None:
    report = SituationReport(due_on=date(2026, 11, 5))
    assert not report.is_late_on(date(2026, 11, 5))
    assert report.is_late_on(date(2026, 11, 6))


def test_no_more_than_one_report_each_period(report: SituationReport) -> None:
    copy = SituationReportFactory.build(
        body=report.body, program=report.program, created_by=report.created_by
    )
    with pytest.raises(ValidationError, match="redan en lägesbild"):
        copy.validate_constraints()


def test_previous_report_is_the_latest_before(report: SituationReport) -> None:
    for back in (3, 2):
        earlier = SituationReportFactory(
            body=report.body, program=report.program, period=add_months(OCTOBER, -back)
        )
    SituationReportFactory(program=report.program, period=add_months(OCTOBER, -1))
    assert reports.previous_report(report) == earlier
    assert earlier.period < report.period - timedelta(days=1)


def test_problem_without_news_keeps_its_version(report: SituationReport, coordinator: User) -> None:
    problem = ProblemFactory(report=report, title="Bråk")
    same = problems.save_problem(problem=problem, version=7, acting_user=coordinator, title="Bråk")
    assert (same.version, Problem.objects.count()) == (0, 1)
