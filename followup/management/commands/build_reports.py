"""Make a month's reports in this process and print where each file lies."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from followup.models import MonthlyReport
from followup.reports.monthly import CITY, ask_for_reports
from trygghet.jobs import services as jobs
from trygghet.jobs.models import Job
from trygghet.months import parse_month

WAIT_SECONDS = 0.5


class Command(BaseCommand):
    help = "Gör månadsrapporterna för en månad och skriver ut var varje PDF-fil ligger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", required=True, help="månaden, ÅÅÅÅ-MM")
        parser.add_argument(
            "--scope", default="", help=f"{CITY} eller en nämnds kod; annars alla", metavar="KOD"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        reports = self._ask(options["month"], options["scope"])
        failed = 0
        for report in reports:
            _see_through(report.job)
            failed += not self._tell(report)
        if failed:
            raise CommandError(f"{failed} av {len(reports)} rapporter blev inte gjorda.")

    def _ask(self, text: str, scope: str) -> list[MonthlyReport]:
        month: date | None = parse_month(text)
        if month is None:
            raise CommandError(f"{text} är ingen månad. Skriv som 2026-10.")
        try:
            reports = ask_for_reports(month=month, scope=scope)
        except jobs.JobRefused as refused:
            raise CommandError(str(refused)) from None
        if not reports:
            raise CommandError(
                "Inget att göra: inget program gällde den månaden, eller så finns inte nämnden."
            )
        return reports

    def _tell(self, report: MonthlyReport) -> bool:
        """Print the file's path, or why there is none; return whether there is one."""
        report = MonthlyReport.objects.select_related("job", "body").get(pk=report.pk)
        if report.built_at:
            self.stdout.write(default_storage.path(report.file.name))
            return True
        scope = report.body.code if report.body else CITY
        job = report.job
        self.stderr.write(f"{scope}: {job.get_state_display()}. {job.error}")
        return False


def _see_through(job: Job) -> None:
    """Do the job here, or wait for the worker that has it; a dead one's lease runs out."""
    while not job.is_finished:
        if not jobs.run(job.pk):
            time.sleep(WAIT_SECONDS)
        job.refresh_from_db()
