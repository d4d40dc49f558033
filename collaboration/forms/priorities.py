"""Prioritization: scores with reasons, weights, and what is taken on."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.joint_problems import GuardedForm
from collaboration.models import Criterion, JointProblem
from collaboration.ranking import HEAVIEST
from collaboration.selectors.priorities import Cell
from collaboration.services.priorities import Scored
from trygghet.ui.widgets import RowRadioSelect

MAX_REASON = 500
SCORES = (
    ("", gettext_lazy("Inte bedömt")),
    ("0", gettext_lazy("0 Inte alls")),
    ("1", gettext_lazy("1 Lite")),
    ("2", gettext_lazy("2 Ganska mycket")),
    ("3", gettext_lazy("3 Mycket")),
)
# What the parties ask themselves, for each criterion.
QUESTIONS: Mapping[str, Any] = {
    Criterion.COMMON: gettext_lazy("Händer det ofta, jämfört med de andra problemen?"),
    Criterion.RISING: gettext_lazy("Ökar det, eller är det vanligare här än på andra ställen?"),
    Criterion.EXPOSED: gettext_lazy("Drabbar det en plats eller grupp som redan är hårt utsatt?"),
    Criterion.MANY: gettext_lazy("Berör det många, även dem som blir oroliga av det?"),
    Criterion.CONSEQUENCES: gettext_lazy("Hur allvarliga är följderna när det händer?"),
    Criterion.INFLUENCE: gettext_lazy("Kan ni parter påverka det, med det ni råder över?"),
    Criterion.RESOURCES: gettext_lazy("Har parterna tid, pengar och kunskap för det?"),
    Criterion.COSTS: gettext_lazy("Ger det mycket för pengarna? 3 är billigt, 0 är dyrt."),
}
ANSWERS = (
    ("", gettext_lazy("Inte sagt än")),
    ("yes", gettext_lazy("Ja")),
    ("no", gettext_lazy("Nej")),
)
AS_ANSWER = {None: "", True: "yes", False: "no"}
AS_BOOLEAN = {"": None, "yes": True, "no": False}


class ScoreForm(GuardedForm):
    """A score and a reason for each criterion."""

    def __init__(self, *args: Any, cells: Sequence[Cell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells = cells
        for cell in cells:
            key = cell.criterion.key
            self.fields[f"score-{key}"] = forms.ChoiceField(
                label=cell.criterion.label,
                help_text=QUESTIONS[key],
                choices=SCORES,
                required=False,
                widget=RowRadioSelect,
                initial="" if cell.score is None else str(cell.score),
            )
            self.fields[f"reason-{key}"] = forms.CharField(
                label=_("Varför?"), max_length=MAX_REASON, required=False, initial=cell.reason
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for cell in self.cells:
            key = cell.criterion.key
            if cleaned.get(f"reason-{key}") and not cleaned.get(f"score-{key}"):
                self.add_error(f"score-{key}", _("Välj poäng, eller ta bort skälet."))
        return cleaned

    def scores(self) -> dict[str, Scored]:
        found: dict[str, Scored] = {}
        for cell in self.cells:
            key = cell.criterion.key
            score = self.cleaned_data[f"score-{key}"]
            found[key] = (int(score) if score else None, self.cleaned_data[f"reason-{key}"])
        return found


class WeightsForm(forms.Form):
    """How much each criterion counts; ``seen-…`` is what the person changed from."""

    def __init__(self, *args: Any, weights: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in Criterion.choices:
            self.fields[key] = forms.TypedChoiceField(
                label=label,
                coerce=int,
                choices=[(number, str(number)) for number in range(HEAVIEST + 1)],
                initial=weights[key],
            )
            self.fields[f"seen-{key}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=weights[key]
            )

    def weights(self) -> dict[str, int]:
        return {key: self.cleaned_data[key] for key in Criterion.values}

    def seen(self) -> dict[str, int]:
        return {key: self.cleaned_data[f"seen-{key}"] for key in Criterion.values}


class DecisionForm(GuardedForm):
    can_influence = forms.ChoiceField(
        label=gettext_lazy("Kan ni påverka problemet?"),
        choices=ANSWERS,
        required=False,
        widget=RowRadioSelect,
        help_text=gettext_lazy("Är svaret nej läggs problemet åt sidan."),
    )
    has_resources = forms.ChoiceField(
        label=gettext_lazy("Har parterna resurser för det?"),
        choices=ANSWERS,
        required=False,
        widget=RowRadioSelect,
        help_text=gettext_lazy("Är svaret nej läggs problemet åt sidan."),
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("Vad beslutar ni?"),
        choices=JointProblem.Decision,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Skäl"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Behövs när problemet läggs åt sidan: det står kvar i listan med skälet."
        ),
    )

    @staticmethod
    def initial_of(problem: JointProblem) -> dict[str, Any]:
        return {
            "can_influence": AS_ANSWER[problem.can_influence],
            "has_resources": AS_ANSWER[problem.has_resources],
            "decision": problem.decision,
            "reason": problem.decision_reason,
            "version": problem.version,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision == JointProblem.Decision.SET_ASIDE and not cleaned.get("reason"):
            self.add_error("reason", _("Skriv varför problemet läggs åt sidan."))
        is_out = "no" in (cleaned.get("can_influence"), cleaned.get("has_resources"))
        if decision == JointProblem.Decision.TAKEN_ON and is_out:
            said = _("Ni kan inte ta er an det ni inte kan påverka eller saknar resurser för.")
            self.add_error("decision", said)
        return cleaned

    def values(self) -> dict[str, Any]:
        return {
            "can_influence": AS_BOOLEAN[self.cleaned_data["can_influence"]],
            "has_resources": AS_BOOLEAN[self.cleaned_data["has_resources"]],
            "decision": self.cleaned_data["decision"],
            "reason": self.cleaned_data["reason"],
        }
