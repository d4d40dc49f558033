"""A place collaboration with its parties."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import long_text
from collaboration.forms.own_body import DayField, OwnBodyForm
from collaboration.forms.places import PlaceForm
from collaboration.models import (
    CollaborationAgreement,
    CollaborationProcess,
    PartnerOrganization,
    PlaceCollaboration,
)
from programs.models import ResponsibleBody


class PlaceWorkForm(PlaceForm, OwnBodyForm):
    guarded = ("name", "place", "vision", "goals", "new_name")

    name = forms.CharField(
        label=gettext_lazy("Namn"),
        max_length=200,
        help_text=gettext_lazy("Till exempel: Platssamverkan Stora torget"),
    )
    vision = long_text(
        gettext_lazy("Vision"), gettext_lazy("Hur platsen är när ni har lyckats, i några meningar.")
    )
    goals = long_text(
        gettext_lazy("Mål"),
        gettext_lazy("Vad ni vill nå tillsammans, helst så att det går att följa upp."),
        required=False,
    )
    bodies = forms.ModelMultipleChoiceField(
        ResponsibleBody.objects.none(),
        label=gettext_lazy("Nämnder och bolag som är med"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    organizations = forms.ModelMultipleChoiceField(
        PartnerOrganization.objects.none(),
        label=gettext_lazy("Fastighetsägare, företag, föreningar och andra"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_name = forms.CharField(
        label=gettext_lazy("Ny part"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("En organisation som inte finns i listan. Inte en person."),
    )
    new_kind = forms.ChoiceField(
        label=gettext_lazy("Vad är det för part?"),
        choices=[("", gettext_lazy("Välj")), *PartnerOrganization.Kind.choices],
        required=False,
    )
    agreement = forms.ModelChoiceField(
        CollaborationAgreement.objects.none(),
        label=gettext_lazy("Överenskommelse"),
        required=False,
        empty_label=gettext_lazy("Ingen"),
    )
    process = forms.ModelChoiceField(
        CollaborationProcess.objects.none(),
        label=gettext_lazy("Hör till samverkan"),
        required=False,
        empty_label=gettext_lazy("Ingen"),
    )
    began_on = DayField(label=gettext_lazy("Startade"))
    ended_on = DayField(label=gettext_lazy("Avslutades"), required=False)

    field_order = (
        "body", "name", "area", "place", "vision", "goals", "bodies", "organizations", "new_name",
        "new_kind", "agreement", "process", "began_on", "ended_on",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        bodies: list[ResponsibleBody],
        current: PlaceCollaboration | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, bodies=bodies, **kwargs)
        self.offer(bodies)
        self.fields["place"].required = True
        self.fields["bodies"].queryset = self._offered(bodies, current)
        self.fields["organizations"].queryset = PartnerOrganization.objects.by_name()
        self.fields["agreement"].queryset = CollaborationAgreement.objects.filter(body__in=bodies)
        self.fields["process"].queryset = CollaborationProcess.objects.filter(lead_body__in=bodies)
        self.ask_only_with_answers("agreement", "process", "organizations")

    def _offered(
        self, own: list[ResponsibleBody], current: PlaceCollaboration | None
    ) -> QuerySet[ResponsibleBody]:
        """Those that exist now, and those that are with already."""
        offered = ResponsibleBody.objects.valid_on(timezone.localdate())
        if current:
            offered = offered | ResponsibleBody.objects.filter(pk__in=current.bodies.values("pk"))
        if len(own) == 1:
            offered = offered.exclude(pk=own[0].pk)
        return offered.distinct().by_name()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("new_name") and not cleaned.get("new_kind"):
            self.add_error("new_kind", _("Välj vad det är för part."))
        began, ended = cleaned.get("began_on"), cleaned.get("ended_on")
        if began and ended and ended < began:
            self.add_error("ended_on", _("Slutdatum ska vara efter startdatum."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the service takes, besides the body and the version."""
        values = super().values()
        name, kind = values.pop("new_name"), values.pop("new_kind")
        return values | {"new_organization": (name, kind) if name else None}
