"""The catalogue of indicators."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from followup.models import Indicator
from followup.permissions import can_edit_indicator, can_see_work
from followup.selectors.histories import indicator_history
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation
from trygghet.api.serializers import LabelField, ReadModelSerializer
from trygghet.history.selectors import Change


class IndicatorSerializer(ReadModelSerializer):
    """What is measured; its values are ``readings``."""

    kind_label = LabelField("kind")
    direction_label = LabelField("direction")
    frequency_label = LabelField("frequency")
    breaks = serializers.ListField(
        child=serializers.DictField(), help_text=_("Brott i serien: date och text.")
    )

    class Meta:
        model = Indicator
        fields = (
            "code", "name", "definition", "kind", "kind_label", "unit", "direction",
            "direction_label", "frequency", "frequency_label", "source", "owner", "caveats",
            "breaks", "is_active",
        )  # fmt: skip


class IndicatorFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=Indicator.Kind.choices, label=_("Slag"))
    is_active = django_filters.BooleanFilter(label=_("Används"))


class Indicators(WithHistory):
    tag = _("Indikatorer")
    filters = IndicatorFilter
    operations = {
        "list": Operation(
            _("Lista indikatorer"), IndicatorSerializer, is_list=True, may=can_see_work
        ),
        "retrieve": Operation(_("Läs en indikator"), IndicatorSerializer, may=can_see_work),
        "history": history(can_edit_indicator),
    }

    def rows(self) -> QuerySet[Indicator]:
        return Indicator.objects.all()

    def changes_of(self, row: Indicator) -> list[Change] | None:
        return indicator_history(self.scope, row)
