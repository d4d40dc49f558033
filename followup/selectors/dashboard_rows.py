"""The rows behind each figure of a dashboard: exactly as many as the figure says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.models import CollaborationProcess, Problem
from followup.selectors.board import Board
from followup.selectors.dashboard import Dashboard
from followup.selectors.dashboard_work import GoalStand, is_late_measure, late_on
from followup.selectors.measures import look_of
from followup.selectors.situation import BodyStatus
from programs.models import ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.months import month_name
from trygghet.ui.statuses import STATUSES

Cell = str | int | None


@dataclass(frozen=True)
class Row:
    """Cells in the columns' order; ``url`` is where the first one leads, if the reader may go."""

    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True)
class RowTable:
    title: str
    columns: tuple[str, ...]
    lines: tuple[Row, ...]

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells alone, as in a file."""
        return tuple(line.cells for line in self.lines)


Maker = Callable[[Scope, Board], RowTable]


def rows_behind(board: Board, key: str) -> RowTable | None:
    """The rows of the figure ``key``, or None when the dashboard has no such rows. Two queries."""
    maker = WORK_ROWS.get(key) or (SITUATION_ROWS.get(key) if is_situation(board) else None)
    return maker(board.scope, board) if maker else None


def is_situation(board: Board) -> bool:
    return isinstance(board, Dashboard)


def _reports_in_time(_scope: Scope, board: Dashboard) -> RowTable:
    """The city's bodies in the month, or the months of one body."""
    months = board.history[1:] if board.selection.body else board.history[-1:]
    found = [
        (month.month, body)
        for month in months
        for body in month.bodies
        if body.is_sent and not body.is_late and not body.is_withheld
    ]
    return RowTable(
        _("Lägesbilder i tid"),
        (_("Nämnd eller bolag"), _("Månad"), _("Läge"), _("Inskickad"), _("Senast")),
        tuple(_report_row(month, body) for month, body in found),
    )


def _report_row(month: date, body: BodyStatus) -> Row:
    url = (
        reverse("collaboration:report-detail", args=[body.report_id])
        if body.report_id
        else reverse("followup:dashboard-body", args=[body.code])
    )
    sent_on = body.sent_on.isoformat() if body.sent_on else None
    return Row((body.name, month_name(month), body.label, sent_on, body.due_on.isoformat()), url)


def _problems(scope: Scope, board: Dashboard) -> RowTable:
    return _problem_table(scope, board, _("Problem"), {})


def _growing(scope: Scope, board: Dashboard) -> RowTable:
    increasing = {"development": Problem.Development.INCREASING}
    return _problem_table(scope, board, _("Problem som ökar"), increasing)


def _problem_table(scope: Scope, board: Dashboard, title: str, wanted: dict[str, str]) -> RowTable:
    """Types and places only: the words stand in the report, where reading them is noted."""
    problems = Problem.objects.visible_to(scope).filter(report__in=board.month.report_ids)
    rows = (
        board.only(problems.active())
        .filter(**wanted)
        .order_by("report__body__name", "type__name", "pk")
        .select_related("type", "area", "report__body")
        .only("development", "type__name", "area__name", "report__body__name", "report__period")
    )
    return RowTable(
        title,
        (_("Nämnd eller bolag"), _("Typ av problem"), _("Område"), _("Utveckling")),
        tuple(
            Row(
                (
                    row.report.body.name,
                    row.type.name,
                    row.area.name if row.area else None,
                    str(row.get_development_display()),
                ),
                reverse("collaboration:report-detail", args=[row.report_id]),
            )
            for row in rows
        ),
    )


def _vacant(_scope: Scope, board: Dashboard) -> RowTable:
    return RowTable(
        _("Nämnder och bolag utan samordnare"),
        (_("Nämnd eller bolag"), _("Slag")),
        tuple(
            Row(
                (body.name, str(ResponsibleBody.Kind(body.kind).label)),
                reverse("programs:body-detail", args=[body.code]),
            )
            for body in board.vacant
        ),
    )


def _obstacles(_scope: Scope, board: Board) -> RowTable:
    return RowTable(
        _("Hinder utan svar"),
        (_("Hinder"), _("Nämnd eller bolag"), _("Lyft"), _("Dagar utan svar")),
        tuple(
            Row(
                (
                    line.title,
                    line.body_name,
                    line.raised_on.isoformat(),
                    line.days_waited(board.selection.seen_on),
                ),
                reverse("collaboration:obstacle-detail", args=[line.obstacle_id]),
            )
            for line in board.waiting
        ),
    )


def _reached(_scope: Scope, board: Board) -> RowTable:
    return goal_table(_("Mål som nås helt eller delvis"), board.work.reached)


def _to_review(_scope: Scope, board: Board) -> RowTable:
    return goal_table(_("Bedömningar att granska"), board.work.to_review)


