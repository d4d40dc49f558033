"""The steps of an edition, as the product takes them."""

from datetime import date

from django.urls import reverse

from followup.models import MonthlyReport
from followup.reports.monthly import ask_for_new_edition
from followup.reports.sections import CITY
from followup.selectors.report_review import review_of
from followup.services.publishing import publish_edition
from followup.services.report_review import approve_edition, mark_section
from trygghet.accounts.models import User
from trygghet.jobs import services as jobs

OCTOBER = date(2026, 10, 1)
AT = ["2026-10", "staden"]
EDITION = [*AT, 1]
REVIEW = reverse("followup:report-review", args=EDITION)
TOTAL = sum(section.is_numbered for section in CITY) - 1  # a first edition corrects nothing


def approve(report: MonthlyReport, user: User, *, anyway: bool = True) -> MonthlyReport:
    report.refresh_from_db()
    return approve_edition(
        report=report, content_hash=report.content_hash, anyway=anyway, acting_user=user
    )


def published(report: MonthlyReport, user: User) -> MonthlyReport:
    return publish_edition(report=approve(report, user), acting_user=user)


def corrected(report: MonthlyReport, user: User, reason: str = "Fler har svarat.") -> MonthlyReport:
    """The edition after ``report``, built."""
    later = ask_for_new_edition(report=report, reason=reason, acting_user=user)
    assert jobs.run(later.job_id)
    later.refresh_from_db()
    return later


def read_all(report: MonthlyReport, user: User) -> None:
    for section in review_of(report).sections:
        anchor = section.told.anchor
        mark_section(report=report, section=anchor, comment="", version=0, acting_user=user)
