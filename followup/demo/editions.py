"""The months before the newest one have published reports, so that there is something to read.

Their content is built by the worker, as every report; each is published as soon as it is built.
"""

from datetime import date, timedelta

from django.utils import timezone

from followup.demo.world import World
from followup.models import MonthlyReport
from followup.reports import monthly
from programs.models import ResponsibleBody
from trygghet.accounts.models import User
from trygghet.jobs.models import Job

KIND = "demo_edition"
DISTRICTS_WAIT = timedelta(minutes=3)  # until the newest month's reports are built
State = MonthlyReport.State


def write_editions(world: World) -> None:
    """Ask for the city's report of two months, and for the districts' of one."""
    earlier = world.months[-3:-1]
    wanted: list[tuple[date, ResponsibleBody | None]] = [(month, None) for month in earlier]
    for month in earlier[-1:]:
        wanted += [(month, each.body) for each in world.bodies if each.is_district]
    jobs = [_job(month, body) for month, body in wanted]
    Job.objects.bulk_create(jobs)
    MonthlyReport.objects.bulk_create(
        MonthlyReport(
            program=world.program,
            body=body,
            month=month,
            registry_number=world.program.registry_number,
            recipient=monthly.recipient_of(world.program, month),
            job=job,
        )
        for (month, body), job in zip(wanted, jobs, strict=True)
    )


def _job(month: date, body: ResponsibleBody | None) -> Job:
    code = body.code if body else monthly.CITY
    later = timezone.now() + DISTRICTS_WAIT if body else None
    key = f"{code}/{month:%Y-%m}"
    return Job(kind=KIND, key=key, payload={"body": code}, not_before=later)


def build_published(job: Job) -> None:
    """Build the report and publish it, without sending letters: the handler that a worker runs."""
    monthly.build(job)
    central = User.objects.filter(is_fictitious=True, email__startswith="stadsledning@").first()
    edition, now = MonthlyReport.objects.filter(job=job), timezone.now()
    edition.update(state=State.APPROVED, approved_by=central, approved_at=now)
    edition.update(state=State.PUBLISHED, published_by=central, published_at=now)
