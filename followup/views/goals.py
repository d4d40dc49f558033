"""Goals: the list, setting one, its page with the five letters, and the parties' answers."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.models import CollaborationProcess, Participant
from collaboration.selectors.process_parties import spoken_for
from followup.assessment_periods import latest_finished
from followup.forms.goals import AnswerGoalForm, GoalForm
from followup.goal_charts import goal_chart
from followup.models import GoalAcceptance, Measure, SmartGoal
from followup.periods import period_name
from followup.permissions import (
    can_answer_goal,
    can_assess_goal,
    can_change_goal,
    can_keep_indicators,
    can_read_review,
    can_see_work,
    can_set_goal,
)
from followup.selectors.assessments import (
    aim_among,
    assessments_of,
    latest_assessments,
    outcome_of,
    with_latest_grade,
)
from followup.selectors.goals import (
    answers_of,
    check_of,
    goal_lines,
    goals_for,
    processes_seen,
    result_of,
    with_check,
    with_places,
)
from followup.selectors.going_on import going_on_first
from followup.selectors.histories import goal_history
from followup.services import goals
from followup.views.shared import (
    ASK,
    PER_PAGE,
    Theirs,
    attempt,
    crumbs,
    key_of,
    named_process,
    process_crumbs,
    save_over,
    sent_version,
)
from followup.work_filters import GoalFilter
from programs.models import Program, ResponsibleBody
from programs.permissions import require
from trygghet.http import Request


@require_safe
def goal_list(request: Request) -> HttpResponse:
    require(can_see_work(request.scope))
    today = timezone.localdate()
    form, rows = listed_goals(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    goals_shown = list(page)
    given = latest_assessments([goal.pk for goal in goals_shown], today)
    context = {
        "page": page,
        "lines": [
            (line, given.get(line.goal.pk)) for line in goal_lines(request.scope, goals_shown)
        ],
        "filter": form,
        "may_set": bool(request.scope.coordinates),
        "shows_body": "organ" in form.fields,
    }
    return render(request, "followup/goal_list.html", context)


def listed_goals(request: Request) -> tuple[GoalFilter, QuerySet[SmartGoal]]:
    """The rows that the address asks for, as the page and the file have them."""
    visible = SmartGoal.objects.visible_to(request.scope)
    bodies = ResponsibleBody.objects.filter(pk__in=visible.values("body")).by_name()
    today = timezone.localdate()
    form = GoalFilter(request.GET, bodies=bodies, program=Program.objects.current(today))
    rows = _filtered(goals_for(request.scope), form)
    return form, going_on_first(rows, Q(due_on__lt=today))


def _filtered(rows: QuerySet[SmartGoal], form: GoalFilter) -> QuerySet[SmartGoal]:
    chosen = {
        "body": form.chosen("organ"),
        "process": form.chosen("process"),
        "focus_area": form.chosen("fokus"),
        "term": form.chosen("sikt"),
    }
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    if council := form.chosen("kfmal"):
        rows = rows.filter(council_goal=None if council == form.WITHOUT else council)
    grade = form.chosen("bedomning")
    if grade is None:
        return rows
    asked = {"latest_grade": None} if grade == form.NONE else {"latest_grade": grade}
    return with_latest_grade(rows).filter(**asked)


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
    goal = visible_goal(request, pk)
    own = spoken_for(request.scope, goal.process_id) if goal.process_id else frozenset()
    answers = answers_of(goal, own)
    result = result_of(goal)
    sees_process = goal.process_id in processes_seen(request.scope, [goal.process_id])
    may_answer = [
        each.party
        for each in answers
        if goal.process and can_answer_goal(goal.process, each.party.pk, own)
    ]
    given = assessments_of(goal)
    revisions = list(goal.revisions.select_related("indicator"))
    context = {
        "goal": goal,
        "check": check_of(goal),
        "answers": answers,
        "accepted": sum(bool(each.answer and each.answer.accepted) for each in answers),
        "may_answer": may_answer,
        "unanswered": next(
            (each.party for each in answers if each.party in may_answer and not each.answer), None
        ),
        "result": result,
        "chart": goal_chart(goal, result, measures=_in_time(goal)),
        "baseline_period": _baseline_period(goal),
        "sees_process": sees_process,
        "lacks_council_goal": _lacks_council_goal(goal),
        "may_change": can_change_goal(request.scope, goal),
        "is_aimed": _is_aimed(goal),
        "revisions": revisions,
        "assessments": [
            (row, row.look, str(outcome_of(row, aim_among(goal, revisions, row.assessed_at))))
            for row in given
        ],
        "may_assess": can_assess_goal(request.scope, goal),
        "may_read_review": can_read_review(request.scope, goal),
        "period": latest_finished(timezone.localdate()),
        "may_measure": bool(goal.indicator_id) and can_keep_indicators(request.scope),
        "history": goal_history(request.scope, goal),
        "breadcrumbs": process_crumbs(goal.process, (_("Mål"), ""))
        if goal.process and sees_process
        else crumbs((_("Mål"), reverse("followup:goal-list")), (goal.title, "")),
    }
    return render(request, "followup/goal_detail.html", context)


@require_http_methods(ASK)
def goal_edit(request: Request, pk: int) -> HttpResponse:
    goal = visible_goal(request, pk)
    require(can_change_goal(request.scope, goal), who_sets(goal))
    form = GoalForm(
        request.POST or None,
        instance=goal,
        process=goal.process,
        program=goal.focus_area.program,
        initial={"measures": list(goal.measures.all())},
    )
    edit = save_over(
        request,
        form,
        goal.version,
        lambda version: goals.change_goal(
            goal=goal, version=version, acting_user=request.user, **form.cleaned_data
        ),
    )
    if edit.saved:
        messages.success(request, _("Målet är sparat."))
        return redirect("followup:goal-detail", pk=pk)
    context = {
        "form": form,
        "goal": goal,
        "process": goal.process,
        "version": edit.version,
        "is_aimed": _is_aimed(goal),
        "conflict": edit.conflict,
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
    goal = visible_goal(request, pk)
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
    edit = save_over(
        request,
        form,
        before.version if before else 0,
        lambda version: goals.answer_goal(
            goal=goal,
            participant=party,
            acting_user=request.user,
            version=version,
            goal_version=sent_version(request, goal.version, "goal_version"),
            **form.cleaned_data,
        ),
        theirs=_answered,
    )
    if edit.saved:
        messages.success(request, _("Svaret från %(party)s är sparat.") % {"party": party})
        return redirect("followup:goal-detail", pk=pk)
    context = {
        "form": form,
        "goal": goal,
        "party": party,
        "version": edit.version,
        "conflict": edit.conflict,
        "baseline_period": _baseline_period(goal),
        "check": check_of(goal),
        "breadcrumbs": crumbs(
            (_("Mål"), reverse("followup:goal-list")),
            (goal.title, reverse("followup:goal-detail", args=[pk])),
            (_("Svara på målet"), ""),
        ),
    }
    return render(request, "followup/goal_answer.html", context)


def _answered(form: AnswerGoalForm, stored: GoalAcceptance) -> list[Theirs]:
    """What somebody else of the party has answered meanwhile."""
    choices = dict(form.fields["accepted"].choices)
    said = str(choices["ja" if stored.accepted else "nej"])
    return [
        Theirs(_("Svaret från %(name)s") % {"name": stored.answered_by}, said),
        Theirs(str(form.fields["reason"].label), stored.reason or _("tomt")),
    ]


def _lacks_council_goal(goal: SmartGoal) -> bool:
    """Whether the program has goals of the council that it could stand under."""
    return goal.council_goal is None and goal.focus_area.program.council_goals.exists()


def _baseline_period(goal: SmartGoal) -> str:
    if goal.indicator is None or goal.baseline_period is None:
        return ""
    return period_name(goal.baseline_period, goal.indicator.frequency)


def _in_time(goal: SmartGoal) -> list[Measure]:
    """The goal's measures, the one that began first first; those without a start last."""
    return sorted(goal.measures.all(), key=lambda each: (each.starts_on or date.max, each.pk))


def _is_aimed(goal: SmartGoal) -> bool:
    """Whether anything that only a revision changes is set."""
    return any(getattr(goal, name) not in (None, "") for name in goals.AIM)


def who_sets(goal: SmartGoal) -> str:
    """Who changes the goal, as the refusal says it."""
    return _who_sets(goal.process) if goal.process else _("Mål ändras av nämndens samordnare.")


def visible_goal(request: Request, pk: int) -> SmartGoal:
    """The goal with what its pages show. Raises Http404."""
    rows = with_places(with_check(SmartGoal.objects.visible_to(request.scope)))
    rows = rows.select_related("process__lead_body", "process__program", "focus_area__program")
    return get_object_or_404(rows, pk=pk)
