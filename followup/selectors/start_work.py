"""My activities, and the goals that wait for my party's answer, on the start page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.models import Participant
from followup.models import GoalAcceptance, SmartGoal
from followup.selectors.measures import ActivityLine, activities_for, activity_lines
from followup.selectors.start_tasks import Task, joined
from trygghet.accounts.scope import Scope

SHOWN = 8


@dataclass(frozen=True)
class OwnActivities:
    """A person's activities: to do, done late without a word why, and those that rest."""

    to_do: tuple[ActivityLine, ...] = ()
    unexplained: tuple[ActivityLine, ...] = ()
    resting: tuple[ActivityLine, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.to_do or self.unexplained or self.resting)


def own_activities(scope: Scope, day: date) -> OwnActivities:
    """The first of each kind: what is due first, what was done last. Five queries."""
    own = activities_for(scope).filter(owner=scope.user_id)
    kinds = (
        own.waited_for(),
        own.without_reason().order_by("-done_on", "-pk"),
        own.resting(),
    )
    found = [list(rows[:SHOWN]) for rows in kinds]
    lines = activity_lines([row for rows in found for row in rows], scope.user_id, day)
    first, second = len(found[0]), len(found[0]) + len(found[1])
    return OwnActivities(tuple(lines[:first]), tuple(lines[first:second]), tuple(lines[second:]))


def goal_tasks(scope: Scope) -> Iterator[Task]:
    """Goals that a party which the person speaks for has not answered. One query."""
    own = Q(body__in=scope.restricted_bodies)
    if scope.processes:
        own |= Q(
            process__in=scope.processes,
            invitations__accepted_by=scope.user_id,
            invitations__revoked_at__isnull=True,
        )
    answered = GoalAcceptance.objects.filter(
        goal=OuterRef(OuterRef("pk")), participant=OuterRef("pk")
    )
    silent = Participant.objects.filter(
        own, ~Exists(answered), process=OuterRef("process"), process__ended_on=None
    )
    waiting = SmartGoal.objects.filter(Exists(silent.active())).select_related("process")
    goals = list(waiting.order_by("pk")[: SHOWN + 1])
    for goal in goals[:3]:
        yield Task(
            _("Svara på målet ”%(title)s”") % {"title": goal.title},
            joined(goal.process.title, _due(goal)),
            reverse("followup:goal-detail", args=[goal.pk]),
            _("Läs och svara"),
            "target",
            "accent",
            2,
        )
    if more := goals[3:]:
        yield Task(
            ngettext(
                "%(number)d mål till väntar på svar",
                "%(number)d mål till väntar på svar",
                len(more),
            )
            % {"number": len(more)},
            "",
            reverse("followup:goal-list"),
            _("Visa"),
            "target",
            "neutral",
            6,
        )


def _due(goal: SmartGoal) -> str:
    if goal.due_on is None:
        return ""
    return _("Ska vara nått %(day)s") % {"day": date_format(goal.due_on, "j F Y")}
