"""What is done with a file of readings, at once or by a worker: look, check, write.

The person's side is ``followup.services.imports``. A large file waits as a job in the ledger: its
result and the job's end are one transaction, so that whatever dies, the work is done once.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pghistory
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from followup.exceptions import FileNotReady
from followup.imports import columns as cols
from followup.imports import writing
from followup.imports.columns import Mapping
from followup.imports.comparing import compare
from followup.imports.outcome import told
from followup.imports.overview import Overview
from followup.imports.places import Place
from followup.imports.reading import Opened, Tell, Understood, open_batch, understand
from followup.imports.refusal import FileRefused
from followup.models import ImportBatch, Indicator
from followup.services.import_columns import remembered
from followup.services.import_undo import take_back
from followup.sources import source_named
from programs.models import ResponsibleBody
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of
from trygghet.jobs import services as jobs

State = ImportBatch.State
KIND = "readings_file"
LOOK, CHECK, APPLY, UNDO = "look", "check", "apply", "undo"
PATIENCE = "SET LOCAL statement_timeout = '230s'"  # a worker has 240 s for its job
OPENED, READ = 20, 80  # per cent
Finish = Callable[[], None]


def ask(batch: ImportBatch, what: str, acting_user: User) -> None:
    """Let a worker do it."""
    with transaction.atomic():
        batch.job = jobs.ask(
            kind=KIND,
            key=f"{batch.pk}:{what}:{batch.version}",
            payload={"batch": batch.pk, "do": what},
            asked_by=acting_user,
        )
        jobs.ask_again(job=batch.job)
        batch.save(update_fields=["job"])


def run_job(job: jobs.Job) -> None:
    """Look through, check, take in or undo a large file: the handler that a worker runs.

    History says who asked for it.
    """
    batch = ImportBatch.objects.select_related("indicator").get(pk=job.payload["batch"])
    with pghistory.context(user=job.asked_by_id):
        if job.payload["do"] == UNDO:
            _undo(job, batch)
        else:
            _read(job, batch)


def _read(job: jobs.Job, batch: ImportBatch) -> None:
    finish = partial(jobs.finish, job)
    try:
        jobs.report_progress(job, 0, _("Öppnar filen"))
        opened = open_batch(batch)
        if job.payload["do"] == LOOK:
            look(batch, opened)
        lacks = lacking(batch)
        understood = None if lacks else understood_of(batch, opened, partial(_tell, job, batch))
        jobs.report_progress(job, READ, _("Jämför med det som redan är inläst"))
        _written(batch, job.payload["do"], understood, finish)
    except (FileNotReady, FileRefused) as refusal:
        with transaction.atomic():
            finish()
            _refuse(batch, str(refusal))


def look(batch: ImportBatch, opened: Opened) -> None:
    """Say in the batch, which is not saved, what its file holds and what its columns may be."""
    overview = opened.overview
    batch.seen = overview.as_stored()
    batch.mapping = remembered(overview, batch).as_stored()
    batch.encoding = opened.table.encoding[:20]
    batch.rows = len(opened.table.rows) - opened.headings.row - 1


def lacking(batch: ImportBatch) -> dict[str, str]:
    """What is not said yet of the columns of a file that was looked through, by column."""
    headings = Overview.stored(batch.seen).headings
    columns = source_named(batch.source).COLUMNS
    return cols.missing(Mapping.stored(batch.mapping), headings, columns)


def understood_of(
    batch: ImportBatch, opened: Opened, tell: Tell = lambda _rows: None
) -> Understood:
    return understand(batch, opened, _may_enter(batch.uploaded_by), tell)


@transaction.atomic
def save_check(*, batch: ImportBatch, understood: Understood) -> None:
    """Keep what the rows would do. Raises FileNotReady when it was thrown away meanwhile."""
    stored = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if stored.state == State.THROWN:
        raise FileNotReady(_("Någon annan har kastat filen."))
    batch.state = State.CHECKED
    batch.outcome, batch.problems, batch.preview = told(
        batch, understood, compare(batch, understood.drafts)
    )
    batch.version += 1
    batch.full_clean()
    batch.save()


@transaction.atomic
def write(*, batch: ImportBatch, understood: Understood) -> None:
    """Write the readings. They are compared once more, with the indicator locked.

    Raises FileNotReady.
    """
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.state == State.APPLIED:
        return
    Indicator.objects.select_for_update().get(pk=locked.indicator_id)
    comparison = compare(locked, understood.drafts)
    replaced, undecided = comparison.decided(locked.decisions)
    unseen = len(comparison.changed) > locked.outcome.get("changed", 0)  # written meanwhile
    lacks = understood.wrong or understood.unknown or undecided or unseen
    if lacks or locked.state != State.CHECKED:
        raise FileNotReady(_("Något har ändrats sedan filen kontrollerades. Kontrollera den igen."))
    try:
        writing.insert(locked, comparison.new)
    except IntegrityError as error:
        raise FileNotReady(
            _("Någon annan läste in samma utfall samtidigt. Kontrollera filen igen.")
        ) from error
    reason = _("Ny fil: %(name)s") % {"name": locked.file_name}
    writing.replace(
        locked, [*comparison.changed, *replaced], locked.decisions.get("reason") or reason
    )
    locked.outcome = locked.outcome | {
        "new": len(comparison.new),
        "changed": len(comparison.changed) + len(replaced),
        "left": len(comparison.conflicts) - len(replaced),
        "same": comparison.same,
    }
    locked.state, locked.applied_at = State.APPLIED, timezone.now()
    locked.version += 1
    locked.save()
    batch.refresh_from_db()


def _undo(job: jobs.Job, batch: ImportBatch) -> None:
    """Refused only if somebody changed a reading after it was asked for."""
    jobs.report_progress(job, OPENED, _("Tar tillbaka filens utfall"))
    try:
        with transaction.atomic():
            jobs.finish(job)
            _be_patient()
            take_back(batch=batch, acting_user=job.asked_by or batch.uploaded_by)
    except FileNotReady as refusal:
        raise jobs.JobRefused(str(refusal)) from refusal


def _be_patient() -> None:
    """Each row leaves its history behind: 100 000 may take longer than a page is let to."""
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE)


def _written(batch: ImportBatch, what: str, understood: Understood | None, finish: Finish) -> None:
    with transaction.atomic():
        finish()
        _be_patient()
        if understood is None:
            batch.version += 1
            batch.full_clean()
            batch.save()
        elif what == APPLY:
            write(batch=batch, understood=understood)
        else:
            save_check(batch=batch, understood=understood)


def _tell(job: jobs.Job, batch: ImportBatch, read: int) -> None:
    text = _("Läser rad %(n)s av %(rows)s") % {"n": read, "rows": batch.rows}
    share = (READ - OPENED) * read // max(batch.rows, 1)
    jobs.report_progress(job, min(READ - 1, OPENED + share), text)


def _may_enter(user: User) -> Any:
    """The central office enters readings of every place, coordinators those of their own."""
    scope = scope_of(user)
    if scope.is_central:
        return lambda _place: True
    bodies = scope.coordinates
    areas = set(ResponsibleBody.objects.filter(pk__in=bodies).values_list("area_id", flat=True))

    def may(place: Place) -> bool:
        return place.body_id in bodies or (place.area_id is not None and place.area_id in areas)

    return may


def _refuse(batch: ImportBatch, text: str) -> None:
    """A file that could not even be looked through is done with; another may be corrected."""
    batch.refresh_from_db()
    batch.problems = [{"row": 0, "column": "", "text": text}]
    batch.outcome = batch.outcome | {"wrong": 1}
    batch.state = State.CHECKED if batch.seen else State.REFUSED
    batch.version += 1
    batch.save()
