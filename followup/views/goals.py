"""Goals: the list, setting one, its page with the five letters, and the parties' answers."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.exceptions import EditConflict
from collaboration.models import CollaborationProcess, Participant
from collaboration.selectors.process_parties import spoken_for
from followup.goal_charts import goal_chart
from followup.models import SmartGoal
from followup.permissions import (
    can_answer_goal,
    can_change_goal,
    can_keep_indicators,
    can_see_work,
    can_set_goal,
)
from followup.selectors.goals import (
    answers_of,
    check_of,
    goal_lines,
    goals_for,
    processes_seen,
    result_of,
    with_check,
)
from followup.services import goals
from followup.views.shared import (
    ASK,
    PER_PAGE,
    Theirs,
    attempt,
    crumbs,
    differences,
    key_of,
    named_process,
    process_crumbs,
    sent_version,
)
from followup.work_filters import GoalFilter
from followup.work_forms import AnswerGoalForm, GoalForm
from programs.models import Program, ResponsibleBody
from programs.permissions import require
from trygghet.history.selectors import history_of
from trygghet.http import Request


@require_safe
def goal_list(request: Request) -> HttpResponse:
    require(can_see_work(request.scope))
    visible = SmartGoal.objects.visible_to(request.scope)
    bodies = ResponsibleBody.objects.filter(pk__in=visible.values("body")).by_name()
    form = GoalFilter(request.GET, bodies=bodies)
    rows = goals_for(request.scope)
    if body := form.chosen("organ"):
        rows = rows.filter(body=body)
    if term := form.chosen("sikt"):
        rows = rows.filter(term=term)
    if process := form.chosen("process"):
        rows = rows.filter(process=process)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": goal_lines(request.scope, list(page)),
        "filter": form,
        "today": timezone.localdate(),
        "may_set": bool(request.scope.coordinates),
        "shows_body": len(bodies) > 1,
    }
    return render(request, "followup/goal_list.html", context)


@require_http_methods(ASK)
def goal_new(request: Request) -> HttpResponse:
    """From a process (``?process=``, perhaps ``&problem=``), or a goal of the body's own."""
    process = named_process(request)
    bodies = ResponsibleBody.objects.filter(pk__in=request.scope.coordinates).by_name()
    if process:
        require(can_set_goal(request.scope, process), _who_sets(process))
    else:
        require(bool(request.scope.coordinates), _("Mål sätts av nämndens samordnare."))
    form = GoalForm(
        request.POST or None,
        process=process,
        bodies=bodies,
        program=Program.objects.current(timezone.localdate()),
        initial={"problem": request.GET.get("problem"), "term": SmartGoal.Term.SHORT},
    )
    if request.method == "POST" and form.is_valid():
        goal = attempt(form, lambda: _set(request, form, process))
        if goal:
            messages.success(request, _("Målet är sparat. Här ser du vad som saknas."))
            return redirect("followup:goal-detail", pk=goal.pk)
    context = {
        "form": form,
        "process": process,
        "key": key_of(request) or uuid4(),
        "may_add_indicator": can_keep_indicators(request.scope),
        "breadcrumbs": process_crumbs(process, (_("Nytt mål"), "")) if process else _own_crumbs(),
    }
    return render(request, "followup/goal_form.html", context)


def _own_crumbs() -> list[dict[str, str]]:
    return crumbs((_("Mål"), reverse("followup:goal-list")), (_("Nytt mål"), ""))


def _who_sets(process: CollaborationProcess) -> str:
    return _("Mål sätts av samordnaren för %(body)s, så länge samverkan pågår.") % {
        "body": process.lead_body.name
    }


def _set(request: Request, form: GoalForm, process: CollaborationProcess | None) -> SmartGoal:
    fields = dict(form.cleaned_data)
    body = process.lead_body if process else fields.pop("body")
    require(process is not None or body.pk in request.scope.coordinates)
    return goals.set_goal(
        body=body,
        process=process,
        acting_user=request.user,
        idempotency_key=key_of(request),
        **fields,
    )


