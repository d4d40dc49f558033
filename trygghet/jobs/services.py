"""Ask for a job, ring for a worker, run a job. The pattern is described in docs/reliability.md."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from trygghet.accounts.models import User
from trygghet.celery import app
from trygghet.jobs.models import LEASE, MAX_ATTEMPTS, DroppedRing, Job

logger = logging.getLogger(__name__)

RING_AGAIN_AFTER = timedelta(seconds=3)


class JobLost(Exception):
    """The lease ran out and another worker took the job: this one must not write its result."""


def ask(*, kind: str, key: str, payload: dict[str, Any], asked_by: User | None = None) -> Job:
    """Make sure that the job exists, and ring for a worker once the transaction is committed."""
    job, created = Job.objects.get_or_create(
        kind=kind, key=key, defaults={"payload": payload, "asked_by": asked_by}
    )
    if created:
        transaction.on_commit(lambda: ring(job.pk), robust=True)
    return job


@transaction.atomic
def ask_again(*, job: Job) -> Job:
    """Put a failed job back in the queue with its attempts forgotten."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state == Job.State.FAILED:
        job.state, job.attempts, job.error, job.progress = Job.State.QUEUED, 0, "", 0
        job.progress_text, job.finished_at = "", None
        job.save()
        transaction.on_commit(lambda: ring(job.pk), robust=True)
    return job


def ring(job_id: int) -> None:
    """Tell the workers that a job waits. A broker that does not answer does no harm."""
    try:
        app.send_task(
            "trygghet.jobs.tasks.run", args=[job_id], queue="jobs", retry=False, ignore_result=True
        )
    except Exception:
        logger.warning("The broker did not answer; the dispatcher rings later.", exc_info=True)
        DroppedRing.add_one()
        return
    Job.objects.filter(pk=job_id).update(rung_at=timezone.now())


def dispatch() -> int:
    """Ring for every waiting job that nobody has rung for lately; return how many."""
    long_ago = timezone.now() - RING_AGAIN_AFTER
    waiting = Job.objects.waiting().exclude(rung_at__gt=timezone.now() - timedelta(seconds=60))
    ids = list(waiting.filter(created_at__lt=long_ago).values_list("pk", flat=True)[:500])
    for job_id in ids:
        ring(job_id)
    return len(ids)


def ensure_due() -> None:
    """Let every clock say which jobs are due; each asks for them with ``ask``."""
    for path in settings.JOB_CLOCKS:
        import_string(path)()


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
        return False
    except Exception as error:
        logger.exception("Job %s failed (attempt %s)", job, job.attempts)
        _fail(job, error)
        return False
    return True


@transaction.atomic
def finish(job: Job) -> None:
    """Mark the job done, in the transaction that writes its result. Raises JobLost."""
    held = Job.objects.select_for_update().get(pk=job.pk)
    if held.state != Job.State.RUNNING or held.attempts != job.attempts:
        raise JobLost(str(job))
    held.state, held.progress, held.error = Job.State.DONE, 100, ""
    held.progress_text, held.finished_at, held.lease_until = "", timezone.now(), None
    held.save()


def report_progress(job: Job, percent: int, text: str) -> None:
    """Show how far the job has come, and keep the lease."""
    Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING).update(
        progress=percent, progress_text=text[:200], lease_until=timezone.now() + LEASE
    )


@transaction.atomic
def _take(job_id: int) -> Job | None:
    job = (
        Job.objects.waiting().select_for_update(skip_locked=True, of=("self",)).filter(pk=job_id)
    ).first()
    if job is None:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        _give_up(job, "Arbetsprocessen avbröts tre gånger.")
        return None
    job.state, job.attempts = Job.State.RUNNING, job.attempts + 1
    job.lease_until = timezone.now() + LEASE
    job.save(update_fields=["state", "attempts", "lease_until"])
    return job


@transaction.atomic
def _fail(job: Job, error: Exception) -> None:
    held = Job.objects.select_for_update().get(pk=job.pk)
    if held.state != Job.State.RUNNING or held.attempts != job.attempts:
        return
    if held.attempts >= MAX_ATTEMPTS:
        _give_up(held, f"{type(error).__name__}: {error}")
        return
    held.state, held.error = Job.State.QUEUED, f"{type(error).__name__}: {error}"[:2000]
    held.lease_until = None
    held.save()


def _give_up(job: Job, reason: str) -> None:
    job.state, job.error, job.lease_until = Job.State.FAILED, reason[:2000], None
    job.finished_at = timezone.now()
    job.save()


def _handler(kind: str) -> Callable[[Job], None]:
    return import_string(settings.JOB_HANDLERS[kind])
