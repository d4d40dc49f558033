"""How far goals are reached: the body's judgement, the central office's review, and all of them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from followup import assessment_periods
from followup.assessment_periods import Period
from followup.forms.goals import AssessForm, ReviewForm
from followup.models import GoalAssessment, SmartGoal
from followup.permissions import (
    can_assess_goal,
    can_read_review,
    can_review_assessment,
    can_see_work,
)
from followup.selectors.assessments import (
    LOOKS,
    MISSING,
    aim_at,
    asked_by_review,
    assessment_lines,
    figures_of,
    outcome_of,
)
from followup.services import assessments
from followup.views.goals import visible_goal
from followup.views.shared import (
    ASK,
    PER_PAGE,
    attempt,
    crumbs,
    save_over,
    sent_version,
)
from followup.work_filters import AssessmentFilter
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.http import Request
from trygghet.swedish import swedish

Grade = GoalAssessment.Grade
Review = GoalAssessment.Review
STATES = {
    AssessmentFilter.MISSING: MISSING,
    AssessmentFilter.WAITING: Review.WAITING,
    AssessmentFilter.AGREED: Review.AGREED,
    AssessmentFilter.RETURNED: Review.RETURNED,
}


@require_safe
def assessment_list(request: Request) -> HttpResponse:
    """The goals that are asked for in a period, each with its assessment or without."""
    require(can_see_work(request.scope))
    form, period, rows = listed_assessments(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [
            (line, can_assess_goal(request.scope, line.goal))
            for line in assessment_lines(list(page), period)
        ],
        "filter": form,
        "period": period,
        "shows_body": "organ" in form.fields,
        "may_review": can_review_assessment(request.scope),
    }
    return render(request, "followup/assessment_list.html", context)


def listed_assessments(
    request: Request,
) -> tuple[AssessmentFilter, Period, QuerySet[SmartGoal]]:
    """The goals that the address asks for, as the page and the file have them."""
    today = timezone.localdate()
    visible = SmartGoal.objects.visible_to(request.scope)
    bodies = ResponsibleBody.objects.filter(pk__in=visible.values("body")).by_name()
    period = assessment_periods.parse(request.GET.get("period", ""), today)
    period = period or assessment_periods.latest_finished(today)
    asked = request.GET.copy()
    asked["period"] = period.code
    form = AssessmentFilter(asked, bodies=bodies, periods=assessment_periods.offered(today))
    rows = _filtered(visible, form, period).select_related("body", "focus_area", "process")
    return form, period, rows.order_by(swedish("body__name"), "due_on", "pk")


def _filtered(
    visible: QuerySet[SmartGoal], form: AssessmentFilter, period: Period
) -> QuerySet[SmartGoal]:
    body, state = form.chosen("organ"), form.chosen("lage")
    rows = visible.filter(body=body) if body else visible
    return asked_by_review(rows, period, STATES[state] if state else "")


@require_http_methods(ASK)
def goal_assess(request: Request, pk: int) -> HttpResponse:
    """What the figures say first, then what the body says (``?period=2026-t2``)."""
    goal = visible_goal(request, pk)
    require(
        can_assess_goal(request.scope, goal),
        _("Målet bedöms av samordnare och chef hos %(body)s.") % {"body": goal.body.name},
    )
    today = timezone.localdate()
    asked = request.POST.get("period") or request.GET.get("period", "")
    period = assessment_periods.parse(asked, today) or assessment_periods.latest_finished(today)
    before = goal.assessments.filter(period_start=period.start).first()
    figures = figures_of(goal, period.end)
    form = AssessForm(request.POST or None, instance=before, figures_say=figures.grade)
    edit = save_over(
        request,
        form,
        before.version if before else 0,
        lambda version: _assess(request, goal, period, form, version),
    )
    if edit.saved:
        messages.success(
            request, _("Bedömningen är sparad och väntar på stadsledningskontorets granskning.")
        )
        return redirect("followup:goal-detail", pk=pk)
    context = {
        "form": form,
        "goal": goal,
        "period": period,
        "periods": assessment_periods.offered(today),
        "figures": figures,
        "figures_look": LOOKS[Grade(figures.grade)] if figures.grade else "",
        "before": before,
        "version": edit.version,
        "conflict": edit.conflict,
        "breadcrumbs": _crumbs(goal, _("Bedöm målet")),
    }
    return render(request, "followup/goal_assess.html", context)


def _assess(
    request: Request, goal: SmartGoal, period: Period, form: AssessForm, version: int
) -> GoalAssessment:
    fields: dict[str, Any] = dict(form.cleaned_data)
    return assessments.assess_goal(
        goal=goal,
        period_start=period.start,
        period_end=period.end,
        version=version,
        acting_user=request.user,
        **fields,
    )


@require_http_methods(ASK)
def assessment_review(request: Request, pk: int) -> HttpResponse:
    """One assessment, which the central office reviews here."""
    goals = SmartGoal.objects.visible_to(request.scope)
    rows = GoalAssessment.objects.filter(goal__in=goals).select_related(
        "goal__body", "goal__indicator", "assessed_by", "reviewed_by"
    )
    row = get_object_or_404(rows, pk=pk)
    aim = aim_at(row.goal, row.assessed_at)
    may_review = can_review_assessment(request.scope)
    if request.method == "POST":
        require(may_review, _("Bedömningar granskas av stadsledningskontoret."))
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = sent_version(request, row.version)
        saved = attempt(
            form,
            lambda: assessments.review_assessment(
                assessment=row, version=version, acting_user=request.user, **form.cleaned_data
            ),
        )
        if saved:
            messages.success(request, _("Granskningen är sparad."))
            return redirect(
                f"{reverse('followup:assessment-list')}?lage=vantar&period={_code(row)}"
            )
    context = {
        "form": form if may_review and row.review == Review.WAITING else None,
        "typed": form if form.is_bound else None,
        "aim": aim,
        "outcome": str(outcome_of(row, aim)),
        "row": row,
        "goal": row.goal,
        "period": assessment_periods.period_of(row.period_start),
        "look": LOOKS[Grade(row.grade)],
        "figures_look": LOOKS[Grade(row.figures_say)] if row.figures_say else "",
        "may_read_review": can_read_review(request.scope, row.goal),
        "may_assess": can_assess_goal(request.scope, row.goal),
        "breadcrumbs": _crumbs(row.goal, _("Bedömning")),
    }
    return render(request, "followup/assessment_review.html", context)


def _code(row: GoalAssessment) -> str:
    return assessment_periods.period_of(row.period_start).code


def _crumbs(goal: SmartGoal, last: str) -> list[dict[str, str]]:
    return crumbs(
        (_("Mål"), reverse("followup:goal-list")),
        (goal.title, reverse("followup:goal-detail", args=[goal.pk])),
        (last, ""),
    )
