"""The form of step 1: the need, how the parties are organized, and how it is told."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.exceptions import EditConflict, Refused
from collaboration.forms.process_steps import InitiationForm
from collaboration.models import CollaborationProcess, ProcessCycle
from collaboration.services.initiation import TEXTS, save_initiation
from collaboration.steps import INITIATION
from collaboration.views.processes import ASK, crumbs, to_lead
from trygghet.http import Request

CONFLICT = 409
CHOICES = ("mine", "theirs", "merged")


@require_http_methods(ASK)
def initiation_edit(request: Request, pk: int) -> HttpResponse:
    process = to_lead(request, pk)
    cycle = process.cycles.get(ended_at=None)
    if request.method != "POST":
        initial = {name: getattr(cycle, name) for name in (*TEXTS, "version")}
        return _render(request, process, InitiationForm(initial=initial))
    form = InitiationForm(_resolved(request, cycle))
    if form.is_valid():
        try:
            save_initiation(process=process, acting_user=request.user, **form.cleaned_data)
        except EditConflict as conflict:
            return _conflict(request, process, form, conflict.current)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sparat."))
            return redirect("collaboration:process-step", pk=pk, slug=INITIATION.slug)
    return _render(request, process, form)


def _resolved(request: Request, cycle: ProcessCycle) -> QueryDict:
    """What was posted; where a conflict was answered, with the text that was chosen."""
    data = request.POST.copy()
    for name in TEXTS:
        choice = data.get(f"{name}-choice")
        if choice == "theirs":
            data[name] = getattr(cycle, name)
        elif choice == "mine":
            data[name] = data.get(f"{name}-mine", "")
    return data


def _conflict(
    request: Request, process: CollaborationProcess, form: InitiationForm, current: ProcessCycle
) -> HttpResponse:
    """Both texts where they differ, to choose between or put together."""
    if form.cleaned_data["origin"] != current.origin:
        theirs = current.get_origin_display() or _("inget")
        form.add_error("origin", _("Någon annan valde: %(theirs)s. Välj.") % {"theirs": theirs})
    differing = [
        {"field": form[name], "mine": form.cleaned_data[name], "theirs": getattr(current, name)}
        for name in TEXTS
        if name in form.cleaned_data  # the choice of origin is made anew, in its field
        and form.cleaned_data[name].replace("\r\n", "\n").strip() != getattr(current, name)
    ]
    kept = [form[name] for name in TEXTS if name not in {row["field"].name for row in differing}]
    context = {"differing": differing, "kept": kept, "version": current.version}
    return _render(request, process, form, CONFLICT, **context)


def _render(
    request: Request,
    process: CollaborationProcess,
    form: InitiationForm,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {
        "process": process,
        "form": form,
        "info": INITIATION,
        "breadcrumbs": crumbs(process, str(INITIATION.step.label)),
    }
    return render(request, "collaboration/initiation_form.html", context, status=status)
