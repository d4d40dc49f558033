"""Taking away a wrong annex, signature or attempt: asked once, in words that say what happens."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Manager
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.forms.agreements import RemovalForm
from collaboration.models import CollaborationAgreement
from collaboration.services.agreement_removals import Part, is_agreed, remove_part
from collaboration.views.agreements import ASK, try_it, writable
from trygghet.http import Request


@require_http_methods(ASK)
def annex_remove(request: Request, pk: int, annex: int) -> HttpResponse:
    agreement = writable(request, pk)
    part = _part(agreement.annexes, annex)
    title = _("Ta bort bilagan ”%(name)s”?") % {"name": part}
    return _remove(request, agreement, part, title, _("Filen går inte att hämta längre."))


@require_http_methods(ASK)
def signature_remove(request: Request, pk: int, signature: int) -> HttpResponse:
    agreement = writable(request, pk)
    part = _part(agreement.signatures, signature)
    title = _("Ta bort underskriften för %(party)s?") % {"party": part.party}
    text = _("%(party)s står som inte undertecknad igen.") % {"party": part.party}
    return _remove(request, agreement, part, title, text)


@require_http_methods(ASK)
def attempt_remove(request: Request, pk: int, attempt: int) -> HttpResponse:
    agreement = writable(request, pk)
    part = _part(agreement.attempts, attempt)
    day = date_format(part.made_on, "j F Y")
    title = _("Ta bort försöket den %(day)s?") % {"day": day}
    return _remove(request, agreement, part, title, part.what)


def _part(parts: Manager[Any], pk: int) -> Any:
    return get_object_or_404(parts, pk=pk)


def _remove(
    request: Request, agreement: CollaborationAgreement, part: Part, title: str, text: str
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = RemovalForm(sent) if is_agreed(agreement) else forms.Form(sent)
    back = reverse("collaboration:agreement-detail", args=[agreement.pk])
    if form.is_valid() and try_it(form, lambda: _removed(request, part, form)):
        messages.success(request, _("Det är borttaget. Det står kvar under Alla ändringar."))
        return redirect(back)
    context = {
        "title": title,
        "text": " ".join((text, *_what_applies(agreement))),
        "confirm_text": _("Ta bort"),
        "cancel_url": back,
        "danger": True,
        "form": form,
    }
    return render(request, "confirm.html", context)


def _removed(request: Request, part: Part, form: forms.Form) -> bool:
    remove_part(part=part, acting_user=request.user, **form.cleaned_data)
    return True


def _what_applies(agreement: CollaborationAgreement) -> list[str]:
    kept = _("Under Alla ändringar står att det har funnits, vem som tog bort det och när.")
    if not is_agreed(agreement):
        return [kept]
    agreed = _(
        "Det som parterna har kommit överens om ändras inte av det: ta bara bort det som är fel "
        "inskrivet. Har ni kommit överens om något annat gör ni en ny version."
    )
    return [agreed, kept]
