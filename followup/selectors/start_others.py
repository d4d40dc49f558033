"""What others have not done, and what nobody does: activities that ask a manager, a coordinator,
or the central office.
"""

from collections.abc import Collection, Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.models import Activity
from followup.reminders import TO_MANAGER_AFTER
from followup.selectors.owners import owner_has_left, undone_without_manager
from followup.selectors.start_tasks import Desk, Task, first_names
from trygghet.swedish import swedish


def undone_tasks(desk: Desk) -> Iterator[Task]:
    """To managers: what others in their bodies have not done a week after its day. One query.

    The same as what the daily e-mail names once; here it stands until it is done.
    """
    theirs = Activity.objects.filter(measure__responsible__in=desk.scope.manages)
    late = theirs.waited_for().filter(due_on__lte=desk.day - TO_MANAGER_AFTER)
    if number := late.exclude(owner=desk.scope.user_id).count():
        yield Task(
            ngettext(
                "%(number)d aktivitet hos er är mer än en vecka sen",
                "%(number)d aktiviteter hos er är mer än en vecka sena",
                number,
            )
            % {"number": number},
            _("Hör med den ansvariga vad som behövs"),
            _listed(desk, desk.scope.manages, "sena"),
            _("Visa"),
            "alarm-clock",
            "warning",
            3,
        )


def unmanaged_tasks(desk: Desk) -> Iterator[Task]:
    """To the central office: what is undone a week after its day in bodies without a manager.

    One query. The same as what the daily e-mail names once; here it stands until it is done.
    """
    undone = undone_without_manager(Activity.objects.order_by(), desk.day)
    bodies = undone.values_list("measure__responsible__name").annotate(number=Count("pk"))
    found = list(bodies.order_by(swedish("measure__responsible__name")))
    if found:
        number = sum(row[1] for row in found)
        yield Task(
            ngettext(
                "%(number)d aktivitet är mer än en vecka sen där ingen chef finns",
                "%(number)d aktiviteter är mer än en vecka sena där ingen chef finns",
                number,
            )
            % {"number": number},
            _("%(bodies)s saknar chef") % {"bodies": first_names([row[0] for row in found])},
            f"{reverse('followup:activity-list')}?lage=utan-chef",
            _("Visa"),
            "alarm-clock",
            "warning",
            3,
        )


def ownerless_tasks(desk: Desk) -> Iterator[Task]:
    """To coordinators: what is left to do by somebody who has left. One query."""
    theirs = Activity.objects.filter(measure__responsible__in=desk.scope.coordinates)
    if number := owner_has_left(theirs.waited_for()).count():
        yield Task(
            ngettext(
                "%(number)d aktivitet behöver en ny ansvarig",
                "%(number)d aktiviteter behöver en ny ansvarig",
                number,
            )
            % {"number": number},
            _("Den ansvariga har slutat eller har ingen roll kvar"),
            _listed(desk, desk.scope.coordinates, "utan-ansvarig"),
            _("Välj"),
            "user",
            "warning",
            3,
        )


def _listed(desk: Desk, bodies: Collection[int], state: str) -> str:
    """The list in that state; of the person's own body alone, when it is one."""
    own = [body.code for body in desk.bodies if body.pk in bodies]
    only = f"&organ={own[0]}" if len(own) == 1 else ""
    return f"{reverse('followup:activity-list')}?lage={state}{only}"
