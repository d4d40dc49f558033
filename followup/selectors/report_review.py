"""How far the review of an edition has come: what is read, commented, asked and answered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.models import MonthlyReport, SectionReview
from followup.reports.telling import Chapter, Told, chapters_of
from trygghet.accounts.scope import Scope

Mark = SectionReview.State
UNREAD = "unread"


@dataclass(frozen=True)
class ReviewedSection:
    """``is_changed``: the edition was made anew after somebody read the section."""

    told: Told
    html: str
    mark: SectionReview | None
    questions: tuple[SectionReview, ...]

    @property
    def waiting(self) -> tuple[SectionReview, ...]:
        return tuple(each for each in self.questions if each.state == Mark.ASKED)

    @property
    def living(self) -> tuple[SectionReview, ...]:
        """The questions that are not withdrawn."""
        return tuple(each for each in self.questions if each.state != Mark.WITHDRAWN)

    @property
    def is_changed(self) -> bool:
        seen = {each.section_hash for each in (self.mark, *self.living) if each}
        return bool(seen) and self.told.hash not in seen

    @property
    def is_read(self) -> bool:
        return bool(self.mark or self.living) and not self.is_changed

    @property
    def state(self) -> str:
        """What is said of the section as a whole: a name in the table of statuses."""
        if self.waiting:
            return "asked"
        if self.is_changed:
            return "changed"
        if self.living:
            return "answered"
        return self.mark.state if self.mark else UNREAD

    @property
    def version(self) -> int:
        return self.mark.version if self.mark else 0


@dataclass(frozen=True)
class Review:
    """The numbered sections of an edition with what has been said of each."""

    sections: tuple[ReviewedSection, ...]

    @property
    def read(self) -> int:
        return sum(section.is_read for section in self.sections)

    @property
    def total(self) -> int:
        return len(self.sections)

    @property
    def percent(self) -> int:
        return self.read * 100 // self.total if self.total else 0

    @property
    def waiting(self) -> tuple[SectionReview, ...]:
        return tuple(each for section in self.sections for each in section.waiting)

    def section(self, anchor: str) -> ReviewedSection | None:
        return next((each for each in self.sections if each.told.anchor == anchor), None)


def review_of(report: MonthlyReport) -> Review:
    """The review of a built edition. One query; ``report`` with its content."""
    rows = SectionReview.objects.filter(report=report)
    people = ("body", "made_by", "answered_by", "withdrawn_by")
    said = list(rows.select_related(*people).order_by("made_at", "pk"))
    chapters = [chapter for chapter in chapters_of(report) if chapter.told.number]
    return Review(tuple(_section(chapter, said) for chapter in chapters))


def reviews_of(reports: Collection[MonthlyReport]) -> dict[int, Review]:
    """The reviews of built editions by their keys, without the content. Two queries."""
    kept = MonthlyReport.objects.filter(pk__in=[report.pk for report in reports])
    sections = dict(kept.values_list("pk", KeyTransform("sections", "data")))
    said: dict[int, list[SectionReview]] = defaultdict(list)
    rows = SectionReview.objects.filter(report__in=sections).select_related("body")
    for each in rows.order_by("made_at", "pk"):
        said[each.report_id].append(each)
    return {
        pk: Review(tuple(_section(chapter, said[pk]) for chapter in _numbered(of or ())))
        for pk, of in sections.items()
    }


def _numbered(sections: Iterable[dict[str, Any]]) -> Iterator[Chapter]:
    """The sections that are reviewed, by what was kept of them beside their text."""
    for each in sections:
        told = Told(each["anchor"], each["title"], each["number"], each["hash"], (), ())
        if told.number:
            yield Chapter(told, "")


def _section(chapter: Chapter, said: list[SectionReview]) -> ReviewedSection:
    about = [each for each in said if each.section == chapter.told.anchor]
    return ReviewedSection(
        told=chapter.told,
        html=chapter.html,
        mark=next((each for each in about if each.body_id is None), None),
        questions=tuple(each for each in about if each.body_id is not None),
    )


def left_to_do(report: MonthlyReport) -> tuple[str, ...]:
    """What is neither read nor answered, in words. One query."""
    return left_in(review_of(report))


def left_in(review: Review) -> tuple[str, ...]:
    return tuple(_left(review))


def _left(review: Review) -> Iterator[str]:
    if unread := review.total - review.read:
        text = ngettext("%(n)s avsnitt är inte läst.", "%(n)s avsnitt är inte lästa.", unread)
        yield text % {"n": unread}
    for section in review.sections:
        for question in section.waiting:
            yield _("%(body)s har inte svarat på frågan om ”%(section)s”.") % {
                "body": question.body.name,
                "section": section.told.title,
            }


def questions_to(scope: Scope) -> QuerySet[SectionReview]:
    """Questions about editions under review that the reader answers, the oldest first; those that
    were withdrawn too.
    """
    return every_question().filter(body__in=scope.coordinates)


def every_question() -> QuerySet[SectionReview]:
    """The questions about editions under review, with those who wrote them, the oldest first."""
    rows = SectionReview.objects.filter(body__isnull=False, report__state=MonthlyReport.State.DRAFT)
    people = ("made_by", "answered_by", "withdrawn_by")
    return rows.select_related("report__body", "report__job", "body", *people).order_by(
        "made_at", "pk"
    )


def title_of(report: MonthlyReport, anchor: str) -> str:
    """The title of a section of the edition; its anchor, should the section be gone."""
    titles = {each["anchor"]: each["title"] for each in report.data.get("sections", ())}
    return titles.get(anchor, anchor)
