"""The catalogue of indicators."""

from collections.abc import Sequence

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from followup.models import Indicator
from followup.permissions import can_edit_indicator, can_see_work
from followup.selectors.histories import indicator_history
from followup.selectors.indicators import catalogue, readable
from programs.models import ResponsibleBody
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation
from trygghet.api.serializers import (
    LabelField,
    MonthField,
    NamedSerializer,
    ReadModelSerializer,
)
from trygghet.history.selectors import Change


class IndicatorSerializer(ReadModelSerializer):
    """What is measured; its values are ``readings``."""

    kind_label = LabelField("kind")
    direction_label = LabelField("direction")
    frequency_label = LabelField("frequency")
    latest_period = MonthField(
        source="latest", allow_null=True, help_text=_("Den senaste perioden med utfall.")
    )
    breaks = serializers.ListField(
        child=serializers.DictField(), help_text=_("Brott i serien: date och text.")
    )

    class Meta:
        model = Indicator
        fields = (
            "code", "name", "definition", "kind", "kind_label", "unit", "direction",
            "direction_label", "frequency", "frequency_label", "source", "owner", "caveats",
            "breaks", "latest_period", "is_active",
        )  # fmt: skip


class MeasuredIndicatorSerializer(IndicatorSerializer):
    """The indicator with what it has been read of, as it was entered."""

    area_ids = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Områden med utfall.")
    )
    bodies = NamedSerializer(many=True, help_text=_("Nämnder med utfall."))
    ages = serializers.ListField(
        child=serializers.CharField(), help_text=_("Åldersgrupper i utfallen.")
    )
    has_sexes = serializers.BooleanField(help_text=_("Om det finns utfall per kön."))

    class Meta(IndicatorSerializer.Meta):
        fields = (*IndicatorSerializer.Meta.fields, "area_ids", "bodies", "ages", "has_sexes")


class IndicatorFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=Indicator.Kind.choices, label=_("Slag"))
    frequency = django_filters.ChoiceFilter(
        choices=Indicator.Frequency.choices, label=_("Hur ofta")
    )
    q = django_filters.CharFilter(
        max_length=200, method="with_words", label=_("Ord i namnet, definitionen eller källan")
    )
    is_active = django_filters.BooleanFilter(label=_("Används"))

    def with_words(self, rows: QuerySet[Indicator], name: str, text: str) -> QuerySet[Indicator]:
        return rows.filter(pk__in=catalogue(search=text, with_unused=True).values("pk"))


class Indicators(WithHistory):
    tag = _("Indikatorer")
    filters = IndicatorFilter
    operations = {
        "list": Operation(
            _("Lista indikatorer"), IndicatorSerializer, is_list=True, may=can_see_work
        ),
        "retrieve": Operation(
            _("Läs en indikator och vad den har utfall för"), MeasuredIndicatorSerializer,
            may=can_see_work,
        ),
        "history": history(can_edit_indicator),
    }  # fmt: skip

    def rows(self) -> QuerySet[Indicator]:
        return catalogue(with_unused=True)

    def lines(self, rows: Sequence[Indicator]) -> Sequence[Indicator]:
        if self.action == "retrieve":
            for row in rows:
                read = readable(row)
                row.area_ids, row.ages, row.has_sexes = (
                    sorted(read.areas),
                    read.ages,
                    read.has_sexes,
                )
                row.bodies = ResponsibleBody.objects.filter(pk__in=read.bodies).by_name()
        return rows

    def changes_of(self, row: Indicator) -> list[Change] | None:
        return indicator_history(self.scope, row)
