"""What the monthly reports ask for on the start page: reviewing them, and answering about them."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.models import MonthlyReport, SectionReview
from followup.selectors.report_review import questions_to
from followup.selectors.start_tasks import SHOWN, Task, joined, short_month
from trygghet.accounts.scope import Scope

Mark = SectionReview.State
WITHDRAWN_SHOWN = timedelta(days=7)
UNPUBLISHED = (MonthlyReport.State.DRAFT, MonthlyReport.State.APPROVED)


def editions_to_review(day: date) -> Iterator[Task]:
    """The editions that are built and not published, by month, the newest first. One query."""
    waiting = MonthlyReport.objects.built().filter(state__in=UNPUBLISHED).order_by("-month")
    months = waiting.values("month").annotate(
        number=Count("pk", distinct=True),
        approved=Count("pk", filter=Q(state=MonthlyReport.State.APPROVED), distinct=True),
        answers=Count("reviews", filter=Q(reviews__state=Mark.ANSWERED)),
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
            reverse("followup:report-month", args=[f"{row['month']:%Y-%m}"]),
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
    """Questions about the monthly report that the person's body has not answered, and those that
    were withdrawn lately. One query.
    """
    lately = Q(state=Mark.WITHDRAWN, withdrawn_at__date__gt=day - WITHDRAWN_SHOWN)
    found = questions_to(scope).filter(Q(state=Mark.ASKED) | lately)
    for question in found.defer("report__html", "report__data"):
        month = {"month": short_month(question.report.month, day)}
        is_asked = question.state == Mark.ASKED
        title = (
            _("Svara på en fråga om månadsrapporten för %(month)s")
            if is_asked
            else _("En fråga om månadsrapporten för %(month)s är återtagen")
        )
        said = question.question if is_asked else question.withdrawn_reason
        yield Task(
            title % month,
            joined(question.body.name, said[:160]),
            reverse("followup:report-question", args=[question.pk]),
            _("Svara") if is_asked else _("Läs varför"),
            "circle-help" if is_asked else "undo-2",
            "warning" if is_asked else "neutral",
            1 if is_asked else 3,
        )
