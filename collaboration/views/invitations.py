"""The people of a process's partners: inviting them, sending the link anew, removing them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.exceptions import Refused
from collaboration.forms.invitations import InviteForm
from collaboration.models import CollaborationProcess, Invitation
from collaboration.permissions import can_lead_process
from collaboration.selectors.invitations import people_of
from collaboration.services import partners
from collaboration.views.processes import ASK, crumbs, to_lead, visible_process
from programs.permissions import require
from trygghet.http import Request


@require_safe
def invitation_list(request: Request, pk: int) -> HttpResponse:
    process = _led(request, pk)
    context = {
        "process": process,
        "people": people_of(process, timezone.now()),
        "may_invite": process.ended_on is None,
        "breadcrumbs": crumbs(process, _("Inbjudna personer")),
    }
    return render(request, "collaboration/invitation_list.html", context)


@require_http_methods(ASK)
def invitation_new(request: Request, pk: int, participant: int) -> HttpResponse:
    process = to_lead(request, pk)
    rows = process.participants.active().with_party().filter(organization__isnull=False)
    party = get_object_or_404(rows, pk=participant)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            invitation = partners.invite(
                participant=party,
                origin=request.build_absolute_uri("/"),
                acting_user=request.user,
                **form.cleaned_data,
            )
        except (Refused, ValidationError) as refusal:
            form.add_error("email", _said(refusal))
        else:
            done = _("%(name)s är inbjuden. Länken skickas till %(email)s.")
            messages.success(request, done % {"name": invitation.name, "email": invitation.email})
            return _to_list(pk)
    context = {
        "process": process,
        "party": party,
        "form": form,
        "days": partners.LASTS.days,
        "breadcrumbs": crumbs(process, _("Bjud in en person")),
    }
    return render(request, "collaboration/invitation_form.html", context)


@require_POST
def invitation_resend(request: Request, pk: int, invitation: int) -> HttpResponse:
    process = to_lead(request, pk)
    row = _invitation(process, invitation)
    try:
        partners.resend(
            invitation=row, origin=request.build_absolute_uri("/"), acting_user=request.user
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("En ny länk skickas till %(email)s. Den gamla gäller inte längre.")
        messages.success(request, done % {"email": row.email})
    return _to_list(pk)


@require_http_methods(ASK)
def invitation_remove(request: Request, pk: int, invitation: int) -> HttpResponse:
    """Take an open invitation back, or let somebody who has come in go."""
    process = _led(request, pk)
    row = _invitation(process, invitation)
    if request.method == "POST":
        partners.remove(invitation=row, acting_user=request.user)
        done = _("%(name)s är inte längre med.") if row.accepted_at else _("Inbjudan är återtagen.")
        messages.success(request, done % {"name": row.name})
        return _to_list(pk)
    return render(request, "confirm.html", _question(process, row))


def _question(process: CollaborationProcess, row: Invitation) -> dict[str, Any]:
    if row.accepted_at:
        title = _("Ta bort %(name)s ur samverkan?")
        text = _(
            "Personen ser inte längre samverkan, från och med nästa klick. Det som är skrivet för "
            "parten finns kvar."
        )
        confirm = _("Ta bort personen")
    else:
        title = _("Ta tillbaka inbjudan till %(name)s?")
        text = _("Länken i brevet slutar gälla. Du kan bjuda in personen på nytt.")
        confirm = _("Ta tillbaka inbjudan")
    return {
        "title": title % {"name": row.name},
        "text": text,
        "confirm_text": confirm,
        "danger": True,
        "cancel_url": reverse("collaboration:invitation-list", args=[process.pk]),
        "breadcrumbs": crumbs(process, _("Inbjudna personer")),
    }


def _led(request: Request, pk: int) -> CollaborationProcess:
    """The process, to who leads it, also when it has ended: people can still be removed."""
    process = visible_process(request, pk)
    require(
        can_lead_process(request.scope, process),
        _("Det gör samordnaren för %(body)s.") % {"body": process.lead_body.name},
    )
    return process


def _invitation(process: CollaborationProcess, pk: int) -> Invitation:
    rows = Invitation.objects.filter(participant__process=process)
    return get_object_or_404(rows.select_related("participant__process"), pk=pk)


def _said(refusal: Refused | ValidationError) -> Any:
    return refusal.messages if isinstance(refusal, ValidationError) else str(refusal)


def _to_list(pk: int) -> HttpResponse:
    return redirect("collaboration:invitation-list", pk=pk)
