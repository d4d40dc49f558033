"""What a council decides, carried out as an activity in a measure of a process or the body."""

from datetime import date
from uuid import UUID

from django.db import transaction

from collaboration.models import AgendaItem
from followup.exceptions import NothingDecided
from followup.models import Activity, Measure
from followup.services import activities, measures
from programs.models import ResponsibleBody
from trygghet.accounts.models import User


@transaction.atomic
def carry_out(
    *,
    item: AgendaItem,
    title: str,
    owner: User,
    due_on: date,
    acting_user: User,
    measure: Measure | None = None,
    new_measure: tuple[str, str] | None = None,
    idempotency_key: UUID | None = None,
) -> Activity:
    """Plan the activity that carries out the decision; the same key gives the same one.

    Without a ``measure`` the body that leads the council gets one: ``new_measure`` is its title and
    kind. Raises NothingDecided, OwnerNotAllowed, ProcessEnded or ValidationError.
    """
    if not item.decision.strip():
        raise NothingDecided
    if idempotency_key and (sent := Activity.objects.filter(idempotency_key=idempotency_key)):
        return sent.get()
    if measure is None:
        measure = _measure_of(item.meeting.council.body, new_measure or ("", ""), acting_user)
    return activities.plan_activity(
        measure=measure,
        title=title,
        owner=owner,
        due_on=due_on,
        council_item=item,
        acting_user=acting_user,
        idempotency_key=idempotency_key,
    )


def _measure_of(body: ResponsibleBody, new: tuple[str, str], acting_user: User) -> Measure:
    title, kind = new
    return measures.add_measure(acting_user=acting_user, responsible=body, title=title, kind=kind)
