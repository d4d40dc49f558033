"""Who may own an activity: the people of its measure's parties. Who is told of it: its manager."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from collaboration.models import CollaborationProcessUserPermission, Participant
from followup.models import Activity, Measure
from followup.models.measure import ActivityQuerySet
from followup.reminders import TO_MANAGER_AFTER
from programs.models import ResponsibleBodyUserPermission
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.swedish import swedish

WORKS_THERE = (
    Role.COORDINATOR.value,
    Role.MANAGER.value,
    Role.CONTRIBUTOR.value,
    Role.CENTRAL_OFFICE.value,
)


def owners_for(measure: Measure) -> QuerySet[User]:
    """People of the responsible body, of the process's bodies, and its invited people, by name."""
    bodies = Participant.objects.filter(process=measure.process_id, body__isnull=False).active()
    staff = ResponsibleBodyUserPermission.objects.filter(
        Q(content_object=measure.responsible_id) | Q(content_object__in=bodies.values("body")),
        permission__codename__in=WORKS_THERE,
    )
    invited = CollaborationProcessUserPermission.objects.filter(
        content_object=measure.process_id, permission__codename=Role.PARTNER.value
    )
    people = User.objects.filter(
        Q(pk__in=staff.values("user")) | Q(pk__in=invited.values("user")),
        is_active=True,
        is_service=False,
    )
    return people.order_by(swedish("name"), "pk")


def owner_has_left(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Those of ``activities`` that are left to do by somebody whom ``owners_for`` does not name:
    the account is closed, or the person has no role with the measure's parties any more.
    """
    taking_part = Participant.objects.active().filter(
        process=OuterRef(OuterRef("measure__process")), body=OuterRef("content_object")
    )
    works_there = ResponsibleBodyUserPermission.objects.filter(
        Q(content_object=OuterRef("measure__responsible")) | Exists(taking_part),
        user=OuterRef("owner"),
        permission__codename__in=WORKS_THERE,
    )
    invited = CollaborationProcessUserPermission.objects.filter(
        content_object=OuterRef("measure__process"),
        user=OuterRef("owner"),
        permission__codename=Role.PARTNER.value,
    )
    has_left = Q(owner__is_active=False) | ~(Exists(works_there) | Exists(invited))
    return activities.filter(has_left, done_on__isnull=True, dropped=False)


def of_bodies_without_manager(activities: ActivityQuerySet) -> ActivityQuerySet:
    """Those of ``activities`` that no manager answers for: the responsible body has none."""
    managers = ResponsibleBodyUserPermission.objects.filter(
        content_object=OuterRef("measure__responsible"),
        permission__codename=Role.MANAGER.value,
        user__is_active=True,
    )
    return activities.filter(~Exists(managers))


def undone_without_manager(activities: ActivityQuerySet, day: date) -> ActivityQuerySet:
    """Those of them that a manager would have been told of by now, had there been one."""
    late = activities.waited_for().filter(due_on__lte=day - TO_MANAGER_AFTER)
    return of_bodies_without_manager(late)


def without_owner(activities: Iterable[Activity]) -> set[int]:
    """The ids of ``owner_has_left`` among the rows. One query."""
    ids = [activity.pk for activity in activities]
    found = owner_has_left(Activity.objects.filter(pk__in=ids).order_by())
    return set(found.values_list("pk", flat=True))
