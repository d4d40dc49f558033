"""Agreements: what they say, when they hold, who signed, what was tried, and files."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration import annexes
from collaboration.agreement_exceptions import AnnexRefused
from collaboration.forms.area_choice import AreasField
from collaboration.forms.guarded import GuardedTexts, long_text, refuse_person
from collaboration.models import CollaborationAgreement, PartnerOrganization
from programs.models import Area, GoverningDocument, ResponsibleBody
from trygghet.ui.widgets import DateInput, RowRadioSelect

Level = CollaborationAgreement.Level
TEXTS = ("purposes", "areas_text", "problems", "goals", "way_of_working", "organization_text")
MOST_AREAS, LONGEST_AREA = 30, 160


def _day(label: Any, help_text: Any = "", **options: Any) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=DateInput, **options)


class AgreementForm(GuardedTexts, forms.Form):
    """What the agreement says; ``purposes`` and ``areas_text`` are what the law asks for."""

    guarded = TEXTS

    title = forms.CharField(
        label=gettext_lazy("Rubrik"),
        max_length=200,
        help_text=gettext_lazy("Till exempel: Samverkan med lokalpolisområdet 2026–2027"),
    )
    other_parties = forms.ModelMultipleChoiceField(
        PartnerOrganization.objects.none(),
        label=gettext_lazy("Andra parter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    purposes = long_text(
        gettext_lazy("Syften"),
        gettext_lazy("Vad parterna vill nå tillsammans. Ska finnas med (lag 2023:196, 9 §)."),
    )
    areas_text = long_text(
        gettext_lazy("Områden som samverkan gäller"),
        gettext_lazy("Frågor och platser. Ska finnas med (lag 2023:196, 9 §)."),
    )
    areas = AreasField(
        help_text=gettext_lazy("Hela stadsdelsområden eller delar av dem. Lämna tomt för allt.")
    )
    priority_areas = long_text(
        gettext_lazy("Prioriterade områden"),
        gettext_lazy("Ett på varje rad, med samma ord som i styrdokumentet."),
        required=False,
    )
    basis = forms.ModelChoiceField(
        GoverningDocument.objects.none(),
        label=gettext_lazy("Styrdokument som de kommer från"),
        required=False,
        empty_label=gettext_lazy("Inget"),
    )
    central = forms.ModelChoiceField(
        CollaborationAgreement.objects.none(),
        label=gettext_lazy("Bygger på den centrala överenskommelsen"),
        required=False,
        empty_label=gettext_lazy("Ingen"),
    )
    process = forms.ModelChoiceField(
        None, label=gettext_lazy("Hör till samverkan"), required=False,
        empty_label=gettext_lazy("Ingen"),
    )  # fmt: skip
    problems = long_text(gettext_lazy("Problem och troliga orsaker"), required=False)
    goals = long_text(gettext_lazy("Mål"), required=False)
    way_of_working = long_text(gettext_lazy("Arbetssätt"), required=False)
    organization_text = long_text(gettext_lazy("Organisation"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        processes: Any,
        bodies: Iterable[ResponsibleBody],
        chosen: Iterable[Area] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].offer(bodies, chosen)
        self.fields["other_parties"].queryset = PartnerOrganization.objects.by_name()
        self.fields["basis"].queryset = GoverningDocument.objects.by_name()
        self.fields["process"].queryset = processes
        self.fields["central"].queryset = CollaborationAgreement.objects.filter(
            level=Level.CENTRAL
        ).order_by("-valid_from", "pk")

    def clean_priority_areas(self) -> list[str]:
        lines = [
            " ".join(line.split()) for line in self.cleaned_data["priority_areas"].splitlines()
        ]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_AREAS or any(len(line) > LONGEST_AREA for line in found):
            raise forms.ValidationError(
                _("Skriv högst 30 områden, ett på varje rad med högst 160 tecken.")
            )
        return found


class NewAgreementForm(AgreementForm):
    """With its level and parties, which stay the same through all its versions."""

    level = forms.ChoiceField(
        label=gettext_lazy("Nivå"),
        choices=Level.choices,
        widget=RowRadioSelect,
        initial=Level.LOCAL,
        help_text=gettext_lazy("Central: för hela staden. Lokal: för en nämnd och dess parter."),
    )
    body = forms.ModelChoiceField(None, label=gettext_lazy("Nämnd som ingår den"))
    organization = forms.ModelChoiceField(
        PartnerOrganization.objects.none(),
        label=gettext_lazy("Huvudsaklig motpart"),
        required=False,
        empty_label=gettext_lazy("Välj i listan, eller skriv en ny nedanför"),
    )
    new_name = forms.CharField(
        label=gettext_lazy("Ny motpart"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Om den saknas i listan: organisationens namn, inte en persons."),
    )
    new_kind = forms.ChoiceField(
        label=gettext_lazy("Slag av ny motpart"),
        required=False,
        choices=[("", gettext_lazy("Välj")), *PartnerOrganization.Kind.choices],
    )
    field_order = ("title", "level", "body", "organization", "new_name", "new_kind")

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, bodies=bodies, **kwargs)
        self.fields["body"].queryset = bodies
        if len(bodies) == 1:
            self.fields["body"].initial, self.fields["body"].empty_label = bodies[0].pk, None
        self.fields["organization"].queryset = PartnerOrganization.objects.by_name()

    def clean_new_name(self) -> str:
        return refuse_person(self.cleaned_data["new_name"].strip())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        known, new = cleaned.get("organization"), cleaned.get("new_name")
        if known and new:
            self.add_error("new_name", _("Välj en motpart i listan eller skriv en ny, inte båda."))
        elif not known and not new and "new_name" not in self.errors:
            self.add_error("organization", _("Välj en motpart, eller skriv en ny."))
        if new and not cleaned.get("new_kind"):
            self.add_error("new_kind", _("Välj vad för slags part det är."))
        return cleaned

    def fields_to_save(self) -> dict[str, Any]:
        """What the service wants: a new counterpart as its name and kind."""
        fields = dict(self.cleaned_data)
        name, kind = fields.pop("new_name"), fields.pop("new_kind")
        del fields["version"]
        return fields | {"new_organization": (name, kind) if name else None}


class ReachForm(forms.Form):
    """From when to when it holds."""

    valid_from = _day(gettext_lazy("Gäller från"))
    valid_to = _day(gettext_lazy("Gäller till"))
    review_on = _day(
        gettext_lazy("Ses över senast"),
        gettext_lazy("Dagen då parterna ska ha läst den igen."),
        required=False,
    )
    registry_number = forms.CharField(
        label=gettext_lazy("Diarienummer"), max_length=60, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last, review = (cleaned.get(n) for n in ("valid_from", "valid_to", "review_on"))
        if first and last and first >= last:
            self.add_error("valid_to", _("Slutdatum ska vara efter startdatum."))
        elif first and last and review and not first <= review <= last:
            self.add_error("review_on", _("Dagen ska ligga medan överenskommelsen gäller."))
        return cleaned


class ReviewForm(forms.Form):
    review_on = _day(gettext_lazy("Ses över senast"), required=False)


class EndForm(forms.Form):
    ended_on = _day(gettext_lazy("Sista dag den gäller"))


class SignatureForm(forms.Form):
    party = forms.ChoiceField(label=gettext_lazy("För vilken part"))
    name = forms.CharField(label=gettext_lazy("Namn"), max_length=150)
    position = forms.CharField(label=gettext_lazy("Befattning"), max_length=150)
    signed_on = _day(gettext_lazy("Undertecknad"))

    def __init__(self, *args: Any, parties: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [(name, name) for name in parties]
        self.fields["signed_on"].widget.attrs["max"] = timezone.localdate().isoformat()


class RemovalForm(forms.Form):
    """Why something is taken away from what has been agreed on."""

    reason = forms.CharField(
        label=gettext_lazy("Vad är fel?"),
        max_length=300,
        help_text=gettext_lazy("Till exempel: fel fil, inskriven på fel överenskommelse."),
    )

    def clean_reason(self) -> str:
        return refuse_person(self.cleaned_data["reason"])


class AttemptForm(forms.Form):
    made_on = _day(gettext_lazy("När"))
    what = long_text(gettext_lazy("Vad ni gjorde"), gettext_lazy("Möte, utkast, påminnelse."))
    result = long_text(gettext_lazy("Vad det ledde till"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("what", "result"):
            self.fields[name].max_length = 2000

    def clean_what(self) -> str:
        return refuse_person(self.cleaned_data["what"])

    def clean_result(self) -> str:
        return refuse_person(self.cleaned_data["result"])


class AnnexForm(forms.Form):
    """A file; ``cleaned_data["file"]`` is the content that has been read and found good."""

    name = forms.CharField(label=gettext_lazy("Bilagans namn"), max_length=200)
    file = forms.FileField(
        label=gettext_lazy("Fil"),
        widget=forms.FileInput(attrs={"accept": annexes.ACCEPT}),
        help_text=gettext_lazy(
            "PDF, Word (docx), PNG eller JPEG, högst 10 MB. Stadens medarbetare kan hämta filen: "
            "ta inte med uppgifter som är skyddade."
        ),
    )

    def clean_file(self) -> annexes.Annex:
        try:
            return annexes.read(self.cleaned_data["file"])
        except AnnexRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class AgreementFilter(forms.Form):
    """What stands in the list's address; each part that is wrong is left out."""

    CURRENT, DUE, DRIFT = "galler", "ses-over", "inaktuella"

    niva = forms.ChoiceField(
        label=gettext_lazy("Nivå"),
        required=False,
        choices=[("", gettext_lazy("Alla")), *Level.choices],
    )
    lage = forms.ChoiceField(
        label=gettext_lazy("Läge"),
        required=False,
        choices=[
            ("", gettext_lazy("Alla")),
            (CURRENT, gettext_lazy("Gäller nu")),
            (DUE, gettext_lazy("Ska ses över")),
            (DRIFT, gettext_lazy("Bygger på äldre prioriteringar")),
            ("in_work", gettext_lazy("Arbete pågår")),
            ("not_reached", gettext_lazy("Verkat för, inte ingången")),
            ("ended", gettext_lazy("Har upphört")),
        ],
    )
    organ = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Nämnd"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("Alla"),
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = bodies
