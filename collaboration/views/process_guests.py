"""Inviting a person with an account to a process, and taking the invitation back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.exceptions import Refused
from collaboration.forms.processes import InviteForm
from collaboration.selectors.processes import partners_of
from collaboration.services import processes
from collaboration.views.processes import ASK, to_lead
from trygghet.accounts.models import User
from trygghet.http import Request


@require_http_methods(ASK)
def process_invite(request: Request, pk: int) -> HttpResponse:
    process = to_lead(request, pk)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            processes.invite_partner(process=process, person=person, acting_user=request.user)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            done = _("%(name)s är inbjuden och ser processen nu.")
            messages.success(request, done % {"name": person})
            return redirect("collaboration:process-detail", pk=pk)
    context = {
        "title": _("Bjud in en person"),
        "text": _("Personen ser bara den här samverkan, och bara det som är öppet i den."),
        "form": form,
        "confirm_text": _("Bjud in"),
        "cancel_url": reverse("collaboration:process-detail", args=[pk]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(ASK)
def process_remove_partner(request: Request, pk: int, person: int) -> HttpResponse:
    process = to_lead(request, pk)
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
