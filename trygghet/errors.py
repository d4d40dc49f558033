"""What a person, or another system, meets when the server itself has failed."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from trygghet.api.problems import is_asked, problem_outside


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database does not answer: then nobody need report a fault.

    Rendered without a request, since the page's navigation would ask the database again.
    """
    error = sys.exc_info()[1]
    if is_asked(request):
        return problem_outside(request, error if isinstance(error, Exception) else Exception())
    if isinstance(error, OperationalError | InterfaceError):
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = "30"
        return response
    return HttpResponse(render_to_string("500.html"), status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that no view should meet."""
    if is_asked(request):
        return problem_outside(request, exception)
    return defaults.bad_request(request, exception)
