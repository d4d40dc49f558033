"""Files of readings, from upload to undo: all of a file is taken in, or nothing.

What a person does with a file; what is done with it, also by a worker, is ``import_work``.
"""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.exceptions import EditConflict
from followup.exceptions import FileNotReady, ReasonMissing
from followup.imports import columns as cols
from followup.imports.columns import Mapping
from followup.imports.comparing import LEAVE, REPLACE
from followup.imports.files import extension_of, kept, weigh
from followup.imports.outcome import in_words
from followup.imports.overview import Overview
from followup.imports.reading import open_batch, open_content
from followup.models import ImportBatch, Indicator
from followup.reports.files import store
from followup.services.import_columns import remember
from followup.services.import_undo import refuse_if_built_on, take_back
from followup.services.import_work import (
    APPLY,
    CHECK,
    LOOK,
    UNDO,
    ask,
    lacking,
    look,
    save_check,
    understood_of,
    write,
)
from followup.sources import source_named
from trygghet.accounts.models import User

State = ImportBatch.State
HEAVY = 1_000_000  # bytes to read; a heavier file is looked through by a worker
LARGE = 3_000  # readings; larger files are checked, taken in and undone by a worker


def upload(
    *, content: bytes, file_name: str, source: str, indicator: Indicator, acting_user: User
) -> ImportBatch:
    """Keep the file, look through it, and check it if its columns are understood; a heavy one by a
    worker. Raises FileRefused.

    The same file uploaded again before it was taken in is the same batch.
    """
    opened = open_content(content, source) if weigh(content) <= HEAVY else None
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        Indicator.objects.select_for_update().get(pk=indicator.pk)  # a double click waits here
        same = {"file_hash": digest, "source": source, "indicator": indicator}
        waiting = ImportBatch.objects.filter(
            **same, uploaded_by=acting_user, state__in=(State.UPLOADED, State.CHECKED)
        )
        if batch := waiting.first():
            return batch
        stored = store(kept(content), folder="imports", extension=extension_of(content))
        batch = ImportBatch(
            **same,
            file=stored.name,
            file_name=file_name[-200:] or "fil",
            uploaded_by=acting_user,
        )
        if opened:
            look(batch, opened)
        batch.full_clean()
        batch.save()
        if opened is None:
            ask(batch, LOOK, acting_user)
    if opened and not lacking(batch):
        check(batch=batch, acting_user=acting_user)
    return batch


def set_columns(
    *, batch: ImportBatch, columns: dict[str, str], pick: str, version: int, acting_user: User
) -> None:
    """Which heading is what. It is remembered for files with the same headings, and what was picked
    for the batch's indicator.

    Raises EditConflict, FileNotReady and FileRefused.
    """
    headings, mapping = Overview.stored(batch.seen).headings, Mapping(columns, pick)
    if lacks := cols.missing(mapping, headings, source_named(batch.source).COLUMNS):
        raise FileNotReady(next(iter(lacks.values())))
    with transaction.atomic():
        _change(batch, version, mapping=mapping.as_stored(), decisions={})
        remember(batch, mapping, acting_user)
    check(batch=batch, acting_user=acting_user)


def check(*, batch: ImportBatch, acting_user: User) -> None:
    """Read the file anew and say what its rows would do; a large one by a worker."""
    batch.refresh_from_db()
    _require(batch, State.UPLOADED, State.CHECKED)
    if not batch.seen:
        ask(batch, LOOK, acting_user)
    elif lacking(batch):
        raise FileNotReady(_("Säg först vad kolumnerna betyder."))
    elif _is_large(batch):
        ask(batch, CHECK, acting_user)
    else:
        save_check(batch=batch, understood=understood_of(batch, open_batch(batch)))


def decide(
    *,
    batch: ImportBatch,
    for_all: str,
    rows: dict[str, str],
    reason: str,
    version: int,
    acting_user: User,
) -> None:
    """What to do where another source says something else. Raises EditConflict, ReasonMissing."""
    _require(batch, State.CHECKED)
    if REPLACE in (for_all, *rows.values()) and not reason.strip():
        raise ReasonMissing
    known = {LEAVE, REPLACE}
    chosen = {row: choice for row, choice in rows.items() if choice in known}
    decisions = {"all": for_all if for_all in known else "", "rows": chosen, "reason": reason}
    _change(batch, version, decisions=decisions)


def apply(*, batch: ImportBatch, acting_user: User) -> None:
    """Take the whole file in, once, however often it is asked for; a large one by a worker.

    Raises FileNotReady and FileRefused.
    """
    batch.refresh_from_db()
    if batch.state == State.APPLIED:
        return
    _require(batch, State.CHECKED)
    if lacks := in_words(batch):
        raise FileNotReady(lacks)
    if _is_large(batch):
        ask(batch, APPLY, acting_user)
    else:
        write(batch=batch, understood=understood_of(batch, open_batch(batch)))


def undo(*, batch: ImportBatch, acting_user: User) -> tuple[int, int] | None:
    """Put back everything that the file changed: how many readings were restored and removed.

    None when it is large: a worker does it. Raises FileNotReady when something later builds on it.
    """
    batch.refresh_from_db()
    if batch.state == State.UNDONE:
        return 0, 0
    _require(batch, State.APPLIED)
    if not _is_large(batch):
        return take_back(batch=batch, acting_user=acting_user)
    refuse_if_built_on(batch)
    ask(batch, UNDO, acting_user)
    return None


def _is_large(batch: ImportBatch) -> bool:
    """Whether it has more readings than a person should wait for."""
    headings = Overview.stored(batch.seen).headings
    in_columns = "period" not in Mapping.stored(batch.mapping).columns
    return batch.rows * max(1, len(headings.periods) if in_columns else 1) > LARGE


def _change(batch: ImportBatch, version: int, **fields: Any) -> None:
    """Write if nobody else has since ``version`` was read. Raises EditConflict, FileNotReady."""
    _require(batch, State.UPLOADED, State.CHECKED)
    changed = ImportBatch.objects.filter(pk=batch.pk, version=version)
    if not changed.update(version=version + 1, **fields):
        raise EditConflict(batch)
    batch.refresh_from_db()


def _require(batch: ImportBatch, *states: str) -> None:
    if batch.state not in states:
        raise FileNotReady(
            _("Filen är redan %(state)s. Läs in sidan på nytt.")
            % {"state": batch.get_state_display().lower()}
        )
    if batch.is_read:
        raise FileNotReady(_("Filen läses just nu. Vänta tills det är klart."))
