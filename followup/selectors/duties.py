"""Gathers what the rules of the duties look at: constant queries for any number of bodies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet

from collaboration.models import CycleFollowUp, Participant
from followup import duties as rules
from followup.compliance import State, Words
from followup.duties import BodyFacts, Duty, Introduction, LatestReport
from followup.models import GoalAssessment, ProgramIntroduction, SmartGoal
from followup.selectors.situation import (
    AskedBody,
    BodyStatus,
    MonthStatus,
    asked_bodies,
    status_history,
)
from programs.models import Coordinator, Program, ResponsibleBody
from trygghet.accounts.scope import REPORT_SCOPE
from trygghet.csv_file import Cell
from trygghet.months import month_name, previous_month

YEAR = 12


def duties_of(
    bodies: Sequence[ResponsibleBody | AskedBody], day: date
) -> dict[int, tuple[Duty, ...]]:
    """Each body's duties as they stand on ``day``. For those who follow the city, or the body."""
    ids = [body.pk for body in bodies]
    program = Program.objects.current(day)
    appointed = _appointed(ids, day)
    goals, work = _goals(ids, program), _work(ids)
    followed_up = _followed_up(ids, day)
    reports = _reports(program, day)
    told = _introductions(ids, program, day)
    return {
        body.pk: rules.duties(
            BodyFacts(
                day=day,
                is_asked=body.reports and program is not None,
                coordinator_since=appointed.get(body.pk),
                goals=goals.get(body.pk, (0, 0))[0],
                own_goals=goals.get(body.pk, (0, 0))[1],
                report=reports.get(body.pk),
                processes=work.get(body.pk, (0, None))[0],
                joined_on=work.get(body.pk, (0, None))[1],
                followed_up_on=followed_up.get(body.pk),
                introductions=told.get(body.pk, {}),
            )
        )
        for body in bodies
    }


def _appointed(ids: list[int], day: date) -> dict[int, date]:
    rows = Coordinator.objects.valid_on(day).filter(body__in=ids)
    return dict(rows.values_list("body_id", "valid_from"))


def _goals(ids: list[int], program: Program | None) -> dict[int, tuple[int, int]]:
    """How many goals each body has, and how many of them are its own."""
    rows = SmartGoal.objects.filter(body__in=ids, focus_area__program=program)
    own = Count("pk", filter=Q(process__isnull=True))
    counted = rows.order_by().values_list("body_id").annotate(total=Count("pk"), own=own)
    return {body: (number, own) for body, number, own in counted}


def _work(ids: list[int]) -> dict[int, tuple[int, date]]:
    """How many running processes each body is in, and since when without a break."""
    rows = Participant.objects.filter(
        body__in=ids, left_on__isnull=True, process__ended_on__isnull=True
    )
    counted = rows.order_by().values_list("body_id").annotate(Count("pk"), Min("joined_on"))
    return {body: (number, since) for body, number, since in counted}


def _followed_up(ids: list[int], day: date) -> dict[int, date]:
    """The last day that a goal was assessed, or a process that the body is in was followed up."""
    assessed = GoalAssessment.objects.filter(goal__body__in=ids, assessed_at__date__lte=day)
    goals = assessed.order_by().values_list("goal__body").annotate(Max("assessed_at__date"))
    party = "cycle__process__participants__body"
    decided = CycleFollowUp.objects.filter(**{f"{party}__in": ids}, decided_on__lte=day)
    cycles = decided.order_by().values_list(party).annotate(Max("decided_on"))
    found: dict[int, date] = dict(goals)
    for body, on in cycles:
        found[body] = max(on, found.get(body, on))
    return found


def _reports(program: Program | None, day: date) -> dict[int, LatestReport]:
    """By body: the newest report that was due before ``day``, and a year's count."""
    if program is None:
        return {}
    month = previous_month(day)
    asked = asked_bodies(month, months=YEAR, day=day)
    history = status_history(REPORT_SCOPE, program, month, asked, months=YEAR, day=day)
    due: dict[int, list[tuple[MonthStatus, BodyStatus]]] = {}
    for each in history:
        for status in each.bodies:
            if each.month >= program.starts_on and (status.is_sent or status.due_on < day):
                due.setdefault(status.body_id, []).append((each, status))
    return {body: _latest(found) for body, found in due.items()}


def _latest(found: list[tuple[MonthStatus, BodyStatus]]) -> LatestReport:
    month, newest = found[-1]
    in_time = sum(status.is_sent and not status.is_late for _month, status in found)
    return LatestReport(month_name(month.month), newest.due_on, newest.sent_on, in_time, len(found))


def _introductions(
    ids: list[int], program: Program | None, day: date
) -> dict[int, dict[str, Introduction]]:
    """By body and audience: the latest time that the program was made known."""
    rows = (
        ProgramIntroduction.objects.standing()
        .filter(body__in=ids, program=program, held_on__lte=day)
        .order_by("held_on", "pk")
    )
    found: dict[int, dict[str, Introduction]] = {}
    for row in rows:
        introduction = Introduction(row.held_on, row.how, row.people)
        found.setdefault(row.body_id, {})[row.audience] = introduction
    return found


def introductions_of(body: ResponsibleBody) -> QuerySet[ProgramIntroduction]:
    """Every one, the latest first; those that were taken back too."""
    rows = ProgramIntroduction.objects.filter(body=body)
    return rows.select_related("program", "recorded_by", "withdrawn_by")


@dataclass(frozen=True)
class DutyRow:
    """A line of the city's matrix."""

    body: ResponsibleBody
    duties: tuple[Duty, ...]

    def count(self, state: State) -> int:
        return sum(duty.state == state for duty in self.duties)

    @property
    def missing(self) -> int:
        return self.count(State.MISSING)

    @property
    def met(self) -> int:
        return self.count(State.MET)

    @property
    def asked(self) -> int:
        """How many of the duties apply now."""
        return len(self.duties) - self.count(State.NOT_APPLICABLE)

    def stands(self, kind: str, state: str) -> bool:
        """Whether the duty ``kind``, or some duty, is in ``state``."""
        return any(duty.state == state for duty in self.duties if not kind or duty.kind == kind)


def duty_matrix(day: date, *, kind: str = "") -> list[DutyRow]:
    """The bodies that the program asks, those that lack most first.

    ``kind`` keeps one kind of body.
    """
    bodies = ResponsibleBody.objects.reporting().valid_on(day)
    if kind:
        bodies = bodies.filter(kind=kind)
    rows = list(bodies.by_name())
    found = duties_of(rows, day)
    lines = [DutyRow(body, found[body.pk]) for body in rows]
    return sorted(lines, key=lambda line: (-line.missing, -line.count(State.SOON)))


@dataclass(frozen=True)
class DutyTally:
    """How many bodies stand where with one duty."""

    kind: str
    title: Words
    counts: tuple[tuple[State, int], ...]


TALLIED = (State.MISSING, State.SOON, State.MET, State.NOT_APPLICABLE)


def tallies(lines: Sequence[DutyRow]) -> list[DutyTally]:
    """The city's state duty by duty, in the table's order."""
    return [
        DutyTally(
            asked.kind,
            asked.title,
            tuple(
                (state, sum(line.stands(asked.kind, state) for line in lines)) for state in TALLIED
            ),
        )
        for asked in rules.DUTIES
    ]


def matrix_csv(lines: Iterable[DutyRow]) -> list[list[Cell]]:
    """Per body: each duty's state and what shows it or is missing."""
    return [
        [line.body.name, line.body.get_kind_display()]
        + [cell for duty in line.duties for cell in (duty.state.label, duty.summary)]
        for line in lines
    ]
