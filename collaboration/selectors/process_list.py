"""Processes as a list and as a board by step."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from collaboration.models import CollaborationProcess, Participant, ProcessCycle
from collaboration.selectors.process import days_in_words
from collaboration.steps import ORDER, STEPS, StepInfo
from trygghet.accounts.scope import Scope

PER_COLUMN = 20  # cards of a step on the board; the list has them all


@dataclass(frozen=True)
class ProcessLine:
    """A process where it stands now. ``days`` is how long it has been in its step, in words."""

    id: int
    title: str
    lead: str
    step: StepInfo
    cycle: int
    days: str
    parties: int
    began_on: Any
    ended_on: Any


@dataclass(frozen=True)
class BoardColumn:
    info: StepInfo
    lines: tuple[ProcessLine, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


def processes_for(
    scope: Scope, *, state: str = "pagar", step: str = "", body: str = "", text: str = ""
) -> QuerySet[ProcessCycle]:
    """The latest cycle of each process that the reader sees, the longest in its step first."""
    latest = ProcessCycle.objects.filter(process=OuterRef("process")).order_by("-number")
    rows = ProcessCycle.objects.filter(
        process__in=CollaborationProcess.objects.visible_to(scope),
        pk=Subquery(latest.values("pk")[:1]),
    )
    if state == "pagar":
        rows = rows.filter(process__ended_on=None)
    elif state == "avslutad":
        rows = rows.exclude(process__ended_on=None)
    if step:
        rows = rows.filter(step=step)
    if body:
        rows = rows.filter(process__lead_body__code=body)
    if text:
        rows = rows.filter(Q(process__title__icontains=text) | Q(process__place__icontains=text))
    parties = Participant.objects.filter(process=OuterRef("process")).active()
    number = parties.order_by().values("process").annotate(number=Count("pk")).values("number")
    rows = rows.annotate(parties=Coalesce(Subquery(number), 0))
    return rows.select_related("process__lead_body").order_by("step_since", "pk")


def lines(cycles: Iterable[ProcessCycle]) -> tuple[ProcessLine, ...]:
    now = timezone.now()
    return tuple(
        ProcessLine(
            id=cycle.process_id,
            title=cycle.process.title,
            lead=cycle.process.lead_body.name,
            step=STEPS[cycle.step],
            cycle=cycle.number,
            days=days_in_words(max(((cycle.ended_at or now) - cycle.step_since).days, 0)),
            parties=cycle.parties,  # type: ignore[attr-defined]
            began_on=cycle.process.began_on,
            ended_on=cycle.process.ended_on,
        )
        for cycle in cycles
    )


def board(scope: Scope) -> tuple[BoardColumn, ...]:
    """Running processes by step, in two queries."""
    running = processes_for(scope)
    totals = dict(running.order_by().values_list("step").annotate(number=Count("pk")))
    place = Window(RowNumber(), partition_by="step", order_by=["step_since", "pk"])
    rows = lines(running.annotate(place=place).filter(place__lte=PER_COLUMN))
    return tuple(
        BoardColumn(
            info,
            tuple(row for row in rows if row.step is info),
            totals.get(info.step, 0),
        )
        for info in ORDER
    )
