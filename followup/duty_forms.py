"""The bodies' duties: what is asked of the matrix, and that the program was made known."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.forms.guarded import refuse_person
from followup.compliance import LABELS, State
from followup.law_forms import past_day
from followup.models import ProgramIntroduction
from programs.models import ResponsibleBody
from trygghet.ui.widgets import DateInput, RowRadioSelect


class DutyFilter(forms.Form):
    typ = forms.ChoiceField(
        label=_("Typ"), required=False, choices=[("", _("Alla")), *ResponsibleBody.Kind.choices]
    )
    lage = forms.ChoiceField(
        label=_("Som har något som"),
        required=False,
        choices=[
            ("", _("Alla lägen")),
            *((state.value, LABELS[state]) for state in (State.MISSING, State.SOON)),
        ],
    )

    def chosen(self, name: str) -> str:
        """What was chosen; a choice that does not exist chooses nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class IntroductionForm(forms.ModelForm):
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

    def clean_how(self) -> str:
        return refuse_person(self.cleaned_data["how"])
