"""Where a problem written in a process is, and which way it goes: fields of several forms."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.places import area_choices
from collaboration.models import Problem
from programs.maps import is_inside_city
from programs.models import Area, ResponsibleBody
from trygghet.ui.widgets import RowRadioSelect

PLACE = ("area", "place", "longitude", "latitude", "development")


class LocatedFields(forms.Form):
    """All optional; a pin outside the city is refused."""

    area = forms.ModelChoiceField(Area.objects.none(), label=gettext_lazy("Område"), required=False)
    place = forms.CharField(
        label=gettext_lazy("Plats"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Till exempel: gångtunneln under järnvägen"),
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Markering på kartan, longitud"),
        required=False,
        widget=forms.HiddenInput,
    )
    latitude = forms.FloatField(
        label=gettext_lazy("Markering på kartan, latitud"), required=False, widget=forms.HiddenInput
    )
    development = forms.ChoiceField(
        label=gettext_lazy("Åt vilket håll går det?"),
        required=False,
        choices=[("", gettext_lazy("Inte sagt")), *Problem.Development.choices],
        widget=RowRadioSelect,
    )

    def offer_areas(self, bodies: Iterable[ResponsibleBody], chosen: Area | None = None) -> None:
        """The bodies' areas (all, when none is given), and the one that is chosen already."""
        choices = area_choices(bodies, timezone.localdate())
        ids = [pk for _name, group in choices for pk, _label in group]
        if chosen and chosen.pk not in ids:
            ids.append(chosen.pk)
            choices = [*choices, (_("Tidigare val"), [(chosen.pk, str(chosen))])]
        self.fields["area"].queryset = Area.objects.filter(pk__in=ids)
        self.fields["area"].choices = [("", _("Välj område")), *choices]

    def check_pin(self, cleaned: dict[str, Any]) -> None:
        longitude, latitude = cleaned.get("longitude"), cleaned.get("latitude")
        if longitude is None or latitude is None:
            cleaned["longitude"] = cleaned["latitude"] = None
        elif not is_inside_city(longitude, latitude, timezone.localdate()):
            said = _("Markeringen på kartan ligger utanför staden. Flytta den eller ta bort den.")
            self.add_error("area", said)
