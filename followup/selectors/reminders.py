"""Which activities a person is to be told of today, and what managers have been told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, IntegerField, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet

from followup.models import Activity, ActivityReminder, DailyDigest
from followup.models.measure import ActivityQuerySet
from followup.reminders import LATE_AGAIN, SOON, TO_MANAGER_AFTER, days_covered_by
from programs.models import ResponsibleBodyUserPermission
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import Scope

Kind = ActivityReminder.Kind


@dataclass(frozen=True)
class Due:
    """An activity to be told of, and as what."""

    activity: Activity
    kind: str


def people_to_tell(day: date) -> set[int]:
    """The ids of everybody who has something due today and no digest yet. Two queries."""
    waiting = User.objects.filter(is_active=True, wants_digest=True)
    waiting = waiting.exclude(digests__day=day)
    owners = _due_to_owners(Activity.objects.all(), day).values("owner")
    escalated = _due_to_manager(
        Activity.objects.filter(measure__responsible=OuterRef("content_object")),
        day,
        OuterRef("user"),
    )
    managers = ResponsibleBodyUserPermission.objects.filter(
        Exists(escalated), permission__codename=Role.MANAGER.value
    )
    found = waiting.filter(Q(pk__in=owners) | Q(pk__in=managers.values("user")))
    return set(found.values_list("pk", flat=True))


def due_for(scope: Scope, day: date) -> list[Due]:
    """What the person is told of today, among what it may still see. Two queries.

    Its own activities that are due soon or late; as a manager those of its bodies that others have
    not done a week after the due day.
    """
    seen = Activity.objects.visible_to(scope)
    own = _due_to_owners(seen.filter(owner=scope.user_id), day)
    found = [Due(row, Kind.LATE if row.due_on < day else Kind.SOON) for row in own]
    if scope.manages:
        theirs = seen.filter(measure__responsible__in=scope.manages)
        late = _due_to_manager(theirs, day, scope.user_id)
        found += [Due(row, Kind.TO_MANAGER) for row in late]
    return found


def lines_of(digest: DailyDigest) -> list[ActivityReminder]:
    """What the digest tells of and is still left to do, the earliest first. One query."""
    rows = digest.reminders.filter(activity__in=Activity.objects.waited_for())
    return list(
        rows.select_related("activity__owner", "activity__measure__responsible").order_by(
            "activity__due_on", "pk"
        )
    )


def managers_told(activities: Collection[int]) -> dict[int, date]:
    """The day when the managers were told of each activity as it is now due. One query."""
    told = ActivityReminder.objects.filter(
        activity__in=activities, kind=Kind.TO_MANAGER, due_on=F("activity__due_on")
    )
    return dict(told.values_list("activity").annotate(day=Min("digest__day")))


def _due_to_owners(rows: ActivityQuerySet, day: date) -> QuerySet[Activity]:
    covered = days_covered_by(day)
    told = _told(OuterRef("owner"))
    told_soon = told.filter(kind=Kind.SOON).values("activity").annotate(number=Count("pk"))
    told_late = told.filter(kind=Kind.LATE).values("activity").annotate(day=Max("digest__day"))
    soon = Q(due_on__range=(day, covered + SOON), times_soon=0)
    on_the_day = Q(due_on__range=(day, covered), times_soon=1)
    late = Q(due_on__lt=day) & (Q(late_on=None) | Q(late_on__lte=day - LATE_AGAIN))
    return (
        rows.waited_for()
        .filter(due_on__lte=covered + SOON)
        .annotate(
            times_soon=Coalesce(
                Subquery(told_soon.values("number"), output_field=IntegerField()), 0
            ),
            late_on=Subquery(told_late.values("day")),
        )
        .filter(soon | on_the_day | late)
    )


def _due_to_manager(
    rows: ActivityQuerySet, day: date, manager: OuterRef | int | None
) -> QuerySet[Activity]:
    """Late since a week; the manager's own are told of as late, like anybody's."""
    others = rows.waited_for().filter(due_on__lte=day - TO_MANAGER_AFTER).exclude(owner=manager)
    told = ActivityReminder.objects.filter(
        activity=OuterRef("pk"), due_on=OuterRef("due_on"), kind=Kind.TO_MANAGER
    )
    of_this_one = OuterRef(manager) if isinstance(manager, OuterRef) else manager
    return others.filter(~Exists(told.filter(digest__user=of_this_one)))


def _told(person: OuterRef) -> QuerySet[ActivityReminder]:
    """What ``person`` has been told of an activity for the day on which it is now due."""
    return ActivityReminder.objects.filter(
        activity=OuterRef("pk"), due_on=OuterRef("due_on"), digest__user=person
    ).order_by()
