"""Requests that are larger than any form of ours: refused by what they say of their size."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from trygghet.api.problems import TooLarge, is_asked, problem_outside

Answer = Callable[[HttpRequest], HttpResponse]
TOO_LARGE = 413


class SizeLimitMiddleware:
    """Answers 413 with a page in Swedish before a byte of the content has been read.

    The server in front refuses the same size; here the limit holds without it too.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _size(request) > settings.MAX_REQUEST_BYTES:
            if is_asked(request):
                return problem_outside(request, TooLarge())
            return HttpResponse(render_to_string("413.html"), status=TOO_LARGE)
        return self.get_response(request)


def _size(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0
