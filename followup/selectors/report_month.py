"""A month's editions on their way out: how far each is read, which can be approved or published."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from followup.models import MonthlyReport
from followup.selectors.report_review import Review, left_in, reviews_of
from followup.selectors.reports import Edition, edition_of, visible_reports
from trygghet.accounts.scope import Scope
from trygghet.swedish import swedish_key

State = MonthlyReport.State


@dataclass(frozen=True)
class MonthLine:
    """An edition that is not published. ``left`` says what is unread or unanswered, in words."""

    edition: Edition
    review: Review
    left: tuple[str, ...]

    @property
    def key(self) -> str:
        """Names the edition as it was read: it is approved with this content or not at all."""
        return f"{self.edition.report.pk}.{self.edition.report.content_hash}"

    @property
    def is_approved(self) -> bool:
        return self.edition.report.state == State.APPROVED

    @property
    def can_be_approved(self) -> bool:
        return not self.is_approved and self.edition.is_settled and not self.left


def month_lines(scope: Scope, month: date) -> tuple[MonthLine, ...]:
    """The built editions of the month that are not published: the city's, then the districts'.

    Four queries.
    """
    rows = (
        visible_reports(scope).built().filter(month=month, state__in=[State.DRAFT, State.APPROVED])
    )
    editions = sorted(map(edition_of, rows), key=_order)
    reviews = reviews_of([edition.report for edition in editions])
    found = ((edition, reviews[edition.report.pk]) for edition in editions)
    return tuple(MonthLine(edition, review, left_in(review)) for edition, review in found)


def chosen_editions(scope: Scope, month: date, keys: Collection[int]) -> list[Edition]:
    """The month's built editions with these keys, whatever has become of them since."""
    rows = visible_reports(scope).built().filter(month=month, pk__in=keys)
    return sorted(map(edition_of, rows), key=_order)


def _order(edition: Edition) -> tuple[bool, str, int]:
    report = edition.report
    return report.body_id is not None, swedish_key(edition.scope_name), -report.program_id
