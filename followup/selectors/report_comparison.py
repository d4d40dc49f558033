"""Which editions a reader can lay side by side, and what differs between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from followup.models import MonthlyReport
from followup.reports.comparing import SectionChange, compare
from followup.reports.monthly import CITY
from followup.reports.sections import SINCE
from followup.reports.telling import Chapter, chapters_of
from followup.selectors.reports import Edition, edition_of, visible_reports
from trygghet.accounts.scope import Scope
from trygghet.months import month_name


@dataclass(frozen=True)
class Comparable:
    """``key`` names the edition in the address, ``name`` on the page."""

    edition: Edition

    @property
    def key(self) -> str:
        return f"{self.edition.report.month:%Y-%m}.{self.edition.report.edition}"

    @property
    def name(self) -> str:
        report = self.edition.report
        words = {"month": month_name(report.month).capitalize(), "n": report.edition}
        named = _("%(month)s, utgåva %(n)s") % words
        return named if report.is_public else _("%(name)s (inte publicerad)") % {"name": named}


@dataclass(frozen=True)
class Comparison:
    """``is_known`` is False when the figures of one of them were never kept."""

    before: Comparable
    after: Comparable
    sections: tuple[SectionChange, ...]
    is_known: bool

    @property
    def figures(self) -> int:
        return sum(len(section.figures) for section in self.sections)

    @property
    def texts(self) -> int:
        return sum(len(section.added) + len(section.removed) for section in self.sections)


def editions_to_compare(scope: Scope, month: date | None, code: str) -> list[Comparable]:
    """The built editions of the same scope that the reader sees: the one of the address first, then
    the newest. One query; none if there is nothing at the address.
    """
    rows = visible_reports(scope).built()
    rows = rows.filter(**{"body": None} if code == CITY else {"body__code": code})
    found = [Comparable(edition_of(report)) for report in rows]
    here = [each for each in found if each.edition.report.month == month]
    return [*here, *(each for each in found if each not in here)] if here else []


def comparison_of(
    scope: Scope, editions: Sequence[Comparable], before: str, after: str
) -> Comparison:
    """What differs; without names the newest edition of the address and the one before it."""
    named = {each.key: each for each in editions}
    later = named.get(after) or editions[0]
    earlier = named.get(before) or _before(editions, later)
    pair = [_with_content(scope, each) for each in (earlier, later)]
    told = [
        [each.told for each in chapters_of(report) if each.told.number and not _compares(each)]
        for report in pair
    ]
    known = all(told)
    other_month = earlier.edition.report.month != later.edition.report.month
    found = compare(*told, other_month=other_month) if known else ()
    return Comparison(earlier, later, found, known)


def _compares(chapter: Chapter) -> bool:
    """The section that tells of differences is none itself."""
    return chapter.told.anchor == SINCE.anchor


def _before(editions: Sequence[Comparable], later: Comparable) -> Comparable:
    def age(each: Comparable) -> tuple[date, int]:
        return each.edition.report.month, each.edition.report.edition

    older = [each for each in editions if age(each) < age(later)]
    return max(older, key=age, default=later)


def _with_content(scope: Scope, each: Comparable) -> MonthlyReport:
    rows = MonthlyReport.objects.visible_to(scope).only("html", "data", "state")
    return rows.get(pk=each.edition.report.pk)
