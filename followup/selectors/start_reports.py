"""What the monthly reports ask for on the start page: reviewing them, and answering about them."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.models import MonthlyReport, SectionReview
from followup.selectors.report_review import questions_to
from followup.selectors.start_tasks import SHOWN, Task, joined, short_month
from trygghet.accounts.scope import Scope

UNPUBLISHED = (MonthlyReport.State.DRAFT, MonthlyReport.State.APPROVED)


def editions_to_review(day: date) -> Iterator[Task]:
    """The editions that are built and not published, by month, the newest first. One query."""
    waiting = MonthlyReport.objects.built().filter(state__in=UNPUBLISHED).order_by("-month")
    months = waiting.values("month").annotate(
        number=Count("pk", distinct=True),
        approved=Count("pk", filter=Q(state=MonthlyReport.State.APPROVED), distinct=True),
        answers=Count("reviews", filter=Q(reviews__state=SectionReview.State.ANSWERED)),
    )
    for row in months[:SHOWN]:
        title = ngettext(
            "%(number)d månadsrapport för %(month)s att granska och publicera",
            "%(number)d månadsrapporter för %(month)s att granska och publicera",
            row["number"],
        )
        yield Task(
            title % {"number": row["number"], "month": short_month(row["month"], day)},
            joined(*_so_far(row["approved"], row["answers"]), _("Bara ni ser dem än")),
            f"{reverse('followup:report-list')}#manad-{row['month']:%Y-%m}",
            _("Granska"),
            "newspaper",
            "accent",
            2,
        )


def _so_far(approved: int, answers: int) -> Iterator[str]:
    if approved:
        yield ngettext("%(n)d är godkänd", "%(n)d är godkända", approved) % {"n": approved}
    if answers:
        yield ngettext("%(n)d svar har kommit", "%(n)d svar har kommit", answers) % {"n": answers}


def question_tasks(scope: Scope, day: date) -> Iterator[Task]:
    """Questions about the monthly report that the person's body has not answered. One query."""
    asked = questions_to(scope).filter(state=SectionReview.State.ASKED)
    for question in asked.defer("report__html", "report__data"):
        yield Task(
            _("Svara på en fråga om månadsrapporten för %(month)s")
            % {"month": short_month(question.report.month, day)},
            joined(question.body.name, question.question[:160]),
            reverse("followup:report-question", args=[question.pk]),
            _("Svara"),
            "circle-help",
            "warning",
            1,
        )
