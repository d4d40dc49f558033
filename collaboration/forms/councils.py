"""Councils: what they are for, who sits in them, their meetings and what was decided."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.classified import person_error
from collaboration.forms.guarded import long_text, refuse_person
from collaboration.models import CouncilMember, PartnerOrganization, PreventionCouncil
from collaboration.models.classification import Classification
from programs.models import ResponsibleBody
from trygghet.ui.widgets import DateInput, RowRadioSelect


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, **options)


def _version() -> forms.IntegerField:
    """Which text the form was read with: what somebody else has written since is not lost."""
    return forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)


class CouncilForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Namn"), max_length=200)
    level = forms.ChoiceField(
        label=gettext_lazy("Nivå"), choices=PreventionCouncil.Level.choices, widget=RowRadioSelect
    )
    body = forms.ModelChoiceField(None, label=gettext_lazy("Nämnd som leder rådet"))
    purpose = long_text(gettext_lazy("Syfte"), required=False)
    founded_on = _day(gettext_lazy("Bildat"), required=False)
    closed_on = _day(gettext_lazy("Upphört"), required=False)

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies

    def clean_purpose(self) -> str:
        return refuse_person(self.cleaned_data["purpose"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        founded, closed = cleaned.get("founded_on"), cleaned.get("closed_on")
        if founded and closed and closed < founded:
            self.add_error("closed_on", _("Rådet kan inte upphöra innan det bildades."))
        return cleaned


class MemberForm(forms.Form):
    """A seat: the position's person, from a body or from an organization."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=150)
    title = forms.CharField(label=gettext_lazy("Befattning"), max_length=150)
    position = forms.ChoiceField(
        label=gettext_lazy("Nivå"),
        choices=CouncilMember.Position.choices,
        help_text=gettext_lazy("Rådet fattar beslut bara om de som sitter där får besluta."),
    )
    body = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Nämnd eller bolag i kommunen"),
        required=False,
        empty_label=gettext_lazy("Välj om ledamoten kommer från kommunen"),
    )
    organization = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Extern part"),
        required=False,
        empty_label=gettext_lazy("Välj om ledamoten kommer utifrån"),
    )
    is_chair = forms.BooleanField(label=gettext_lazy("Ordförande"), required=False)
    joined_on = _day(gettext_lazy("Med från"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = ResponsibleBody.objects.valid_on(timezone.localdate()).by_name()
        self.fields["body"].queryset = bodies
        self.fields["organization"].queryset = PartnerOrganization.objects.by_name()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("body")) == bool(cleaned.get("organization")) and not self.errors:
            self.add_error("body", _("Välj antingen en nämnd eller en extern part."))
        if cleaned.get("is_chair") and cleaned.get("organization"):
            self.add_error("is_chair", _("Rådet ska ledas av kommunen (lag 2023:196, 10 §)."))
        return cleaned


class LeaveForm(forms.Form):
    left_on = _day(gettext_lazy("Sista dag"))


class MeetingForm(forms.Form):
    held_on = _day(gettext_lazy("Datum"))
    place = forms.CharField(label=gettext_lazy("Plats"), max_length=150, required=False)


class HeldMeetingForm(MeetingForm):
    """With those who were there."""

    version = _version()
    attended = forms.ModelMultipleChoiceField(
        None,
        label=gettext_lazy("Närvarande"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attended"].queryset = members


class ItemForm(forms.Form):
    """A paragraph; one that points out a person must be restricted, and is then not printed."""

    title = forms.CharField(label=gettext_lazy("Ärende"), max_length=200)
    text = long_text(gettext_lazy("Vad som sades"), required=False)
    decision = long_text(
        gettext_lazy("Beslut"),
        gettext_lazy("Vad som ska göras, av vem och till när."),
        required=False,
    )
    classification = forms.ChoiceField(
        label=gettext_lazy("Vem får läsa"),
        choices=Classification.choices,
        widget=RowRadioSelect,
        initial=Classification.OPEN,
        help_text=gettext_lazy(
            "Öppen: alla, även i det offentliga protokollet. Intern: stadens medarbetare. "
            "Skyddad: nämndens samordnare, chef och stadsledningskontoret."
        ),
    )
    classification_reason = forms.CharField(
        label=gettext_lazy("Varför uppgiften är skyddad"), max_length=300, required=False
    )
    version = _version()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        restricted = cleaned.get("classification") == Classification.RESTRICTED
        if restricted and not cleaned.get("classification_reason"):
            self.add_error("classification_reason", _("Skriv varför uppgiften är skyddad."))
        if not restricted:
            cleaned["classification_reason"] = ""
            for name in ("title", "text", "decision"):
                if error := person_error(cleaned.get(name) or ""):
                    self.add_error(name, error)
        return cleaned
