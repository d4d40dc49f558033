"""The bodies' duties: what is asked of the matrix, and that the program was made known."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.forms.guarded import refuse_person
from followup.compliance import LABELS, WORST_FIRST
from followup.duties import DUTIES
from followup.forms.law import past_day
from followup.forms.work import WorkForm
from followup.models import ProgramIntroduction
from followup.selectors.duties import DutyRow
from programs.models import ResponsibleBody
from trygghet.ui.widgets import DateInput, RowRadioSelect

SAY_WHY = _("Skriv varför, så att alla som läser förstår.")


class DutyFilter(forms.Form):
    typ = forms.ChoiceField(
        label=_("Typ"), required=False, choices=[("", _("Alla")), *ResponsibleBody.Kind.choices]
    )
    uppdrag = forms.ChoiceField(
        label=_("Uppdrag"),
        required=False,
        choices=[("", _("Alla uppdrag")), *((each.kind, each.title) for each in DUTIES)],
    )
    lage = forms.ChoiceField(
        label=_("Läge"),
        required=False,
        choices=[("", _("Alla lägen")), *((state.value, LABELS[state]) for state in WORST_FIRST)],
    )

    def chosen(self, name: str) -> str:
        """What was chosen; a choice that does not exist chooses nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def among(self, lines: Sequence[DutyRow]) -> list[DutyRow]:
        """Those that have the chosen duty, or any, in the chosen state."""
        duty, state = self.chosen("uppdrag"), self.chosen("lage")
        return [line for line in lines if not state or line.stands(duty, state)]


class IntroductionForm(WorkForm):
    guarded = ("how",)

    audience = forms.ChoiceField(
        label=_("För vilka"), choices=ProgramIntroduction.Audience, widget=RowRadioSelect
    )

    class Meta:
        model = ProgramIntroduction
        fields = ("audience", "held_on", "how", "people")
        widgets = {"held_on": DateInput}
        help_texts = {
            "how": _("Till exempel: arbetsplatsträff på tre enheter, ledd av samordnaren"),
            "people": _("Ungefär hur många som var med."),
        }

    def clean_held_on(self) -> date | None:
        return past_day(self.cleaned_data["held_on"])


class CorrectionForm(IntroductionForm):
    guarded = ("how", "reason")

    reason = forms.CharField(
        label=_("Varför ändrar du?"),
        help_text=_("Till exempel: fel datum. Skälet står kvar under Alla ändringar."),
        max_length=300,
        error_messages={"required": SAY_WHY},
    )


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför tar du tillbaka uppgiften?"),
        help_text=_("Till exempel: inskriven för fel nämnd."),
        max_length=300,
        error_messages={"required": SAY_WHY},
    )

    def clean_reason(self) -> str:
        return refuse_person(self.cleaned_data["reason"])
