"""Measures: the list, choosing one, its page with its activities, changing one."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.models import Cause, CollaborationProcess, SituationReport
from collaboration.permissions import can_lead_process
from collaboration.selectors.process_parties import spoken_for
from collaboration.views.processes import visible_process
from followup.forms.measures import PERSPECTIVES, MeasureForm
from followup.models import Measure, SmartGoal
from followup.permissions import (
    can_add_measure,
    can_add_measure_from_report,
    can_change_goal,
    can_change_measure,
    can_plan_activity,
    can_report_activity,
    can_see_work,
)
from followup.program_time import program_of
from followup.selectors.goals import processes_seen
from followup.selectors.going_on import going_on_first
from followup.selectors.histories import measure_history
from followup.selectors.measures import (
    activity_lines,
    look_of,
    measure_lines,
    measure_page_rows,
    measures_for,
)
from followup.services import measures
from followup.views.shared import (
    ASK,
    PER_PAGE,
    Crumbs,
    attempt,
    crumbs,
    key_of,
    measure_crumbs,
    named_process,
    process_crumbs,
    save_over,
)
from followup.work_filters import MeasureFilter
from programs.models import Program, ResponsibleBody
from programs.permissions import require
from trygghet.http import Request

State = Measure.State


@require_safe
def measure_list(request: Request) -> HttpResponse:
    require(can_see_work(request.scope))
    form, rows = listed_measures(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": measure_lines(request.scope, page.object_list, timezone.localdate()),
        "filter": form,
        "shows_body": "organ" in form.fields,
    }
    return render(request, "followup/measure_list.html", context)


def listed_measures(request: Request) -> tuple[MeasureFilter, QuerySet[Measure]]:
    """The rows that the address asks for, as the page and the file have them."""
    visible = Measure.objects.visible_to(request.scope)
    bodies = ResponsibleBody.objects.filter(pk__in=visible.values("responsible")).by_name()
    form = MeasureFilter(request.GET, bodies=bodies)
    rows = _filtered(measures_for(request.scope), form)
    return form, going_on_first(rows, Q(state__in=(State.DONE, State.STOPPED)))


def _filtered(rows: QuerySet[Measure], form: MeasureFilter) -> QuerySet[Measure]:
    chosen = {
        "responsible": form.chosen("organ"),
        "process": form.chosen("process"),
        "state": form.chosen("lage"),
        "kind": form.chosen("slag"),
        "technique": form.chosen("teknik"),
    }
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    return rows.without_cause() if form.chosen("orsak") else rows


@dataclass(frozen=True)
class _Origin:
    """Where a new measure comes from: a cause, a process, a goal of the body's own, or straight
    from a situation report.
    """

    process: CollaborationProcess | None = None
    cause: Cause | None = None
    report: SituationReport | None = None
    goal: SmartGoal | None = None

    @property
    def program(self) -> Program | None:
        """Where there is no process that says it."""
        if self.report:
            return self.report.program
        return self.goal.focus_area.program if self.goal else None

    def crumbs(self) -> Crumbs:
        if self.process:
            return process_crumbs(self.process, (_("Ny åtgärd"), ""))
        return crumbs((_("Åtgärder"), reverse("followup:measure-list")), (_("Ny åtgärd"), ""))


@require_http_methods(ASK)
def measure_new(request: Request) -> HttpResponse:
    """From a cause (``?orsak=``), a process (``?process=``), a report (``?lagesbild=``), or a goal
    of the body's own (``?mal=``).
    """
    origin = _origin(request)
    bodies = _bodies(request, origin)
    form = MeasureForm(
        request.POST or None,
        process=origin.process,
        program=origin.program,
        bodies=bodies,
        initial={"cause": origin.cause, "goals": _goals_asked_for(request, origin)},
    )
    if request.method == "POST" and form.is_valid():
        measure = attempt(
            form,
            lambda: measures.add_measure(
                process=origin.process,
                from_report=origin.report,
                acting_user=request.user,
                idempotency_key=key_of(request),
                **form.cleaned_data,
            ),
        )
        if measure:
            messages.success(
                request, _("Åtgärden är sparad. Dela upp den i aktiviteter med ansvarig och datum.")
            )
            return redirect("followup:measure-detail", pk=measure.pk)
    context = {
        "form": form,
        "process": origin.process,
        "cause": origin.cause,
        "report": origin.report,
        "goal": origin.goal,
        "warns": origin.cause is None,
        "key": key_of(request) or uuid4(),
        "breadcrumbs": origin.crumbs(),
    }
    return render(request, "followup/measure_form.html", context)


def _goals_asked_for(request: Request, origin: _Origin) -> list[Any]:
    """Those that the address names; else, for a cause, the goals of its problem."""
    asked: list[Any] = request.GET.getlist("mal")
    if asked or origin.cause is None:
        return asked
    problem = origin.cause.analysis.joint_problem_id
    return list(SmartGoal.objects.filter(problem=problem).values_list("pk", flat=True))


def _origin(request: Request) -> _Origin:
    """Raises Http404 for what the reader may not see, PermissionDenied for what it may not do."""
    if report_id := _number(request, "lagesbild"):
        visible = SituationReport.objects.visible_to(request.scope)
        visible = visible.select_related("body", "program")
        report = get_object_or_404(visible, pk=report_id)
        require(
            can_add_measure_from_report(request.scope, report.body_id),
            _("Åtgärder från lägesbilden sätts in av nämndens samordnare."),
        )
        return _Origin(report=report)
    cause = None
    if cause_id := _number(request, "orsak"):
        rows = Cause.objects.select_related("analysis__joint_problem__cycle")
        cause = get_object_or_404(rows, pk=cause_id)
        process = visible_process(request, cause.analysis.joint_problem.cycle.process_id)
    else:
        process = named_process(request)
    if process is None:
        return _Origin(goal=_own_goal(request))
    parties = process.participants.active()
    require(
        can_add_measure(request.scope, process, parties),
        _("Åtgärder väljs av samordnaren hos den som leder eller är med, så länge den pågår."),
    )
    return _Origin(process, cause)


def _own_goal(request: Request) -> SmartGoal:
    """Raises Http404 when the address names none, PermissionDenied for another body's."""
    rows = SmartGoal.objects.visible_to(request.scope).filter(process=None)
    rows = rows.select_related("body", "focus_area__program")
    goal = rows.filter(pk=_number(request, "mal") or 0).first()
    if goal is None:
        raise Http404(_("Åtgärder väljs från en samverkan, en lägesbild eller ett eget mål."))
    require(
        can_change_goal(request.scope, goal),
        _("Åtgärder för nämndens eget mål väljs av dess samordnare."),
    )
    return goal


