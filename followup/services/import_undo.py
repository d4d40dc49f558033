"""Undoing a file: every reading that it added or changed, or none."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from followup.exceptions import FileNotReady
from followup.imports import writing
from followup.models import ImportBatch, Indicator, IndicatorReading, ReadingRevision
from followup.periods import period_name
from trygghet.accounts.models import User

State = ImportBatch.State
NAMED = 3  # readings that stand in the way


def refuse_if_built_on(batch: ImportBatch) -> None:
    """Raises FileNotReady when something later builds on the file."""
    later = list(changed_later(batch)[: NAMED + 1])
    if later:
        raise FileNotReady(
            _(
                "Utfall har ändrats efter att filen lästes in: %(which)s. Ångra den senare filen "
                "först, eller rätta utfallen ett och ett."
            )
            % {"which": _named(later, batch.indicator.frequency if batch.indicator else "")}
        )


def changed_later(batch: ImportBatch) -> QuerySet[IndicatorReading]:
    """The batch's readings that have been replaced since, in the order of their periods."""
    replaced = ReadingRevision.objects.filter(batch=batch, reading=OuterRef("pk"))
    rows = IndicatorReading.objects.filter(Exists(replaced))
    rows = rows.exclude(batch__isnull=False, batch=batch)
    return rows.select_related("area", "body").order_by("period", "pk")


def _named(readings: list[IndicatorReading], frequency: str) -> str:
    names = [f"{each.area or each.body} {period_name(each.period, frequency)}" for each in readings]
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


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
