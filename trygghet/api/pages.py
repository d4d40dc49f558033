"""The pages about the API: its keys under the settings, and what its addresses do."""

from functools import cache
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from trygghet.api import services
from trygghet.api.forms import TokenForm
from trygghet.api.models import ApiToken
from trygghet.api.permissions import can_manage_tokens
from trygghet.api.selectors import faults, groups, token_lines
from trygghet.http import Request

ASK = ["GET", "HEAD", "POST"]


@cache
def _addresses() -> str:
    """Every address as HTML: long, and the same for everybody, so it is made once."""
    return render_to_string("api/_addresses.html", {"groups": groups()})


@require_safe
def docs(request: Request) -> HttpResponse:
    """Every address with its words, parameters and examples, and every kind of error."""
    context = {
        "groups": groups(),
        "addresses": _addresses(),
        "faults": faults(),
        "schema_url": reverse("api:schema"),
        "root": request.build_absolute_uri("/api/v1/"),
        "may_manage": can_manage_tokens(request.scope),
    }
    return render(request, "api/docs.html", context)


@require_safe
def token_list(request: Request) -> HttpResponse:
    _require(request)
    context = {"lines": token_lines(timezone.localdate()), "breadcrumbs": _crumbs()}
    return render(request, "api/token_list.html", context)


@never_cache
@require_http_methods(ASK)
def token_new(request: Request) -> HttpResponse:
    """Make a key; the answer shows its secret, this once."""
    _require(request)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, secret = services.make_token(
            acting_user=request.user, idempotency_key=_key(request), **form.cleaned_data
        )
        return _made(request, token, secret)
    context = {"form": form, "breadcrumbs": _crumbs(_("Ny nyckel"))}
    return render(request, "api/token_form.html", context)


def _made(request: Request, token: ApiToken, secret: str) -> HttpResponse:
    if not secret:
        messages.info(
            request, _("Nyckeln är redan gjord, och visas bara en gång. Gör en ny om den är borta.")
        )
        return redirect("settings-tokens")
    context = {
        "token": token,
        "secret": secret,
        "root": request.build_absolute_uri("/api/v1/"),
        "may_give_roles": request.scope.is_administrator,
        "breadcrumbs": _crumbs(token.name),
    }
    return render(request, "api/token_made.html", context)


@require_http_methods(ASK)
def token_revoke(request: Request, pk: int) -> HttpResponse:
    _require(request)
    token = get_object_or_404(ApiToken, pk=pk)
    if request.method == "POST":
        services.revoke_token(token=token, acting_user=request.user)
        messages.success(request, _("Nyckeln är återkallad och slutade gälla nu."))
        return redirect("settings-tokens")
    text = _("%(name)s slutar fungera genast. En återkallad nyckel kan inte börja gälla igen.")
    context = {
        "title": _("Återkalla nyckeln?"),
        "text": text % {"name": token.name},
        "confirm_text": _("Återkalla nyckeln"),
        "cancel_url": reverse("settings-tokens"),
        "danger": True,
        "breadcrumbs": _crumbs(_("Återkalla")),
    }
    return render(request, "confirm.html", context)


def _require(request: Request) -> None:
    if not can_manage_tokens(request.scope):
        raise PermissionDenied(_("Bara administratörer och stadsledningskontoret."))


def _key(request: Request) -> UUID | None:
    try:
        return UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return None


def _crumbs(*last: str) -> list[dict[str, str]]:
    links = [(_("Inställningar"), reverse("settings"))]
    links += [(_("Nycklar"), reverse("settings-tokens") if last else "")]
    return [{"label": label, "url": url} for label, url in [*links, *((text, "") for text in last)]]
