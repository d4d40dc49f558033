"""The bodies, and the central office's appointments of their coordinators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs import services
from programs.forms import AppointmentForm, BodyFilter, EndAppointmentForm
from programs.models import Coordinator, ResponsibleBody
from programs.permissions import can_appoint_coordinators, can_see_duties, can_see_history, require
from programs.selectors.bodies import body_groups, body_history, body_picture, body_rows
from trygghet.http import Request

APPOINTS = "Bara stadsledningskontoret utser samordnare."


@require_safe
def body_list(request: Request) -> HttpResponse:
    form = BodyFilter(request.GET)
    rows = body_rows(form.apply(ResponsibleBody.objects.all()), timezone.localdate())
    context = {
        "rows": rows,
        "groups": body_groups(rows, request.scope.bodies),
        "own": [row.body for row in rows if row.body.pk in request.scope.bodies],
        "filter_form": form,
    }
    return render(request, "programs/body_list.html", context)


@require_safe
def body_detail(request: Request, code: str) -> HttpResponse:
    body = _body(code)
    may_see_history = can_see_history(request.scope, body)
    context = {
        "body": body,
        "picture": body_picture(body, timezone.localdate()),
        "may_appoint": can_appoint_coordinators(request.scope),
        "may_read_reports": request.scope.is_staff or request.scope.is_committee,
        "may_see_duties": body.reports and can_see_duties(request.scope, body),
        "may_see_history": may_see_history,
        "events": body_history(body) if may_see_history else [],
        "breadcrumbs": _breadcrumbs(body),
    }
    return render(request, "programs/body_detail.html", context)


def _body(code: str) -> ResponsibleBody:
    return get_object_or_404(ResponsibleBody.objects.select_related("area", "successor"), code=code)


def _breadcrumbs(body: ResponsibleBody, *last: str) -> list[dict[str, str]]:
    return [
        {"label": _("Nämnder och bolag"), "url": reverse("programs:body-list")},
        {"label": body.name, "url": reverse("programs:body-detail", args=[body.code])},
        *({"label": label, "url": ""} for label in last),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def coordinator_appoint(request: Request, code: str) -> HttpResponse:
    require(can_appoint_coordinators(request.scope), _(APPOINTS))
    body = _body(code)
    form = AppointmentForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _appoint(request, body, form):
        return redirect("programs:body-detail", code=body.code)
    context = {
        "form": form,
        "body": body,
        "breadcrumbs": _breadcrumbs(body, _("Utse samordnare")),
    }
    return render(request, "programs/coordinator_form.html", context)


def _appoint(request: Request, body: ResponsibleBody, form: AppointmentForm) -> bool:
    try:
        appointment = services.appoint_coordinator(
            body=body, acting_user=request.user, **form.cleaned_data
        )
    except services.AppointmentOverlaps as refusal:
        form.add_error("valid_from", refusal)
        return False
    text = _("%(person)s är utsedd till samordnare.") % {"person": appointment.user}
    messages.success(request, text)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def coordinator_end(request: Request, code: str, pk: int) -> HttpResponse:
    require(can_appoint_coordinators(request.scope), _(APPOINTS))
    body = _body(code)
    appointment = get_object_or_404(Coordinator.objects.select_related("user"), pk=pk, body=body)
    form = EndAppointmentForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _end(request, appointment, form):
        return redirect("programs:body-detail", code=body.code)
    context = {
        "title": _("Avsluta uppdraget"),
        "text": _(
            "%(person)s är samordnare till och med dagen du anger, och kan efter det inte längre "
            "lämna lägesbilder. Ett uppdrag som inte har börjat tas bort om dagen är före starten."
        )
        % {"person": appointment.user},
        "form": form,
        "confirm_text": _("Avsluta uppdraget"),
        "cancel_url": reverse("programs:body-detail", args=[body.code]),
        "danger": True,
        "breadcrumbs": _breadcrumbs(body, _("Avsluta uppdraget")),
    }
    return render(request, "confirm.html", context)


def _end(request: Request, appointment: Coordinator, form: EndAppointmentForm) -> bool:
    try:
        services.end_appointment(
            appointment=appointment,
            last_day=form.cleaned_data["last_day"],
            acting_user=request.user,
        )
    except ValidationError as refusal:
        form.add_error("last_day", refusal)
        return False
    messages.success(request, _("Uppdraget är avslutat."))
    return True
