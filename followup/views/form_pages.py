"""Forms on a page of their own, as the law's page, picture, plan and duties have them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.exceptions import Refused
from followup.views.shared import Crumbs, Edit, attempt, crumbs, key_of, tell
from trygghet.http import Request


def save_new(request: Request, form: forms.BaseForm, service: Callable[..., Any]) -> Any:
    """What ``service`` made of a form that was sent; None when it was not, or was refused."""
    if request.method != "POST" or not form.is_valid():
        return None
    return attempt(
        form,
        lambda: service(
            acting_user=request.user, idempotency_key=key_of(request), **form.cleaned_data
        ),
    )


def form_page(
    request: Request,
    form: forms.BaseForm,
    *,
    heading: str,
    button: str,
    cancel_url: str,
    edit: Edit | None = None,
    parent: tuple[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """A form on a page of its own; ``edit`` is how it went to save over a row (``save_over``)."""
    context |= {
        "form": form,
        "heading": heading,
        "button": button,
        "cancel_url": cancel_url,
        "key": key_of(request) or uuid4(),
        "version": edit.version if edit else None,
        "conflict": edit.conflict if edit else None,
        "breadcrumbs": crumbs(parent or (_("Lagen"), reverse("followup:law")), (heading, "")),
    }
    status = 409 if edit and edit.conflict else 200
    return render(request, "followup/law_form.html", context, status=status)


def delete_page(
    request: Request,
    service: Callable[[], Any],
    *,
    title: str,
    text: str,
    done: str,
    back: str,
    breadcrumbs: Crumbs,
    button: str = "",
    cancel_url: str = "",
) -> HttpResponse:
    """Ask once, then do it and go ``back``; or say why not."""
    if request.method == "POST":
        went_well = tell(request, service, done)
        return redirect(back if went_well else cancel_url or back)
    context = {
        "title": title,
        "text": text,
        "confirm_text": button or _("Ta bort"),
        "danger": True,
        "cancel_url": cancel_url or back,
        "breadcrumbs": breadcrumbs,
    }
    return render(request, "confirm.html", context)


def move(request: Request, service: Callable[[int], Any], back: str) -> HttpResponse:
    """One step earlier or later, as the form asks; or say why not."""
    try:
        service(-1 if request.POST.get("steps") == "-1" else 1)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(back)
