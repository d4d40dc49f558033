"""A promise to the residents, and how it went."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import long_text, refuse_person
from collaboration.forms.own_body import DayField, OwnBodyForm
from collaboration.models import CitizenPromise, CollaborationProcess, PartnerOrganization
from programs.models import ResponsibleBody

State = CitizenPromise.State


class PromiseForm(OwnBodyForm):
    guarded = ("title", "basis", "commitment", "report_back")

    title = forms.CharField(
        label=gettext_lazy("Löftet"),
        max_length=200,
        help_text=gettext_lazy("En mening som boende förstår."),
    )
    organization = forms.ModelChoiceField(
        PartnerOrganization.objects.none(),
        label=gettext_lazy("Tillsammans med"),
        required=False,
        empty_label=gettext_lazy("Ingen"),
    )
    basis = long_text(
        gettext_lazy("Dialog som löftet bygger på"),
        gettext_lazy("Möte, enkät eller vandring, och vad boende sade att de behöver."),
        required=False,
    )
    commitment = long_text(
        gettext_lazy("Vad vi ska göra"), gettext_lazy("Så att det går att säga om det blev gjort.")
    )
    valid_from = DayField(label=gettext_lazy("Gäller från"))
    due_on = DayField(label=gettext_lazy("Klart senast"))
    report_back = forms.CharField(
        label=gettext_lazy("Hur vi berättar hur det gick"),
        max_length=300,
        help_text=gettext_lazy("Till exempel: möte på biblioteket och anslag i portarna"),
    )
    report_back_on = DayField(label=gettext_lazy("Vi berättar senast"))
    process = forms.ModelChoiceField(
        CollaborationProcess.objects.none(),
        label=gettext_lazy("Hör till samverkan"),
        required=False,
        empty_label=gettext_lazy("Ingen"),
    )

    field_order = ("body", "title", "organization", "basis", "commitment")

    def __init__(self, *args: Any, bodies: list[ResponsibleBody], **kwargs: Any) -> None:
        super().__init__(*args, bodies=bodies, **kwargs)
        self.fields["organization"].queryset = PartnerOrganization.objects.by_name()
        self.fields["process"].queryset = CollaborationProcess.objects.filter(lead_body__in=bodies)
        self.ask_only_with_answers("organization", "process")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begins, due = cleaned.get("valid_from"), cleaned.get("due_on")
        told = cleaned.get("report_back_on")
        if begins and due and due <= begins:
            self.add_error("due_on", _("Slutdatum ska vara efter startdatum."))
        if begins and told and told < begins:
            self.add_error("report_back_on", _("Dagen ligger före att löftet börjar gälla."))
        return cleaned


class JudgeForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("Hur gick det?"),
        choices=[(state.value, state.label) for state in State if state != State.MADE],
        widget=forms.RadioSelect,
    )
    result = long_text(
        gettext_lazy("Vad som blev gjort"),
        gettext_lazy("Skriv det så som ni berättar det för boende, också det som inte blev av."),
    )
    reported_on = DayField(
        label=gettext_lazy("Dagen ni berättade"),
        required=False,
        help_text=gettext_lazy("Lämna tomt tills ni har berättat för boende."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)

    def clean_result(self) -> str:
        return refuse_person(self.cleaned_data["result"])

    def clean_reported_on(self) -> Any:
        day = self.cleaned_data["reported_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Dagen då ni berättade kan inte ligga i framtiden."))
        return day
