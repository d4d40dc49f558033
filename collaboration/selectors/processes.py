"""Collaboration processes with their invited partners."""

from dataclasses import dataclass

from collaboration.models import CollaborationProcess, CollaborationProcessUserPermission
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import Scope
from trygghet.swedish import swedish_key


@dataclass(frozen=True)
class ProcessLine:
    """A process in the list."""

    process: CollaborationProcess
    partners: tuple[User, ...]


def processes_with_partners(scope: Scope, *, with_ended: bool = True) -> list[ProcessLine]:
    """Those that the person sees, running first, newest first. Two queries."""
    rows = CollaborationProcess.objects.visible_to(scope).select_related("lead_body", "program")
    if not with_ended:
        rows = rows.filter(ended_on=None)
    found = sorted(rows.order_by("-began_on", "-pk"), key=lambda row: row.ended_on is not None)
    invited = _partners([row.pk for row in found])
    return [ProcessLine(row, tuple(invited.get(row.pk, ()))) for row in found]


def partners_of(process: CollaborationProcess) -> list[User]:
    """The invited partners, by name. One query."""
    return _partners([process.pk]).get(process.pk, [])


def _partners(process_ids: list[int]) -> dict[int, list[User]]:
    grants = CollaborationProcessUserPermission.objects.filter(
        content_object__in=process_ids,
        permission__codename=Role.PARTNER.value,
        user__is_active=True,
    ).select_related("user")
    found: dict[int, list[User]] = {}
    for grant in sorted(grants, key=lambda grant: swedish_key(grant.user.name)):
        found.setdefault(grant.content_object_id, []).append(grant.user)
    return found
