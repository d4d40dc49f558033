"""Readings: read by indicator, place and period; written one or many, all or none."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError as Invalid
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from collaboration.api.shared import refuse_person
from followup.models import Indicator, IndicatorReading
from followup.permissions import can_keep_indicators, can_see_work
from followup.services.indicators import record_reading
from followup.sources import API
from programs.models import Area, ResponsibleBody
from programs.permissions import require
from trygghet.accounts.scope import Scope
from trygghet.api.filters import MonthFilter
from trygghet.api.models import TokenScope
from trygghet.api.operations import Operation
from trygghet.api.problems import errors_of
from trygghet.api.serializers import (
    CodeField,
    MonthField,
    NamedSerializer,
    ReadModelSerializer,
    ReadSerializer,
)
from trygghet.api.views import Resource

MOST = 1000  # readings in one call


class ReadingSerializer(ReadModelSerializer):
    """A value of a period and a place; null when the source says that it is missing."""

    indicator = serializers.CharField(source="indicator.code")
    body = NamedSerializer(allow_null=True)
    area_id = serializers.IntegerField(allow_null=True)
    period = MonthField(help_text=gettext_lazy("Periodens första månad."))

    class Meta:
        model = IndicatorReading
        fields = (
            "id", "indicator", "body", "area_id", "period", "sex", "age", "value", "numerator",
            "denominator", "answers", "is_preliminary", "source", "note",
        )  # fmt: skip


class ReadingWriteSerializer(serializers.Serializer):
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
    value = serializers.DecimalField(
        14, 4, allow_null=True, help_text=gettext_lazy("null: källan säger att uppgiften saknas.")
    )
    numerator = serializers.DecimalField(14, 2, allow_null=True, default=None)
    denominator = serializers.DecimalField(14, 2, allow_null=True, default=None)
    answers = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, allow_null=True, default=None,
        help_text=gettext_lazy("Antal svar, för enkäter."),
    )  # fmt: skip
    sex = serializers.ChoiceField(
        choices=IndicatorReading.Sex.choices, default=IndicatorReading.Sex.ALL
    )
    age = serializers.CharField(max_length=20, allow_blank=True, default="")
    is_preliminary = serializers.BooleanField(default=False)
    reason = serializers.CharField(
        max_length=300, allow_blank=True, default="",
        help_text=gettext_lazy("Varför ett tidigare utfall ändras."),
    )  # fmt: skip
    note = serializers.CharField(max_length=300, allow_blank=True, default="")

    def validate_note(self, text: str) -> str:
        return refuse_person(text)

    def validate_reason(self, text: str) -> str:
        return refuse_person(text)

    def validate(self, fields: dict[str, Any]) -> dict[str, Any]:
        if (fields["body"] is None) == (fields["area"] is None):
            raise ValidationError({"body": [_("Ange antingen body eller area_id.")]})
        return fields


class ReadingsWriteSerializer(serializers.Serializer):
    readings = ReadingWriteSerializer(many=True, allow_empty=False, max_length=MOST)


class ReadingsSerializer(ReadSerializer):
    """What was written, in the order that it was sent."""

    readings = ReadingSerializer(many=True)


class ReadingFilter(django_filters.FilterSet):
    indicator = django_filters.CharFilter(
        field_name="indicator__code", label=gettext_lazy("Indikatorns kod")
    )
    body = django_filters.CharFilter(field_name="body__code", label=gettext_lazy("Nämndens kod"))
    area = django_filters.NumberFilter(field_name="area_id", label=gettext_lazy("Områdets id"))
    first = MonthFilter(
        field_name="period", lookup_expr="gte", label=gettext_lazy("Från månad, som 2026-01")
    )
    last = MonthFilter(
        field_name="period", lookup_expr="lte", label=gettext_lazy("Till månad, som 2026-12")
    )
    sex = django_filters.ChoiceFilter(
        choices=IndicatorReading.Sex.choices, label=gettext_lazy("Kön")
    )


class Readings(Resource):
    tag = gettext_lazy("Utfall")
    filters = ReadingFilter
    operations = {
        "list": Operation(
            gettext_lazy("Lista utfall"), ReadingSerializer, is_list=True, may=can_see_work
        ),
        "retrieve": Operation(gettext_lazy("Läs ett utfall"), ReadingSerializer, may=can_see_work),
        "create": Operation(
            gettext_lazy("Skriv utfall, ett eller många"), ReadingsSerializer,
            gettext_lazy(
                "Alla eller inga. Ett utfall för samma indikator, plats, period, kön och ålder "
                "ersätts, och det gamla sparas; samma anrop igen ändrar inget."
            ),
            scope=TokenScope.WRITE_READINGS, may=can_keep_indicators,
            sent=ReadingsWriteSerializer, status=201,
            example={
                "readings": [
                    {"indicator": "anmalda-personran", "body": "jarva", "period": "2026-10",
                     "value": "12", "is_preliminary": True}
                ]
            },
        ),
    }  # fmt: skip

    def rows(self) -> QuerySet[IndicatorReading]:
        return IndicatorReading.objects.select_related("indicator", "body")

    def create(self, request: Request) -> Response:
        sent = self.sent()["readings"]
        for fields in sent:
            require(
                may_read_of(self.scope, fields["body"], fields["area"]),
                _("Samordnaren skriver utfall för sin nämnd och dess område."),
            )
        errors: dict[str, Any] = {}
        with transaction.atomic():
            rows = [self._record(number, fields, errors) for number, fields in enumerate(sent)]
            if errors:
                raise ValidationError(errors)
        return Response(self.shown({"readings": rows}).data, status=self.operation.status)

    def _record(
        self, number: int, fields: dict[str, Any], errors: dict[str, Any]
    ) -> IndicatorReading | None:
        """One reading; what is wrong with it is told by its number."""
        try:
            return record_reading(acting_user=self.request.user, source=API, **fields)
        except Invalid as refusal:
            said = errors_of(serializers.as_serializer_error(refusal), f"readings.{number}")
            errors.update(said)
            return None


def may_read_of(scope: Scope, body: ResponsibleBody | None, area: Area | None) -> bool:
    """Whose readings the account enters: the central office everybody's, else its own bodies'."""
    if scope.is_central:
        return True
    if body is not None:
        return body.pk in scope.coordinates
    own = ResponsibleBody.objects.filter(pk__in=scope.coordinates, area=area)
    return own.exists()
