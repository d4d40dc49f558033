"""What serializers of the API have in common: they are read-only, and can show fewer fields."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.validators import slug_re
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from trygghet.months import parse_month


class ReadSerializer(serializers.Serializer):
    """For answers. ``only`` leaves out the other fields; an unknown name is refused."""

    def __init__(self, *args: Any, only: Collection[str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("read_only", True)
        super().__init__(*args, **kwargs)
        if only is None:
            return
        if unknown := sorted(set(only) - set(self.fields)):
            text = _("Okända fält: %(names)s. Fälten är: %(all)s.")
            found = {"names": ", ".join(unknown), "all": ", ".join(self.fields)}
            raise ValidationError({"fields": [text % found]})
        for name in set(self.fields) - set(only):
            self.fields.pop(name)

    def get_fields(self) -> dict[str, serializers.Field]:
        """None is required of an answer: ``only`` may leave it out."""
        fields: dict[str, serializers.Field] = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False
        return fields


class ReadModelSerializer(ReadSerializer, serializers.ModelSerializer):
    """For answers that are a model's row. Choices come as their code, decimals as text.

    ``fields`` may name ``body_id`` for the key of ``body``, and ``state_label`` for the Swedish
    word of ``state``.
    """

    def build_field(self, field_name: str, info: Any, model_class: Any, nested_depth: int) -> Any:
        related = info.relations.get(field_name.removesuffix("_id"))
        if field_name.endswith("_id") and related:
            label = related.model_field.verbose_name
            return serializers.IntegerField, {
                "allow_null": related.model_field.null, "label": label
            }  # fmt: skip
        choice = field_name.removesuffix("_label")
        if field_name != choice and choice in info.fields:
            return LabelField, {"choice": choice}
        return super().build_field(field_name, info, model_class, nested_depth)

    def build_standard_field(self, field_name: str, model_field: models.Field) -> Any:
        kind, kwargs = super().build_standard_field(field_name, model_field)
        if issubclass(kind, serializers.DecimalField):
            return DecimalText, {}
        return kind, kwargs


class DecimalText(serializers.DecimalField):
    """A decimal as text, exact and without zeros at its end: ``"12.5"``, or null."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"max_digits": 14, "decimal_places": 4, "normalize_output": True}
        super().__init__(allow_null=True, **kwargs)


@extend_schema_field(
    {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$", "examples": ["2026-10"]}
)
class MonthField(serializers.Field):
    """``2026-10``: a month, kept as the date of its first day."""

    default_error_messages = {"invalid": gettext_lazy("Skriv månaden som 2026-10.")}

    def to_representation(self, value: date) -> str:
        return f"{value:%Y-%m}"

    def to_internal_value(self, data: Any) -> date:
        month = parse_month(data) if isinstance(data, str) and len(data) == len("2026-10") else None
        if month is None:
            self.fail("invalid")
        return month


class NumberText(serializers.DecimalField):
    """A number that is sent, with a point before its decimals."""

    default_error_messages = {"invalid": gettext_lazy("Skriv ett tal med punkt, som 12.5.")}


class CodeField(serializers.SlugRelatedField):
    """A row named by its code; what cannot be a code names none, and never asks the database."""

    default_error_messages = {"does_not_exist": gettext_lazy("Koden ”{value}” finns inte.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="code", **kwargs)

    def to_internal_value(self, data: Any) -> models.Model:
        if not isinstance(data, str) or not slug_re.fullmatch(data):
            self.fail("does_not_exist", slug_name=self.slug_field, value=str(data)[:50])
        return super().to_internal_value(data)


class LabelField(serializers.CharField):
    """The Swedish word of a choice, beside its code."""

    def __init__(self, choice: str, **kwargs: Any) -> None:
        kwargs |= {"source": f"get_{choice}_display", "read_only": True}
        super().__init__(**kwargs)


class NameField(serializers.CharField):
    """The name of a person who did something, or null while nobody has."""

    def __init__(self, person: str, **kwargs: Any) -> None:
        kwargs |= {"source": f"{person}.name", "default": None, "allow_null": True}
        super().__init__(**kwargs)


class NamedSerializer(ReadSerializer):
    """Something that has a code and a name of its own."""

    code = serializers.CharField()
    name = serializers.CharField()
