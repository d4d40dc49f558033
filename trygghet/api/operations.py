"""What each address of the API does, who may, and how it is described: declared, or closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from trygghet.accounts.scope import Scope
from trygghet.api.models import TokenScope

Text = str | Promise


def anybody(scope: Scope) -> bool:
    """Every account: what it finds is decided by the rows' own rules."""
    return scope.user_id is not None


@dataclass(frozen=True)
class Asked:
    """A parameter of the query that is no filter of a list."""

    name: str
    description: Text


@dataclass(frozen=True)
class Operation:
    """One action of a view.

    ``scope`` is what the key must be allowed, ``may`` the page's own check of the person's roles;
    ``answer`` and ``sent`` are the serializers, ``checks_version`` asks for ``If-Match``,
    ``takes_key`` for an ``Idempotency-Key``. ``example`` is what could be sent, or the answer.
    """

    summary: Text
    answer: type[BaseSerializer] | Any = None
    description: Text = ""
    scope: str = TokenScope.READ
    may: Callable[[Scope], bool] = anybody
    sent: type[BaseSerializer] | None = None
    status: int = 200
    is_list: bool = False
    checks_version: bool = False
    takes_key: bool = False
    example: Any = None
    asked: tuple[Asked, ...] = ()


class DeclaredAccess(BasePermission):
    """Closed unless the view declares the action; then the key and the roles must both allow it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        operation = getattr(view, "operations", {}).get(getattr(view, "action", None))
        if operation is None:
            return False
        if request.auth is None and request.method not in SAFE_METHODS:
            self.message = _("Den som är inloggad läser. Skriv med en nyckel.")
            return False
        if request.auth is not None and operation.scope not in request.auth.scopes:
            self.message = _("Nyckeln saknar behörigheten %(scope)s.") % {"scope": operation.scope}
            return False
        self.message = _("Kontots roller räcker inte för det här. De står på /api/v1/me/.")
        return operation.may(request.scope)
