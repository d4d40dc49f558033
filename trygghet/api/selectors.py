"""Keys, and the API's own description, as their pages show them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trygghet.api.models import ApiToken, TokenScope
from trygghet.api.problems import KINDS
from trygghet.api.schema import document
from trygghet.swedish import swedish_key

_CHOICE = re.compile(r"\* `(.*)` - (.*)")
SOON = timedelta(days=30)
KINDS_OF_VALUE = {
    "string": gettext_lazy("text"),
    "integer": gettext_lazy("heltal"),
    "number": gettext_lazy("tal"),
    "boolean": gettext_lazy("true eller false"),
    "object": gettext_lazy("objekt"),
    "date": gettext_lazy("datum"),
    "date-time": gettext_lazy("tidpunkt"),
    "uri": gettext_lazy("adress"),
}
PLACES = {
    "path": gettext_lazy("adressen"),
    "query": gettext_lazy("frågan"),
    "header": gettext_lazy("rubrik"),
}


@dataclass(frozen=True)
class TokenLine:
    """``state`` is a name in the table of statuses; ``ends_soon`` asks for a new key."""

    token: ApiToken
    state: str
    scopes: tuple[str | Promise, ...]
    ends_soon: bool

    @property
    def is_in_force(self) -> bool:
        return self.state == "current"


def token_lines(day: date) -> list[TokenLine]:
    """Every key, those in force first. One query."""
    rows = ApiToken.objects.select_related("user", "made_by")
    lines = [_line(token, day) for token in rows]
    return sorted(lines, key=lambda line: not line.is_in_force)


def _line(token: ApiToken, day: date) -> TokenLine:
    state = token.state_on(day)
    scopes = tuple(scope.label for scope in TokenScope if scope in token.scopes)
    return TokenLine(token, state, scopes, state == "current" and token.expires_on < day + SOON)


@dataclass(frozen=True)
class Parameter:
    name: str
    where: str
    description: str
    choices: tuple[str, ...]
    is_required: bool


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    description: str


@dataclass(frozen=True)
class Address:
    """One method of one address; ``example`` is JSON that can be sent, ``answer`` what comes."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    fields: tuple[Field, ...]
    example: str
    answer: str


@dataclass(frozen=True)
class Group:
    name: str
    addresses: tuple[Address, ...]

    @property
    def anchor(self) -> str:
        return slugify(self.name)


@dataclass(frozen=True)
class Fault:
    """A kind of error: its anchor, status and title."""

    anchor: str
    status: int
    title: str | Promise


def faults() -> list[Fault]:
    return [Fault(anchor, status, title) for status, (anchor, title) in KINDS.items()]


def groups() -> list[Group]:
    """Every address of the API by subject, as its own document describes it."""
    found: dict[str, list[Address]] = {}
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            found.setdefault(operation["tags"][0], []).append(_address(path, method, operation))
    names = sorted(found, key=swedish_key)
    return [Group(name, tuple(found[name])) for name in names]


def _address(path: str, method: str, operation: dict[str, Any]) -> Address:
    return Address(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", "").replace("`", ""),
        parameters=tuple(_parameters(operation)),
        fields=tuple(_fields(operation)),
        example=_example(operation),
        answer=_json(_content(operation, ("200", "201")).get("example")),
    )


def _parameters(operation: dict[str, Any]) -> Iterator[Parameter]:
    for each in operation.get("parameters", ()):
        choices = each["schema"].get("enum", ())
        yield Parameter(
            each["name"],
            str(PLACES[each["in"]]),
            each.get("description", ""),
            tuple(str(choice) for choice in choices),
            each.get("required", False),
        )


def _fields(operation: dict[str, Any]) -> Iterator[Field]:
    """The fields of the answer; those of a list are those of its rows."""
    schema = _resolved(_content(operation, ("200", "201")).get("schema", {}))
    if "results" in schema.get("properties", {}):
        schema = _resolved(schema["properties"]["results"]["items"])
    for name, each in schema.get("properties", {}).items():
        yield Field(name, _kind(each), _said(each))


def _said(schema: dict[str, Any]) -> str:
    """What a field is; the choices as ``draft (Utkast), submitted (Inskickad)``."""
    lines = schema.get("description", "").split("\n")
    plain = [line for line in lines if line and not line.startswith("* ")]
    choices = (_CHOICE.fullmatch(line) for line in lines)
    return " ".join([*plain, ", ".join(f"{found[1]} ({found[2]})" for found in choices if found)])


def _content(operation: dict[str, Any], statuses: tuple[str, ...]) -> dict[str, Any]:
    responses = operation["responses"]
    found = next((responses[status] for status in statuses if status in responses), {})
    content: dict[str, Any] = found.get("content", {}).get("application/json", {})
    return content


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    name = schema["$ref"].rpartition("/")[2]
    found: dict[str, Any] = document()["components"]["schemas"][name]
    return found


def _kind(schema: dict[str, Any]) -> str:
    """``text``, ``heltal eller null``, ``lista av objekt``."""
    if "$ref" in schema:
        return str(KINDS_OF_VALUE["object"])
    if inside := schema.get("allOf") or schema.get("oneOf"):
        return _("%s eller null") % _kind(inside[0]) if len(inside) > 1 else _kind(inside[0])
    if schema.get("type") == "array":
        return _("lista av %s") % _kind(schema["items"])
    kinds = schema.get("type", "object")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    name = next((kind for kind in kinds if kind != "null"), "object")
    said = str(KINDS_OF_VALUE.get(schema.get("format", ""), KINDS_OF_VALUE[name]))
    return _("%s eller null") % said if "null" in kinds else said


def _example(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    example = next(iter(content.get("examples", {}).values()), None)
    return _json(example and example["value"])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) if value else ""
