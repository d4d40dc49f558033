"""What serializers of the API have in common: they are read-only, and can show fewer fields."""

from collections.abc import Collection
from datetime import date
from typing import Any

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


class ReadModelSerializer(ReadSerializer, serializers.ModelSerializer):
    """For answers that are a model's row. Choices come as their code, decimals as strings."""


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


class LabelField(serializers.CharField):
    """The Swedish word of a choice, beside its code."""

    def __init__(self, choice: str, **kwargs: Any) -> None:
        kwargs |= {"source": f"get_{choice}_display", "read_only": True}
        super().__init__(**kwargs)


class NamedSerializer(ReadSerializer):
    """Something that has a code and a name of its own."""

    code = serializers.CharField()
    name = serializers.CharField()


class RefSerializer(ReadSerializer):
    """A row told by its id and title."""

    id = serializers.IntegerField()
    title = serializers.CharField()
