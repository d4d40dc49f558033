"""Answers as they could look, made of what the description says of their fields."""

from typing import Any

DEEPEST = 4  # lists and objects inside each other; what lies deeper is left empty
TEXTS = {
    "date": "2026-11-20",
    "date-time": "2026-11-20T09:30:00+01:00",
    "uri": "https://trygghet.example/api/v1/bodies/?after=50",
}
PLAIN: dict[str, Any] = {"integer": 12, "number": 3.5, "boolean": True}


def answer_like(schema: dict[str, Any], schemas: dict[str, Any], depth: int = 0) -> Any:
    """A value that ``schema`` allows; ``schemas`` are the parts that it may name."""
    schema = _whole(schema, schemas)
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    kind = _kind(schema)
    if kind == "object":
        return _object(schema, schemas, depth)
    if kind == "array":
        inside = answer_like(schema["items"], schemas, depth + 1)
        return [] if depth >= DEEPEST else [inside]
    if "pattern" in schema and kind == "string":
        return "12.5"
    said = schema.get("description", "Text").split("\n")[0].rstrip(".")
    return TEXTS.get(schema.get("format", ""), PLAIN.get(kind, said))


def _object(schema: dict[str, Any], schemas: dict[str, Any], depth: int) -> dict[str, Any]:
    if depth > DEEPEST:
        return {}
    fields = schema.get("properties", {})
    return {name: answer_like(each, schemas, depth + 1) for name, each in fields.items()}


def _whole(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """``schema`` itself, or the first that it names which is not null."""
    if "$ref" in schema:
        return _whole(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for way in ("allOf", "oneOf", "anyOf"):
        for each in schema.get(way, ()):
            if each.get("type") != "null":
                return _whole(each, schemas)
    return schema


def _kind(schema: dict[str, Any]) -> str:
    kinds = schema.get("type", "object")
    return str(kinds if isinstance(kinds, str) else next(k for k in kinds if k != "null"))
