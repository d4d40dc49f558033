"""Which activities a person is to be told of today, and what managers have been told.

What is not done a week after its day is named to the managers of the responsible body; where there
is no manager, to the central office.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, IntegerField, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet

from followup.models import Activity, ActivityReminder, DailyDigest
from followup.models.measure import ActivityQuerySet
from followup.reminders import LATE_AGAIN, SOON, TO_MANAGER_AFTER, days_covered_by
from followup.selectors.owners import of_bodies_without_manager
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
    """The ids of everybody who has something due today and no digest yet. One query."""
    waiting = User.objects.filter(is_active=True, wants_digest=True)
    waiting = waiting.exclude(digests__day=day)
    everything = Activity.objects.all()
    owners = _due_to_owners(everything, day).values("owner")
    theirs = everything.filter(measure__responsible=OuterRef("content_object"))
    unmanaged = of_bodies_without_manager(everything)
    managers = _holders(Role.MANAGER, _undone(theirs, day, Kind.TO_MANAGER, OuterRef("user")))
    central = _holders(
        Role.CENTRAL_OFFICE, _undone(unmanaged, day, Kind.TO_CENTRAL, OuterRef("user"))
    )
    found = waiting.filter(Q(pk__in=owners) | Q(pk__in=managers) | Q(pk__in=central))
    return set(found.values_list("pk", flat=True))


def _holders(role: Role, undone: QuerySet[Activity]) -> QuerySet[ResponsibleBodyUserPermission]:
    """The ids of those who hold the role where something is ``undone``."""
    held = ResponsibleBodyUserPermission.objects.filter(
        Exists(undone), permission__codename=role.value
    )
    return held.values("user")


def due_for(scope: Scope, day: date) -> list[Due]:
    """What the person is told of today, among what it may still see. One query for each part.

    Its own activities that are due soon or late; as a manager those of its bodies that others have
    not done a week after the due day; at the central office those of bodies without a manager.
    """
    seen = Activity.objects.visible_to(scope)
    own = _due_to_owners(seen.filter(owner=scope.user_id), day)
    found = [Due(row, Kind.LATE if row.due_on < day else Kind.SOON) for row in own]
    if scope.manages:
        theirs = seen.filter(measure__responsible__in=scope.manages)
        late = _undone(theirs, day, Kind.TO_MANAGER, scope.user_id)
        found += [Due(row, Kind.TO_MANAGER) for row in late]
    if scope.is_central:
        late = _undone(of_bodies_without_manager(seen), day, Kind.TO_CENTRAL, scope.user_id)
        found += [Due(row, Kind.TO_CENTRAL) for row in late]
    return found


def lines_of(digest: DailyDigest) -> list[ActivityReminder]:
    """What the digest tells of and is still left to do, the earliest first. One query."""
    rows = digest.reminders.filter(activity__in=Activity.objects.waited_for())
    return list(
        rows.select_related("activity__owner", "activity__measure__responsible").order_by(
            "activity__due_on", "pk"
        )
    )


def told_above(activities: Collection[int]) -> dict[tuple[int, str], date]:
    """The day when the managers, or the central office, were told of each activity as it is now
    due, by its id and the kind of reminder. One query.
    """
    told = ActivityReminder.objects.filter(
        activity__in=activities,
        kind__in=(Kind.TO_MANAGER, Kind.TO_CENTRAL),
        due_on=F("activity__due_on"),
    )
    found = told.order_by().values_list("activity", "kind").annotate(day=Min("digest__day"))
    return {(activity, kind): day for activity, kind, day in found}


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


def _undone(
    rows: ActivityQuerySet, day: date, kind: str, reader: OuterRef | int | None
) -> QuerySet[Activity]:
    """Late since a week, and not told of as ``kind`` yet; the reader's own are told of as late."""
    others = rows.waited_for().filter(due_on__lte=day - TO_MANAGER_AFTER).exclude(owner=reader)
    told = ActivityReminder.objects.filter(
        activity=OuterRef("pk"), due_on=OuterRef("due_on"), kind=kind
    )
    of_this_one = OuterRef(reader) if isinstance(reader, OuterRef) else reader
    return others.filter(~Exists(told.filter(digest__user=of_this_one)))


def _told(person: OuterRef) -> QuerySet[ActivityReminder]:
    """What ``person`` has been told of an activity for the day on which it is now due."""
    return ActivityReminder.objects.filter(
        activity=OuterRef("pk"), due_on=OuterRef("due_on"), digest__user=person
    ).order_by()
