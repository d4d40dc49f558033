"""What the writers of an agreement do with it: sign, reach, renew, end, and add to it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.annexes import content_type
from collaboration.forms.agreements import (
    AnnexForm,
    AttemptForm,
    EndForm,
    ReachForm,
    ReviewForm,
    SignatureForm,
)
from collaboration.models import AgreementAnnex, CollaborationAgreement
from collaboration.permissions import can_read_agreements
from collaboration.selectors import agreements as selectors
from collaboration.services import agreements
from collaboration.views.agreements import ASK, agreement_page, try_it, writable
from programs.permissions import require
from trygghet.http import Request


def _data(request: Request) -> QueryDict | None:
    """What was sent; a form without fields is sent too."""
    return request.POST if request.method == "POST" else None


@require_http_methods(ASK)
def agreement_reach(request: Request, pk: int) -> HttpResponse:
    agreement = writable(request, pk)
    form = ReachForm(_data(request))
    return _asked(
        request,
        agreement,
        form,
        lambda: agreements.reach(
            agreement=agreement, acting_user=request.user, **form.cleaned_data
        ),
        title=_("När gäller överenskommelsen?"),
        text=_("Texten fryses. En ny version ersätter den när parterna kommer överens om annat."),
        confirm=_("Överenskommelsen är ingången"),
        done=_("Överenskommelsen är ingången."),
    )


@require_http_methods(ASK)
def agreement_review(request: Request, pk: int) -> HttpResponse:
    agreement = writable(request, pk)
    form = ReviewForm(_data(request), initial={"review_on": agreement.review_on})
    return _asked(
        request,
        agreement,
        form,
        lambda: agreements.plan_review(
            agreement=agreement, acting_user=request.user, **form.cleaned_data
        ),
        title=_("När ska parterna se över den nästa gång?"),
        text=_("Dagen syns i listan, och överenskommelsen märks när den har passerat."),
        confirm=_("Spara dagen"),
        done=_("Dagen för översyn är sparad."),
    )


@require_http_methods(ASK)
def agreement_end(request: Request, pk: int) -> HttpResponse:
    agreement = writable(request, pk)
    form = EndForm(_data(request), initial={"ended_on": timezone.localdate()})
    return _asked(
        request,
        agreement,
        form,
        lambda: agreements.end_agreement(
            agreement=agreement, acting_user=request.user, **form.cleaned_data
        ),
        title=_("Avsluta överenskommelsen?"),
        text=_("Den slutar gälla före sin tid. Allt som står i den finns kvar att läsa."),
        confirm=_("Avsluta överenskommelsen"),
        done=_("Överenskommelsen är avslutad."),
    )


@require_http_methods(ASK)
def agreement_give_up(request: Request, pk: int) -> HttpResponse:
    agreement = writable(request, pk)
    return _asked(
        request,
        agreement,
        forms.Form(_data(request)),
        lambda: agreements.not_reached(agreement=agreement, acting_user=request.user),
        title=_("Nådde ni inte fram?"),
        text=_(
            "Kommunen ska verka för överenskommelser (lag 2023:196, 9 §). Försöken visar att ni "
            "har gjort det. Ni kan fortsätta arbeta för den senare."
        ),
        confirm=_("Den blev inte ingången"),
        done=_("Överenskommelsen står som verkad för, men inte ingången."),
    )


@require_http_methods(ASK)
def agreement_renew(request: Request, pk: int) -> HttpResponse:
    agreement = writable(request, pk)
    return _asked(
        request,
        agreement,
        forms.Form(_data(request)),
        lambda: agreements.new_version(agreement=agreement, acting_user=request.user),
        title=_("Göra en ny version?"),
        text=_(
            "Parter och texter följer med till ett utkast. Den här gäller tills det är ingånget."
        ),
        confirm=_("Gör en ny version"),
        done=_("Utkastet till ny version är klart att ändra."),
    )


def _asked(
    request: Request,
    agreement: CollaborationAgreement,
    form: forms.Form,
    service: Callable[[], CollaborationAgreement],
    *,
    title: str,
    text: str,
    confirm: str,
    done: str,
) -> HttpResponse:
    """Ask, do it and show the agreement that it led to; a refusal stands in the form."""
    if form.is_valid() and (made := try_it(form, service)):
        messages.success(request, done)
        return redirect("collaboration:agreement-detail", pk=made.pk)
    context = {
        "title": title,
        "text": text,
        "confirm_text": confirm,
        "cancel_url": reverse("collaboration:agreement-detail", args=[agreement.pk]),
        "form": form,
    }
    return render(request, "confirm.html", context)


@require_POST
def agreement_sign(request: Request, pk: int) -> HttpResponse:
    agreement = writable(request, pk)
    form = SignatureForm(request.POST, parties=selectors.party_names(agreement), prefix="sign")
    return _added(
        request,
        agreement,
        {"sign_form": form},
        lambda: agreements.sign(agreement=agreement, acting_user=request.user, **form.cleaned_data),
        _("Underskriften är inskriven."),
    )


@require_POST
def agreement_attempt(request: Request, pk: int) -> HttpResponse:
    agreement = writable(request, pk)
    form = AttemptForm(request.POST, prefix="attempt")
    return _added(
        request,
        agreement,
        {"attempt_form": form},
        lambda: agreements.attempt(
            agreement=agreement, acting_user=request.user, **form.cleaned_data
        ),
        _("Försöket är inskrivet."),
    )


@require_POST
def annex_add(request: Request, pk: int) -> HttpResponse:
    agreement = writable(request, pk)
    form = AnnexForm(request.POST, request.FILES, prefix="annex")
    return _added(
        request,
        agreement,
        {"annex_form": form},
        lambda: agreements.add_annex(
            agreement=agreement,
            name=form.cleaned_data["name"],
            annex=form.cleaned_data["file"],
            acting_user=request.user,
        ),
        _("Bilagan är sparad."),
    )


def _added(
    request: Request,
    agreement: CollaborationAgreement,
    sent: dict[str, forms.Form],
    service: Callable[[], Any],
    done: str,
) -> HttpResponse:
    (form,) = sent.values()
    if form.is_valid() and try_it(form, service):
        messages.success(request, done)
        return redirect("collaboration:agreement-detail", pk=agreement.pk)
    return agreement_page(request, agreement, **sent)


@require_safe
def annex_download(request: Request, pk: int, annex: int) -> FileResponse:
    """The file, for those who read the agreement; never from a public address."""
    require(can_read_agreements(request.scope))
    row = get_object_or_404(AgreementAnnex, pk=annex, agreement=pk)
    try:
        file = row.file.open()
    except FileNotFoundError as missing:
        raise Http404 from missing
    extension = row.file.name.rpartition(".")[2]
    return FileResponse(
        file,
        as_attachment=True,
        content_type=content_type(row.file.name),
        filename=f"{slugify(row.name) or 'bilaga'}.{extension}",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )
