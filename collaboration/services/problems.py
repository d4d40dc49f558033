"""The problems of a situation report: added, changed, removed, carried over."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from collaboration.exceptions import EditConflict, ProblemOfAnotherReport
from collaboration.models import Observation, Problem, SituationReport
from collaboration.services.locks import locked_for_editing
from trygghet.accounts.models import User

CARRIED = (
    "type_id",
    "title",
    "area_id",
    "place",
    "longitude",
    "latitude",
    "when",
    "frequency",
    "exposed",
    "description",
    "consequences",
    "sources",
    "classification",
    "classification_reason",
)
CONTINUES, CHANGED, ENDED = "continues", "changed", "ended"
DEVELOPMENT_WHEN = {
    CONTINUES: Problem.Development.UNCHANGED,
    CHANGED: Problem.Development.UNCHANGED,  # what changed is said in the form that opens
    ENDED: Problem.Development.ENDED,
}


@transaction.atomic
def add_problem(
    *,
    report: SituationReport,
    acting_user: User,
    idempotency_key: UUID | None = None,
    **fields: Any,
) -> Problem:
    """Add a problem last in the report; the same key again gives the one already added.

    Raises ReportNotEditable and ValidationError.
    """
    report = locked_for_editing(report)
    if idempotency_key and (added := report.problems.filter(idempotency_key=idempotency_key)):
        return added.get()
    problem = Problem(
        report=report,
        order=_next_order(report),
        updated_by=acting_user,
        idempotency_key=idempotency_key,
        **fields,
    )
    problem.full_clean()
    problem.save()
    _something_changed(report)
    return problem


@transaction.atomic
def save_problem(*, problem: Problem, version: int, acting_user: User, **fields: Any) -> Problem:
    """Change a problem. Raises ReportNotEditable, EditConflict and ValidationError.

    The same content saved again changes nothing.
    """
    report = locked_for_editing(problem.report)
    problem = Problem.objects.select_for_update().get(pk=problem.pk, report=report)
    changed = {name: value for name, value in fields.items() if getattr(problem, name) != value}
    if not changed:
        return problem
    if problem.version != version:
        raise EditConflict(problem)
    for name, value in changed.items():
        setattr(problem, name, value)
    problem.version += 1
    problem.updated_by = acting_user
    problem.full_clean()
    problem.save()
    _something_changed(report)
    return problem


@transaction.atomic
def delete_problem(*, problem: Problem, acting_user: User) -> None:
    """Take a problem out of the report; its observations wait to be read again.

    Raises ReportNotEditable. The problem's history stays.
    """
    report = locked_for_editing(problem.report)
    problem.observations.update(state=Observation.State.NEW)
    Problem.objects.filter(pk=problem.pk, report=report).delete()


@transaction.atomic
def carry_over(
    *, report: SituationReport, problem: Problem, how: str, acting_user: User
) -> Problem:
    """Take an earlier report's problem into this one: it continues, has changed or has ended.

    Said again it only changes how. Raises ReportNotEditable and ProblemOfAnotherReport.
    """
    report = locked_for_editing(report)
    if problem.report.body_id != report.body_id or problem.report.period >= report.period:
        raise ProblemOfAnotherReport
    copy = report.problems.filter(continues=problem).first()
    if copy is None:
        copy = copy_of(problem, report, acting_user)
        copy.order = _next_order(report)
    copy.development = DEVELOPMENT_WHEN[how]
    copy.version += 1
    copy.full_clean()
    copy.save()
    if how != CONTINUES:
        _something_changed(report)
    return copy


def copy_of(problem: Problem, report: SituationReport, acting_user: User) -> Problem:
    """A new, unsaved problem that says the same in ``report``."""
    carried = {name: getattr(problem, name) for name in CARRIED}
    return Problem(report=report, continues=problem, updated_by=acting_user, **carried)


def _next_order(report: SituationReport) -> int:
    last = report.problems.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def _something_changed(report: SituationReport) -> None:
    """A report with news in it is no longer "no change", nor without problems."""
    if report.no_change or report.no_problems:
        report.no_change = report.no_problems = False
        report.save(update_fields=["no_change", "no_problems", "updated_at"])
