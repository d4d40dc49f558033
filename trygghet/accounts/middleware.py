from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from trygghet.accounts.scope import scope_of


class ScopeMiddleware:
    """Gives every request its ``scope``, computed when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = SimpleLazyObject(lambda: scope_of(request.user))  # type: ignore[attr-defined]
        return self.get_response(request)


class SignedOutMiddleware:
    """A part of a page asked for after the session ended: 401, so that the page stays as it is.

    Following the way to the sign-in page would put it in the place of what the person has typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_part = request.htmx and not request.user.is_authenticated  # type: ignore[attr-defined]
        return HttpResponse(status=401) if is_part and response.status_code == 302 else response
