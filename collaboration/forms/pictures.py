"""Step 2: a party's own picture, and the problems that it writes there."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.classified import ClassifiedForm
from collaboration.forms.located import LocatedFields
from collaboration.forms.problems import type_choices
from collaboration.models import ParticipantPicture, PictureProblem, SituationReport
from collaboration.services.pictures import FIELDS, attachable_reports
from programs.models import ResponsibleBody
from trygghet.months import month_name
from trygghet.ui.widgets import DateInput, RowRadioSelect

WHO_READS = gettext_lazy(
    "Öppen: alla parter i samverkan. Intern: kommunens personal och ni. Skyddad: bara ni och "
    "stadsledningskontoret."
)
LONG = ("summary", "data_used", "data_rejected", "description", "consequences")


class PartyTextForm(ClassifiedForm):
    """What a party writes in a process: the classification is about the other parties."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["classification"].help_text = WHO_READS
        for name in LONG:
            if name in self.fields:
                self.fields[name].widget.attrs |= {"rows": 3, "spellcheck": "true"}
                self.fields[name].widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n").strip()
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the service saves."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class ReportChoice(forms.ModelChoiceField):
    def label_from_instance(self, report: SituationReport) -> str:
        return _("Lägesbilden för %(month)s") % {"month": month_name(report.period)}


class PictureForm(PartyTextForm):
    """``instance.participant`` decides which reports can be attached: a partner has none."""

    guarded = ("summary", "data_used", "data_rejected", "staff_dialogue_note")
    report = ReportChoice(
        SituationReport.objects.none(),
        label=gettext_lazy("Bifoga er lägesbild"),
        required=False,
        empty_label=gettext_lazy("Ingen: vi skriver bilden här"),
        help_text=gettext_lazy(
            "Bara lägesbilder som er chef har godkänt. De andra parterna ser det i den som är "
            "öppet; kommunens personal ser också det som är internt."
        ),
    )

    class Meta:
        model = ParticipantPicture
        fields = list(FIELDS)
        labels = {
            "summary": gettext_lazy("Er bild i korthet"),
            "data_used": gettext_lazy("Data som ni har använt"),
            "data_rejected": gettext_lazy("Data som ni har valt bort, och varför"),
            "staff_dialogue": gettext_lazy("Har ni haft dialog med medarbetarna?"),
            "staff_dialogue_note": gettext_lazy("När och med vilka, eller varför inte"),
            "read_by_leadership_on": gettext_lazy("När er ledning tog del av bilden"),
        }
        help_texts = {
            "summary": gettext_lazy(
                "Problem, lokala förhållanden, behov och resurser som ni ser dem. Har ni bifogat "
                "en lägesbild räcker det med vad ni vill att de andra särskilt tänker på."
            ),
            "data_used": gettext_lazy(
                "Till exempel: anmälda brott januari–juni, Trygghetsmätningen, samtal med "
                "fältarbetarna. Skriv också vad siffrorna inte säger."
            ),
            "data_rejected": gettext_lazy(
                "Till exempel: enkäten från i fjol, för få svarade. Har ni inte valt bort något, "
                "skriv det."
            ),
            "staff_dialogue_note": gettext_lazy(
                "Grupper, aldrig enskilda: Fältgruppen den 3 november"
            ),
            "read_by_leadership_on": gettext_lazy(
                "Ledningen ska känna till bilden innan den läggs ihop med de andras."
            ),
        }
        widgets = {"read_by_leadership_on": DateInput, "staff_dialogue": RowRadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.Meta.fields, "version"])
        self.fields["classification"].help_text = format_lazy(
            "{} {}", WHO_READS, _("Problem som ni skriver här blir aldrig öppnare än bilden.")
        )
        self.fields["staff_dialogue"].choices = [
            ("", _("Inte sagt än")),
            *ParticipantPicture.Dialogue.choices,
        ]
        if self.instance.participant.body_id:
            self.fields["report"].queryset = attachable_reports(self.instance.participant)
        else:
            del self.fields["report"]

    def clean_read_by_leadership_on(self) -> date | None:
        day = self.cleaned_data["read_by_leadership_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Datumet kan inte ligga i framtiden."))
        return day


class PictureProblemForm(LocatedFields, PartyTextForm):
    """A party outside the municipality chooses among all areas, a body among its own."""

    guarded = ("title", "place", "description", "consequences")

    class Meta:
        model = PictureProblem
        fields = [
            "type",
            "title",
            "description",
            "area",
            "place",
            "longitude",
            "latitude",
            "consequences",
            "development",
            "classification",
            "classification_reason",
        ]
        help_texts = {
            "title": gettext_lazy("Till exempel: Bråk mellan unga vid stationen på fredagar"),
            "description": gettext_lazy(
                "Vad händer, när och hur ofta, hur går det till, och vilka grupper drabbas?"
            ),
            "consequences": gettext_lazy("Vad leder det till, för vem och hur allvarligt?"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.Meta.fields, "version"])
        self.fields["type"].choices = type_choices(
            self.instance.type if self.instance.type_id else None
        )
        body = self.instance.picture.participant.body
        area = self.instance.area if self.instance.area_id else None
        self.offer_areas([body] if body else self._all_districts(), area)

    @staticmethod
    def _all_districts() -> list[ResponsibleBody]:
        """A body without a district of its own has the whole city."""
        return [ResponsibleBody(area=None)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_pin(cleaned)
        return cleaned
