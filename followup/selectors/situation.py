"""Which bodies sent their report, when, and in what state: for dashboard and monthly report alike.

The state of a report is known to those who follow the whole city even while its text is not theirs
to read; to everybody else an unpublished report of another body is withheld.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Obstacle, Problem, ReportPart, SituationReport
from programs.models import Coordinator, Program, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.ids import among
from trygghet.months import add_months
from trygghet.statements import Row, rows_of

State = SituationReport.State
APPROVED = frozenset({State.APPROVED, State.PUBLISHED})
SENT = APPROVED | {State.SUBMITTED}
MISSING = "missing"
WITHHELD = "withheld"


def last_day_of(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)


class BodyStatus(NamedTuple):
    """How one body's report for one month stands, as far as the reader may know.

    ``state`` is a state of ``SituationReport``, ``missing`` or ``withheld``; ``report_id`` is set
    when the reader may open the report. ``sent_on`` is a day in Stockholm.
    """

    body_id: int
    code: str
    name: str
    kind: str
    area_id: int | None
    has_coordinator: bool
    state: str
    is_late: bool
    late_reason: str
    due_on: date
    sent_on: date | None
    report_id: int | None

    @property
    def is_sent(self) -> bool:
        return self.state in SENT

    @property
    def is_approved(self) -> bool:
        return self.state in APPROVED

    @property
    def is_withheld(self) -> bool:
        return self.state == WITHHELD

    @property
    def look(self) -> str:
        """The name of the state's mark in ``trygghet.ui.statuses``."""
        return "not_due" if self.state == MISSING and not self.is_late else self.state

    @property
    def label(self) -> str:
        """The state in words."""
        if self.is_withheld:
            return _("visas inte")
        if self.state == MISSING:
            return _("Saknas") if self.is_late else _("Inte dags än")
        return str(State(self.state).label)

    @property
    def is_overdue(self) -> bool:
        """Not sent, and the due day has passed."""
        return self.is_late and not self.is_sent


@dataclass(frozen=True)
class MonthStatus:
    """One month with every body that was asked for a report."""

    month: date
    bodies: tuple[BodyStatus, ...]

    @cached_property
    def report_ids(self) -> tuple[int, ...]:
        """The sent reports that the reader may open: what the month's figures are counted on."""
        return tuple(body.report_id for body in self.bodies if body.is_sent and body.report_id)

    @cached_property
    def counts(self) -> "StatusCounts":
        return status_counts(self.bodies)

    def only(self, *body_ids: int) -> "MonthStatus":
        """The month of some of the bodies."""
        kept = tuple(body for body in self.bodies if body.body_id in body_ids)
        return MonthStatus(self.month, kept)


@dataclass(frozen=True)
class StatusCounts:
    """Bodies by what became of their report; the last five add up to ``asked``."""

    asked: int
    approved: int
    waiting: int
    without_coordinator: int
    in_time: int
    late: int
    overdue: int
    not_due: int
    withheld: int

    @property
    def sent(self) -> int:
        return self.in_time + self.late

    @property
    def missing(self) -> int:
        return self.overdue + self.not_due


def status_counts(bodies: Sequence[BodyStatus]) -> StatusCounts:
    states = Counter((body.state, body.is_late) for body in bodies)
    sent = {late: sum(states[state, late] for state in SENT) for late in (False, True)}
    approved = sum(states[state, late] for state in APPROVED for late in (False, True))
    withheld = states[WITHHELD, False]
    known = len(bodies) - withheld
    overdue = sum(number for (_state, late), number in states.items() if late) - sent[True]
    return StatusCounts(
        asked=len(bodies),
        approved=approved,
        waiting=sent[False] + sent[True] - approved,
        without_coordinator=sum(not body.has_coordinator for body in bodies),
        in_time=sent[False],
        late=sent[True],
        overdue=overdue,
        not_due=known - sent[False] - sent[True] - overdue,
        withheld=withheld,
    )


class AskedBody(NamedTuple):
    """A body that is asked for reports; ``valid_from`` and ``valid_to`` are when it existed."""

    pk: int
    code: str
    name: str
    kind: str
    area_id: int | None
    valid_from: date | None
    valid_to: date | None
    has_coordinator: bool

    @property
    def reports(self) -> bool:
        return True


def asked_bodies(month: date, *, months: int = 1, day: date | None = None) -> tuple[AskedBody, ...]:
    """The bodies asked for a report in one of the ``months`` that end with ``month``. One query.

    ``has_coordinator`` is whether one was appointed at the end of ``month``, or is on ``day``
    (today) while that has not come.
    """
    last_day = last_day_of(month)
    known_on = min(day or timezone.localdate(), last_day)
    rows = rows_of(_asked_rows, add_months(month, 1 - months), last_day, known_on)
    return tuple(map(AskedBody._make, rows))


def _asked_rows(first: date, last: date, known_on: date) -> QuerySet[ResponsibleBody, Row]:
    appointed = Coordinator.objects.valid_on(known_on).filter(body=OuterRef("pk"))
    return (
        ResponsibleBody.objects.reporting()
        .valid_between(first, last)
        .annotate(has_coordinator=Exists(appointed))
        .by_name()
        .values_list(*AskedBody._fields)
    )


def _existed_on(last_day: date, body: AskedBody) -> bool:
    begun = body.valid_from is None or body.valid_from <= last_day
    return begun and (body.valid_to is None or body.valid_to >= last_day)


