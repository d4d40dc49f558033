"""Who may own an activity: the people of the parties that carry out its measure."""

from django.db.models import Q, QuerySet

from collaboration.models import CollaborationProcessUserPermission, Participant
from followup.models import Measure
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
        Q(pk__in=staff.values("user")) | Q(pk__in=invited.values("user")), is_active=True
    )
    return people.order_by(swedish("name"), "pk")
