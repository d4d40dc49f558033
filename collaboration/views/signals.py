"""The signal that a collaboration does not give the effect that was sought."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.exceptions import Refused
from collaboration.forms.signals import SignalAnswerForm, SignalForm
from collaboration.permissions import can_answer_signal, can_raise_in_process
from collaboration.selectors.process_parties import parties_of
from collaboration.services import signals
from collaboration.views.processes import ASK, crumbs, visible_process
from programs.permissions import require
from trygghet.http import Request


@require_http_methods(ASK)
def signal_new(request: Request, pk: int) -> HttpResponse:
    process = visible_process(request, pk)
    require(
        can_raise_in_process(request.scope, process, parties_of(pk)),
        _("Det gör samordnaren för en nämnd som är med, så länge samverkan pågår."),
    )
    form = SignalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            signals.raise_signal(process=process, acting_user=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Signalen är skickad till stadsledningskontoret."))
            return redirect("collaboration:process-detail", pk=pk)
    context = {"process": process, "form": form, "breadcrumbs": crumbs(process, _("Signalera"))}
    return render(request, "collaboration/signal_form.html", context)


@require_http_methods(ASK)
def signal_answer(request: Request, pk: int, signal: int) -> HttpResponse:
    process = visible_process(request, pk)
    require(can_answer_signal(request.scope), _("Signaler besvaras av stadsledningskontoret."))
    row = get_object_or_404(process.signals.select_related("raised_by", "closed_by"), pk=signal)
    form = SignalAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            signals.answer_signal(signal=row, acting_user=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Signalen är besvarad och stängd."))
        return redirect("collaboration:process-detail", pk=pk)
    context = {
        "process": process,
        "signal": row,
        "days": row.days_waiting_on(timezone.localdate()),
        "form": form,
        "breadcrumbs": crumbs(process, _("Besvara signalen")),
    }
    return render(request, "collaboration/signal_form.html", context)
