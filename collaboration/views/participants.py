"""The parties of a process: adding one, its decision and resources, and leaving."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.exceptions import Refused, TextsClash
from collaboration.forms.participants import (
    AddParticipantForm,
    LeaveForm,
    ParticipationForm,
    RoleForm,
)
from collaboration.models import CollaborationProcess, Participant
from collaboration.permissions import can_lead_process, can_remind, can_write_for
from collaboration.selectors.process_parties import spoken_for
from collaboration.services import participants, reminders
from collaboration.steps import INITIATION
from collaboration.views.clashes import CONFLICT, clash_context, resolved
from collaboration.views.processes import ASK, crumbs, to_lead, visible_process
from programs.permissions import require
from trygghet.http import Request

DECISION = (
    "decided_by",
    "decided_on",
    "registry_number",
    "hours_a_month",
    "money_sek",
    "resources_note",
)


@require_http_methods(ASK)
def participant_add(request: Request, pk: int) -> HttpResponse:
    process = to_lead(request, pk)
    taken = process.participants.active()
    form = AddParticipantForm(request.POST if request.method == "POST" else None, taken=taken)
    if form.is_bound and form.is_valid():
        try:
            party = _add(request, process, form.cleaned_data)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        else:
            messages.success(request, _added(party))
            return _to_parties(pk)
    context = {
        "process": process,
        "form": form,
        "breadcrumbs": crumbs(process, _("Lägg till part")),
    }
    return render(request, "collaboration/participant_add.html", context)


def _added(party: Participant) -> str:
    if party.organization_id:
        said = _("%(name)s är med. Bjud in en person därifrån, så kan parten göra sin del själv.")
    else:
        said = _("%(name)s är med. Skriv in ledningens beslut när det finns.")
    return said % {"name": party}


def _add(request: Request, process: CollaborationProcess, fields: dict[str, Any]) -> Participant:
    common = {"process": process, "role": fields["role"], "acting_user": request.user}
    if fields["name"]:
        return participants.add_new_organization(name=fields["name"], kind=fields["kind"], **common)
    return participants.add_participant(
        body=fields["body"], organization=fields["organization"], **common
    )


@require_http_methods(ASK)
def participant_edit(request: Request, pk: int, participant: int) -> HttpResponse:
    """The party's decision and resources, by itself or by the lead; its role, by the lead."""
    process, party = _party(request, pk, participant)
    own = spoken_for(request.scope, pk)
    require(
        can_write_for(request.scope, process, party, own),
        _("Det gör %(party)s själv, eller samordnaren för %(body)s, så länge samverkan pågår.")
        % {"party": party, "body": process.lead_body.name},
    )
    sets_role = can_lead_process(request.scope, process) and party.role != Participant.Role.LEADS
    data = request.POST if request.method == "POST" else None
    if data is not None:
        data = resolved(data, party, DECISION)
    initial = {name: getattr(party, name) for name in (*DECISION, "version")}
    form = ParticipationForm(data, initial=initial)
    role = RoleForm(data, initial={"role": party.role}) if sets_role else None
    context: dict[str, Any] = {}
    if data is not None and form.is_valid() and (role is None or role.is_valid()):
        try:
            _save(request, party, form, role)
        except TextsClash as clash:
            context = clash_context(form, clash)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sparat."))
            return _to_parties(pk)
    status = CONFLICT if context else 200
    context |= {
        "process": process,
        "party": party,
        "form": form,
        "role_form": role,
        "breadcrumbs": crumbs(process, str(party)),
    }
    return render(request, "collaboration/participant_form.html", context, status=status)


def _save(
    request: Request, party: Participant, form: ParticipationForm, role: RoleForm | None
) -> None:
    participants.decide_participation(
        participant=party, acting_user=request.user, **form.cleaned_data
    )
    if role and role.has_changed():
        participants.change_participant(
            participant=party, acting_user=request.user, **role.cleaned_data
        )


@require_http_methods(ASK)
def participant_leave(request: Request, pk: int, participant: int) -> HttpResponse:
    process, party = _party(request, pk, participant)
    to_lead(request, pk)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            participants.leave(participant=party, acting_user=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            done = _("%(name)s har lämnat samverkan. Det parten har skrivit finns kvar.")
            messages.success(request, done % {"name": party})
        return _to_parties(pk)
    context = {
        "title": _("Lämnar %(name)s samverkan?") % {"name": party},
        "text": _(
            "Det parten har skrivit finns kvar, med dess namn. Ingen väntar längre på parten, och "
            "de som är inbjudna från den ser inte samverkan från och med nästa klick."
        ),
        "form": form,
        "confirm_text": _("Parten lämnar"),
        "danger": True,
        "cancel_url": _parties_url(pk),
        "breadcrumbs": crumbs(process, _("Lämna")),
    }
    return render(request, "confirm.html", context)


@require_POST
def participant_remind(request: Request, pk: int, participant: int) -> HttpResponse:
    """A letter to those who speak for a party that is waited for."""
    process, party = _party(request, pk, participant)
    require(
        can_remind(request.scope, process, party, spoken_for(request.scope, pk)),
        _("Påminnelser skickar samordnaren för %(body)s, till de andra parterna.")
        % {"body": process.lead_body.name},
    )
    try:
        reminders.remind(
            process=process,
            participant=party,
            origin=request.build_absolute_uri("/"),
            acting_user=request.user,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s får en påminnelse med e-post.") % {"name": party})
    return redirect(reverse("collaboration:process-detail", args=[pk]) + "#vantar")


def _party(request: Request, pk: int, participant: int) -> tuple[CollaborationProcess, Participant]:
    process = visible_process(request, pk)
    return process, get_object_or_404(process.participants.with_party(), pk=participant)


def _to_parties(pk: int) -> HttpResponse:
    return redirect(_parties_url(pk))


def _parties_url(pk: int) -> str:
    return reverse("collaboration:process-step", args=[pk, INITIATION.slug]) + "#parter"
