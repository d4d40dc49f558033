"""Agreements: the list, what one says, and the forms that write it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.exceptions import EditConflict, Refused
from collaboration.forms.agreements import (
    AgreementFilter,
    AgreementForm,
    AnnexForm,
    AttemptForm,
    NewAgreementForm,
    SignatureForm,
)
from collaboration.models import CollaborationAgreement, CollaborationProcess
from collaboration.permissions import can_read_agreements, can_write_agreement
from collaboration.selectors import agreements as selectors
from collaboration.selectors.histories import agreement_history
from collaboration.services import agreements
from collaboration.views.sent import Theirs, resent, sent_key, theirs
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.http import Request

ASK = ["GET", "HEAD", "POST"]
PER_PAGE = 25
State = CollaborationAgreement.State


@require_safe
def agreement_list(request: Request) -> HttpResponse:
    form, rows, kept = asked_for(request)
    context = {
        "page": Paginator(kept, PER_PAGE).get_page(request.GET.get("page")),
        "filter": form,
        "may_write": bool(writable_bodies(request)),
        "number_due": sum(row.is_due for row in rows),
        "number_left_behind": sum(bool(row.left_behind) for row in rows),
        "query": request.GET.urlencode(),
    }
    return render(request, "collaboration/agreement_list.html", context)


def asked_for(
    request: Request,
) -> tuple[AgreementFilter, list[CollaborationAgreement], list[CollaborationAgreement]]:
    """The filter of the address, its rows, and those of them that stand as it asks."""
    require(can_read_agreements(request.scope))
    bodies = ResponsibleBody.objects.filter(agreements__isnull=False).distinct().by_name()
    form = AgreementFilter(request.GET, bodies=bodies)
    form.is_valid()
    rows = selectors.as_they_stand(_chosen(form.cleaned_data), timezone.localdate())
    return form, rows, [row for row in rows if _is_asked_for(row, form.cleaned_data.get("lage"))]


def _chosen(chosen: dict[str, Any]) -> QuerySet[CollaborationAgreement]:
    rows = selectors.agreement_rows()
    if level := chosen.get("niva"):
        rows = rows.filter(level=level)
    if body := chosen.get("organ"):
        rows = rows.filter(body=body)
    return rows


def _is_asked_for(row: CollaborationAgreement, asked: str | None) -> bool:
    """What follows from the day is not a column: it is chosen among the rows."""
    if asked == AgreementFilter.DUE:
        return row.is_due
    if asked == AgreementFilter.DRIFT:
        return bool(row.left_behind)
    if asked == AgreementFilter.CURRENT:
        return row.standing.key == "current"
    if asked == State.ENDED:
        return row.standing.key == "ended"
    return not asked or row.state == asked


@require_safe
def agreement_detail(request: Request, pk: int) -> HttpResponse:
    return agreement_page(request, readable(request, pk))


def agreement_page(
    request: Request, agreement: CollaborationAgreement, **sent: forms.Form
) -> HttpResponse:
    today = timezone.localdate()
    may_write = can_write_agreement(request.scope, agreement.body_id)
    is_open = agreement.state in (State.IN_WORK, State.NOT_REACHED)
    is_reached = agreement.state == State.REACHED
    parties = selectors.party_names(agreement)
    context = {
        "agreement": agreement,
        "standing": selectors.standing(agreement, today),
        "is_due": selectors.is_due(agreement, today),
        "left_behind": selectors.left_behind(agreement, selectors.areas_in_force(today)),
        "unsigned": selectors.unsigned_parties(agreement),
        "versions": selectors.versions_of(agreement),
        "locals": agreement.local_agreements.select_related("body").order_by("body__name", "pk"),
        "places": agreement.places.order_by("name", "pk"),
        "process": _process(request, agreement),
        "may_change": may_write and is_open,
        "may_sign": may_write and agreement.state in (State.IN_WORK, State.REACHED),
        "may_end": may_write and is_reached,
        "may_give_up": may_write and agreement.state == State.IN_WORK,
        "may_renew": may_write and not is_open and not hasattr(agreement, "replaced_by"),
        "may_add": may_write,
        "sign_form": sent.get("sign_form") or SignatureForm(parties=parties, prefix="sign"),
        "attempt_form": sent.get("attempt_form") or AttemptForm(prefix="attempt"),
        "annex_form": sent.get("annex_form") or AnnexForm(prefix="annex"),
        "history": agreement_history(request.scope, agreement),
        "breadcrumbs": crumbs((agreement.title, "")),
    }
    return render(request, "collaboration/agreement_detail.html", context)


def _process(request: Request, agreement: CollaborationAgreement) -> CollaborationProcess | None:
    """The collaboration that it belongs to, for those who see it."""
    seen = CollaborationProcess.objects.visible_to(request.scope)
    return seen.filter(pk=agreement.process_id).first()


@require_http_methods(ASK)
def agreement_new(request: Request) -> HttpResponse:
    bodies = writable_bodies(request)
    require(bool(bodies), _("Överenskommelser skrivs in av nämndens samordnare."))
    form = NewAgreementForm(
        request.POST or None,
        bodies=bodies,
        processes=selectors.process_choices(request.scope, [body.pk for body in bodies]),
        initial={"body": bodies[0] if len(bodies) == 1 else None},
    )
    if request.method == "POST" and form.is_valid():
        agreement = try_it(
            form,
            lambda: agreements.create_agreement(
                acting_user=request.user,
                idempotency_key=sent_key(request),
                **form.fields_to_save(),
            ),
        )
        if agreement:
            messages.success(request, _("Överenskommelsen är inskriven. Arbetet med den pågår."))
            return redirect("collaboration:agreement-detail", pk=agreement.pk)
    heading = _("Skriv in en överenskommelse")
    return _form(request, form, heading, reverse("collaboration:agreement-list"))


@require_http_methods(ASK)
def agreement_edit(request: Request, pk: int) -> HttpResponse:
    agreement = writable(request, pk)
    form = AgreementForm(
        request.POST or None,
        processes=selectors.process_choices(request.scope, [agreement.body_id]),
        bodies=[agreement.body],
        chosen=agreement.areas.all(),
        initial=_stored(agreement),
    )
    heading = _("Ändra överenskommelsen")
    back = reverse("collaboration:agreement-detail", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            saved = try_it(form, lambda: _change(request, agreement, form))
        except EditConflict as conflict:
            written = theirs(form, conflict.current)
            form.data = resent(request, conflict.current.version)
            return _form(request, form, heading, back, written)
        if saved:
            messages.success(request, _("Överenskommelsen är sparad."))
            return redirect(back)
    return _form(request, form, heading, back)


def _change(
    request: Request, agreement: CollaborationAgreement, form: AgreementForm
) -> CollaborationAgreement:
    fields = dict(form.cleaned_data)
    version = fields.pop("version") or 0
    return agreements.change_agreement(
        agreement=agreement, version=version, acting_user=request.user, **fields
    )


def _stored(agreement: CollaborationAgreement) -> dict[str, Any]:
    stored = {name: getattr(agreement, name) for name in agreements.KEPT_BY_A_NEW_VERSION}
    return stored | {
        "version": agreement.version,
        "other_parties": agreement.other_parties.all(),
        "areas": agreement.areas.all(),
        "priority_areas": "\n".join(agreement.priority_areas),
    }


def _form(
    request: Request, form: forms.Form, heading: str, back: str, written: Theirs | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "back": back,
        "theirs": written,
        "key": sent_key(request) or uuid4(),
        "breadcrumbs": crumbs((heading, "")),
    }
    status = 409 if written else 200
    return render(request, "collaboration/agreement_form.html", context, status=status)


def try_it(form: forms.Form, service: Callable[[], Any]) -> Any:
    """What the service made; None when it refused, which then stands at the field or in the form.

    What the database says of a time is said at its first day.
    """
    try:
        return service()
    except EditConflict:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        errors = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        whole = "valid_from" if "valid_from" in form.fields else None
        for name, texts in errors.items():
            for text in texts:
                form.add_error(name if name in form.fields else whole, text)
    return None


def readable(request: Request, pk: int) -> CollaborationAgreement:
    require(can_read_agreements(request.scope))
    return get_object_or_404(selectors.whole_agreements(), pk=pk)


def writable(request: Request, pk: int) -> CollaborationAgreement:
    agreement = readable(request, pk)
    require(
        can_write_agreement(request.scope, agreement.body_id),
        _("Överenskommelsen ändras av nämndens samordnare och stadsledningskontoret."),
    )
    return agreement


def writable_bodies(request: Request) -> QuerySet[ResponsibleBody]:
    rows = ResponsibleBody.objects.valid_on(timezone.localdate()).by_name()
    return rows if request.scope.is_central else rows.filter(pk__in=request.scope.coordinates)


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    links = [(_("Överenskommelser"), reverse("collaboration:agreement-list")), *more]
    return [{"label": label, "url": url} for label, url in links]
