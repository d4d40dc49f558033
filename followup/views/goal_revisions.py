"""What a goal aims at, changed by a decision: a new revision beside the ones before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from followup.forms.goals import ReviseGoalForm
from followup.permissions import can_change_goal, can_keep_indicators
from followup.services import goals
from followup.views.goals import visible_goal, who_sets
from followup.views.shared import ASK, crumbs, save_over
from programs.permissions import require
from trygghet.http import Request


@require_http_methods(ASK)
def goal_revise(request: Request, pk: int) -> HttpResponse:
    goal = visible_goal(request, pk)
    require(can_change_goal(request.scope, goal), who_sets(goal))
    form = ReviseGoalForm(request.POST or None, instance=goal)
    edit = save_over(
        request,
        form,
        goal.version,
        lambda version: goals.revise_goal(
            goal=goal, version=version, acting_user=request.user, **form.cleaned_data
        ),
    )
    if edit.saved:
        messages.success(
            request, _("Målet är reviderat. Det som gällde förut står kvar på målets sida.")
        )
        return redirect("followup:goal-detail", pk=pk)
    context = {
        "form": form,
        "goal": goal,
        "version": edit.version,
        "conflict": edit.conflict,
        "may_add_indicator": can_keep_indicators(request.scope),
        "breadcrumbs": crumbs(
            (_("Mål"), reverse("followup:goal-list")),
            (goal.title, reverse("followup:goal-detail", args=[pk])),
            (_("Revidera"), ""),
        ),
    }
    return render(request, "followup/goal_revise.html", context)