def _number(request: Request, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() else None


def _bodies(request: Request, origin: _Origin) -> QuerySet[ResponsibleBody]:
    """Who may be responsible: the report's or the goal's body, or those of the process."""
    if origin.goal:
        return ResponsibleBody.objects.filter(pk=origin.goal.body_id)
    if origin.report:
        return ResponsibleBody.objects.filter(pk=origin.report.body_id)
    return _bodies_of(request, origin.process)


def _bodies_of(request: Request, process: CollaborationProcess | None) -> QuerySet[ResponsibleBody]:
    if process is None:
        return ResponsibleBody.objects.filter(pk__in=request.scope.coordinates).by_name()
    parties = process.participants.active().filter(body__isnull=False)
    bodies = ResponsibleBody.objects.filter(pk__in=parties.values("body")).by_name()
    if can_lead_process(request.scope, process):
        return bodies
    return bodies.filter(pk__in=request.scope.coordinates)


@require_safe
def measure_detail(request: Request, pk: int) -> HttpResponse:
    measure = _visible(request, pk)
    today = timezone.localdate()
    own = spoken_for(request.scope, measure.process_id) if measure.process_id else frozenset()
    lines = activity_lines(list(measure.activities.all()), request.scope.user_id, today)
    may_plan = can_plan_activity(request.scope, measure, own)
    is_late = measure.state in (State.PLANNED, State.ONGOING) and bool(
        measure.due_on and measure.due_on < today
    )
    report = measure.from_report
    sees_process = measure.process_id in processes_seen(request.scope, [measure.process_id])
    context = {
        "measure": measure,
        "state": look_of(measure, is_late),
        "activities": [
            (line, may_plan or can_report_activity(request.scope, line.activity, own))
            for line in lines
        ],
        "done": sum(line.activity.done_on is not None for line in lines),
        "asked": sum(not line.activity.dropped for line in lines),
        "may_change": can_change_measure(request.scope, measure),
        "may_plan": may_plan,
        "ways": [str(state) for state, before in measures.WAYS.items() if measure.state in before],
        "perspectives": [
            (Measure._meta.get_field(name).verbose_name, getattr(measure, name))
            for name in PERSPECTIVES
        ],
        "sees_process": sees_process,
        "sees_report": bool(
            report
            and SituationReport.objects.visible_to(request.scope).filter(pk=report.pk).exists()
        ),
        "history": measure_history(request.scope, measure),
        "breadcrumbs": process_crumbs(measure.process, (measure.title, ""))
        if measure.process and sees_process
        else crumbs((_("Åtgärder"), reverse("followup:measure-list")), (measure.title, "")),
    }
    return render(request, "followup/measure_detail.html", context)


@require_http_methods(ASK)
def measure_edit(request: Request, pk: int) -> HttpResponse:
    measure = measure_to_change(request, pk)
    bodies = _bodies_of(request, measure.process) | ResponsibleBody.objects.filter(
        pk=measure.responsible_id
    )
    form = MeasureForm(
        request.POST or None,
        instance=measure,
        process=measure.process,
        program=program_of(measure),
        bodies=bodies.distinct(),
    )
    edit = save_over(
        request,
        form,
        measure.version,
        lambda version: measures.change_measure(
            measure=measure, version=version, acting_user=request.user, **form.cleaned_data
        ),
    )
    if edit.saved:
        messages.success(request, _("Åtgärden är sparad."))
        return redirect("followup:measure-detail", pk=pk)
    context = {
        "form": form,
        "measure": measure,
        "process": measure.process,
        "version": edit.version,
        "conflict": edit.conflict,
        "breadcrumbs": measure_crumbs(measure, _("Ändra")),
    }
    return render(request, "followup/measure_form.html", context)


def _visible(request: Request, pk: int) -> Measure:
    return get_object_or_404(measure_page_rows(request.scope), pk=pk)


def measure_to_change(request: Request, pk: int) -> Measure:
    """Raises Http404 or PermissionDenied."""
    measure = _visible(request, pk)
    require(
        can_change_measure(request.scope, measure),
        _("Åtgärden ändras av samordnaren för %(body)s, eller för den som leder samverkan.")
        % {"body": measure.responsible.name},
    )
    return measure
