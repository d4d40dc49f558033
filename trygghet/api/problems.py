"""Every refusal as problem details (RFC 9457), in Swedish."""

import logging
from collections.abc import Mapping
from json import JSONDecodeError
from typing import Any

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers, status
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import set_rollback

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
WHOLE = "_"  # where an error stands that belongs to no field

# Status: the name in ``type`` (an anchor on the page that explains it), and the title.
KINDS = {
    400: ("fel-i-uppgifterna", gettext_lazy("Något i anropet behöver rättas")),
    401: ("ingen-nyckel", gettext_lazy("Ingen giltig nyckel")),
    403: ("inte-behorig", gettext_lazy("Nyckeln får inte göra det här")),
    404: ("finns-inte", gettext_lazy("Finns inte, eller syns inte för nyckeln")),
    405: ("fel-metod", gettext_lazy("Metoden används inte på adressen")),
    406: ("fel-format-ut", gettext_lazy("Svaret finns bara som JSON")),
    409: ("laget-hindrar", gettext_lazy("Det går inte i det läge som råder")),
    412: ("andrad-av-nagon-annan", gettext_lazy("Någon annan har ändrat sedan du läste")),
    413: ("for-stort", gettext_lazy("Anropet är för stort")),
    415: ("fel-format-in", gettext_lazy("Skicka JSON")),
    428: ("version-saknas", gettext_lazy("Säg vilken version du har läst")),
    429: ("for-manga-anrop", gettext_lazy("För många anrop")),
    500: ("fel-hos-oss", gettext_lazy("Något gick fel hos oss")),
    503: ("tillfalligt-nere", gettext_lazy("Databasen svarar inte just nu")),
}


# What the framework's own refusals say, in our words.
SAID: tuple[tuple[type[APIException], Any], ...] = (
    (exceptions.NotAuthenticated, gettext_lazy("Skicka nyckeln som Authorization: Bearer …")),
    (exceptions.NotAcceptable, gettext_lazy("Skicka Accept: application/json, eller ingen alls.")),
    (exceptions.UnsupportedMediaType, gettext_lazy("Skicka Content-Type: application/json.")),
    (exceptions.Throttled, gettext_lazy("Vänta så många sekunder som Retry-After säger.")),
)


class Refusal(APIException):
    """``more`` are members that the problem carries besides the standard's own."""

    def __init__(self, detail: Any = None, **more: Any) -> None:
        super().__init__(detail)
        self.more = more


class Conflict(Refusal):
    """It cannot be done in the state that things are in."""

    status_code = status.HTTP_409_CONFLICT


