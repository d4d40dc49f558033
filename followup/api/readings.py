"""Readings: read by indicator, place and period; written one or many, all or none."""

from collections.abc import Callable
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

from followup.api.reading_serializers import (
    ReadingChangeSerializer,
    ReadingPageSerializer,
    ReadingPatchSerializer,
    ReadingSerializer,
    ReadingsSerializer,
    ReadingsWriteSerializer,
)
from followup.imports.comparing import VALUES
from followup.measurement import settle
from followup.models import Indicator, IndicatorReading
from followup.permissions import can_enter_reading, can_keep_indicators, can_see_work
from followup.services.indicators import record_reading, would_replace
from followup.sources import API, source_name
from followup.words import plain
from programs.models import Area, ResponsibleBody
from programs.permissions import require
from trygghet.accounts.scope import Scope
from trygghet.api.filters import MonthFilter
from trygghet.api.models import TokenScope
from trygghet.api.operations import Operation
from trygghet.api.preconditions import sent_version
from trygghet.api.problems import ChangedMeanwhile, Conflict, errors_of
from trygghet.api.views import Resource

WRITE = TokenScope.WRITE_READINGS
WHOSE = gettext_lazy("Samordnaren skriver utfall för sin nämnd och dess område.")
ASKS = gettext_lazy("En annan källa säger något annat. Skicka ”replace”: true för att ersätta.")
CHANGING = gettext_lazy(
    "Det gamla sparas. Indikator, plats, period, kön och ålder står fast. Det som en annan källa "
    "har skrivit ersätts bara med `replace: true`; annars blir svaret 409."
)


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
    age = django_filters.CharFilter(label=gettext_lazy("Åldersgrupp"))
    is_preliminary = django_filters.BooleanFilter(label=gettext_lazy("Preliminärt"))


class Readings(Resource):
    tag = gettext_lazy("Utfall")
    filters = ReadingFilter
    operations = {
        "list": Operation(
            gettext_lazy("Lista utfall"), ReadingSerializer, is_list=True, may=can_see_work
        ),
        "retrieve": Operation(
            gettext_lazy("Läs ett utfall och vad det har sagt förut"), ReadingPageSerializer,
            may=can_see_work,
        ),
        "create": Operation(
            gettext_lazy("Skriv utfall, ett eller många"), ReadingsSerializer,
            gettext_lazy(
                "Alla eller inga. Ett eget utfall för samma indikator, plats, period, kön och "
                "ålder ersätts, och det gamla sparas; samma anrop igen ändrar inget. Har någon "
                "annan skrivit något annat (för hand, ur en fil eller ett annat system) blir "
                "svaret 409, där `errors` nämner båda värdena och deras källor: skicka "
                "`replace: true` för att ersätta även det."
            ),
            scope=WRITE, may=can_keep_indicators,
            sent=ReadingsWriteSerializer, status=201,
            example={
                "readings": [
                    {"indicator": "anmalda-personran", "body": "sdn-jarva", "period": "2026-10",
                     "value": "12", "is_preliminary": True}
                ]
            },
        ),
        "update": Operation(
            gettext_lazy("Skriv om ett utfall"), ReadingPageSerializer, CHANGING, scope=WRITE,
            may=can_keep_indicators, sent=ReadingChangeSerializer, checks_version=True,
            example={"value": "14", "reason": "Slutlig statistik", "replace": True},
        ),
        "partial_update": Operation(
            gettext_lazy("Ändra något i ett utfall"), ReadingPageSerializer, CHANGING, scope=WRITE,
            may=can_keep_indicators, sent=ReadingPatchSerializer, checks_version=True,
            example={"is_preliminary": False, "reason": "Slutlig statistik"},
        ),
    }  # fmt: skip

    def rows(self) -> QuerySet[IndicatorReading]:
        rows = IndicatorReading.objects.select_related("indicator", "body", "batch", "entered_by")
        return rows if self.action == "list" else rows.select_related("area")

    def version_of(self, row: IndicatorReading) -> int:
        """How many times it has been changed."""
        return row.revisions.count()

    def create(self, request: Request) -> Response:
        sent = self.sent()
        for fields in sent["readings"]:
            require(may_read_of(self.scope, fields["body"], fields["area"]), WHOSE)
        with transaction.atomic():
            rows = self._written(sent["readings"], replace=sent["replace"])
        return Response(self.shown({"readings": rows}).data, status=self.operation.status)

    def update(self, request: Request, pk: int) -> Response:
        return self._changed(_identity)

    def partial_update(self, request: Request, pk: int) -> Response:
        return self._changed(_as_it_stands)

    @transaction.atomic
    def _changed(self, stays: Callable[[IndicatorReading], dict[str, Any]]) -> Response:
        """The reading with what was sent; ``stays`` is what is kept of it."""
        reading = self.one()
        require(can_enter_reading(self.scope, reading), WHOSE)
        version, sent = sent_version(self.request), self.sent()
        replace = sent.pop("replace", False)
        _one_writer_at_a_time([{"indicator": reading.indicator}])
        reading = self.one()
        if version != self.version_of(reading):
            raise ChangedMeanwhile(current=ReadingSerializer(reading).data)
        fields = stays(reading) | sent
        there = would_replace(**_without_reason(fields))
        if there is not None and self._is_of_another(there) and not replace:
            raise Conflict(ASKS, errors={"value": [_both(there, fields)]})
        record_reading(acting_user=self.request.user, source=API, **fields)
        return self.saved(self.one())

    def _written(self, sent: list[dict[str, Any]], *, replace: bool) -> list[IndicatorReading]:
        """All of them, or ValidationError or Conflict with what stands in the way of each."""
        _one_writer_at_a_time(sent)
        errors: dict[str, Any] = {}
        found = [self._tried(number, fields, errors) for number, fields in enumerate(sent)]
        if errors:
            raise ValidationError(errors)
        clashes = {
            f"readings.{number}": [_both(there, sent[number])]
            for number, there in enumerate(found)
            if there is not None and self._is_of_another(there)
        }
        if clashes and not replace:
            raise Conflict(ASKS, errors=clashes)
        rows = [self._record(number, fields, errors) for number, fields in enumerate(sent)]
        if errors:
            raise ValidationError(errors)
        return rows

    def _is_of_another(self, reading: IndicatorReading) -> bool:
        return reading.source != API or reading.entered_by_id != self.scope.user_id

    def _tried(
        self, number: int, fields: dict[str, Any], errors: dict[str, Any]
    ) -> IndicatorReading | None:
        """The reading that would be changed."""
        try:
            return would_replace(**_without_reason(fields))
        except Invalid as refusal:
            errors.update(_told(refusal, number))
            return None

    def _record(self, number: int, fields: dict[str, Any], errors: dict[str, Any]) -> Any:
        """One reading; what is wrong with it is told by its number."""
        try:
            return record_reading(acting_user=self.request.user, source=API, **fields)
        except Invalid as refusal:
            errors.update(_told(refusal, number))
            return None


