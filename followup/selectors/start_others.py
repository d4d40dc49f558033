"""What others have not done, and what nobody does: activities that ask a manager or coordinator."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.models import Activity
from followup.reminders import TO_MANAGER_AFTER
from followup.selectors.owners import owner_has_left
from followup.selectors.start_tasks import Task
from trygghet.accounts.scope import Scope


def undone_tasks(scope: Scope, day: date) -> Iterator[Task]:
    """To managers: what others in their bodies have not done a week after its day. One query.

    The same as what the daily e-mail names once; here it stands until it is done.
    """
    theirs = Activity.objects.filter(measure__responsible__in=scope.manages)
    late = theirs.waited_for().filter(due_on__lte=day - TO_MANAGER_AFTER)
    if number := late.exclude(owner=scope.user_id).count():
        yield Task(
            ngettext(
                "%(number)d aktivitet hos er är mer än en vecka sen",
                "%(number)d aktiviteter hos er är mer än en vecka sena",
                number,
            )
            % {"number": number},
            _("Hör med den ansvariga vad som behövs"),
            f"{reverse('followup:activity-list')}?lage=sena",
            _("Visa"),
            "alarm-clock",
            "warning",
            3,
        )


def ownerless_tasks(scope: Scope) -> Iterator[Task]:
    """To coordinators: what is left to do by somebody who has left. One query."""
    theirs = Activity.objects.filter(measure__responsible__in=scope.coordinates)
    if number := owner_has_left(theirs.waited_for()).count():
        yield Task(
            ngettext(
                "%(number)d aktivitet behöver en ny ansvarig",
                "%(number)d aktiviteter behöver en ny ansvarig",
                number,
            )
            % {"number": number},
            _("Den ansvariga har slutat eller har ingen roll kvar"),
            f"{reverse('followup:activity-list')}?lage=utan-ansvarig",
            _("Välj"),
            "user",
            "warning",
            3,
        )