class ChangedMeanwhile(Refusal):
    """Somebody saved since the version that was sent was read."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = gettext_lazy("Läs på nytt, och skicka med den ETag som gäller nu.")


class VersionMissing(Refusal):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = gettext_lazy("Skicka rubriken If-Match med den ETag som du fick när du läste.")


class TooLarge(Refusal):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = gettext_lazy("Dela upp det i flera anrop.")


class Unavailable(Refusal):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = gettext_lazy("Försök igen om en halv minut.")


class ServerFailed(Refusal):
    status_code = status.HTTP_500_INTERNAL_SERVER_ERROR
    default_detail = gettext_lazy("Felet är loggat hos oss. Försök igen om en stund.")


class ProblemDetailsSerializer(serializers.Serializer):
    """An error, as RFC 9457 says it."""

    type = serializers.CharField(help_text=gettext_lazy("Var felet förklaras."))
    title = serializers.CharField(help_text=gettext_lazy("Vad slags fel det är."))
    status = serializers.IntegerField(help_text=gettext_lazy("Samma tal som svarets status."))
    detail = serializers.CharField(help_text=gettext_lazy("Vad som är fel, och vad du kan göra."))
    instance = serializers.CharField(help_text=gettext_lazy("Adressen som anropades."))
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text=gettext_lazy("Felen per fält eller parameter; ”_” är det hela."),
    )


def problem(exc: Exception, context: dict[str, Any]) -> Response:
    """The answer to ``exc``, whatever it is: no error leaves as a page."""
    refusal = _refusal(exc)
    set_rollback()
    request = context.get("request")
    body = _body(refusal, request.path if request else "")
    if isinstance(refusal, exceptions.MethodNotAllowed):
        body["detail"] = _taken(context["view"])
    return Response(body, refusal.status_code, headers=_headers(refusal), content_type=MEDIA_TYPE)


def _taken(view: Any) -> str:
    """The methods that the address takes."""
    taken = [method for method in view.allowed_methods if method not in ("HEAD", "OPTIONS")]
    return _("Adressen tar emot %(methods)s. Se /api/v1/docs/.") % {"methods": ", ".join(taken)}


def is_asked(request: HttpRequest) -> bool:
    """Whether the API was asked, and not a page (that about the API is one)."""
    return request.path.startswith("/api/") and not request.path.startswith("/api/v1/docs/")


def problem_outside(request: HttpRequest, exc: Exception) -> HttpResponse:
    """The same answer where the request never reached a view of the API."""
    refusal = _refusal(exc)
    return JsonResponse(
        _body(refusal, request.path),
        status=refusal.status_code,
        content_type=MEDIA_TYPE,
        headers=_headers(refusal),
    )


def _body(refusal: APIException, path: str) -> dict[str, Any]:
    name, title = KINDS.get(refusal.status_code, KINDS[400])
    body = {
        "type": f"/api/v1/docs/#{name}",
        "title": str(title),
        "status": refusal.status_code,
        "detail": _detail(refusal),
        "instance": path,
        **getattr(refusal, "more", {}),
    }
    if isinstance(refusal, exceptions.ValidationError):
        body["errors"] = errors_of(refusal.detail)
    return body


def _refusal(exc: Exception) -> APIException:
    """``exc`` as something with a status; what nobody expected is logged as our own fault."""
    if isinstance(exc, APIException):
        return exc
    if isinstance(exc, Http404):
        return exceptions.NotFound(_("Kontrollera adressen."))
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied(*exc.args[:1])
    if isinstance(exc, DjangoValidationError):
        return exceptions.ValidationError(serializers.as_serializer_error(exc))
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    if isinstance(exc, SuspiciousOperation | RecursionError):
        return exceptions.ParseError(_("Anropet går inte att läsa."))
    if isinstance(exc, OperationalError | InterfaceError):
        logger.exception("The database did not answer.")
        return Unavailable()
    logger.error("The API failed.", exc_info=exc)
    return ServerFailed()


def _detail(refusal: APIException) -> str:
    if isinstance(refusal, exceptions.ValidationError):
        return _("Se vad som är fel i ”errors”.")
    if isinstance(refusal, exceptions.ParseError) and refusal.__context__:
        return _unreadable(refusal.__context__)
    return str(next((text for kind, text in SAID if isinstance(refusal, kind)), refusal.detail))


def _unreadable(cause: BaseException) -> str:
    """Where the JSON that was sent cannot be read."""
    if isinstance(cause, JSONDecodeError):
        where = {"line": cause.lineno, "column": cause.colno}
        return _("JSON går inte att läsa: rad %(line)s, tecken %(column)s.") % where
    return _("Skicka giltig JSON i UTF-8.")


def _headers(refusal: APIException) -> dict[str, str]:
    headers = {}
    if header := getattr(refusal, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(refusal, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    if refusal.status_code == status.HTTP_503_SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "30"
    return headers


def errors_of(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Nested errors as one level: ``readings.3.value``."""
    if isinstance(detail, Mapping):
        found: dict[str, list[str]] = {}
        for name, inner in detail.items():
            is_whole = name in (NON_FIELD_ERRORS, "non_field_errors")
            found |= _merged(found, errors_of(inner, path if is_whole else _join(path, name)))
        return found
    if isinstance(detail, list) and any(isinstance(each, Mapping | list) for each in detail):
        return {
            key: texts
            for number, each in enumerate(detail)
            if each
            for key, texts in errors_of(each, _join(path, number)).items()
        }
    texts = detail if isinstance(detail, list) else [detail]
    return {path or WHOLE: [str(text) for text in texts]}


def _join(path: str, name: Any) -> str:
    return f"{path}.{name}" if path else str(name)


def _merged(have: dict[str, list[str]], more: dict[str, list[str]]) -> dict[str, list[str]]:
    return {key: have.get(key, []) + texts for key, texts in more.items()}
