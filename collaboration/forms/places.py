"""Where something is: an area from the list, a place in words, a pin on the map."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.maps import area_at, is_inside_city
from programs.models import Area, AreaNesting, ResponsibleBody
from trygghet.swedish import swedish_key

Choices = list[tuple[str, list[tuple[int, str]]]]


def area_choices(bodies: Iterable[ResponsibleBody], day: date) -> Choices:
    """The districts of the bodies, each with its neighborhoods; all when a body has no district.

    Two queries.
    """
    wanted = {body.area_id for body in bodies}
    districts = Area.objects.valid_on(day).filter(kind=Area.Kind.DISTRICT)
    if None not in wanted:
        districts = districts.filter(pk__in=wanted)
    groups: dict[int, tuple[str, list[tuple[int, str]]]] = {
        pk: (name, [(pk, str(_("Hela %(district)s") % {"district": name}))])
        for pk, name in districts.by_name().values_list("pk", "name")
    }
    inside = AreaNesting.objects.valid_on(day).filter(
        parent__in=groups, area__kind=Area.Kind.NEIGHBORHOOD
    )
    rows = inside.values_list("parent_id", "area_id", "area__name")
    for parent, area, name in sorted(rows, key=lambda row: swedish_key(row[2])):
        groups[parent][1].append((area, name))
    return list(groups.values())


class PlaceForm(forms.Form):
    """The fields of a place, all optional; a pin outside the city is refused."""

    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Område"), required=False, empty_label=_("Välj område")
    )
    place = forms.CharField(
        label=_("Plats"),
        max_length=160,
        required=False,
        help_text=_("Till exempel: vid lekplatsen, utanför stationens norra uppgång"),
    )
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput)
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, bodies: Iterable[ResponsibleBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = area_choices(bodies, timezone.localdate())
        field = self.fields["area"]
        field.queryset = Area.objects.filter(
            pk__in=[pk for _name, group in choices for pk, _label in group]
        )
        field.choices = [("", field.empty_label), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        longitude, latitude = cleaned.get("longitude"), cleaned.get("latitude")
        if longitude is None or latitude is None:
            cleaned["longitude"] = cleaned["latitude"] = None
        elif is_inside_city(longitude, latitude, timezone.localdate()):
            cleaned["area"] = cleaned.get("area") or _neighborhood_at(longitude, latitude)
        else:
            self.add_error(
                "area",
                _("Markeringen på kartan ligger utanför staden. Flytta den eller ta bort den."),
            )
        return cleaned


def _neighborhood_at(longitude: float, latitude: float) -> Area | None:
    """Where the pin stands; a schematic map does not know."""
    found = area_at(longitude, latitude, Area.Kind.NEIGHBORHOOD, timezone.localdate())
    return Area.objects.get(pk=found.area_id) if found and not found.schematic else None
