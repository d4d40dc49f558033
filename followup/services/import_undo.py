"""Undoing a file: every reading that it added or changed, or none."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from followup.exceptions import FileNotReady
from followup.imports import writing
from followup.models import ImportBatch, Indicator, ReadingRevision
from trygghet.accounts.models import User

State = ImportBatch.State


def refuse_if_built_on(batch: ImportBatch) -> None:
    """Raises FileNotReady when something later builds on the file."""
    if later := changed_later(batch):
        raise FileNotReady(
            _(
                "%(n)s utfall har ändrats efter att filen lästes in. Ångra de senare ändringarna "
                "först, eller rätta utfallen ett och ett."
            )
            % {"n": later}
        )


def changed_later(batch: ImportBatch) -> int:
    """How many of the batch's readings have been replaced since."""
    replaced = ReadingRevision.objects.filter(batch=batch).exclude(reading__batch=batch)
    return replaced.values("reading").distinct().count()


@transaction.atomic
def take_back(*, batch: ImportBatch, acting_user: User) -> tuple[int, int]:
    """How many readings were restored and removed; none the second time. Raises FileNotReady."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == State.UNDONE:
        return 0, 0
    Indicator.objects.select_for_update().get(pk=batch.indicator_id)
    refuse_if_built_on(batch)
    reason = _("Filen %(name)s ångrades") % {"name": batch.file_name}
    counts = writing.take_back(batch, acting_user.pk, reason)
    batch.state, batch.undone_by, batch.undone_at = State.UNDONE, acting_user, timezone.now()
    batch.version += 1
    batch.save()
    return counts
