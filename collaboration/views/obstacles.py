"""Obstacles: the list, lifting one, its page, and what each side does with it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.exceptions import Refused
from collaboration.forms.obstacles import (
    AnswerForm,
    ObstacleFilter,
    ObstacleForm,
    ReopenForm,
)
from collaboration.models import CollaborationProcess, Obstacle, SituationReport
from collaboration.models.classification import Classification
from collaboration.permissions import (
    can_answer_obstacle,
    can_close_obstacle,
    can_raise_obstacle,
    can_see_obstacles,
)
from collaboration.selectors.histories import obstacle_history
from collaboration.selectors.obstacles import timeline, with_days_waiting
from collaboration.services import obstacles
from collaboration.views.sent import sent_key
from collaboration.views.trail import trail
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.history.services import record_restricted_reads
from trygghet.http import Request

PER_PAGE = 25
State = Obstacle.State


@require_safe
def obstacle_list(request: Request) -> HttpResponse:
    require(can_see_obstacles(request.scope))
    visible = Obstacle.objects.visible_to(request.scope)
    shows_body = request.scope.follows_city or len(request.scope.bodies) > 1
    bodies = ResponsibleBody.objects.filter(pk__in=visible.values("body")).by_name()
    form = ObstacleFilter(request.GET, bodies=bodies if shows_body else None)
    form.is_valid()
    rows = _filtered(visible, form.cleaned_data).select_related("body", "raised_by")
    page = Paginator(rows.order_by("-raised_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": with_days_waiting(list(page), today),
        "filter": form,
        "shows_body": shows_body,
        "may_raise": bool(request.scope.coordinates),
        "withheld": _withheld(request),
    }
    return render(request, "collaboration/obstacle_list.html", context)


def _filtered(rows: QuerySet[Obstacle], chosen: dict[str, Any]) -> QuerySet[Obstacle]:
    if state := chosen.get("lage"):
        waiting = state == ObstacleFilter.WAITING
        rows = rows.unanswered() if waiting else rows.filter(state=state)
    if body := chosen.get("organ"):
        rows = rows.filter(body=body)
    return rows


def _withheld(request: Request) -> int:
    rows = Obstacle.objects.withheld_from(request.scope)
    if not request.scope.follows_city:
        rows = rows.filter(body__in=request.scope.bodies)
    return rows.count()


@require_http_methods(["GET", "HEAD", "POST"])
def obstacle_new(request: Request) -> HttpResponse:
    bodies = ResponsibleBody.objects.filter(pk__in=request.scope.coordinates).by_name()
    require(bool(bodies), _("Hinder lyfts av nämndens samordnare."))
    report, process = _report(request), _process(request)
    if process:
        taking_part = process.participants.active().values("body")
        bodies = bodies.filter(pk__in=taking_part)
        require(bool(bodies), _("Er nämnd är inte med i samverkan."))
    bodies = list(bodies)
    form = ObstacleForm(
        request.POST or None, bodies=bodies, initial={"body": report.body_id} if report else None
    )
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["body"]
        require(can_raise_obstacle(request.scope, body.pk))
        own_report = report if report and report.body_id == body.pk else None
        obstacle = obstacles.raise_obstacle(
            **form.cleaned_data,
            report=own_report,
            process=process,
            acting_user=request.user,
            idempotency_key=sent_key(request),
        )
        messages.success(request, _("Hindret är lyft till stadsledningskontoret."))
        return redirect("collaboration:obstacle-detail", pk=obstacle.pk)
    context = {
        "form": form,
        "report": report,
        "process": process,
        "key": sent_key(request) or uuid4(),
    }
    return render(request, "collaboration/obstacle_form.html", context)


def _report(request: Request) -> SituationReport | None:
    """The situation report that the obstacle is lifted from, named in the address."""
    chosen = request.GET.get("lagesbild", "")
    if not chosen.isdecimal():
        return None
    own = SituationReport.objects.filter(body__in=request.scope.coordinates)
    return get_object_or_404(own.select_related("body"), pk=chosen)


def _process(request: Request) -> CollaborationProcess | None:
    """The process that the obstacle is lifted from, named in the address."""
    chosen = request.GET.get("process", "")
    if not chosen.isdecimal():
        return None
    running = CollaborationProcess.objects.visible_to(request.scope).filter(ended_on=None)
    return get_object_or_404(running, pk=chosen)


@require_safe
def obstacle_detail(request: Request, pk: int) -> HttpResponse:
    return _detail(request, _visible(request, pk))


def _detail(request: Request, obstacle: Obstacle, form: forms.Form | None = None) -> HttpResponse:
    if obstacle.classification == Classification.RESTRICTED:
        record_restricted_reads(request.user, [obstacle])
    may_close = can_close_obstacle(request.scope, obstacle)
    may_answer = can_answer_obstacle(request.scope) and obstacle.state != State.CLOSED
    report_is_readable = obstacle.report_id and (
        SituationReport.objects.visible_to(request.scope).filter(pk=obstacle.report_id).exists()
    )
    context = {
        "obstacle": obstacle,
        "days": obstacle.days_waiting_on(timezone.localdate()),
        "is_waiting": obstacle.state in (State.OPEN, State.ACKNOWLEDGED),
        "report_is_readable": report_is_readable,
        "process_is_readable": _process_is_readable(request, obstacle),
        "timeline": timeline(obstacle),
        "breadcrumbs": trail(_("Hinder"), "obstacle-list", obstacle.title),
        "form": form if isinstance(form, AnswerForm) else _answer_form(obstacle),
        "may_acknowledge": may_answer and obstacle.state == State.OPEN,
        "may_answer": may_answer,
        "may_close": may_close and obstacle.state != State.CLOSED,
        "may_reopen": may_close and obstacle.state in (State.ANSWERED, State.CLOSED),
        "history": obstacle_history(request.scope, obstacle),
    }
    return render(request, "collaboration/obstacle_detail.html", context)


def _process_is_readable(request: Request, obstacle: Obstacle) -> bool:
    if obstacle.process_id is None:
        return False
    seen = CollaborationProcess.objects.visible_to(request.scope)
    return seen.filter(pk=obstacle.process_id).exists()


def _answer_form(obstacle: Obstacle) -> AnswerForm:
    """An answer that was given can be put right; one that did not help is written anew."""
    initial = {"decided_on": timezone.localdate()}
    if obstacle.state == State.ANSWERED:
        initial = {
            "answer": obstacle.answer,
            "decision": obstacle.decision,
            "decided_on": obstacle.decided_on,
        }
    return AnswerForm(obstacle=obstacle, initial=initial)


@require_POST
def obstacle_acknowledge(request: Request, pk: int) -> HttpResponse:
    obstacle = _visible(request, pk)
    require(can_answer_obstacle(request.scope))
    return _do(
        request,
        obstacle,
        lambda: obstacles.acknowledge(obstacle=obstacle, acting_user=request.user),
        _("Hindret är kvitterat. Nämnden ser att ni har tagit emot det."),
    )


@require_POST
def obstacle_answer(request: Request, pk: int) -> HttpResponse:
    obstacle = _visible(request, pk)
    require(can_answer_obstacle(request.scope))
    form = AnswerForm(request.POST, obstacle=obstacle)
    if not form.is_valid():
        return _detail(request, obstacle, form)
    return _do(
        request,
        obstacle,
        lambda: obstacles.answer(obstacle=obstacle, acting_user=request.user, **form.cleaned_data),
        _("Svaret är sparat. Nämnden ser det bland det som väntar på den."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def obstacle_close(request: Request, pk: int) -> HttpResponse:
    obstacle = _visible(request, pk)
    require(can_close_obstacle(request.scope, obstacle))
    if request.method == "POST":
        return _do(
            request,
            obstacle,
            lambda: obstacles.close(obstacle=obstacle, acting_user=request.user),
            _("Hindret är stängt."),
        )
    unanswered = obstacle.state != State.ANSWERED
    text = _("Hindret följer inte längre med i nämndens lägesbilder. Du kan öppna det igen.")
    if unanswered:
        text = f"{_('Hindret har inte fått något svar än.')} {text}"
    context = {
        "title": _("Stänga hindret?"),
        "text": text,
        "confirm_text": _("Stäng hindret"),
        "cancel_url": reverse("collaboration:obstacle-detail", args=[pk]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def obstacle_reopen(request: Request, pk: int) -> HttpResponse:
    obstacle = _visible(request, pk)
    require(can_close_obstacle(request.scope, obstacle))
    form = ReopenForm(request.POST or None, obstacle=obstacle)
    if request.method == "POST" and form.is_valid():
        return _do(
            request,
            obstacle,
            lambda: obstacles.reopen(
                obstacle=obstacle, acting_user=request.user, **form.cleaned_data
            ),
            _("Hindret är öppet igen och väntar på stadsledningskontoret."),
        )
    context = {
        "title": _("Öppna hindret igen?"),
        "text": _("Stadsledningskontoret får frågan på nytt, med det du skriver här."),
        "confirm_text": _("Öppna hindret igen"),
        "cancel_url": reverse("collaboration:obstacle-detail", args=[pk]),
        "form": form,
    }
    return render(request, "confirm.html", context)


def _visible(request: Request, pk: int) -> Obstacle:
    rows = Obstacle.objects.visible_to(request.scope).select_related(
        "body",
        "report",
        "process",
        "raised_by",
        "acknowledged_by",
        "answered_by",
        "reopened_by",
        "closed_by",
    )
    return get_object_or_404(rows, pk=pk)


def _do(
    request: Request, obstacle: Obstacle, service: Callable[[], Obstacle], done: str
) -> HttpResponse:
    try:
        service()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("collaboration:obstacle-detail", pk=obstacle.pk)
