"""One dashboard with all that it tells: for the page, the files and the API alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

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
from followup.selectors.dashboard_tables import (
    PlainTable,
    Table,
    bodies_table,
    obstacles_table,
)
from followup.selectors.figures import Figure
from followup.selectors.work_figures import work_board_figures
from programs.models import FocusArea, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.months import month_name

Subject = ResponsibleBody | FocusArea | CollaborationProcess | None


@dataclass(frozen=True)
class Overview:
    """``board`` reads the rows that the figures are counted on. A constant number of queries."""

    board: Board

    @property
    def subject(self) -> Subject:
        chosen = self.board.selection
        return chosen.process or chosen.focus_area or chosen.body

    @property
    def name(self) -> str:
        """Empty for the city."""
        return str(self.subject or "")

    @property
    def month(self) -> date:
        return self.board.selection.month

    @property
    def title(self) -> str:
        return _("Läget i %(month)s") % {"month": month_name(self.month)}

    @cached_property
    def sentence(self) -> str:
        if isinstance(self.board, Dashboard):
            return (body_sentence if self.subject else city_sentence)(self.board)
        return _work_sentence(self.board)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        if isinstance(self.board, Dashboard):
            return (body_figures if self.subject else city_figures)(self.board)
        return work_board_figures(self.board)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        return changes(self.board)

    @property
    def tables(self) -> dict[str, Table]:
        """Every table of the page by its name, the figures first."""
        charts = self.board.charts if isinstance(self.board, Dashboard) else ()
        plain = {name: make() for name, make in self._plain_tables.items()}
        return plain | {chart.name: chart for chart in charts}

    def table(self, name: str) -> Table | None:
        """One of them; the others are not read."""
        if make := self._plain_tables.get(name):
            return make()
        return self.board.chart(name) if isinstance(self.board, Dashboard) else None

    @property
    def _plain_tables(self) -> dict[str, Callable[[], PlainTable | RowTable]]:
        board = self.board
        made: dict[str, Callable[[], PlainTable | RowTable]] = {
            "siffror": lambda: figures_table(self.figures),
            "andringar": lambda: changes_table(self.changes),
            "mal": lambda: goal_table(_("Mål efter bedömning"), board.work.goals),
        }
        if isinstance(board, Dashboard):
            made |= {
                "namnder": lambda: bodies_table(board),
                "hinder": lambda: obstacles_table(board),
            }
        return made

    def rows(self, key: str) -> RowTable | None:
        """The rows behind the figure ``key``."""
        return rows_behind(self.board, key)


def changes_table(changes: tuple[Change, ...]) -> PlainTable:
    return PlainTable((_("Vad har ändrats"),), tuple((change.text,) for change in changes))


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
    """The same with the filters of the address."""
    if selection.focus_area or selection.process:
        return Overview(WorkBoard(scope, selection))
    board = dashboard(scope, selection)
    return Overview(board) if board else None


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