class _Report(NamedTuple):
    pk: int
    body_id: int
    period: date
    period_months: int
    state: str
    due_on: date
    late_reason: str
    is_visible: bool
    sent_on: date | None


def _reports(
    scope: Scope, months: Sequence[date], bodies: Iterable[AskedBody]
) -> dict[tuple[int, date], _Report]:
    """Each body's report by the months that it covers, whether or not the reader may open it."""
    of_bodies = frozenset(body.pk for body in bodies)
    rows = rows_of(_report_rows, scope.rights, months[0], months[-1], of_bodies)
    return {
        (row.body_id, add_months(row.period, covered) if covered else row.period): row
        for row in map(_Report._make, rows)
        for covered in range(row.period_months)
    }


def _report_rows(
    scope: Scope, first: date, last: date, bodies: frozenset[int]
) -> QuerySet[SituationReport, Row]:
    visible = SituationReport.objects.visible_to(scope).filter(pk=OuterRef("pk"))
    return (
        SituationReport.objects.filter(
            Q(period__gte=first) | Q(period__gte=add_months(first, -11), period_months__gt=1),
            body__in=among(bodies),
            period__lte=last,
        )
        .annotate(is_visible=Exists(visible), sent_on=TruncDate("submitted_at"))
        .values_list(*_Report._fields)
    )


def _state(scope: Scope, body_id: int, row: _Report | None) -> str:
    if row and row.is_visible:
        return row.state
    if not (scope.follows_city or scope.for_report or body_id in scope.bodies):
        return WITHHELD
    return row.state if row and row.state in SENT else MISSING


def _body_status(
    scope: Scope, body: AskedBody, row: _Report | None, due_on: date, day: date
) -> BodyStatus:
    state = _state(scope, body.pk, row)
    visible = bool(row and row.is_visible)
    due_on = row.due_on if row and state != WITHHELD else due_on
    sent_on = row.sent_on if row and state in SENT else None
    return BodyStatus(
        body.pk,
        body.code,
        body.name,
        body.kind,
        body.area_id,
        body.has_coordinator,
        state,
        is_late=state != WITHHELD and (sent_on or day) > due_on,
        late_reason=row.late_reason if row and visible else "",
        due_on=due_on,
        sent_on=sent_on,
        report_id=row.pk if row and visible else None,
    )


def status_history(
    scope: Scope,
    program: Program,
    month: date,
    bodies: Sequence[AskedBody],
    *,
    months: int = 13,
    day: date | None = None,
) -> tuple[MonthStatus, ...]:
    """The ``months`` that end with ``month``, oldest first, as they stand on ``day``. One query.

    ``bodies`` come from ``asked_bodies``; each month holds those that existed at its end.
    """
    day = day or timezone.localdate()
    span = tuple(add_months(month, back) for back in range(1 - months, 1))
    reports = _reports(scope, span, bodies)
    return tuple(_month(scope, program, each, bodies, reports, day) for each in span)


def _month(
    scope: Scope,
    program: Program,
    month: date,
    bodies: Iterable[AskedBody],
    reports: Mapping[tuple[int, date], _Report],
    day: date,
) -> MonthStatus:
    due_on, last_day = program.report_due_on(month), last_day_of(month)
    asked = (body for body in bodies if _existed_on(last_day, body))
    return MonthStatus(
        month,
        tuple(
            _body_status(scope, body, reports.get((body.pk, month)), due_on, day) for body in asked
        ),
    )


def month_status(
    scope: Scope,
    program: Program,
    month: date,
    bodies: Sequence[AskedBody],
    *,
    day: date | None = None,
) -> MonthStatus:
    """One month of ``status_history``."""
    return status_history(scope, program, month, bodies, months=1, day=day)[0]


@dataclass(frozen=True)
class Withheld:
    """How much the reader may not read in reports that it may open (and of obstacles)."""

    problems: int = 0
    parts: int = 0
    obstacles: int = 0

    @property
    def total(self) -> int:
        return self.problems + self.parts + self.obstacles


def withheld_count(scope: Scope, month: MonthStatus) -> Withheld:
    """What is kept from the reader of the month's figures. One query; none for the central office,
    which reads everything."""
    if scope.is_central:
        return Withheld()
    bodies = frozenset(body.body_id for body in month.bodies)
    counted = rows_of(
        _withheld_rows, scope.rights, month.month, frozenset(month.report_ids), bodies
    )
    return Withheld(**dict(counted))


def _withheld_rows(
    scope: Scope, month: date, reports: frozenset[int], bodies: frozenset[int]
) -> QuerySet[Problem, Row]:
    in_reports = Q(report__in=among(reports))
    raised = Q(body__in=among(bodies), raised_at__date__range=(month, last_day_of(month)))
    if not (scope.follows_city or scope.for_report):
        raised &= Q(body__in=scope.bodies)
    groups = {
        "problems": Problem.objects.filter(in_reports),
        "parts": ReportPart.objects.filter(in_reports).exclude(text=""),
        "obstacles": Obstacle.objects.filter(raised),
    }
    counted = [
        rows.withheld_from(scope)
        .order_by()
        .values(what=Value(what))
        .annotate(number=Count("pk"))
        .values_list("what", "number")
        for what, rows in groups.items()
    ]
    return counted[0].union(*counted[1:], all=True)
