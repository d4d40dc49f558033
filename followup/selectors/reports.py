"""The editions of the monthly report as the list and the report's page show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.models import SituationReport
from followup.models import MonthlyReport
from followup.reports.monthly import CITY
from trygghet.accounts.scope import Scope
from trygghet.jobs.models import Job
from trygghet.months import month_name
from trygghet.swedish import swedish_key

# How the job's state is shown (trygghet/ui/statuses.py).
LOOKS = {
    Job.State.QUEUED: "queued",
    Job.State.RUNNING: "running",
    Job.State.DONE: "done",
    Job.State.FAILED: "failed",
}
PLANNED = "waiting"
# How a built edition's own state is shown.
STATE_LOOKS = {
    MonthlyReport.State.DRAFT: "in_review",
    MonthlyReport.State.APPROVED: "approved",
    MonthlyReport.State.PUBLISHED: "published",
    MonthlyReport.State.REPLACED: "replaced",
}


@dataclass(frozen=True)
class Edition:
    """One report: what it is about, how far it has come, where it lies.

    ``look`` is a name in the table of statuses; ``planned_for`` is set while its time has not come.
    """

    report: MonthlyReport
    code: str
    scope_name: str
    look: str
    state: str
    percent: int
    doing: str
    error: str
    planned_for: datetime | None

    @property
    def title(self) -> str:
        return _("Månadsrapport %(month)s") % {"month": month_name(self.report.month)}

    @property
    def is_built(self) -> bool:
        return self.report.built_at is not None

    @property
    def is_failed(self) -> bool:
        """Not built; a draft that could not be made anew is still the draft it was."""
        return self.look == LOOKS[Job.State.FAILED] and not self.is_built

    @property
    def is_under_way(self) -> bool:
        return not (self.is_settled or self.is_failed or self.planned_for)

    @property
    def is_settled(self) -> bool:
        """Built, and not just being made anew."""
        return self.is_built and self.report.job.is_finished

    @property
    def url(self) -> str:
        return self._address("report-detail")

    @property
    def download_url(self) -> str:
        return f"{self._address('report-download')}?utgava={self.report.edition}"

    @property
    def progress_url(self) -> str:
        return self._address("report-progress")

    @property
    def edition_url(self) -> str:
        """The page of this edition, whatever editions come after it."""
        return f"{self.url}?utgava={self.report.edition}"

    @property
    def review_url(self) -> str:
        address = [f"{self.report.month:%Y-%m}", self.code, self.report.edition]
        return reverse("followup:report-review", args=address)

    @property
    def file_name(self) -> str:
        later = f"-utgava-{self.report.edition}" if self.report.edition > 1 else ""
        return f"manadsrapport-{self.report.month:%Y-%m}-{self.code}{later}.pdf"

    def _address(self, name: str) -> str:
        return reverse(f"followup:{name}", args=[f"{self.report.month:%Y-%m}", self.code])


@dataclass(frozen=True)
class MonthOfEditions:
    month: date
    editions: tuple[Edition, ...]

    @property
    def name(self) -> str:
        return month_name(self.month)

    @property
    def is_under_way(self) -> bool:
        return any(edition.is_under_way for edition in self.editions)

    @property
    def has_unpublished(self) -> bool:
        return any(each.is_built and not each.report.is_public for each in self.editions)


def visible_reports(scope: Scope) -> QuerySet[MonthlyReport]:
    """What ``edition_of`` needs, newest program and edition first; without the content."""
    rows = MonthlyReport.objects.visible_to(scope).select_related("program", "body", "job")
    return rows.defer("html", "data").order_by("-month", "-program__starts_on", "-edition")


def months_with_reports(scope: Scope) -> list[date]:
    """Newest first."""
    months = MonthlyReport.objects.visible_to(scope).order_by("-month")
    return list(months.values_list("month", flat=True).distinct())


def editions_of(scope: Scope, months: Iterable[date]) -> list[MonthOfEditions]:
    """The reports of ``months``, newest month first: the city, then the districts. One query.

    Of each report the newest edition.
    """
    rows = visible_reports(scope).filter(month__in=list(months))
    newest: dict[tuple[date, int, int | None], MonthlyReport] = {}
    for row in rows:
        newest.setdefault((row.month, row.program_id, row.body_id), row)
    return [
        MonthOfEditions(month, tuple(sorted(map(edition_of, group), key=_order)))
        for month, group in groupby(newest.values(), key=lambda row: row.month)
    ]


def editions_at(scope: Scope, month: date | None, code: str) -> list[MonthlyReport]:
    """Every edition of the newest program's report at an address, the newest first."""
    rows = visible_reports(scope).filter(month=month)
    found = list(rows.filter(**{"body": None} if code == CITY else {"body__code": code}))
    return [report for report in found if report.program_id == found[0].program_id]


def approved_after(report: MonthlyReport) -> int:
    """How many situation reports were approved too late to be in the built ``report``."""
    if report.built_at is None:
        return 0
    late = SituationReport.objects.approved().filter(
        period__lte=report.month, decided_at__gt=report.built_at
    )
    if report.body_id:
        late = late.filter(body=report.body_id)
    return sum(row.last_day >= report.month for row in late)


def edition_of(report: MonthlyReport) -> Edition:
    """``report`` with its body and job."""
    body, job = report.body, report.job
    look, state = _look(report, job)
    return Edition(
        report=report,
        code=body.code if body else CITY,
        scope_name=body.name if body else settings.MUNICIPALITY_NAME,
        look=look,
        state=state,
        percent=job.progress,
        doing=job.progress_text,
        error=job.error,
        planned_for=job.not_before if job.is_planned else None,
    )


def _look(report: MonthlyReport, job: Job) -> tuple[str, str]:
    """The state of the edition once it is built; until then, and while it is built, its job's."""
    if job.is_planned:
        return PLANNED, _("Planerad")
    if report.built_at and job.is_finished:
        return STATE_LOOKS[MonthlyReport.State(report.state)], str(report.get_state_display())
    return LOOKS[Job.State(job.state)], str(job.get_state_display())


def _order(edition: Edition) -> tuple[bool, str]:
    return edition.report.body_id is not None, swedish_key(edition.scope_name)
