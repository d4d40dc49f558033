"""One dashboard with all that it tells: for the page, the files and the API alike."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.models import CollaborationProcess
from followup.selectors.board import Board, Selection, WorkBoard
from followup.selectors.dashboard import Dashboard, dashboard
from followup.selectors.dashboard_changes import Change, changes
from followup.selectors.dashboard_figures import (
    body_figures,
    body_sentence,
    city_figures,
    city_sentence,
)
from followup.selectors.dashboard_rows import RowTable, goal_table, rows_behind
from followup.selectors.dashboard_tables import PlainTable, Table, tables
from followup.selectors.dashboard_work import work_of
from followup.selectors.figures import Figure
from followup.selectors.obstacles import obstacle_book
from followup.selectors.red_thread_figures import city_threads
from followup.selectors.signals import signals_waiting
from followup.selectors.work_figures import work_board_figures
from programs.models import FocusArea, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.months import month_name

Subject = ResponsibleBody | FocusArea | CollaborationProcess | None


@dataclass(frozen=True)
class Overview:
    """``board`` holds the rows that the figures are counted on."""

    scope: Scope
    board: Board
    title: str
    name: str
    sentence: str
    figures: tuple[Figure, ...]
    changes: tuple[Change, ...]

    @property
    def month(self) -> date:
        return self.board.selection.month

    @property
    def tables(self) -> dict[str, Table]:
        """Every table of the page by its name, the figures first."""
        own = tables(self.board) if isinstance(self.board, Dashboard) else {}
        return {
            "siffror": figures_table(self.figures),
            "andringar": PlainTable(
                (_("Vad har ändrats"),), tuple((c.text,) for c in self.changes)
            ),
            "mal": goal_table(_("Mål efter bedömning"), self.board.work.goals),
            **own,
        }

    def rows(self, key: str) -> RowTable | None:
        """The rows behind the figure ``key``."""
        return rows_behind(self.scope, self.board, key)


def figures_table(figures: tuple[Figure, ...]) -> PlainTable:
    return PlainTable(
        (_("Siffra"), _("Värde"), _("Enhet"), _("Mål"), _("Förra månaden"), _("Anmärkning")),
        tuple(
            (
                figure.label,
                _("visas inte") if figure.withheld else figure.value,
                figure.unit,
                figure.goal,
                figure.previous,
                " ".join(filter(None, [figure.delta, figure.note])),
            )
            for figure in figures
        ),
    )


def dashboard_of(
    scope: Scope, subject: Subject, month: date, *, day: date | None = None
) -> Overview | None:
    """The dashboard of the city (None), a body, a focus area or a process, as of a month.

    None when no program is in force in ``month``. ``day`` is today unless said otherwise.
    """
    return overview(
        scope,
        Selection(
            month=month,
            day=day or timezone.localdate(),
            body=subject if isinstance(subject, ResponsibleBody) else None,
            focus_area=subject if isinstance(subject, FocusArea) else None,
            process=subject if isinstance(subject, CollaborationProcess) else None,
        ),
    )


def overview(scope: Scope, selection: Selection) -> Overview | None:
    """The same with the filters of the address. A constant number of queries."""
    if selection.focus_area or selection.process:
        return _of_work(scope, selection)
    board = dashboard(scope, selection)
    if board is None:
        return None
    of_body = selection.body is not None
    return Overview(
        scope=scope,
        board=board,
        title=_("Läget i %(month)s") % {"month": month_name(selection.month)},
        name=selection.body.name if selection.body else "",
        sentence=body_sentence(board) if of_body else city_sentence(board),
        figures=body_figures(board) if of_body else city_figures(board),
        changes=changes(board),
    )


def _of_work(scope: Scope, selection: Selection) -> Overview:
    board = work_board(scope, selection)
    subject = selection.process or selection.focus_area
    return Overview(
        scope=scope,
        board=board,
        title=_("Läget i %(month)s") % {"month": month_name(selection.month)},
        name=str(subject),
        sentence=_work_sentence(board),
        figures=work_board_figures(board, scope),
        changes=changes(board),
    )


def work_board(scope: Scope, selection: Selection) -> WorkBoard:
    narrowing = selection.narrowing()
    processes = narrowing.process_ids()
    return WorkBoard(
        selection=selection,
        narrowing=narrowing,
        obstacles=obstacle_book(
            scope, since=selection.before, until=selection.seen_on, processes=processes
        ),
        signals=signals_waiting(scope, selection.seen_on, processes=processes),
        threads=city_threads(processes),
        work=work_of(scope, narrowing, month=selection.month, day=selection.seen_on),
        clocks=(),
        running=len(processes),
    )


def _work_sentence(board: WorkBoard) -> str:
    """``19 mål, 4 åtgärder pågår och ingen aktivitet är sen.``"""
    work = board.work
    goals, measures, late = len(work.goals), work.measures_under_way, work.late_activities[-1]
    return _("%(goals)s, %(measures)s och %(activities)s.") % {
        "goals": ngettext("%(n)s mål", "%(n)s mål", goals) % {"n": goals}
        if goals
        else _("Inga mål än"),
        "measures": ngettext("%(n)s åtgärd pågår", "%(n)s åtgärder pågår", measures)
        % {"n": measures}
        if measures
        else _("ingen åtgärd pågår"),
        "activities": ngettext("%(n)s aktivitet är sen", "%(n)s aktiviteter är sena", late)
        % {"n": late}
        if late
        else _("ingen aktivitet är sen"),
    }
