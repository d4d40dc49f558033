"""Signals that a collaboration does not give the effect that was sought, and how long they wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from collaboration.models import CollaborationProcess, EffectSignal
from trygghet.accounts.scope import Scope
from trygghet.statements import Row, rows_of


@dataclass(frozen=True)
class SignalLine:
    """``is_linked``: the reader may open the process. The reason is read there, not here."""

    signal_id: int
    process_id: int
    title: str
    body_name: str
    days: int
    is_linked: bool


def signals_waiting(
    scope: Scope,
    day: date,
    bodies: Iterable[int] | None = None,
    processes: Iterable[int] | None = None,
) -> tuple[SignalLine, ...]:
    """Not answered by the end of ``day``, the one that waited longest first. One query.

    ``bodies`` are ids of those that lead; without them all that the reader sees. ``processes``
    narrows it to some of them.
    """
    found = rows_of(
        _rows,
        scope.rights,
        day,
        None if bodies is None else frozenset(bodies),
        None if processes is None else frozenset(processes),
    )
    return tuple(
        SignalLine(
            signal_id=pk,
            process_id=process_id,
            title=title,
            body_name=body_name,
            days=max((day - timezone.localdate(raised_at)).days, 0),
            is_linked=is_linked,
        )
        for pk, process_id, title, body_name, raised_at, is_linked in found
    )


def _rows(
    scope: Scope, day: date, bodies: frozenset[int] | None, processes: frozenset[int] | None
) -> QuerySet[EffectSignal, Row]:
    waiting = EffectSignal.objects.visible_to(scope).waiting_on(day)
    if bodies is not None:
        waiting = waiting.filter(process__lead_body__in=bodies)
    if processes is not None:
        waiting = waiting.filter(process__in=processes)
    readable = CollaborationProcess.objects.visible_to(scope).filter(pk=OuterRef("process"))
    return (
        waiting.annotate(is_linked=Exists(readable))
        .order_by("raised_at", "pk")
        .values_list(
            "pk", "process", "process__title", "process__lead_body__name", "raised_at", "is_linked"
        )
    )
