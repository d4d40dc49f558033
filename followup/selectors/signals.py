"""Signals that a collaboration does not give the effect that was sought, and how long they wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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


def signals_waiting(
    scope: Scope, day: date, bodies: Iterable[int] | None = None
) -> tuple[SignalLine, ...]:
    """Not answered by the end of ``day``, the one that waited longest first. Two queries.

    ``bodies`` are ids of those that lead; without them all that the reader sees.
    """
    waiting = EffectSignal.objects.visible_to(scope).waiting_on(day)
    if bodies is not None:
        waiting = waiting.filter(process__lead_body__in=bodies)
    rows = list(waiting.select_related("process__lead_body").order_by("raised_at", "pk"))
    processes = CollaborationProcess.objects.visible_to(scope)
    told_of = processes.filter(pk__in=[row.process_id for row in rows])
    seen = set(told_of.values_list("pk", flat=True))
    return tuple(
        SignalLine(
            signal_id=row.pk,
            process_id=row.process_id,
            title=row.process.title,
            body_name=row.process.lead_body.name,
            days=max((day - row.raised_on).days, 0),
            is_linked=row.process_id in seen,
        )
        for row in rows
    )
