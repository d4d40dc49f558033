"""Files of readings, from upload to undo: all of a file is taken in, or nothing."""

import hashlib
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.exceptions import EditConflict
from followup.exceptions import FileNotReady, ReasonMissing
from followup.imports import columns as cols
from followup.imports import writing
from followup.imports.columns import Mapping
from followup.imports.comparing import LEAVE, REPLACE, compare
from followup.imports.files import extension_of
from followup.imports.outcome import in_words, told
from followup.imports.places import Place
from followup.imports.reading import Opened, Tell, Understood, open_batch, open_content, understand
from followup.imports.refusal import FileRefused
from followup.models import ColumnMapping, ImportBatch, Indicator, ReadingRevision
from followup.reports.files import store
from programs.models import ResponsibleBody
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of
from trygghet.jobs import services as jobs

State = ImportBatch.State
KIND = "readings_file"
CHECK, APPLY = "check", "apply"
LARGE = 3_000  # rows; larger files are read by a worker
READ, WROTE = 80, 95  # per cent


def upload(
    *, content: bytes, file_name: str, source: str, indicator: Indicator, acting_user: User
) -> ImportBatch:
    """Keep the file, and check it if its columns are understood. Raises FileRefused.

    The same file uploaded again before it was taken in is the same batch.
    """
    opened = open_content(content, source)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        Indicator.objects.select_for_update().get(pk=indicator.pk)  # a double click waits here
        same = {"file_hash": digest, "source": source, "indicator": indicator}
        waiting = ImportBatch.objects.filter(
            **same, uploaded_by=acting_user, state__in=(State.UPLOADED, State.CHECKED)
        )
        if batch := waiting.first():
            return batch
        stored = store(content, folder="imports", extension=extension_of(content))
        mapping = _remembered(opened, source)
        batch = ImportBatch(
            **same,
            file=stored.name,
            file_name=file_name[-200:] or "fil",
            encoding=opened.table.encoding[:20],
            mapping=mapping.as_stored(),
            rows=len(opened.table.rows) - opened.headings.row - 1,
            uploaded_by=acting_user,
        )
        batch.full_clean()
        batch.save()
    if not cols.missing(mapping, opened.headings, opened.columns):
        check(batch=batch, acting_user=acting_user)
    return batch


def set_columns(
    *, batch: ImportBatch, columns: dict[str, str], pick: str, version: int, acting_user: User
) -> None:
    """Which heading is what. It is remembered for files with the same headings.

    Raises EditConflict, FileNotReady and FileRefused.
    """
    opened, mapping = open_batch(batch), Mapping(columns, pick)
    if lacks := cols.missing(mapping, opened.headings, opened.columns):
        raise FileNotReady(next(iter(lacks.values())))
    with transaction.atomic():
        _change(batch, version, mapping=mapping.as_stored(), decisions={})
        ColumnMapping.objects.update_or_create(
            source=batch.source,
            headings=opened.headings.digest,
            defaults={"mapping": mapping.as_stored(), "saved_by": acting_user},
        )
    check(batch=batch, acting_user=acting_user)


def check(*, batch: ImportBatch, acting_user: User) -> None:
    """Read the file anew and say what its rows would do; a large one by a worker."""
    batch.refresh_from_db()
    _require(batch, State.UPLOADED, State.CHECKED)
    if batch.rows > LARGE:
        _ask(batch, CHECK, acting_user)
    else:
        _save_check(batch, _understood(batch))


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
    if batch.rows > LARGE:
        _ask(batch, APPLY, acting_user)
        return
    understood = _understood(batch)
    with transaction.atomic():
        _write(batch, understood)


@transaction.atomic
def undo(*, batch: ImportBatch, acting_user: User) -> tuple[int, int]:
    """Put back everything that the file changed: how many readings were restored and removed.

    Raises FileNotReady when something later builds on it.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == State.UNDONE:
        return 0, 0
    _require(batch, State.APPLIED)
    Indicator.objects.select_for_update().get(pk=batch.indicator_id)
    if later := changed_later(batch):
        raise FileNotReady(
            _(
                "%(n)s utfall har ändrats efter att filen lästes in. Ångra de senare ändringarna "
                "först, eller rätta utfallen ett och ett."
            )
            % {"n": later}
        )
    reason = _("Filen %(name)s ångrades") % {"name": batch.file_name}
    counts = writing.take_back(batch, acting_user.pk, reason)
    batch.state, batch.undone_by, batch.undone_at = State.UNDONE, acting_user, timezone.now()
    batch.version += 1
    batch.save()
    return counts


def changed_later(batch: ImportBatch) -> int:
    """How many of the batch's readings have been replaced since."""
    replaced = ReadingRevision.objects.filter(batch=batch).exclude(reading__batch=batch)
    return replaced.values("reading").distinct().count()


