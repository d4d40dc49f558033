"""Everything a person does with a situation report as a whole."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.completeness import missing_before_submission
from collaboration.exceptions import (
    AlreadyDecided,
    LateReasonMissing,
    NothingToCarryOver,
    ReportIncomplete,
    ReturnReasonMissing,
)
from collaboration.models import Problem, ReportPart, SituationReport
from collaboration.periods import program_for
from collaboration.services.locks import locked, locked_for_editing
from collaboration.services.problems import copy_of
from programs.models import ResponsibleBody
from trygghet.accounts.models import User

State = SituationReport.State
PEOPLE = ("submitted_by", "decided_by", "published_by")


@transaction.atomic
def start_report(
    *, body: ResponsibleBody, period: date, acting_user: User, day: date | None = None
) -> SituationReport:
    """The body's report for the period, begun with its empty parts if there was none.

    ``day`` is the day it is asked on (today). Raises NoProgramInForce or PeriodNotAllowed.
    """
    program = program_for(body, period, day or timezone.localdate())
    report, is_new = SituationReport.objects.get_or_create(
        body=body,
        period=period,
        defaults={
            "program": program,
            "period_months": program.report_months,
            "due_on": program.report_due_on(period),
            "created_by": acting_user,
        },
    )
    if is_new:
        ReportPart.objects.bulk_create(
            ReportPart(report=report, kind=kind) for kind in ReportPart.Kind.values
        )
    return report


@transaction.atomic
def submit_report(
    *,
    report: SituationReport,
    acting_user: User,
    late_reason: str = "",
    at: datetime | None = None,
) -> SituationReport:
    """Send the report to the body's manager.

    ``at`` is when it was sent, for reports that come from elsewhere. Raises ReportNotEditable,
    ReportIncomplete (with what is missing) or LateReasonMissing.
    """
    report = locked_for_editing(report)
    if missing := missing_before_submission(report):
        raise ReportIncomplete(missing)
    at = at or timezone.now()
    late_reason = late_reason.strip() or report.late_reason
    if timezone.localdate(at) > report.due_on and not late_reason:
        raise LateReasonMissing
    report.late_reason = late_reason
    report.submitted_by, report.submitted_at = acting_user, at
    report.decided_by = report.decided_at = None
    return _in_state(report, State.SUBMITTED)


@transaction.atomic
def approve_report(
    *, report: SituationReport, acting_user: User, at: datetime | None = None
) -> SituationReport:
    """Stand behind the report as the body's manager. Raises AlreadyDecided."""
    report = _waiting_for_decision(report)
    report.decided_by, report.decided_at = acting_user, at or timezone.now()
    return _in_state(report, State.APPROVED)


@transaction.atomic
def return_report(
    *, report: SituationReport, acting_user: User, reason: str, at: datetime | None = None
) -> SituationReport:
    """Give it back to the coordinator with what must change.

    Raises ReturnReasonMissing or AlreadyDecided.
    """
    if not reason.strip():
        raise ReturnReasonMissing
    report = _waiting_for_decision(report)
    report.return_reason = reason.strip()
    report.decided_by, report.decided_at = acting_user, at or timezone.now()
    return _in_state(report, State.RETURNED)


@transaction.atomic
def publish_report(
    *, report: SituationReport, acting_user: User, at: datetime | None = None
) -> SituationReport:
    """Let everybody who follows the city's work read it. Raises AlreadyDecided."""
    report = locked(report)
    if report.state != State.APPROVED:
        raise AlreadyDecided(_refusal(report))
    report.published_by, report.published_at = acting_user, at or timezone.now()
    return _in_state(report, State.PUBLISHED)


@transaction.atomic
def report_no_change(
    *, body: ResponsibleBody, period: date, acting_user: User, day: date | None = None
) -> SituationReport:
    """A draft that says "no change": the last report's problems and texts, ready to send in.

    What is already written in the period's report stays. Raises NothingToCarryOver and what
    start_report and locked_for_editing raise.
    """
    report = start_report(body=body, period=period, acting_user=acting_user, day=day)
    report = locked_for_editing(report)
    last = previous_report(report)
    if last is None:
        raise NothingToCarryOver
    _carry_problems(report, last, acting_user)
    _carry_texts(report, last, acting_user)
    report.no_change = True
    report.no_problems = not report.problems.exists()
    report.save()
    return report


def previous_report(report: SituationReport) -> SituationReport | None:
    """The body's latest report before this one, whatever its state."""
    earlier = SituationReport.objects.filter(body=report.body_id, period__lt=report.period)
    return earlier.order_by("-period").first()


@transaction.atomic
def say_no_problems(
    *, report: SituationReport, no_problems: bool, acting_user: User
) -> SituationReport:
    """Say, or take back, that there are no problems to report. Raises ReportNotEditable."""
    report = locked_for_editing(report)
    report.no_problems = no_problems and not report.problems.exists()
    report.save(update_fields=["no_problems", "updated_at"])
    return report


def _carry_problems(report: SituationReport, last: SituationReport, acting_user: User) -> None:
    carried = set(report.problems.values_list("continues_id", flat=True))
    active = last.problems.active().exclude(pk__in=carried - {None})
    for order, problem in enumerate(active, start=report.problems.count()):
        copy = copy_of(problem, report, acting_user)
        copy.development, copy.order = Problem.Development.UNCHANGED, order
        copy.save()


def _carry_texts(report: SituationReport, last: SituationReport, acting_user: User) -> None:
    texts: dict[str, Any] = {part.kind: part for part in last.parts.exclude(text="")}
    for part in report.parts.select_for_update().filter(text="", kind__in=texts):
        old = texts[part.kind]
        part.text, part.updated_by = old.text, acting_user
        part.classification = old.classification
        part.classification_reason = old.classification_reason
        part.version += 1
        part.save()


def _waiting_for_decision(report: SituationReport) -> SituationReport:
    report = locked(report)
    if report.state != State.SUBMITTED:
        raise AlreadyDecided(_refusal(report))
    return report


def _refusal(report: SituationReport) -> str:
    """Why the decision cannot be taken, naming who was first."""
    if report.state == State.PUBLISHED:
        return _("Lägesbilden är redan publicerad.")
    if report.state == State.SUBMITTED:
        return _("Lägesbilden väntar på chefens godkännande.")
    if report.decided_by and report.state in (State.APPROVED, State.RETURNED):
        return _("Lägesbilden är redan %(state)s av %(who)s.") % {
            "state": report.get_state_display().lower(),
            "who": report.decided_by,
        }
    return _("Lägesbilden är inte inskickad.")


def _in_state(report: SituationReport, state: State) -> SituationReport:
    report.state = state
    report.full_clean(exclude=PEOPLE)  # who has not acted yet is empty, which a form would refuse
    report.save()
    return report
