"""Collaboration processes: the list, the board, beginning one, and the page of one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.exceptions import EditConflict, Refused
from collaboration.forms.processes import (
    ChangeProcessForm,
    ProcessFilterForm,
    StartProcessForm,
)
from collaboration.models import CollaborationProcess, ProcessCycle
from collaboration.permissions import (
    can_move_process,
    can_see_process_history,
    can_see_processes,
    can_start_process,
)
from collaboration.selectors import histories
from collaboration.selectors.process import ProcessPage, process_page
from collaboration.selectors.process_alerts import alerts_of
from collaboration.selectors.process_list import board, lines, processes_for
from collaboration.services import processes
from collaboration.steps import BY_SLUG
from collaboration.views.conflicts import CONFLICT, keep_both
from programs.models import Program, ResponsibleBody
from programs.permissions import require
from trygghet.history.services import record_restricted_reads
from trygghet.http import Request

PER_PAGE = 25
ASK = ["GET", "HEAD", "POST"]


@require_safe
def process_list(request: Request) -> HttpResponse:
    require(can_see_processes(request.scope), _("Samverkan är öppen för dem som är med i den."))
    leads = CollaborationProcess.objects.visible_to(request.scope).values("lead_body")
    bodies = ResponsibleBody.objects.filter(pk__in=leads).by_name()
    form = ProcessFilterForm(request.GET, bodies=bodies)
    found = processes_for(request.scope, **form.chosen())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines(page.object_list),
        "filter": form,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "tabs": _tabs(is_board=False),
        "may_start": bool(request.scope.coordinates),
    }
    return render(request, "collaboration/process_list.html", context)


@require_safe
def process_board(request: Request) -> HttpResponse:
    require(can_see_processes(request.scope), _("Samverkan är öppen för dem som är med i den."))
    context = {
        "columns": board(request.scope),
        "tabs": _tabs(is_board=True),
        "may_start": bool(request.scope.coordinates),
    }
    return render(request, "collaboration/process_board.html", context)


def _tabs(*, is_board: bool) -> list[dict[str, Any]]:
    names = (("process-list", _("Lista"), False), ("process-board", _("Tavla"), True))
    return [
        {"label": label, "url": reverse(f"collaboration:{name}"), "current": is_board == mine}
        for name, label, mine in names
    ]


@require_http_methods(ASK)
def process_new(request: Request) -> HttpResponse:
    bodies = list(ResponsibleBody.objects.filter(pk__in=request.scope.coordinates).by_name())
    require(bool(bodies), _("Samverkansprocesser startas av nämndens samordnare."))
    program = Program.objects.current(timezone.localdate())
    form = StartProcessForm(request.POST or None, bodies=bodies, program=program)
    if request.method == "POST" and form.is_valid():
        require(can_start_process(request.scope, form.cleaned_data["lead_body"].pk))
        try:
            process = processes.start_process(**form.cleaned_data, acting_user=request.user)
        except Refused as refusal:
            form.add_error("began_on", str(refusal))
        else:
            messages.success(request, _("Samverkan är startad. Beskriv nu behovet bakom den."))
            return redirect("collaboration:process-detail", pk=process.pk)
    return render(request, "collaboration/process_form.html", {"form": form})


@require_http_methods(ASK)
def process_edit(request: Request, pk: int) -> HttpResponse:
    process = to_lead(request, pk)
    conflict: list[dict[str, str]] = []
    form = ChangeProcessForm(
        request.POST or None,
        initial=_facts(process) | {"version": process.version},
        program=process.program,
        bodies=[process.lead_body],
    )
    if request.method == "POST" and form.is_valid():
        try:
            processes.change_process(process=process, acting_user=request.user, **form.cleaned_data)
        except EditConflict as refusal:
            conflict = keep_both(form, _facts(refusal.current), refusal.current.version)
        else:
            messages.success(request, _("Ändringarna är sparade."))
            return redirect("collaboration:process-detail", pk=process.pk)
    context = {
        "form": form,
        "process": process,
        "conflict": conflict,
        "breadcrumbs": crumbs(process, _("Ändra")),
    }
    status = CONFLICT if conflict else 200
    return render(request, "collaboration/process_form.html", context, status=status)


def _facts(process: CollaborationProcess) -> dict[str, Any]:
    """What the process is about, as its form holds it."""
    return {
        "title": process.title,
        "purpose": process.purpose,
        "place": process.place,
        "focus_areas": process.focus_areas.all(),
        "areas": process.areas.all(),
    }


@require_safe
def process_detail(request: Request, pk: int) -> HttpResponse:
    process = visible_process(request, pk)
    page = process_page(request.scope, process)
    return render(request, "collaboration/process_detail.html", page_context(request, page))


@require_safe
def process_step(request: Request, pk: int, slug: str) -> HttpResponse:
    """The work of one step; ``?varv=`` reads it in an earlier cycle."""
    process = visible_process(request, pk)
    cycle = asked_cycle(request, process)
    info = BY_SLUG[slug]
    page = process_page(request.scope, process, cycle, info.step)
    context = page_context(request, page)
    context |= info.context_for(request.scope, cycle)
    if shown := context.get("restricted_shown"):
        record_restricted_reads(request.user, shown)
    context |= {
        "info": info,
        "line": next(line for line in page.steps if line.info is info),
        "is_present": info.step == cycle.step and cycle.ended_at is None,
        "may_lead": page.is_lead and cycle.ended_at is None,
        "breadcrumbs": crumbs(process, str(info.step.label)),
    }
    return render(request, info.template, context)


@require_safe
def process_history(request: Request, pk: int) -> HttpResponse:
    """Every change of the process, its parties, reminders and the texts of its first step."""
    process = visible_process(request, pk)
    require(can_see_process_history(request.scope), _("Ändringarna läses av stadens personal."))
    context = {
        "process": process,
        "history": histories.process_history(request.scope, process),
        "breadcrumbs": crumbs(process, _("Alla ändringar")),
    }
    return render(request, "collaboration/process_history.html", context)


def page_context(request: Request, page: ProcessPage) -> dict[str, Any]:
    return {
        "page": page,
        "process": page.process,
        "cycle": page.cycle,
        "own_parties": page.own_parties,
        "alerts": alerts_of(request.scope, page.process, page.parties, timezone.localdate()),
        "may_see_history": can_see_process_history(request.scope),
        "breadcrumbs": crumbs(page.process),
    }


def visible_process(request: Request, pk: int) -> CollaborationProcess:
    """The process if the reader sees it, with its lead body and program; else 404."""
    rows = CollaborationProcess.objects.visible_to(request.scope)
    return get_object_or_404(rows.select_related("lead_body", "program"), pk=pk)


def to_lead(request: Request, pk: int) -> CollaborationProcess:
    """The process, to somebody who leads it while it runs; else 403 that says who may."""
    process = visible_process(request, pk)
    require(
        can_move_process(request.scope, process),
        _("Det gör samordnaren för %(body)s, så länge samverkan pågår.")
        % {"body": process.lead_body.name},
    )
    return process


def asked_cycle(request: Request, process: CollaborationProcess) -> ProcessCycle:
    """The cycle that ``?varv=`` names, else the latest; 404 when there is no such cycle."""
    cycles = process.cycles.order_by("-number")
    number = request.GET.get("varv", "")
    if number.isdecimal():
        return get_object_or_404(cycles, number=number[:4])
    return cycles[0]


def crumbs(process: CollaborationProcess, here: str = "") -> list[dict[str, str]]:
    trail = [
        {"label": _("Samverkan"), "url": reverse("collaboration:process-list")},
        {
            "label": process.title,
            "url": reverse("collaboration:process-detail", args=[process.pk]),
        },
    ]
    return [*trail, {"label": here, "url": ""}] if here else trail