def run_job(job: jobs.Job) -> None:
    """Check or take in a large file: the handler that a worker runs."""
    batch = ImportBatch.objects.select_related("indicator").get(pk=job.payload["batch"])
    tell = partial(_tell, job, batch.rows)
    try:
        understood = _understood(batch, tell)
        jobs.report_progress(job, READ, _("Skriver in utfallen"))
        with transaction.atomic():
            jobs.finish(job)
            if job.payload["do"] == APPLY:
                _write(batch, understood)
            else:
                _save_check(batch, understood)
    except (FileNotReady, FileRefused) as refusal:
        with transaction.atomic():
            jobs.finish(job)
            batch.refresh_from_db()
            _refuse(batch, str(refusal))


def _tell(job: jobs.Job, rows: int, read: int) -> None:
    text = _("Läser rad %(n)s av %(rows)s") % {"n": read, "rows": rows}
    jobs.report_progress(job, min(READ - 1, READ * read // max(rows, 1)), text)


def _ask(batch: ImportBatch, what: str, acting_user: User) -> None:
    with transaction.atomic():
        batch.job = jobs.ask(
            kind=KIND,
            key=f"{batch.pk}:{what}:{batch.version}",
            payload={"batch": batch.pk, "do": what},
            asked_by=acting_user,
        )
        jobs.ask_again(job=batch.job)
        batch.save(update_fields=["job"])


def _understood(batch: ImportBatch, tell: Tell = lambda _rows: None) -> Understood:
    return understand(batch, open_batch(batch), _may_enter(batch.uploaded_by), tell)


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


@transaction.atomic
def _save_check(batch: ImportBatch, understood: Understood) -> None:
    batch.state = State.CHECKED
    batch.outcome, batch.problems, batch.preview = told(
        batch, understood, compare(batch, understood.drafts)
    )
    batch.version += 1
    batch.full_clean()
    batch.save()


def _write(batch: ImportBatch, understood: Understood) -> None:
    """In a transaction. The rows are compared once more, with the indicator locked."""
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.state == State.APPLIED:
        return
    Indicator.objects.select_for_update().get(pk=locked.indicator_id)
    comparison = compare(locked, understood.drafts)
    replaced, undecided = comparison.decided(locked.decisions)
    if understood.wrong or understood.unknown or undecided or locked.state != State.CHECKED:
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


def _refuse(batch: ImportBatch, text: str) -> None:
    batch.problems = [{"row": 0, "column": "", "text": text}]
    batch.outcome = batch.outcome | {"wrong": 1}
    batch.state, batch.version = State.CHECKED, batch.version + 1
    batch.save()


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
    if batch.job_id and batch.job and not batch.job.is_finished:
        raise FileNotReady(_("Filen läses just nu. Vänta tills det är klart."))


def _remembered(opened: Opened, source: str) -> Mapping:
    """How files with these headings were last understood, else what the names say."""
    kept = ColumnMapping.objects.filter(source=source, headings=opened.headings.digest).first()
    guessed = cols.guess(opened.headings, opened.columns)
    if kept is None:
        return _with_only_pick(opened, guessed)
    mapping = Mapping.stored(kept.mapping)
    heading = mapping.columns.get("pick")
    known = cols.picks(opened.table.rows, opened.headings, heading) if heading else []
    return mapping if mapping.pick in (*known, "") else Mapping(mapping.columns)


def _with_only_pick(opened: Opened, mapping: Mapping) -> Mapping:
    """A file about one thing needs no choice."""
    heading = mapping.columns.get("pick")
    if heading is None:
        return mapping
    found = cols.picks(opened.table.rows, opened.headings, heading)
    return Mapping(mapping.columns, found[0]) if len(found) == 1 else mapping
