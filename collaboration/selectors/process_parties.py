"""The parties of a process, and for which of them the reader speaks."""

from typing import Any

from django.db.models import Q

from collaboration.models import Participant, ProcessCycle
from trygghet.accounts.scope import Scope


def spoken_for(scope: Scope, process_id: int) -> frozenset[int]:
    """The active participants (ids) whose own texts and decisions the person writes.

    Coordinators and managers speak for their body, an invited person for its organization. One
    query.
    """
    own = Q(body__in=scope.restricted_bodies)
    if process_id in scope.processes:
        own |= Q(
            invitations__accepted_by=scope.user_id,
            invitations__revoked_at__isnull=True,
        )
    rows = Participant.objects.filter(own, process=process_id).active()
    return frozenset(rows.values_list("pk", flat=True))


def parties_of(process_id: int) -> list[Participant]:
    """Those who take part now first, then those who have left. One query."""
    rows = Participant.objects.filter(process=process_id).with_party()
    return sorted(rows, key=lambda row: (row.left_on is not None, row.pk))


def initiation_context(scope: Scope, cycle: ProcessCycle) -> dict[str, Any]:
    """What step 1 shows: the parties, and which of them the reader writes for."""
    return {
        "parties": parties_of(cycle.process_id),
        "own_parties": spoken_for(scope, cycle.process_id),
    }
