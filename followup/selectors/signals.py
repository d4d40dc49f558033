"""Signals that a collaboration does not give the effect that was sought, and how long they wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from collaboration.models import CollaborationProcess, EffectSignal
from trygghet.accounts.scope import Scope


@dataclass(frozen=True)
class SignalLine:
    """``is_linked``: the reader may open the process. The reason is read there, not here."""

    signal_id: int
    process_id: int
    title: str
    body_name: str
    days: int
    is_linked: bool


@dataclass(frozen=True)
class OpenSignal:
    """A signal as a public document tells of it: of whom, and for how long, not of what."""

    body_name: str
    days: int


def open_signals(
    day: date, *, raised_until: date, bodies: Iterable[int] | None = None
) -> tuple[OpenSignal, ...]:
    """Not answered by the end of ``day``, the longest wait first. One query.

    ``bodies`` are ids of those that lead; without them all.
    """
    waiting = EffectSignal.objects.waiting_on(day).filter(raised_at__date__lte=raised_until)
    if bodies is not None:
        waiting = waiting.filter(process__lead_body__in=bodies)
    rows = waiting.select_related("process__lead_body").order_by("raised_at", "pk")
    return tuple(OpenSignal(row.process.lead_body.name, row.days_waiting_on(day)) for row in rows)


def signals_waiting(
    scope: Scope,
    day: date,
    bodies: Iterable[int] | None = None,
    processes: QuerySet[CollaborationProcess] | None = None,
) -> tuple[SignalLine, ...]:
    """Not answered by the end of ``day``, the one that waited longest first. One query.

    ``bodies`` are ids of those that lead; without them all that the reader sees. ``processes``
    narrows it to some of them.
    """
    waiting = EffectSignal.objects.visible_to(scope).waiting_on(day)
    if bodies is not None:
        waiting = waiting.filter(process__lead_body__in=bodies)
    if processes is not None:
        waiting = waiting.filter(process__in=processes)
    readable = CollaborationProcess.objects.visible_to(scope).filter(pk=OuterRef("process"))
    rows = waiting.annotate(is_linked=Exists(readable)).select_related("process__lead_body")
    return tuple(
        SignalLine(
            signal_id=row.pk,
            process_id=row.process_id,
            title=row.process.title,
            body_name=row.process.lead_body.name,
            days=max((day - row.raised_on).days, 0),
            is_linked=row.is_linked,
        )
        for row in rows.order_by("raised_at", "pk")
    )
