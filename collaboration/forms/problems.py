"""A problem's form: what, where, when, how often, who, what follows, which way it goes."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.classified import ClassifiedForm
from collaboration.forms.places import area_choices
from collaboration.models import Problem
from collaboration.models.problem import PROBLEM_TEXTS, TIMES_OF_DAY, WEEKDAYS
from programs.maps import is_inside_city
from programs.models import Area, ProblemType, ResponsibleBody
from trygghet.ui.widgets import RowRadioSelect

DAYS = (
    gettext_lazy("Måndag"),
    gettext_lazy("Tisdag"),
    gettext_lazy("Onsdag"),
    gettext_lazy("Torsdag"),
    gettext_lazy("Fredag"),
    gettext_lazy("Lördag"),
    gettext_lazy("Söndag"),
)
TIMES = (
    (gettext_lazy("Dag"), "06–12"),
    (gettext_lazy("Efter\N{SOFT HYPHEN}middag"), "12–18"),
    (gettext_lazy("Kväll"), "18–24"),
    (gettext_lazy("Natt"), "00–06"),
)


class WeekGrid(forms.CheckboxSelectMultiple):
    """Weekdays by times of day as a table of boxes."""

    template_name = "collaboration/widgets/week_grid.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = {str(cell) for cell in value or []}
        context["times"] = TIMES
        context["days"] = [
            (
                day,
                [
                    {
                        "value": cell,
                        "label": f"{day} {str(label).lower()} {hours}",
                        "checked": str(cell) in chosen,
                    }
                    for time, (label, hours) in enumerate(TIMES)
                    for cell in [number * TIMES_OF_DAY + time]
                ],
            )
            for number, day in enumerate(DAYS)
        ]
        return context


class RowCheckboxes(forms.CheckboxSelectMultiple):
    """Short choices beside each other."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["layout"] = "row"
        return context


class DegreesField(forms.FloatField):
    """Degrees with decimals, written with a comma or a point."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> float | None:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


def type_choices(chosen: ProblemType | None = None) -> list[Any]:
    """Types that can be chosen now, and the one that is chosen already, by group."""
    types = list(ProblemType.objects.filter(is_active=True))
    if chosen and chosen not in types:
        types.append(chosen)
    grouped = groupby(types, key=lambda row: row.group)
    return [
        ("", _("Välj typ")),
        *((group, [(row.pk, row.name) for row in rows]) for group, rows in grouped),
    ]


class ProblemForm(ClassifiedForm):
    """``body`` decides which areas come in the list."""

    guarded = PROBLEM_TEXTS
    when = forms.TypedMultipleChoiceField(
        label=gettext_lazy("När händer det?"),
        choices=[(cell, cell) for cell in range(WEEKDAYS * TIMES_OF_DAY)],
        coerce=int,
        required=False,
        widget=WeekGrid,
        help_text=gettext_lazy("Markera de tider då problemet brukar märkas."),
    )
    exposed = forms.MultipleChoiceField(
        label=gettext_lazy("Vilka drabbas?"),
        choices=Problem.Exposed,
        required=False,
        widget=RowCheckboxes,
        help_text=gettext_lazy("Grupper, aldrig enskilda personer."),
    )
    longitude = DegreesField(label=gettext_lazy("Longitud"), required=False)
    latitude = DegreesField(label=gettext_lazy("Latitud"), required=False)

    class Meta:
        model = Problem
        fields = [
            "type",
            "title",
            "area",
            "place",
            "longitude",
            "latitude",
            "when",
            "frequency",
            "exposed",
            "description",
            "consequences",
            "development",
            "sources",
            "classification",
            "classification_reason",
        ]
        widgets = {"frequency": RowRadioSelect, "development": RowRadioSelect}
        help_texts = {
            "title": gettext_lazy("Till exempel: Bråk mellan unga vid stationen på fredagar"),
            "place": gettext_lazy("Till exempel: gångtunneln under järnvägen"),
            "description": gettext_lazy("Vad händer, hur går det till och under vilka villkor?"),
            "consequences": gettext_lazy("Vad leder det till, för vem och hur allvarligt?"),
            "sources": gettext_lazy("Varifrån vet ni det? Mätning, felanmälan, medarbetare."),
            "development": gettext_lazy("Sedan förra perioden"),
        }
        labels = {"development": gettext_lazy("Åt vilket håll går det?")}

    def __init__(self, *args: Any, body: ResponsibleBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.Meta.fields, "version"])
        self._offer_types()
        self._offer_areas(body)
        self.fields["frequency"].choices = Problem.Frequency.choices
        for name in ("description", "consequences", "sources"):
            self.fields[name].widget.attrs |= {"rows": 3, "spellcheck": "true"}
            self.fields[name].widget.attrs.pop("maxlength", None)
        for name in ("longitude", "latitude"):
            self.fields[name].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def _offer_types(self) -> None:
        self.fields["type"].choices = type_choices(
            self.instance.type if self.instance.type_id else None
        )

    def _offer_areas(self, body: ResponsibleBody) -> None:
        choices = area_choices([body], timezone.localdate())
        ids = [pk for _name, group in choices for pk, _label in group]
        if self.instance.area_id and self.instance.area_id not in ids:
            ids.append(self.instance.area_id)
            choices = [*choices, (_("Tidigare val"), [(ids[-1], str(self.instance.area))])]
        field = self.fields["area"]
        field.queryset = Area.objects.filter(pk__in=ids)
        field.choices = [("", _("Välj område")), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("description", "consequences", "sources"):
            if name in cleaned:
                cleaned[name] = cleaned[name].replace("\r\n", "\n")
        if not {"longitude", "latitude"} & self.errors.keys():
            self._check_pin(cleaned.get("longitude"), cleaned.get("latitude"))
        return cleaned

    def _check_pin(self, longitude: float | None, latitude: float | None) -> None:
        if longitude is None and latitude is None:
            return
        if longitude is None or latitude is None:
            name = "longitude" if longitude is None else "latitude"
            self.add_error(name, _("Fyll i både latitud och longitud, eller ingen av dem."))
        elif not is_inside_city(longitude, latitude, timezone.localdate()):
            self.add_error(
                "latitude",
                _("Markeringen ligger utanför staden. Flytta den eller ta bort den."),
            )

    def values(self) -> dict[str, Any]:
        """What the service saves."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
