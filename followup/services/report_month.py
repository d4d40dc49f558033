"""Approving or publishing several editions of a month: each by itself, whole or not at all."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from collaboration.exceptions import Refused
from followup.models import MonthlyReport
from followup.report_exceptions import ReviewNotFinished
from followup.services.publishing import publish_edition
from followup.services.report_review import approve_edition
from trygghet.accounts.models import User


@dataclass(frozen=True)
class Outcome:
    """``refused`` are editions with the reason, in words; the others are not held up by them."""

    done: tuple[MonthlyReport, ...]
    refused: tuple[tuple[MonthlyReport, str], ...]


def approve_editions(
    *, reports: Iterable[MonthlyReport], hashes: Mapping[int, str], acting_user: User
) -> Outcome:
    """Approve what was read: ``hashes`` are the contents of the page, by the editions' keys."""

    def approve(report: MonthlyReport) -> MonthlyReport:
        read = hashes[report.pk]
        return approve_edition(
            report=report, content_hash=read, anyway=False, acting_user=acting_user
        )

    return _each(reports, approve)


def publish_editions(*, reports: Iterable[MonthlyReport], acting_user: User) -> Outcome:
    """Publish approved editions, each sent to its own readers."""
    return _each(reports, lambda report: publish_edition(report=report, acting_user=acting_user))


def _each(
    reports: Iterable[MonthlyReport], service: Callable[[MonthlyReport], MonthlyReport]
) -> Outcome:
    done, refused = [], []
    for report in reports:
        try:
            done.append(service(report))
        except ReviewNotFinished as refusal:
            refused.append((report, " ".join(refusal.left)))
        except Refused as refusal:
            refused.append((report, str(refusal)))
    return Outcome(tuple(done), tuple(refused))
