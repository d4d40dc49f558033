"""Ask for a job, ring for a worker, run a job.

The row is the truth and is written in the transaction of its cause. A worker commits its attempt
and its lease before it works, and writes the result and the job's state in one transaction, so that
whatever dies, the job is done once, and given up, visibly, after three attempts.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from trygghet.accounts.models import User
from trygghet.celery import app
from trygghet.jobs.models import LEASE, MAX_ATTEMPTS, DroppedRing, Job

logger = logging.getLogger(__name__)

QUEUE = "jobs"  # of their own, so that long work never stands in the way of the clocks
DISPATCH_AFTER = timedelta(seconds=3)
RING_AGAIN_AFTER = timedelta(seconds=60)
PATIENCE = 0.8  # seconds for each step of reaching the broker: a person may be waiting


class JobLost(Exception):
    """The lease ran out and another worker took the job: this one must not write its result."""


class JobRefused(Exception):
    """The job cannot be done; the text is a sentence in Swedish for the person who reads it."""


def ask(
    *,
    kind: str,
    key: str,
    payload: dict[str, Any],
    asked_by: User | None = None,
    not_before: datetime | None = None,
) -> Job:
    """Make sure that the job exists, and ring for a worker once the transaction is committed."""
    wishes = {key: payload}
    return ask_all(kind=kind, wishes=wishes, asked_by=asked_by, not_before=not_before)[key]


def ask_all(
    *,
    kind: str,
    wishes: Mapping[str, dict[str, Any]],
    asked_by: User | None = None,
    not_before: datetime | None = None,
) -> dict[str, Job]:
    """``ask`` for many jobs, each a key with its payload, with one ring for them all.

    The workers are told of them in the order of ``wishes``.
    """
    defaults = {"asked_by": asked_by, "not_before": not_before}
    asked = {
        key: Job.objects.get_or_create(
            kind=kind, key=key, defaults=defaults | {"payload": wishes[key]}
        )
        for key in sorted(wishes)  # two who ask at once wait for each other in the same order
    }
    _ring_on_commit([asked[key][0] for key in wishes if asked[key][1]])
    return {key: job for key, (job, _is_new) in asked.items()}


@transaction.atomic
def ask_again(*, job: Job) -> Job:
    """Put a failed job back in the queue with its attempts forgotten."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state == Job.State.FAILED:
        job.state, job.attempts, job.error, job.progress = Job.State.QUEUED, 0, "", 0
        job.progress_text, job.finished_at, job.not_before = "", None, None
        job.save()
        _ring_on_commit([job])
    return job


@transaction.atomic
def hasten(*, job: Job) -> Job:
    """Let a job that waits for its time be done now."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.is_planned:
        job.not_before = None
        job.save(update_fields=["not_before"])
        _ring_on_commit([job])
    return job


def ring(*job_ids: int) -> int:
    """Tell the workers that jobs wait; return for how many they were told.

    A broker that does not answer is left alone after a second or two, and does no harm: the
    dispatcher rings later.
    """
    told: list[int] = []
    try:
        _send(job_ids, told)
    except Exception:
        logger.warning("The broker did not answer; the dispatcher rings later.", exc_info=True)
        DroppedRing.add_one()
    Job.objects.filter(pk__in=told).update(rung_at=timezone.now())
    return len(told)


def dispatch() -> int:
    """Ring for every waiting job that nobody has rung for lately; return how many."""
    now = timezone.now()
    waiting = Job.objects.waiting().exclude(rung_at__gt=now - RING_AGAIN_AFTER)
    ids = waiting.filter(created_at__lt=now - DISPATCH_AFTER).order_by("pk")
    return ring(*ids.values_list("pk", flat=True)[:500])


def ensure_due() -> None:
    """Let every clock say which jobs are due; each asks for them with ``ask``.

    A clock that fails does not stop the others; the last failure is raised when all have run.
    """
    failure: Exception | None = None
    for path in settings.JOB_CLOCKS:
        try:
            import_string(path)()
        except Exception as error:
            logger.exception("The clock %s failed", path)
            failure = error
    if failure:
        raise failure


def run(job_id: int) -> bool:
    """Do the job unless somebody else has it. Return whether this call did it.

    The attempt and the lease are committed before the work starts, so that a job that kills its
    worker is counted, and given up after three attempts.
    """
    job = _take(job_id)
    if job is None:
        return False
    try:
        _handler(job.kind)(job)
    except JobLost:
        logger.warning("Job %s was taken over by another worker", job)
        return False
    except Exception as error:
        logger.exception("Job %s failed (attempt %s)", job, job.attempts)
        _fail(job, error)
        return False
    return True


@transaction.atomic
def finish(job: Job) -> None:
    """Mark the job done, in the transaction that writes its result. Raises JobLost."""
    held = _held(job)
    if held is None:
        raise JobLost(str(job))
    held.state, held.progress, held.error = Job.State.DONE, 100, ""
    held.progress_text, held.finished_at, held.lease_until = "", timezone.now(), None
    held.save()


def report_progress(job: Job, percent: int, text: str) -> None:
    """Show how far the job has come, and keep the lease. Raises JobLost."""
    held = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING)
    if not held.update(
        progress=percent, progress_text=text[:200], lease_until=timezone.now() + LEASE
    ):
        raise JobLost(str(job))


def _ring_on_commit(jobs: list[Job]) -> None:
    ids = [job.pk for job in jobs if not job.is_planned]
    if ids:
        transaction.on_commit(lambda: ring(*ids), robust=True)


def _send(job_ids: tuple[int, ...], told: list[int]) -> None:
    """Put one message a job on the queue, over a connection with short time-outs of its own."""
    if not job_ids:
        return
    patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    with app.connection_for_write(connect_timeout=PATIENCE, transport_options=patience) as broker:
        for job_id in job_ids:
            app.send_task(
                "trygghet.jobs.tasks.run",
                args=[job_id],
                queue=QUEUE,
                connection=broker,
                retry=False,
                ignore_result=True,
            )
            told.append(job_id)


@transaction.atomic
def _take(job_id: int) -> Job | None:
    job = (
        Job.objects.waiting().select_for_update(skip_locked=True, of=("self",)).filter(pk=job_id)
    ).first()
    if job is None:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        _give_up(job, _("Arbetet avbröts tre gånger innan det blev klart."))
        return None
    job.state, job.attempts = Job.State.RUNNING, job.attempts + 1
    job.progress, job.progress_text = 0, ""
    job.lease_until = timezone.now() + LEASE
    job.save(update_fields=["state", "attempts", "progress", "progress_text", "lease_until"])
    return job


def _held(job: Job) -> Job | None:
    """The job's row, locked, if this attempt still has it."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    return row if (row.state, row.attempts) == (Job.State.RUNNING, job.attempts) else None


@transaction.atomic
def _fail(job: Job, error: Exception) -> None:
    held = _held(job)
    if held is None:
        return
    said = str(error).replace("\x00", "")
    reason = said if isinstance(error, JobRefused) else f"{type(error).__name__}: {said}"
    if held.attempts >= MAX_ATTEMPTS:
        _give_up(held, reason)
        return
    held.state, held.error, held.lease_until = Job.State.QUEUED, reason[:2000], None
    held.save()


def _give_up(job: Job, reason: str) -> None:
    job.state, job.error, job.lease_until = Job.State.FAILED, reason[:2000], None
    job.finished_at = timezone.now()
    job.save()


def _handler(kind: str) -> Callable[[Job], None]:
    return import_string(settings.JOB_HANDLERS[kind])
