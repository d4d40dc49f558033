"""The dashboard's tables by name: what stands under each picture, and what a CSV file holds."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from followup.selectors.dashboard import BodyRow, Dashboard

Cell = str | int | None


class Table(Protocol):
    """Columns with headings, rows of cells; a chart is one too."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class PlainTable:
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def bodies_table(board: Dashboard) -> PlainTable:
    return PlainTable(
        (
            _("Nämnd eller bolag"), _("Lägesbild"), _("Inskickad"), _("Senast"), _("Sen"),
            _("Problem"), _("Ökar"), _("Hinder utan svar"), _("Samordnare"),
        ),
        tuple(_body_cells(row) for row in board.rows),
    )  # fmt: skip


def _body_cells(row: BodyRow) -> tuple[Cell, ...]:
    status = row.status
    hidden = _("visas inte") if status.is_withheld else None
    return (
        status.name,
        status.label,
        status.sent_on.isoformat() if status.sent_on else hidden or "",
        status.due_on.isoformat(),
        hidden or (_("ja") if status.is_late else _("nej")),
        hidden if row.problems is None else row.problems,
        hidden if row.increasing is None else row.increasing,
        row.obstacles,
        _("finns") if status.has_coordinator else _("saknas"),
    )


def obstacles_table(board: Dashboard) -> PlainTable:
    return PlainTable(
        (_("Hinder"), _("Nämnd eller bolag"), _("Lyft"), _("Dagar utan svar")),
        tuple(
            (
                line.title,
                line.body_name,
                line.raised_on.isoformat(),
                line.days_waited(board.selection.seen_on),
            )
            for line in board.waiting
        ),
    )
