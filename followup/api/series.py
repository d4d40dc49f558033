"""An indicator's series of one place: by the areas of today or another day, or as entered."""

from datetime import date
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from followup.models import Indicator, IndicatorReading
from followup.permissions import can_see_work
from followup.selectors.series import series_of
from programs.models import Area, ResponsibleBody
from trygghet.api.filters import MonthFormField
from trygghet.api.operations import Asked, Operation
from trygghet.api.serializers import DecimalText, MonthField, ReadSerializer
from trygghet.api.views import Resource


class PointSerializer(ReadSerializer):
    """A period's value; ``low`` and ``high`` are the 95 % interval of a survey share."""

    period = MonthField()
    value = DecimalText()
    numerator = DecimalText()
    denominator = DecimalText()
    answers = serializers.IntegerField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    is_preliminary = serializers.BooleanField()
    note = serializers.CharField()
    reading_id = serializers.IntegerField(
        allow_null=True, help_text=gettext_lazy("null: hopräknat av andra områden.")
    )


class BreakSerializer(ReadSerializer):
    day = serializers.DateField()
    text = serializers.CharField()


class SeriesSerializer(ReadSerializer):
    indicator = serializers.CharField()
    place = serializers.CharField(source="series.place")
    unit = serializers.CharField(source="series.unit")
    source = serializers.CharField(source="series.source")
    is_rebased = serializers.BooleanField(
        source="series.is_rebased", help_text=gettext_lazy("Hopräknad efter en annan indelning.")
    )
    made_of = serializers.ListField(child=serializers.CharField(), source="series.made_of")
    cannot = serializers.ListField(
        child=serializers.CharField(),
        source="series.cannot",
        help_text=gettext_lazy("Varför en period saknar värde."),
    )
    breaks = BreakSerializer(many=True, source="series.breaks")
    points = PointSerializer(many=True, source="series.points")


class SeriesForm(forms.Form):
    """What is asked of a series: of which place, from when, by which areas."""

    body = forms.ModelChoiceField(
        ResponsibleBody.objects.all(), to_field_name="code", required=False,
        label=gettext_lazy("Nämndens kod; ange body eller area"),
    )  # fmt: skip
    area = forms.ModelChoiceField(
        Area.objects.all(), required=False, label=gettext_lazy("Områdets id")
    )
    first = MonthFormField(required=False, label=gettext_lazy("Från månad, som 2026-01"))
    last = MonthFormField(required=False, label=gettext_lazy("Till månad, som 2026-12"))
    by_areas_of = forms.DateField(
        required=False,
        label=gettext_lazy("Räkna efter områdena den här dagen; utelämnad är det i dag"),
    )
    as_entered = forms.BooleanField(
        required=False,
        label=gettext_lazy("true: som utfallen skrevs in, utan att räkna om efter områden"),
    )
    sex = forms.ChoiceField(
        choices=[("", ""), *IndicatorReading.Sex.choices], required=False,
        label=gettext_lazy("Kön"),
    )  # fmt: skip
    age = forms.CharField(
        required=False, max_length=20, label=gettext_lazy("Åldersgrupp; utelämnad är alla åldrar")
    )

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        if not self.errors and bool(chosen.get("body")) == bool(chosen.get("area")):
            self.add_error("body", _("Ange antingen body eller area."))
        if chosen.get("as_entered") and chosen.get("by_areas_of"):
            self.add_error("as_entered", _("Ange antingen as_entered eller by_areas_of."))
        return chosen

    def by_areas(self) -> date | None:
        """The day whose areas are counted by: today, as on the page, unless something is asked."""
        if self.cleaned_data["as_entered"]:
            return None
        return self.cleaned_data["by_areas_of"] or timezone.localdate()


class SeriesOf(Resource):
    tag = gettext_lazy("Indikatorer")
    operations = {
        "retrieve": Operation(
            gettext_lazy("Läs en indikators serie för en nämnd eller ett område"),
            SeriesSerializer,
            gettext_lazy(
                "Utfall från tidigare eller mindre områden läggs ihop efter dagens områden, som "
                "på sidan, eller efter dem som gällde en annan dag (`by_areas_of`); "
                "`is_rebased` säger när det är gjort. Med `as_entered` räknas inget om."
            ),
            may=can_see_work,
            asked=tuple(
                Asked(name, str(field.label)) for name, field in SeriesForm.base_fields.items()
            ),
        )
    }

    def retrieve(self, request: Request, code: str) -> Response:
        indicator = get_object_or_404(Indicator, code=code)
        form = SeriesForm(request.query_params)
        if not form.is_valid():
            raise ValidationError({name: list(texts) for name, texts in form.errors.items()})
        chosen = dict(form.cleaned_data) | {"by_areas_of": form.by_areas()}
        del chosen["as_entered"]
        place = chosen.pop("body") or chosen.pop("area")
        chosen.pop("area", None)
        chosen["sex"] = chosen["sex"] or IndicatorReading.Sex.ALL
        series = series_of(self.scope, indicator, place, **chosen)
        return Response(self.shown({"indicator": code, "series": series}).data)
