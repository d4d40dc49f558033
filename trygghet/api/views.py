"""What every address of the API does alike; each app's ``api`` holds its own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django_filters import FilterSet
from rest_framework.exceptions import MethodNotAllowed, NotFound, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from trygghet.accounts.scope import Scope
from trygghet.api.authentication import SignedInAuthentication, TokenAuthentication
from trygghet.api.operations import DeclaredAccess, Operation
from trygghet.api.paging import AFTER, SIZE, KeyPagination
from trygghet.api.preconditions import etag_of
from trygghet.api.problems import WHOLE, TooLarge
from trygghet.api.throttling import PerMinute

FIELDS = "fields"


class Resource(GenericViewSet):
    """A kind of rows: its ``operations`` say what can be done, by whom, and with which words.

    ``rows`` gives what the reader may see, ``lines`` turns a page of it into what is shown (by the
    page's own selector), and ``filters`` narrows it.
    """

    authentication_classes = (TokenAuthentication, SignedInAuthentication)
    permission_classes = (DeclaredAccess,)
    throttle_classes = (PerMinute,)
    renderer_classes = (JSONRenderer,)
    parser_classes = (JSONParser,)
    pagination_class = KeyPagination
    metadata_class = None
    operations: dict[str, Operation] = {}
    tag = ""
    filters: type[FilterSet] | None = None
    newest_first = False

    @property
    def operation(self) -> Operation:
        return self.operations[self.action]

    @property
    def scope(self) -> Scope:
        return self.request.scope  # type: ignore[no-any-return]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.version: int | None = None
        super().initial(request, *args, **kwargs)
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        self._refuse_unknown_parameters()

    def check_permissions(self, request: Request) -> None:
        if request.user.is_authenticated and self.action in (None, "metadata"):
            raise MethodNotAllowed(request.method or "")
        super().check_permissions(request)

    def _refuse_unknown_parameters(self) -> None:
        """A misspelt filter must not look like one that finds everything."""
        known = {each.name for each in self.operation.asked}
        if self.operation.answer is not None:
            known.add(FIELDS)
        if self.operation.is_list:
            known |= {AFTER, SIZE, *(self.filters.base_filters if self.filters else ())}
        if unknown := set(self.request.query_params) - known:
            text = _("Parametern finns inte här. De som finns är: %(known)s.")
            told = text % {"known": ", ".join(sorted(known)) or _("inga")}
            raise ValidationError({name: [told] for name in sorted(unknown)})

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.narrowed(self.rows()))
        return self.get_paginated_response(self.shown(self.lines(page), many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.one()
        self.version = self.version_of(row)
        return Response(self.shown(self.lines([row])[0]).data)

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def lines(self, rows: Sequence[Any]) -> Sequence[Any]:
        """What is shown of ``rows``: themselves, unless a selector makes pictures of them."""
        return rows

    def version_of(self, row: Any) -> int | None:
        """What ``If-Match`` is held against."""
        return getattr(row, "version", None)

    def one(self) -> Any:
        """The row that the address names, if the reader sees it."""
        return get_object_or_404(self.rows(), **self.kwargs)

    def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if self.filters is None:
            return rows
        found = self.filters(self.request.query_params, queryset=rows, request=self.request)
        if not found.is_valid():
            raise ValidationError({name: list(texts) for name, texts in found.errors.items()})
        return found.qs

    def shown(self, instance: Any, *, many: bool = False) -> BaseSerializer:
        """The answer's serializer, with the fields that were asked for."""
        asked = self.request.query_params.get(FIELDS)
        only = [name.strip() for name in asked.split(",")] if asked is not None else None
        context = self.get_serializer_context()
        return self.operation.answer(instance, many=many, only=only, context=context)

    def sent(self, **context: Any) -> dict[str, Any]:
        """What was sent, checked. Raises ValidationError."""
        data = self.request.data
        if not isinstance(data, dict):
            raise ValidationError({WHOLE: [_("Skicka ett JSON-objekt: { … }.")]})
        serializer = self.operation.sent(  # type: ignore[misc]
            data=data, context=self.get_serializer_context() | context
        )
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data  # type: ignore[no-any-return]

    def idempotency_key(self) -> UUID | None:
        header = self.request.headers.get("Idempotency-Key")
        if header is None:
            return None
        try:
            return UUID(header)
        except ValueError:
            text = _("Idempotency-Key ska vara ett UUID.")
            raise ValidationError({"Idempotency-Key": [text]}) from None

    def saved(self, row: models.Model, shown: Any = None) -> Response:
        """The answer after a write: the row as it is now, with its new ETag."""
        self.version = self.version_of(row)
        shown = shown or self.lines([row])[0]
        return Response(self.shown(shown).data, status=self.operation.status)

    def finalize_response(
        self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        if not isinstance(response, Response) or response.status_code not in (200, 201):
            return response
        response.render()
        etag = etag_of(response.content, self.version)
        response["ETag"] = etag
        is_read = request.method in ("GET", "HEAD")
        return get_conditional_response(request, etag, None, response) if is_read else response


class NothingHere(APIView):
    """An address of the API that does not exist: problem details and not a page."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (JSONRenderer,)
    metadata_class = None
    schema = None

    def http_method_not_allowed(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if not request.path.endswith("/"):
            raise NotFound(_("Adressen slutar med snedstreck: %(path)s/") % {"path": request.path})
        raise NotFound(_("Adressen finns inte. Alla adresser står på /api/v1/docs/."))
