"""The page behind the link in a partner's letter: who invites to what, and how to accept."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from collaboration.exceptions import Refused
from collaboration.forms.invitations import AcceptForm
from collaboration.models import Invitation
from collaboration.selectors.invitations import behind_link, has_account
from collaboration.services import partners
from collaboration.views.processes import ASK
from trygghet.http import Request

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GONE, TOO_MANY = 410, 429


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(ASK)
def invitation_answer(request: Request, token: str) -> HttpResponse:
    if not ratelimit.consume(request, action="invitation"):
        text = get_adapter().error_messages["rate_limited"]
        return _closed(request, _("Vänta en stund"), str(text), TOO_MANY)
    invitation = behind_link(token)
    if invitation is None:
        raise Http404
    if not invitation.is_open_at(timezone.now()):
        return _not_open(request, invitation)
    if request.user.is_authenticated:
        return _as_signed_in(request, invitation)
    if has_account(invitation):
        return _sign_in_first(request, invitation)
    return _as_new(request, invitation)


def _as_new(request: Request, invitation: Invitation) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = AcceptForm(data, email=invitation.email, initial={"name": invitation.name})
    if form.is_bound and form.is_valid():
        try:
            person = partners.accept_with_new_account(
                invitation=invitation,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, person, backend=BACKEND)
            return _welcome(request, invitation)
    return _page(request, invitation, form=form)


def _sign_in_first(request: Request, invitation: Invitation) -> HttpResponse:
    sign_in = f"{reverse('account_login')}?next={request.path}"
    return _page(request, invitation, sign_in_url=sign_in)


def _as_signed_in(request: Request, invitation: Invitation) -> HttpResponse:
    refused = ""
    if request.method == "POST":
        try:
            partners.accept(invitation=invitation, acting_user=request.user)
        except Refused as refusal:
            refused = str(refusal)
        else:
            return _welcome(request, invitation)
    is_theirs = request.user.email.lower() == invitation.email.lower()
    return _page(request, invitation, refused=refused, is_theirs=is_theirs, is_signed_in=True)


def _welcome(request: Request, invitation: Invitation) -> HttpResponse:
    process = invitation.participant.process
    done = _("Välkommen. Du är med för %(party)s och ser samverkan här.")
    messages.success(request, done % {"party": invitation.participant})
    return redirect("collaboration:process-detail", pk=process.pk)


def _page(request: Request, invitation: Invitation, **more: Any) -> HttpResponse:
    context = {"invitation": invitation, "process": invitation.participant.process, **more}
    return render(request, "collaboration/invitation_answer.html", context)


def _not_open(request: Request, invitation: Invitation) -> HttpResponse:
    """Why the link no longer works, and what to do. Whoever came in by it is shown the way in."""
    state = invitation.state_at(timezone.now())
    process = invitation.participant.process
    if state == "accepted" and invitation.accepted_by_id == request.user.pk:
        return redirect("collaboration:process-detail", pk=process.pk)
    texts = {
        "accepted": (
            _("Inbjudan är redan använd"),
            _("Logga in med ditt konto för att komma till samverkan."),
        ),
        "expired": (
            _("Inbjudan har gått ut"),
            _("Be den som bjöd in dig att skicka en ny länk."),
        ),
    }
    taken_back = (
        _("Inbjudan är återtagen"),
        _("Fråga den som bjöd in dig om du tror att det är ett misstag."),
    )
    title, text = texts.get(state, taken_back)
    return _closed(request, title, text, GONE)


def _closed(request: Request, title: str, text: str, status: int) -> HttpResponse:
    context = {"title": title, "text": text}
    return render(request, "collaboration/invitation_closed.html", context, status=status)
