"""Editions that a test needs published: the states go one step at a time, as in the product."""

from datetime import date

from django.utils import timezone

from followup.models import MonthlyReport
from programs.models import Program, ResponsibleBody
from tests.factories.programs import ProgramFactory
from trygghet.jobs.models import Job


def publish(report: MonthlyReport) -> MonthlyReport:
    """Publish a built edition without asking anybody, and without sending it."""
    rows = MonthlyReport.objects.filter(pk=report.pk)
    now = timezone.now()
    rows.update(state="approved", approved_at=now)
    rows.update(state="published", published_at=now)
    report.refresh_from_db()
    return report


def drafted(
    *anchors: str, month: date = date(2026, 10, 1), body: ResponsibleBody | None = None
) -> MonthlyReport:
    """A built edition with a short section at each of ``anchors``, without building it."""
    html = "<p>Innehåll</p>"
    sections = [
        {
            "anchor": anchor, "title": anchor.title(), "number": str(number), "figures": [],
            "hash": "0" * 64, "length": len(html),
        }
        for number, anchor in enumerate(anchors, start=1)
    ]  # fmt: skip
    job = Job.objects.create(
        kind="monthly_report", key=f"{body}/{month}", payload={}, state=Job.State.DONE, progress=100
    )
    return MonthlyReport.objects.create(
        program=Program.objects.first() or ProgramFactory(),
        body=body,
        month=month,
        job=job,
        html="\n".join(html for _each in anchors),
        data={"sections": sections},
        content_hash="c" * 64,
        file="reports/x.pdf",
        pdf_hash="f" * 64,
        pages=1,
        built_at=timezone.now(),
    )
