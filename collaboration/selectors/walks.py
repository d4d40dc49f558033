"""Safety walks as the list and a walk's page show them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from collaboration.models import SafetyWalk, WalkFinding, WalkGroup
from collaboration.permissions import (
    can_answer_finding,
    can_change_finding,
    can_log_finding,
    can_plan_walk,
)
from trygghet.accounts.scope import Scope

OPEN = Q(findings__state=WalkFinding.State.OPEN)


def walks_for(scope: Scope) -> QuerySet[SafetyWalk]:
    """The walks with how many findings they have, and how many wait for an answer."""
    rows = SafetyWalk.objects.visible_to(scope).select_related("body", "area")
    counted = rows.annotate(found=Count("findings"), unanswered=Count("findings", filter=OPEN))
    return counted.order_by("-walk_on", "-pk")


def findings_waiting_for(scope: Scope) -> QuerySet[WalkFinding]:
    """Findings that the person's bodies have to answer, oldest first."""
    rows = WalkFinding.objects.visible_to(scope).waiting_for(scope)
    return rows.select_related("walk__body", "category", "responsible").order_by("found_at", "pk")


@dataclass(frozen=True)
class FindingLine:
    row: WalkFinding
    may_answer: bool
    may_remove: bool


@dataclass(frozen=True)
class WalkPage:
    """A walk with everything about it, and what the reader may do with it."""

    walk: SafetyWalk
    groups: tuple[WalkGroup, ...]
    findings: tuple[FindingLine, ...]
    previous: SafetyWalk | None
    rewalks: tuple[SafetyWalk, ...]
    earlier: tuple[WalkFinding, ...]
    may_plan: bool
    may_log: bool

    @property
    def people(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def unanswered(self) -> int:
        return sum(line.row.state == WalkFinding.State.OPEN for line in self.findings)


def walk_page(scope: Scope, walk: SafetyWalk) -> WalkPage:
    """Three queries, and two more for a re-walk, which is laid beside what was found before."""
    findings = walk.findings.select_related("category", "responsible", "found_by")
    visible = SafetyWalk.objects.visible_to(scope)
    previous = visible.filter(pk=walk.previous_id).first() if walk.previous_id else None
    earlier = previous.findings.select_related("category") if previous else ()
    return WalkPage(
        walk=walk,
        groups=tuple(walk.groups.order_by("pk")),
        findings=tuple(_line(scope, walk, row) for row in findings),
        previous=previous,
        rewalks=tuple(visible.filter(previous=walk).order_by("walk_on", "pk")),
        earlier=tuple(earlier),
        may_plan=can_plan_walk(scope, walk.body_id),
        may_log=can_log_finding(scope, walk),
    )


def _line(scope: Scope, walk: SafetyWalk, row: WalkFinding) -> FindingLine:
    row.walk = walk
    return FindingLine(row, can_answer_finding(scope, row), can_change_finding(scope, row))
