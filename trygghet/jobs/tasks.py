from celery import shared_task

from trygghet.jobs import services


@shared_task
def run(job_id: int) -> None:
    services.run(job_id)


@shared_task
def dispatch() -> None:
    services.dispatch()


@shared_task
def ensure_due() -> None:
    services.ensure_due()
