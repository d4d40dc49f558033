"""Throwing away a file that was never taken in: it goes, and who threw it away stays."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from followup.exceptions import FileNotReady
from followup.models import ImportBatch, Indicator, UnknownName
from programs.names import normalize
from trygghet.accounts.models import User

State = ImportBatch.State


@transaction.atomic
def throw_away(*, batch: ImportBatch, acting_user: User) -> None:
    """Take away the file and what was read of it; the names that only it asked about, too.

    Doing it again changes nothing. Raises FileNotReady when it was taken in, or is being read.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == State.THROWN:
        return
    if not batch.may_be_thrown:
        state = _("Läses") if batch.is_read else batch.get_state_display()
        said = _("Filen kan inte kastas: den är %(state)s. Läs in sidan på nytt.")
        raise FileNotReady(said % {"state": str(state).lower()})
    name = batch.file.name
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=State.THROWN,
        thrown_by=acting_user,
        thrown_at=timezone.now(),
        version=batch.version + 1,
        file="",
        seen={},
        mapping={},
        preview=[],
        problems=[],
        outcome={},
        decisions={},
    )
    _forget_names(batch)
    transaction.on_commit(partial(_take_from_disk, name, batch.indicator_id))


def _forget_names(batch: ImportBatch) -> None:
    """The names that nobody has answered and no other waiting file holds."""
    waiting = ImportBatch.objects.filter(state=State.CHECKED).exclude(pk=batch.pk)
    elsewhere = waiting.values_list("outcome__unknown", flat=True)
    kept = {name for names in elsewhere for name in _normalized(names)}
    asked = _normalized(batch.outcome.get("unknown")) - kept
    UnknownName.objects.filter(normalized__in=asked, resolved_at=None).delete()


def _normalized(names: Iterable[str] | None) -> set[str]:
    return {normalize(name)[:200] for name in names or ()}


def _take_from_disk(name: str, indicator: Any) -> None:
    """Files lie under their content's hash: one that another batch has stays.

    The indicator is held so that nobody uploads the same file meanwhile (``imports.upload``).
    """
    with transaction.atomic():
        Indicator.objects.select_for_update().filter(pk=indicator).first()
        if not ImportBatch.objects.filter(file=name).exists():
            default_storage.delete(name)
