"""Questions about an edition under review: a coordinator answers, the asker takes one back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.exceptions import EditConflict, Refused
from followup.forms.report_review import AnswerForm, WithdrawForm
from followup.models import SectionReview
from followup.permissions import (
    can_answer_report_question,
    can_build_reports,
    can_read_asked_section,
)
from followup.reports.sent_back import sent_back
from followup.selectors.report_review import every_question, questions_to, title_of
from followup.selectors.reports import edition_of
from followup.services.report_review import answer_question, withdraw_question
from followup.views.shared import ASK, crumbs, sent_version
from programs.permissions import require
from trygghet.http import Request
from trygghet.months import month_name


@require_http_methods(ASK)
def report_question(request: Request, pk: int) -> HttpResponse:
    """A coordinator reads the central office's question and answers it."""
    review = get_object_or_404(questions_to(request.scope), pk=pk)
    require(can_answer_report_question(request.scope, review), _("Frågan besvaras av samordnaren."))
    theirs, form = None, AnswerForm(request.POST or None, initial={"answer": review.answer})
    if request.method == "POST" and form.is_valid():
        try:
            answer_question(
                review=review,
                answer=form.cleaned_data["answer"],
                version=sent_version(request, review.version),
                acting_user=request.user,
            )
        except EditConflict as conflict:
            theirs = review = conflict.current
            form.add_error(None, str(conflict))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Svaret är skickat till stadsledningskontoret."))
            return redirect(reverse("start"))
    reads = can_read_asked_section(request.scope, review)
    page = _about(review) | {
        "form": form,
        "theirs": theirs,
        "sent_back": sent_back(review) if reads else None,
        "breadcrumbs": crumbs((_("Fråga om månadsrapporten"), "")),
    }
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "followup/report_question.html", page, status=status)


@require_http_methods(ASK)
def report_question_withdraw(request: Request, pk: int) -> HttpResponse:
    """The central office takes a question back that nobody has answered, and says why."""
    require(can_build_reports(request.scope), _("Bara stadsledningskontoret tar tillbaka frågor."))
    review = get_object_or_404(every_question(), pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_question(review=review, reason=reason, acting_user=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Frågan är återtagen. %(body)s ser det.") % {"body": review.body.name}
            )
            return redirect(_panel_of(review))
    page = _about(review) | {
        "form": form,
        "back": _panel_of(review),
        "breadcrumbs": crumbs(
            (_("Rapporter"), reverse("followup:report-list")),
            (_("Granska"), _panel_of(review)),
            (_("Ta tillbaka frågan"), ""),
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "followup/report_question_withdraw.html", page, status=status)


def _about(review: SectionReview) -> dict[str, Any]:
    report = review.report
    return {
        "review": review,
        "edition": edition_of(report),
        "section_title": title_of(report, review.section),
        "month": month_name(report.month),
    }


def _panel_of(review: SectionReview) -> str:
    return f"{edition_of(review.report).review_url}#granska-{review.section}"
