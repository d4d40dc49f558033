"""Readings as the API shows and takes them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from collaboration.api.shared import refuse_person
from followup.measurement import interval
from followup.models import Indicator, IndicatorReading, ReadingRevision
from followup.periods import first_day
from followup.selectors.indicators import revisions_of
from followup.sources import source_name
from programs.models import Area, ResponsibleBody
from trygghet.api.serializers import (
    CodeField,
    MonthField,
    NamedSerializer,
    NumberText,
    ReadModelSerializer,
    ReadSerializer,
)

MOST = 1000  # readings in one call
INTERVAL = gettext_lazy("Gräns för en enkätandels 95-procentsintervall (Wilson); annars null.")


class ReadingSerializer(ReadModelSerializer):
    """A value of a period and a place; null when the source says that it is missing."""

    indicator = serializers.CharField(source="indicator.code")
    body = NamedSerializer(allow_null=True)
    area_id = serializers.IntegerField(allow_null=True)
    period = MonthField(help_text=gettext_lazy("Periodens första månad."))
    low = serializers.SerializerMethodField(help_text=INTERVAL)
    high = serializers.SerializerMethodField(help_text=INTERVAL)
    source_label = serializers.SerializerMethodField(help_text=gettext_lazy("Källan i ord."))
    file = serializers.CharField(
        source="batch.file_name", default=None, allow_null=True,
        help_text=gettext_lazy("Filen som utfallet lästes in från."),
    )  # fmt: skip
    entered_by = serializers.CharField(
        source="entered_by.name", default=None, allow_null=True,
        help_text=gettext_lazy("Den person eller det system som skrev utfallet."),
    )  # fmt: skip

    class Meta:
        model = IndicatorReading
        fields = (
            "id", "indicator", "body", "area_id", "period", "sex", "age", "value", "low", "high",
            "numerator", "denominator", "answers", "is_preliminary", "source", "source_label",
            "file", "entered_by", "note",
        )  # fmt: skip

    def get_low(self, reading: IndicatorReading) -> float | None:
        return self._bound(reading, 0)

    def get_high(self, reading: IndicatorReading) -> float | None:
        return self._bound(reading, 1)

    def _bound(self, reading: IndicatorReading, end: int) -> float | None:
        found = interval(reading.indicator.kind, reading.value, reading.answers)
        return found[end] if found else None

    def get_source_label(self, reading: IndicatorReading) -> str:
        return source_name(reading.source)


class ReadingRevisionSerializer(ReadModelSerializer):
    """What a reading said before, and by whom or which file it was replaced."""

    source_label = serializers.SerializerMethodField()
    replaced_by = serializers.CharField(source="replaced_by.name", default=None, allow_null=True)
    replaced_by_file = serializers.CharField(
        source="replaced_by_batch.file_name", default=None, allow_null=True
    )

    class Meta:
        model = ReadingRevision
        fields = (
            "value", "numerator", "denominator", "answers", "is_preliminary", "source",
            "source_label", "note", "replaced_by", "replaced_by_file", "replaced_at", "reason",
        )  # fmt: skip

    def get_source_label(self, revision: ReadingRevision) -> str:
        return source_name(revision.source)


class ReadingPageSerializer(ReadingSerializer):
    revisions = serializers.SerializerMethodField(
        help_text=gettext_lazy("Vad utfallet har sagt förut, det senaste först.")
    )

    class Meta(ReadingSerializer.Meta):
        fields = (*ReadingSerializer.Meta.fields, "revisions")

    @extend_schema_field(ReadingRevisionSerializer(many=True))
    def get_revisions(self, reading: IndicatorReading) -> Any:
        return ReadingRevisionSerializer(revisions_of(reading), many=True).data


class ReadingSaidSerializer(serializers.Serializer):
    """What is said of a period and a place."""

    value = NumberText(
        14, 4, allow_null=True, help_text=gettext_lazy("null: källan säger att uppgiften saknas.")
    )
    numerator = NumberText(14, 2, allow_null=True, default=None)
    denominator = NumberText(14, 2, allow_null=True, default=None)
    answers = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, allow_null=True, default=None,
        help_text=gettext_lazy("Antal svar, för enkäter."),
    )  # fmt: skip
    is_preliminary = serializers.BooleanField(default=False)
    reason = serializers.CharField(
        max_length=300, allow_blank=True, default="",
        help_text=gettext_lazy("Varför ett tidigare utfall ändras."),
    )  # fmt: skip
    note = serializers.CharField(
        max_length=300, allow_blank=True, required=False,
        help_text=gettext_lazy("Utelämnad står den som finns kvar, om värdet är detsamma."),
    )  # fmt: skip

    def validate_note(self, text: str) -> str:
        return refuse_person(text)

    def validate_reason(self, text: str) -> str:
        return refuse_person(text)


class ReadingWriteSerializer(ReadingSaidSerializer):
    indicator = CodeField(
        queryset=Indicator.objects.filter(is_active=True),
        help_text=gettext_lazy("Indikatorns kod."),
    )
    body = CodeField(
        queryset=ResponsibleBody.objects.all(),
        allow_null=True,
        default=None,
        help_text=gettext_lazy("Nämndens kod. Ange body eller area_id, inte båda."),
    )
    area_id = serializers.PrimaryKeyRelatedField(
        queryset=Area.objects.all(), source="area", allow_null=True, default=None
    )
    period = MonthField(help_text=gettext_lazy("Periodens första månad."))
    sex = serializers.ChoiceField(
        choices=IndicatorReading.Sex.choices, default=IndicatorReading.Sex.ALL
    )
    age = serializers.CharField(max_length=20, allow_blank=True, default="")

    def validate(self, fields: dict[str, Any]) -> dict[str, Any]:
        if (fields["body"] is None) == (fields["area"] is None):
            raise ValidationError({"body": [_("Ange antingen body eller area_id.")]})
        return fields


class ReplaceSerializer(serializers.Serializer):
    replace = serializers.BooleanField(
        default=False, help_text=gettext_lazy("Ersätt också det som en annan källa har skrivit.")
    )


class ReadingChangeSerializer(ReplaceSerializer, ReadingSaidSerializer):
    """All of what a reading says; what is left out becomes empty."""


class ReadingPatchSerializer(ReadingChangeSerializer):
    """What a reading says otherwise; what is left out stays."""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = super().get_fields()
        for field in fields.values():
            field.required, field.default = False, serializers.empty
        return fields


class ReadingsWriteSerializer(ReplaceSerializer):
    readings = ReadingWriteSerializer(many=True, allow_empty=False, max_length=MOST)

    def validate_readings(self, sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """One value for each indicator, place, period, sex and age."""
        seen: dict[tuple[Any, ...], int] = {}
        for number, fields in enumerate(sent):
            first = seen.setdefault(_place_in_time(fields), number)
            if first != number:
                text = _("Samma utfall står redan på plats %(first)d i ”readings”.")
                raise ValidationError([text % {"first": first}])
        return sent


class ReadingsSerializer(ReadSerializer):
    """What was written, in the order that it was sent."""

    readings = ReadingSerializer(many=True)


def _place_in_time(fields: dict[str, Any]) -> tuple[Any, ...]:
    """What there is one reading of."""
    indicator = fields["indicator"]
    period = first_day(fields["period"], indicator.frequency)
    return indicator, fields["body"], fields["area"], period, fields["sex"], fields["age"]
