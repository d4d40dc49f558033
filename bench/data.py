"""Data of a stated size, the same for the same seed: the demo's year, and copies of it before."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

from django.core.management import call_command
from django.db import connection

from bench.work import CITY, LEAST, WorkSize, build_work
from collaboration.models import Problem, ReportPart, SituationReport
from followup.demo.seed import seed
from trygghet.months import add_months

SEED = 22
TODAY = date(2026, 11, 21)
MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class Size:
    """``codes`` limits the bodies (none: every one); ``years`` is how far back they reported.

    ``work`` are the processes, activities and readings beside the demo's own.
    """

    name: str
    years: int
    months: int = MONTHS_IN_YEAR
    codes: tuple[str, ...] = ()
    work: WorkSize | None = None


SIZES = {
    size.name: size
    for size in (
        Size("least", years=1, months=2, codes=("sdn-farsta", "sdn-jarva", "trafik"), work=LEAST),
        Size("small", years=1),
        Size("city", years=10, work=CITY),
    )
}


def build(size: Size) -> None:
    """Fill an empty database."""
    call_command("load_reference", "stockholm", stdout=StringIO())
    seed(seed=SEED, today=TODAY, months=size.months, codes=size.codes)
    year = list(SituationReport.objects.order_by("pk"))
    for years_back in range(1, size.years):
        copy_reports(year, years_back * MONTHS_IN_YEAR)
    if size.work:
        build_work(size.work, today=TODAY, seed=SEED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server does by itself after a while


def copy_reports(reports: list[SituationReport], months_back: int) -> None:
    """The reports with their parts and problems once more, as many months earlier."""
    copies = {}
    for report in reports:
        original = report.pk
        period = add_months(report.period, -months_back)
        earlier = period - report.period
        copy = SituationReport.objects.get(pk=original)
        copy.pk, copy.period, copy.due_on = None, period, report.due_on + earlier
        _shift(copy, earlier)
        copies[original] = copy
    SituationReport.objects.bulk_create(copies.values())
    for model in (ReportPart, Problem):
        rows = list(model.objects.filter(report__in=copies))
        for row in rows:
            row.pk, row.report = None, copies[row.report_id]
            if isinstance(row, Problem):
                row.continues, row.idempotency_key = None, None
        model.objects.bulk_create(rows)


def _shift(report: SituationReport, earlier: timedelta) -> None:
    for name in ("submitted_at", "decided_at", "published_at"):
        if moment := getattr(report, name):
            setattr(report, name, moment + earlier)
