"""What stands in the addresses of the lists of goals, measures and activities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followup.assessment_periods import Period
from followup.models import GoalAssessment, Measure, PreventionTechnique, SmartGoal
from programs.models import CouncilGoal, FocusArea, Program, ResponsibleBody

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
    NONE, WITHOUT = "ingen", "saknas"

    fokus = forms.ModelChoiceField(
        FocusArea.objects.none(), label=_("Fokusområde"), required=False, empty_label=_("Alla")
    )
    kfmal = forms.ChoiceField(label=_("Fullmäktiges mål"), required=False)
    sikt = forms.ChoiceField(
        label=_("Sikt"), required=False, choices=[ALL, *SmartGoal.Term.choices]
    )
    bedomning = forms.ChoiceField(
        label=_("Senaste bedömning"),
        required=False,
        choices=[ALL, *GoalAssessment.Grade.choices, (NONE, _("Inte bedömt"))],
    )

    def __init__(self, *args: Any, program: Program | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fokus"].queryset = FocusArea.objects.filter(program=program)
        council = CouncilGoal.objects.filter(program=program).values_list("pk", "name")
        self.fields["kfmal"].choices = [ALL, *council, (self.WITHOUT, _("Inget valt"))]


class AssessmentFilter(WorkFilter):
    """The period is always one of ``periods``."""

    MISSING, WAITING, AGREED, RETURNED = "saknas", "vantar", "granskade", "atersanda"

    period = forms.ChoiceField(label=_("Period"), required=False)
    lage = forms.ChoiceField(
        label=_("Läge"),
        required=False,
        choices=[
            ALL,
            (MISSING, _("Bedömning saknas")),
            (WAITING, _("Väntar på granskning")),
            (AGREED, _("Granskade")),
            (RETURNED, _("Återsända")),
        ],
    )

    def __init__(self, *args: Any, periods: list[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(each.code, str(each)) for each in periods]


class MeasureFilter(WorkFilter):
    WITHOUT = "saknas"

    lage = forms.ChoiceField(label=_("Läge"), required=False, choices=[ALL, *Measure.State.choices])
    slag = forms.ChoiceField(
        label=_("Slag av prevention"), required=False, choices=[ALL, *Measure.Kind.choices]
    )
    teknik = forms.ModelChoiceField(
        PreventionTechnique.objects.all(),
        label=_("Teknik eller faktor"),
        required=False,
        empty_label=_("Alla"),
    )
    orsak = forms.ChoiceField(
        label=_("Orsak"),
        required=False,
        choices=[ALL, (WITHOUT, _("Saknas: behandlar symtomet"))],
    )


class ActivityFilter(WorkFilter):
    MINE, LATE, LEFT, DONE, DROPPED = "mina", "sena", "kvar", "klara", "utgar"
    NO_OWNER, NO_REASON, RESTING = "utan-ansvarig", "utan-skal", "vilar"
    NO_MANAGER = "utan-chef"

    vem = forms.ChoiceField(label=_("Vems"), required=False, choices=[ALL, (MINE, _("Bara mina"))])
    lage = forms.ChoiceField(
        label=_("Läge"),
        required=False,
        choices=[
            ALL,
            (LEFT, _("Kvar att göra")),
            (LATE, _("Försenade")),
            (NO_MANAGER, _("En vecka sena där chef saknas")),
            (NO_OWNER, _("Ansvarig har slutat")),
            (RESTING, _("Vilar: åtgärden är inte i gång")),
            (DONE, _("Klara")),
            (NO_REASON, _("Klara för sent, skäl saknas")),
            (DROPPED, _("Utgår")),
        ],
    )
