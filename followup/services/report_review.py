"""How the central office reads an edition, asks the districts about it, and approves it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from collaboration.exceptions import EditConflict
from followup.models import MonthlyReport, SectionReview
from followup.report_exceptions import (
    AlreadyApproved,
    AlreadyPublished,
    AnswerTooLate,
    EditionChanged,
    EditionNotBuilt,
    EditionNotReviewed,
    NotApproved,
    QuestionAnswered,
    QuestionWithdrawn,
    ReviewNotFinished,
    SectionUnknown,
)
from followup.reports.telling import Told, chapters_of
from followup.selectors.report_review import left_to_do
from programs.models import ResponsibleBody
from trygghet.accounts.models import User

State = MonthlyReport.State
Mark = SectionReview.State


@transaction.atomic
def mark_section(
    *, report: MonthlyReport, section: str, comment: str, version: int, acting_user: User
) -> SectionReview:
    """Say that a section is read, with a comment or without remark.

    Raises EditConflict when somebody marked it since the page was read.
    """
    told = _reviewed(report, section)
    mark = SectionReview.objects.filter(report=report, section=section, body=None).first()
    if (mark.version if mark else 0) != version:
        raise EditConflict(mark)
    mark = mark or SectionReview(report=report, section=section)
    mark.comment, mark.state = comment, Mark.COMMENTED if comment else Mark.READ
    mark.made_by, mark.section_hash, mark.version = acting_user, told.hash, version + 1
    mark.full_clean()
    mark.save()
    return mark


@transaction.atomic
def ask_body(
    *,
    report: MonthlyReport,
    section: str,
    body: ResponsibleBody,
    question: str,
    acting_user: User,
    idempotency_key: UUID | None = None,
) -> SectionReview:
    """Send a section back to a body with a question; its coordinator answers it."""
    told = _reviewed(report, section)
    if asked := _asked_before(idempotency_key):
        return asked
    review = SectionReview(
        report=report, section=section, state=Mark.ASKED, body=body, question=question,
        made_by=acting_user, section_hash=told.hash, idempotency_key=idempotency_key,
    )  # fmt: skip
    review.full_clean()
    review.save()
    return review


@transaction.atomic
def answer_question(
    *, review: SectionReview, answer: str, version: int, acting_user: User
) -> SectionReview:
    """The body's answer; it may be changed until the edition is approved."""
    report = _locked(review.report_id)
    review = _question(review.pk)
    if review.state == Mark.WITHDRAWN:
        raise QuestionWithdrawn(review)
    if report.state != State.DRAFT:
        raise AnswerTooLate
    if review.version != version:
        raise EditConflict(review)
    review.state, review.answer, review.version = Mark.ANSWERED, answer, version + 1
    review.answered_by, review.answered_at = acting_user, timezone.now()
    review.full_clean()
    review.save(update_fields=["state", "answer", "version", "answered_by", "answered_at"])
    return review


@transaction.atomic
def withdraw_question(*, review: SectionReview, reason: str, acting_user: User) -> SectionReview:
    """Take a question back that nobody has answered; the body sees that, and why.

    Of two who do it at once the second is told that it is done.
    """
    report = _locked(review.report_id)
    review = _question(review.pk)
    if review.state == Mark.WITHDRAWN:
        raise QuestionWithdrawn(review)
    if review.state == Mark.ANSWERED:
        raise QuestionAnswered(review)
    if report.state != State.DRAFT:
        raise EditionNotReviewed
    review.state, review.withdrawn_reason = Mark.WITHDRAWN, reason
    review.withdrawn_by, review.withdrawn_at = acting_user, timezone.now()
    review.version += 1
    review.full_clean()
    review.save(
        update_fields=["state", "withdrawn_reason", "withdrawn_by", "withdrawn_at", "version"]
    )
    return review


@transaction.atomic
def approve_edition(
    *, report: MonthlyReport, content_hash: str, anyway: bool, acting_user: User
) -> MonthlyReport:
    """Approve the edition as it was read: ``content_hash`` is that of the page.

    ``anyway`` approves although something is unread or unanswered. Of two who approve at once the
    second is told that it is done.
    """
    report = _locked(report.pk)
    if report.is_public:
        raise AlreadyPublished(report)
    if report.state == State.APPROVED:
        raise AlreadyApproved(report)
    _require_built(report)
    if report.content_hash != content_hash:
        raise EditionChanged(report)
    if not anyway and (left := left_to_do(report)):
        raise ReviewNotFinished(left)
    report.state, report.approved_by, report.approved_at = (
        State.APPROVED, acting_user, timezone.now(),
    )  # fmt: skip
    report.full_clean()
    report.save(update_fields=["state", "approved_by", "approved_at"])
    return report


@transaction.atomic
def withdraw_approval(*, report: MonthlyReport) -> MonthlyReport:
    """Let an approved edition be read, commented and made anew again."""
    report = _locked(report.pk)
    if report.is_public:
        raise AlreadyPublished(report)
    if report.state != State.APPROVED:
        raise NotApproved
    report.state, report.approved_by, report.approved_at = State.DRAFT, None, None
    report.save(update_fields=["state", "approved_by", "approved_at"])
    return report


def _locked(pk: int) -> MonthlyReport:
    rows = MonthlyReport.objects.select_for_update(of=("self",))
    return rows.select_related("approved_by", "published_by", "job").get(pk=pk)


def _require_built(report: MonthlyReport) -> None:
    if report.built_at is None or not report.job.is_finished:
        raise EditionNotBuilt


def _reviewed(report: MonthlyReport, section: str) -> Told:
    """The section of an edition under review, as it stands; the edition is locked."""
    report = _locked(report.pk)
    if report.state != State.DRAFT:
        raise EditionNotReviewed
    for chapter in chapters_of(report):
        if chapter.told.anchor == section and chapter.told.number:
            return chapter.told
    raise SectionUnknown


def _question(pk: int) -> SectionReview:
    return SectionReview.objects.select_related("answered_by", "withdrawn_by").get(pk=pk)


def _asked_before(key: UUID | None) -> SectionReview | None:
    return SectionReview.objects.filter(idempotency_key=key).first() if key else None
