"""Beginning a collaboration process, and changing it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import refuse_person
from collaboration.forms.places import area_choices
from collaboration.steps import BY_SLUG, ORDER
from programs.models import Area, FocusArea, Program, ResponsibleBody
from trygghet.ui.widgets import DateInput

MAX_PURPOSE = 5000


def _area_choices(bodies: list[ResponsibleBody]) -> list[tuple[int, str]]:
    """The districts of the bodies with their neighborhoods; the districts alone when it is all."""
    groups = area_choices(bodies, timezone.localdate())
    if None in {body.area_id for body in bodies}:
        return [group[0] for _name, group in groups]
    return [choice for _name, group in groups for choice in group]


class _TextsForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Vad samverkan gäller"),
        max_length=200,
        help_text=gettext_lazy("Till exempel: Tryggare kvällar kring stationen"),
    )
    purpose = forms.CharField(
        label=gettext_lazy("Syfte"),
        max_length=MAX_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Vad ni vill uppnå tillsammans, med några meningar."),
    )
    focus_areas = forms.ModelMultipleChoiceField(
        FocusArea.objects.none(),
        label=gettext_lazy("Fokusområden i programmet"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(),
        label=gettext_lazy("Områden"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.CharField(
        label=gettext_lazy("Plats"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Om samverkan gäller en särskild plats: torget, stationen, parken."),
    )

    def __init__(
        self,
        *args: Any,
        program: Program | None,
        bodies: Iterable[ResponsibleBody],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["focus_areas"].queryset = FocusArea.objects.filter(program=program)
        areas = self.fields["areas"]
        choices = _area_choices(list(bodies))
        areas.queryset = Area.objects.filter(pk__in=[pk for pk, _label in choices])
        areas.choices = choices
        if not choices:  # the municipality has no areas yet: nothing to ask
            del self.fields["areas"]

    def clean_title(self) -> str:
        return refuse_person(self.cleaned_data["title"])

    def clean_purpose(self) -> str:
        return refuse_person(self.cleaned_data["purpose"].replace("\r\n", "\n"))


class StartProcessForm(_TextsForm):
    lead_body = forms.ModelChoiceField(
        ResponsibleBody.objects.none(), label=gettext_lazy("Nämnd som leder")
    )
    began_on = forms.DateField(label=gettext_lazy("Startdag"), widget=DateInput)

    field_order = ("lead_body", "title", "purpose", "began_on")

    def __init__(self, *args: Any, bodies: list[ResponsibleBody], **kwargs: Any) -> None:
        super().__init__(*args, bodies=bodies, **kwargs)
        field = self.fields["lead_body"]
        field.queryset = ResponsibleBody.objects.filter(pk__in=[body.pk for body in bodies])
        field.choices = [(body.pk, body.name) for body in bodies]
        if len(bodies) == 1:
            field.widget, field.initial = forms.HiddenInput(), bodies[0].pk
        self.initial.setdefault("began_on", timezone.localdate())

    def clean_began_on(self) -> Any:
        day = self.cleaned_data["began_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Startdagen kan inte ligga i framtiden."))
        return day


class ChangeProcessForm(_TextsForm):
    """What the process is about, and the version that it was read at."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ProcessFilterForm(forms.Form):
    """The list's filter, in the address. What cannot be understood is left out, not refused."""

    q = forms.CharField(label=gettext_lazy("Sök"), required=False, max_length=200)
    lage = forms.ChoiceField(
        label=gettext_lazy("Läge"),
        required=False,
        choices=[
            ("", gettext_lazy("Pågår")),
            ("avslutad", gettext_lazy("Avslutade")),
            ("alla", gettext_lazy("Alla")),
        ],
    )
    steg = forms.ChoiceField(
        label=gettext_lazy("Steg"),
        required=False,
        choices=[("", gettext_lazy("Alla")), *((info.slug, info.short) for info in ORDER)],
    )
    organ = forms.ChoiceField(label=gettext_lazy("Leds av"), required=False)

    def __init__(self, *args: Any, bodies: Iterable[ResponsibleBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.input_type = "search"
        choices = [("", _("Alla")), *((body.code, body.name) for body in bodies)]
        self.fields["organ"].choices = choices

    def chosen(self) -> dict[str, str]:
        """The filters that hold, as ``processes_for`` takes them."""
        self.is_valid()
        values = self.cleaned_data
        slug = values.get("steg", "")
        return {
            "state": values.get("lage") or "pagar",
            "step": BY_SLUG[slug].step if slug else "",
            "body": values.get("organ", ""),
            "text": values.get("q", ""),
        }