@require_safe
def goal_detail(request: Request, pk: int) -> HttpResponse:
    goal = _visible(request, pk)
    own = spoken_for(request.scope, goal.process_id) if goal.process_id else frozenset()
    answers = answers_of(goal, own)
    result = result_of(goal)
    sees_process = goal.process_id in processes_seen(request.scope, [goal.process_id])
    context = {
        "goal": goal,
        "check": check_of(goal),
        "answers": answers,
        "accepted": sum(bool(each.answer and each.answer.accepted) for each in answers),
        "may_answer": [
            each.party
            for each in answers
            if goal.process and can_answer_goal(goal.process, each.party.pk, own)
        ],
        "result": result,
        "chart": goal_chart(goal, result) if len(result.points) > 1 else None,
        "sees_process": sees_process,
        "may_change": can_change_goal(request.scope, goal),
        "may_measure": bool(goal.indicator_id) and can_keep_indicators(request.scope),
        "history": history_of(goal, *goal.acceptances.all()) if request.scope.is_staff else None,
        "breadcrumbs": process_crumbs(goal.process, (_("Mål"), ""))
        if goal.process and sees_process
        else crumbs((_("Mål"), reverse("followup:goal-list")), (goal.title, "")),
    }
    return render(request, "followup/goal_detail.html", context)


@require_http_methods(ASK)
def goal_edit(request: Request, pk: int) -> HttpResponse:
    goal = _visible(request, pk)
    require(
        can_change_goal(request.scope, goal),
        _who_sets(goal.process) if goal.process else _("Mål ändras av nämndens samordnare."),
    )
    form = GoalForm(
        request.POST or None,
        instance=goal,
        process=goal.process,
        program=goal.focus_area.program,
        initial={"measures": list(goal.measures.all())},
    )
    version = sent_version(request, goal.version)
    conflict: list[Theirs] = []
    if request.method == "POST" and form.is_valid():
        fields: dict[str, Any] = dict(form.cleaned_data)
        try:
            saved = attempt(
                form,
                lambda: goals.change_goal(
                    goal=goal, version=version, acting_user=request.user, **fields
                ),
            )
        except EditConflict as refusal:
            saved, version = None, refusal.current.version
            conflict = differences(form, refusal.current)
        if saved:
            messages.success(request, _("Målet är sparat."))
            return redirect("followup:goal-detail", pk=pk)
    context = {
        "form": form,
        "goal": goal,
        "process": goal.process,
        "version": version,
        "conflict": conflict,
        "may_add_indicator": can_keep_indicators(request.scope),
        "breadcrumbs": crumbs(
            (_("Mål"), reverse("followup:goal-list")),
            (goal.title, reverse("followup:goal-detail", args=[pk])),
            (_("Ändra"), ""),
        ),
    }
    return render(request, "followup/goal_form.html", context)


@require_http_methods(ASK)
def goal_answer(request: Request, pk: int, participant: int) -> HttpResponse:
    """One party accepts the goal, or declines it with its reason."""
    goal = _visible(request, pk)
    party = get_object_or_404(
        Participant.objects.filter(process=goal.process_id).with_party(), pk=participant
    )
    own = spoken_for(request.scope, goal.process_id) if goal.process_id else frozenset()
    require(
        goal.process is not None and can_answer_goal(goal.process, party.pk, own),
        _("%(party)s svarar själv på målet, så länge samverkan pågår.") % {"party": party},
    )
    before = goal.acceptances.filter(participant=party).first()
    initial = {}
    if before:
        initial = {"accepted": "ja" if before.accepted else "nej", "reason": before.reason}
    form = AnswerGoalForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answer = attempt(
            form,
            lambda: goals.answer_goal(
                goal=goal, participant=party, acting_user=request.user, **form.cleaned_data
            ),
        )
        if answer:
            messages.success(request, _("Svaret från %(party)s är sparat.") % {"party": party})
            return redirect("followup:goal-detail", pk=pk)
    context = {
        "form": form,
        "goal": goal,
        "party": party,
        "check": check_of(goal),
        "breadcrumbs": crumbs(
            (_("Mål"), reverse("followup:goal-list")),
            (goal.title, reverse("followup:goal-detail", args=[pk])),
            (_("Svara på målet"), ""),
        ),
    }
    return render(request, "followup/goal_answer.html", context)


def _visible(request: Request, pk: int) -> SmartGoal:
    rows = with_check(SmartGoal.objects.visible_to(request.scope)).select_related(
        "process__lead_body", "process__program", "body__area", "focus_area__program"
    )
    return get_object_or_404(rows, pk=pk)
