"""To whom a published edition was sent, and when."""

from dataclasses import dataclass
from datetime import datetime

from followup.models import MonthlyReport, ReportDelivery
from trygghet.jobs.models import Job
from trygghet.swedish import swedish


@dataclass(frozen=True)
class Delivery:
    """``sent_at`` is None until the letter has left; ``error`` says why it did not."""

    name: str
    with_file: bool
    look: str
    state: str
    sent_at: datetime | None
    error: str


def deliveries_of(report: MonthlyReport) -> tuple[Delivery, ...]:
    """By the people's names. One query; none for an edition that is not published."""
    if not report.is_public:
        return ()
    rows = ReportDelivery.objects.filter(report=report).select_related("user", "job")
    return tuple(_delivery(row) for row in rows.order_by(swedish("user__name"), "pk"))


def _delivery(row: ReportDelivery) -> Delivery:
    job = row.job
    return Delivery(
        name=row.user.name,
        with_file=row.with_file,
        look=job.state,
        state=str(job.get_state_display()),
        sent_at=job.finished_at if job.state == Job.State.DONE else None,
        error=job.error if job.state == Job.State.FAILED else "",
    )
