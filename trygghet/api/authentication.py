"""Who asks: a key in the ``Authorization`` header, or somebody who is signed in and only reads."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import (
    BaseAuthentication,
    SessionAuthentication,
    get_authorization_header,
)
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from trygghet.accounts.models import User
from trygghet.api.models import ApiToken
from trygghet.api.services import hash_of, note_use

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer trygg_…``. The request's ``auth`` is the key."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() != SCHEME.lower().encode():
            return None
        today = timezone.localdate()
        found = ApiToken.objects.in_force_on(today).select_related("user")
        token = found.filter(secret_hash=hash_of(secret.decode("latin-1").strip())).first()
        if token is None:
            raise AuthenticationFailed(_("Nyckeln finns inte, har gått ut eller är återkallad."))
        note_use(token, today)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="Trygghet"'


class SignedInAuthentication(SessionAuthentication):
    """The browser's own session, so that a person can read what the API says to them."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        user = getattr(request._request, "user", None)
        if user is None or not user.is_active:
            return None
        self.enforce_csrf(request)
        return user, None

    def enforce_csrf(self, request: Request) -> None:
        """The framework's own check, refused in our words."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            text = _("Webbläsarens skydd mot förfalskade anrop saknas. Skriv med en nyckel.")
            raise PermissionDenied(text) from None
