"""OpenAPI from what the views declare: words, errors, versions, keys."""

from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from trygghet.api.examples import answer_like
from trygghet.api.operations import Operation
from trygghet.api.problems import KINDS, MEDIA_TYPE, ProblemDetailsSerializer
from trygghet.api.views import FIELDS, Resource
from trygghet.api.words import said_of

ALWAYS = (400, 401, 403, 404, 405, 406, 429)
ON_WRITE = (409, 413, 415)
ON_VERSION = (412, 428)
USUAL = ("list", "retrieve", "create", "update", "partial_update", "destroy")
KEY, SIGNED_IN = "nyckel", "inloggad"
SECURITY_SCHEMES = {
    KEY: {
        "type": "http",
        "scheme": "bearer",
        "description": gettext_lazy("En nyckel från Inställningar: `Authorization: Bearer …`."),
    },
    SIGNED_IN: {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": gettext_lazy("Den som är inloggad i webbläsaren läser, men skriver inte."),
    },
}
ABOUT = gettext_lazy(
    "Det som sidorna visar kan läsas här, och lägesbilder, utfall och aktiviteter kan skrivas. Vad "
    "en nyckel ser bestäms av rollerna hos kontot som den hör till, precis som för en person. "
    "Datum är ÅÅÅÅ-MM-DD, månader ÅÅÅÅ-MM, tidpunkter har tidszon och decimaltal är text med "
    "punkt. Alla fel är problem details (RFC 9457)."
)


@cache
def document() -> dict[str, Any]:
    """The whole API as OpenAPI 3.1; the same for everybody, so it is made once."""
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    found["info"]["description"] = str(ABOUT)
    found["components"]["securitySchemes"] = {
        name: {key: str(value) for key, value in scheme.items()}
        for name, scheme in SECURITY_SCHEMES.items()
    }
    _describe(found["components"]["schemas"])
    _show(found)
    return found


def _describe(schemas: dict[str, Any]) -> None:
    """Every field in Swedish; what the code says of its own classes is for those who build."""
    for schema in schemas.values():
        schema.pop("description", None)
        for name, field in schema.get("properties", {}).items():
            said = field.get("description") or field.get("title") or said_of(name)
            field["description"] = said[:1].upper() + said[1:]


def _show(found: dict[str, Any]) -> None:
    """Every answer with an example."""
    schemas = found["components"]["schemas"]
    for operations in found["paths"].values():
        for operation in operations.values():
            for status in ("200", "201"):
                content = operation["responses"].get(status, {}).get("content", {})
                for media in content.values():
                    media.setdefault("example", answer_like(media.get("schema", {}), schemas))


class DeclaredSchema(AutoSchema):
    """Describes a view by its ``operations``."""

    @property
    def operation(self) -> Operation:
        return self.view.operation  # type: ignore[no-any-return]

    def get_summary(self) -> str:
        return str(self.operation.summary)

    def get_description(self) -> str:
        scope = _("Kräver behörigheten `%(scope)s`.") % {"scope": self.operation.scope}
        return "\n\n".join(filter(None, (str(self.operation.description), scope)))

    def get_tags(self) -> list[str]:
        return [str(self.view.tag)]

    def get_operation_id(self) -> str:
        """By the address, and by the action where it is none of the usual ones."""
        if self.view.action in USUAL:
            return super().get_operation_id()
        return "_".join([*self._tokenize_path(), self.view.action]).replace("-", "_")

    def get_auth(self) -> list[dict[str, Any]]:
        return [{KEY: []}, {SIGNED_IN: []}] if self.method == "GET" else [{KEY: []}]

    def get_request_serializer(self) -> Any:
        return self.operation.sent

    def get_response_serializers(self) -> Any:
        operation = self.operation
        if operation.status == 204:
            return {204: OpenApiResponse(description=_("Borttaget."))}
        answer = operation.answer(many=True) if operation.is_list else operation.answer
        response = OpenApiResponse(answer, description=_("Det du bad om."))
        return {operation.status: response}

    def _is_list_view(self, serializer: Any = None) -> bool:
        return self.operation.is_list

    def get_filter_backends(self) -> list[Any]:
        return []

    def get_override_parameters(self) -> list[Any]:
        return [*self._filter_parameters(), *self._headers()]

    def _filter_parameters(self) -> list[OpenApiParameter]:
        found = [
            OpenApiParameter(each.name, str, description=str(each.description))
            for each in self.operation.asked
        ]
        if self.operation.answer is not None and issubclass(type(self.view), Resource):
            text = _("Bara de här fälten, med komma emellan.")
            found.append(OpenApiParameter(FIELDS, str, description=text))
        if self.operation.is_list and self.view.filters:
            found += [
                OpenApiParameter(name, _type(field), description=str(field.label or ""),
                                 enum=_choices(field))
                for name, field in self.view.filters.base_filters.items()
            ]  # fmt: skip
        return found

    def _headers(self) -> list[OpenApiParameter]:
        asked = []
        if self.method == "GET":
            asked.append(
                ("If-None-Match", _("ETag från förra svaret: 304 om inget ändrats."), False)
            )
        if self.operation.checks_version:
            asked.append(
                ("If-Match", _("ETag från när du läste. Utan den blir svaret 428."), False)
            )
        if self.operation.takes_key:
            text = _("Ett UUID som du väljer: samma nyckel igen gör ingen ny rad.")
            asked.append(("Idempotency-Key", text, False))
        return [
            OpenApiParameter(name, str, OpenApiParameter.HEADER, description=text, required=needed)
            for name, text, needed in asked
        ]

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        if self.method == "GET":
            bodies["304"] = {"description": _("Inget har ändrats sedan den ETag som du skickade.")}
        codes = ALWAYS if self.method == "GET" else ALWAYS + ON_WRITE
        for code in codes + (ON_VERSION if self.operation.checks_version else ()):
            described = OpenApiResponse(ProblemDetailsSerializer, description=str(KINDS[code][1]))
            bodies[str(code)] = self._get_response_for_code(described, str(code), [MEDIA_TYPE])
        return dict(sorted(bodies.items()))

    def get_examples(self) -> list[OpenApiExample]:
        operation = self.operation
        if operation.example is None:
            return []
        return [
            OpenApiExample(
                str(operation.summary),
                value=operation.example,
                request_only=operation.sent is not None,
                response_only=operation.sent is None,
                media_type="application/json",
            )
        ]


def _type(field: Any) -> Any:
    kinds = {"NumberFilter": int, "BooleanFilter": bool}
    return kinds.get(type(field).__name__, str)


def _choices(field: Any) -> list[str] | None:
    choices = field.extra.get("choices")
    return [str(code) for code, _label in choices] if choices else None
