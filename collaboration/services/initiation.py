"""The texts of step 1: why the parties collaborate, and how they are organized."""

from django.db import transaction

from collaboration.exceptions import EditConflict
from collaboration.models import CollaborationProcess, ProcessCycle
from collaboration.services.steps import locked_cycle
from trygghet.accounts.models import User

TEXTS = (
    "need",
    "origin",
    "origin_note",
    "steering_group",
    "working_group",
    "communication_plan",
    "communication_lead",
)


@transaction.atomic
def save_initiation(
    *, process: CollaborationProcess, version: int, acting_user: User, **texts: str
) -> ProcessCycle:
    """Save the texts of the open cycle. The same texts saved again change nothing.

    Raises EditConflict when somebody saved other texts since ``version``, and ProcessEnded.
    """
    cycle = locked_cycle(process)
    new = {name: texts[name].replace("\r\n", "\n").strip() for name in TEXTS}
    if new == {name: getattr(cycle, name) for name in TEXTS}:
        return cycle
    if cycle.version != version:
        raise EditConflict(cycle)
    for name, text in new.items():
        setattr(cycle, name, text)
    cycle.version += 1
    cycle.full_clean()
    cycle.save()
    return cycle