def _all_goals(_scope: Scope, board: Board) -> RowTable:
    return goal_table(_("Mål efter bedömning"), board.work.goals)


def _slipping(_scope: Scope, board: Board) -> RowTable:
    return goal_table(_("Mål som glider"), board.work.slipping)


def goal_table(title: str, goals: tuple[GoalStand, ...]) -> RowTable:
    """Goals with their assessment: who said so, and when."""
    return RowTable(
        title,
        (
            _("Mål"), _("Ansvarig"), _("Fokusområde"), _("Bedömning"), _("Bedömt av"),
            _("Bedömt"), _("Senast"),
        ),
        tuple(
            Row(
                (
                    goal.title,
                    goal.body_name,
                    goal.focus_area,
                    str(STATUSES[goal.look].label),
                    goal.assessed_by or None,
                    goal.assessed_at.date().isoformat() if goal.assessed_at else None,
                    goal.due_on.isoformat() if goal.due_on else None,
                ),
                reverse("followup:goal-detail", args=[goal.goal_id]),
            )
            for goal in goals
        ),
    )  # fmt: skip


def _late_measures(scope: Scope, board: Board) -> RowTable:
    late = board.narrowing.measures(scope).filter(is_late_measure(board.selection.seen_on))
    rows = late.select_related("responsible").order_by("due_on", "pk")
    return RowTable(
        _("Sena åtgärder"),
        (_("Åtgärd"), _("Ansvarig"), _("Läge"), _("Senast"), _("Dagar sen")),
        tuple(
            Row(
                (
                    row.title,
                    row.responsible.name,
                    str(STATUSES[look_of(row, True)].label),
                    row.due_on.isoformat(),
                    (board.selection.seen_on - row.due_on).days,
                ),
                reverse("followup:measure-detail", args=[row.pk]),
            )
            for row in rows
        ),
    )


def _late_activities(scope: Scope, board: Board) -> RowTable:
    late = board.narrowing.activities(scope).filter(late_on(board.selection.seen_on))
    rows = late.select_related("measure__responsible", "owner").order_by("due_on", "pk")
    return RowTable(
        _("Sena aktiviteter"),
        (
            _("Aktivitet"), _("Åtgärd"), _("Ansvarig"), _("Person"), _("Senast"), _("Dagar sen"),
            _("Skäl"),
        ),
        tuple(
            Row(
                (
                    row.title,
                    row.measure.title,
                    row.measure.responsible.name,
                    str(row.owner),
                    row.due_on.isoformat(),
                    (board.selection.seen_on - row.due_on).days,
                    row.late_reason or None,
                ),
                reverse("followup:activity-detail", args=[row.pk]),
            )
            for row in rows
        ),
    )  # fmt: skip


def _running(scope: Scope, board: Board) -> RowTable:
    """Processes are named to those who may open them."""
    rows = board.narrowing.processes().select_related("lead_body").order_by("began_on", "pk")
    seen = CollaborationProcess.objects.visible_to(scope).filter(pk__in=rows)
    may_open = set(seen.values_list("pk", flat=True))
    return RowTable(
        _("Samverkan som pågår"),
        (_("Samverkan"), _("Leds av"), _("Började")),
        tuple(
            Row(
                (
                    row.title if row.pk in may_open else _("Samverkan som du inte deltar i"),
                    row.lead_body.name,
                    row.began_on.isoformat(),
                ),
                reverse("collaboration:process-detail", args=[row.pk])
                if row.pk in may_open
                else "",
            )
            for row in rows
        ),
    )


def _threads(_scope: Scope, board: Board) -> RowTable:
    """A row for each body that leads: no process is named, so that all may read it."""
    names = dict(
        ResponsibleBody.objects.filter(pk__in=board.threads.by_body).values_list("pk", "name")
    )
    parts = sorted(board.threads.by_body.items(), key=lambda part: part[1].percent or 0)
    return RowTable(
        _("Röda trådar efter vem som leder"),
        (_("Leds av"), _("Samverkan"), _("Hänger ihop (%)"), _("Lösa ändar")),
        tuple(
            Row((names[pk], part.threads, part.percent, part.expected - part.held))
            for pk, part in parts
        ),
    )


SITUATION_ROWS: dict[str, Maker] = {
    "lagesbilder-i-tid": _reports_in_time,
    "problem": _problems,
    "problem-som-okar": _growing,
    "utan-samordnare": _vacant,
}
WORK_ROWS: dict[str, Maker] = {
    "hinder": _obstacles,
    "mal": _all_goals,
    "mal-som-nas": _reached,
    "mal-som-glider": _slipping,
    "bedomningar-att-granska": _to_review,
    "sena-atgarder": _late_measures,
    "sena-aktiviteter": _late_activities,
    "samverkan": _running,
    "rod-trad": _threads,
}
