import time
from pathlib import Path

from django.db import transaction

from trygghet.jobs import services
from trygghet.jobs.models import Job


def hang_at_first(job: Job) -> None:
    """Write down the attempt; the first one then works on until it is killed."""
    with Path(job.payload["log"]).open("a", encoding="ascii") as log:
        log.write(f"{job.attempts}\n")
    services.report_progress(job, 40, "Halvvägs")
    if job.attempts == 1:
        time.sleep(120)
    with transaction.atomic():
        services.finish(job)
