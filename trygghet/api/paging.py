"""Pages by key: as quick on the last page as on the first, and nothing comes twice."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

PAGE_SIZE, LARGEST_PAGE = 50, 200
AFTER, SIZE = "after", "page_size"


class KeyPagination(BasePagination):
    """``?after=<id>`` gives the rows after that one; ``next`` is the whole address."""

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list:
        size = _number(request, SIZE, PAGE_SIZE, LARGEST_PAGE)
        after = _number(request, AFTER, 0, None)
        newest_first = getattr(view, "newest_first", False)
        if after:
            queryset = queryset.filter(**{f"pk__{'lt' if newest_first else 'gt'}": after})
        rows = list(queryset.order_by("-pk" if newest_first else "pk")[: size + 1])
        page = rows[:size]
        address = request.build_absolute_uri()
        self.next = replace_query_param(address, AFTER, page[-1].pk) if len(rows) > size else None
        return page

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {
            "type": ["string", "null"],
            "format": "uri",
            "description": str(gettext_lazy("Adressen till nästa sida; null på den sista.")),
        }
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": address, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _parameter(AFTER, _("Rader efter den med detta id; tas ur ”next”."), minimum=1),
            _parameter(
                SIZE,
                _("Rader per sida, högst %(most)s.") % {"most": LARGEST_PAGE},
                minimum=1,
                maximum=LARGEST_PAGE,
                default=PAGE_SIZE,
            ),
        ]


def _parameter(name: str, description: str, **limits: int) -> dict[str, Any]:
    schema = {"type": "integer", **limits}
    return {
        "name": name, "in": "query", "required": False, "description": description,
        "schema": schema,
    }  # fmt: skip


def _number(request: Request, name: str, default: int, most: int | None) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal()) or int(text[:20]) < 1:
        raise ValidationError({name: [_("Skriv ett helt tal, minst 1.")]})
    if most and int(text[:20]) > most:
        raise ValidationError({name: [_("Högst %(most)s.") % {"most": most}]})
    return int(text[:20])
