"""What stands in the addresses of the lists of goals, measures and activities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followup.models import Measure, SmartGoal
from programs.models import ResponsibleBody

ALL = ("", _("Alla"))


class WorkFilter(forms.Form):
    """Each part that is wrong is left out. ``bodies`` None leaves the choice of body out."""

    organ = forms.ModelChoiceField(
        ResponsibleBody.objects.none(),
        label=_("Nämnd eller bolag"),
        required=False,
        to_field_name="code",
        empty_label=_("Alla"),
    )
    process = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(bodies) < 2:
            del self.fields["organ"]
        else:
            self.fields["organ"].queryset = bodies

    def chosen(self, name: str) -> Any:
        """What was chosen, or None."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class GoalFilter(WorkFilter):
    sikt = forms.ChoiceField(
        label=_("Sikt"), required=False, choices=[ALL, *SmartGoal.Term.choices]
    )


class MeasureFilter(WorkFilter):
    WITHOUT = "saknas"

    lage = forms.ChoiceField(label=_("Läge"), required=False, choices=[ALL, *Measure.State.choices])
    slag = forms.ChoiceField(
        label=_("Slag av prevention"), required=False, choices=[ALL, *Measure.Kind.choices]
    )
    orsak = forms.ChoiceField(
        label=_("Orsak"),
        required=False,
        choices=[ALL, (WITHOUT, _("Saknas: behandlar symtomet"))],
    )


class ActivityFilter(WorkFilter):
    MINE, LATE, LEFT, DONE, DROPPED = "mina", "sena", "kvar", "klara", "utgar"

    vem = forms.ChoiceField(label=_("Vems"), required=False, choices=[ALL, (MINE, _("Bara mina"))])
    lage = forms.ChoiceField(
        label=_("Läge"),
        required=False,
        choices=[
            ALL,
            (LEFT, _("Kvar att göra")),
            (LATE, _("Försenade")),
            (DONE, _("Klara")),
            (DROPPED, _("Utgår")),
        ],
    )
