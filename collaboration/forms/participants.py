"""Who takes part in a process, and with what."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import refuse_person
from collaboration.models import Participant, PartnerOrganization
from programs.models import ResponsibleBody
from trygghet.ui.widgets import DateInput

ROLES = [choice for choice in Participant.Role.choices if choice[0] != Participant.Role.LEADS]


class AddParticipantForm(forms.Form):
    """A body, an organization that is known, or a new one: exactly one of them."""

    body = forms.ModelChoiceField(
        ResponsibleBody.objects.none(),
        label=gettext_lazy("Nämnd eller bolag i kommunen"),
        required=False,
        empty_label=gettext_lazy("Välj om parten hör till kommunen"),
    )
    organization = forms.ModelChoiceField(
        PartnerOrganization.objects.none(),
        label=gettext_lazy("Extern part"),
        required=False,
        empty_label=gettext_lazy("Välj om parten är utanför kommunen"),
    )
    name = forms.CharField(
        label=gettext_lazy("Ny extern part"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Om parten inte finns i listan: organisationens namn, inte en persons."
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Slag av extern part"),
        required=False,
        choices=[("", gettext_lazy("Välj")), *PartnerOrganization.Kind.choices],
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Roll"), choices=ROLES, initial=Participant.Role.WORKING
    )

    def __init__(self, *args: Any, taken: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = list(taken)
        bodies = ResponsibleBody.objects.valid_on(timezone.localdate()).by_name()
        self.fields["body"].queryset = bodies.exclude(
            pk__in=[row.body_id for row in taken if row.body_id]
        )
        organizations = PartnerOrganization.objects.by_name()
        self.fields["organization"].queryset = organizations.exclude(
            pk__in=[row.organization_id for row in taken if row.organization_id]
        )

    def clean_name(self) -> str:
        name = refuse_person(self.cleaned_data["name"].strip())
        if name and PartnerOrganization.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Parten finns redan: välj den i listan ovanför."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [key for key in ("body", "organization", "name") if cleaned.get(key)]
        if len(chosen) > 1:
            self.add_error(chosen[-1], _("Lägg till en part i taget."))
        elif not chosen and not self.errors:
            self.add_error("body", _("Välj en part, eller skriv namnet på en ny."))
        if cleaned.get("name") and not cleaned.get("kind"):
            self.add_error("kind", _("Välj vad för slags part det är."))
        return cleaned


class ParticipationForm(forms.Form):
    """The leadership's decision and what the party sets aside; what is not known stays empty."""

    decided_by = forms.CharField(
        label=gettext_lazy("Vem som har beslutat"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Befattning eller organ, till exempel: stadsdelsdirektören"),
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Beslutsdatum"), required=False, widget=DateInput
    )
    registry_number = forms.CharField(
        label=gettext_lazy("Diarienummer"), required=False, max_length=60
    )
    hours_a_month = forms.IntegerField(
        label=gettext_lazy("Tid, timmar i månaden"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=gettext_lazy("Noll är också ett svar."),
    )
    money_sek = forms.IntegerField(
        label=gettext_lazy("Pengar för hela varvet, kronor"),
        required=False,
        min_value=0,
        max_value=2_000_000_000,
        help_text=gettext_lazy("Noll är också ett svar."),
    )
    resources_note = forms.CharField(
        label=gettext_lazy("Andra resurser"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Till exempel lokaler, fältarbetare på fredagar, statistik"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Beslutsdatumet kan inte ligga i framtiden."))
        return day

    def clean_resources_note(self) -> str:
        return refuse_person(self.cleaned_data["resources_note"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Roll i samverkan"), choices=ROLES)


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Varför parten lämnar"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Skriv varför, så att alla som är med förstår.")},
    )

    def clean_reason(self) -> str:
        return refuse_person(self.cleaned_data["reason"])
