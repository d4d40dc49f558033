"""Collaboration processes: the list, beginning one, its page, and its invited partners."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.exceptions import Refused
from collaboration.forms.processes import ChangeProcessForm, InviteForm, StartProcessForm
from collaboration.models import CollaborationProcess
from collaboration.permissions import can_lead_process, can_start_process
from collaboration.selectors.processes import partners_of, processes_with_partners
from collaboration.services import processes
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.accounts.models import User
from trygghet.history.selectors import history_of
from trygghet.http import Request


@require_safe
def process_list(request: Request) -> HttpResponse:
    require(request.scope.is_staff or request.scope.is_partner)
    context = {
        "lines": processes_with_partners(request.scope),
        "may_start": bool(request.scope.coordinates),
        "is_guest": not request.scope.is_staff,
    }
    return render(request, "collaboration/process_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def process_new(request: Request) -> HttpResponse:
    bodies = list(ResponsibleBody.objects.filter(pk__in=request.scope.coordinates).by_name())
    require(bool(bodies), _("Samverkansprocesser startas av nämndens samordnare."))
    form = StartProcessForm(request.POST or None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        require(can_start_process(request.scope, form.cleaned_data["lead_body"].pk))
        try:
            process = processes.start_process(**form.cleaned_data, acting_user=request.user)
        except Refused as refusal:
            form.add_error("began_on", str(refusal))
        else:
            messages.success(request, _("Samverkansprocessen är startad. Bjud in dem som är med."))
            return redirect("collaboration:process-detail", pk=process.pk)
    return render(request, "collaboration/process_form.html", {"form": form})


@require_safe
def process_detail(request: Request, pk: int) -> HttpResponse:
    return _detail(request, _visible(request, pk), InviteForm())


def _detail(request: Request, process: CollaborationProcess, form: InviteForm) -> HttpResponse:
    context = {
        "process": process,
        "partners": partners_of(process),
        "form": form,
        "may_lead": can_lead_process(request.scope, process),
        "history": history_of(process) if request.scope.is_staff else None,
    }
    return render(request, "collaboration/process_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def process_edit(request: Request, pk: int) -> HttpResponse:
    process = _to_lead(request, pk)
    initial = {
        "title": process.title,
        "purpose": process.purpose,
    }
    form = ChangeProcessForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        processes.change_process(process=process, acting_user=request.user, **form.cleaned_data)
        messages.success(request, _("Ändringarna är sparade."))
        return redirect("collaboration:process-detail", pk=process.pk)
    context = {"form": form, "process": process}
    return render(request, "collaboration/process_form.html", context)


@require_POST
def process_invite(request: Request, pk: int) -> HttpResponse:
    process = _to_lead(request, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _detail(request, process, form)
    person = form.cleaned_data["person"]
    try:
        processes.invite_partner(process=process, person=person, acting_user=request.user)
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return _detail(request, process, form)
    messages.success(request, _("%(name)s är inbjuden och ser processen nu.") % {"name": person})
    return redirect("collaboration:process-detail", pk=process.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def process_remove_partner(request: Request, pk: int, person: int) -> HttpResponse:
    process = _to_lead(request, pk)
    partner = get_object_or_404(User, pk=person, pk__in=[each.pk for each in partners_of(process)])
    if request.method == "POST":
        processes.remove_partner(process=process, person=partner, acting_user=request.user)
        messages.success(request, _("%(name)s är inte längre med.") % {"name": partner})
        return redirect("collaboration:process-detail", pk=process.pk)
    context = {
        "title": _("Ta bort %(name)s?") % {"name": partner},
        "text": _("Personen ser inte längre processen, från och med nästa klick."),
        "confirm_text": _("Ta bort"),
        "danger": True,
        "cancel_url": reverse("collaboration:process-detail", args=[pk]),
    }
    return render(request, "confirm.html", context)


def _visible(request: Request, pk: int) -> CollaborationProcess:
    rows = CollaborationProcess.objects.visible_to(request.scope)
    return get_object_or_404(rows.select_related("lead_body", "program"), pk=pk)


def _to_lead(request: Request, pk: int) -> CollaborationProcess:
    process = _visible(request, pk)
    require(can_lead_process(request.scope, process))
    return process