def _without_reason(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "reason"}


def _identity(reading: IndicatorReading) -> dict[str, Any]:
    """What there is one reading of; it never changes, and what else it says is not kept."""
    where = ("indicator", "area", "body", "period", "sex", "age")
    return {"note": ""} | {name: getattr(reading, name) for name in where}


def _as_it_stands(reading: IndicatorReading) -> dict[str, Any]:
    said = (*VALUES, "note")
    return _identity(reading) | {name: getattr(reading, name) for name in said}


def _told(refusal: Invalid, number: int) -> dict[str, list[str]]:
    return errors_of(serializers.as_serializer_error(refusal), f"readings.{number}")


def _one_writer_at_a_time(sent: list[dict[str, Any]]) -> None:
    """Always in the same order, so that two who write many wait for each other once."""
    keys = {fields["indicator"].pk for fields in sent}
    list(Indicator.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))


def _both(there: IndicatorReading, fields: dict[str, Any]) -> str:
    """What stands there and what was sent, each with its source, and the fields that differ."""
    sent = settle(
        fields["indicator"].kind, fields["value"], fields["numerator"], fields["denominator"]
    )
    said = fields | dict(zip(VALUES, sent, strict=False))
    differ = [name for name in (*VALUES, "note") if said.get(name, "") != getattr(there, name)]
    text = _(
        "Där står %(theirs)s (%(source)s). Du skickade %(ours)s (%(api)s). Skiljer sig: %(fields)s."
    )
    return text % {
        "theirs": plain(there.value) or _("uppgift saknas"),
        "source": _source_of(there),
        "ours": plain(sent[0]) or _("uppgift saknas"),
        "api": source_name(API),
        "fields": ", ".join(differ),
    }


def _source_of(reading: IndicatorReading) -> str:
    """The source, and the file or the account where there is one."""
    who = reading.batch or reading.entered_by
    return f"{source_name(reading.source)}, {who}" if who else source_name(reading.source)


def may_read_of(scope: Scope, body: ResponsibleBody | None, area: Area | None) -> bool:
    """Whose readings the account enters: the central office everybody's, else its own bodies'."""
    if scope.is_central:
        return True
    if body is not None:
        return body.pk in scope.coordinates
    own = ResponsibleBody.objects.filter(pk__in=scope.coordinates, area=area)
    return own.exists()
