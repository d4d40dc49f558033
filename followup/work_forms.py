"""Goals, measures, activities and indicators as forms: they validate, and never save."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from collaboration.forms.guarded import refuse_person
from collaboration.models import Cause, CollaborationProcess, JointProblem, Participant
from collaboration.models.report import MAX_TEXT
from followup.models import Activity, Indicator, Measure, SmartGoal
from followup.selectors.owners import owners_for
from followup.step_facts import goals_of, measures_of
from programs.models import Area, FocusArea, Program, ResponsibleBody
from trygghet.ui.widgets import DateInput, RowRadioSelect


class WorkForm(forms.ModelForm):
    """A form over a row that a service writes; ``guarded`` texts may not point out a person."""

    guarded: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.guarded:
            try:
                refuse_person(cleaned.get(name) or "")
            except forms.ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def _post_clean(self) -> None:
        """The instance is left as it was read: the service writes, and checks its constraints."""


def _text(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": rows, "data-autosize": True}),
    )


class GoalForm(WorkForm):
    """Everything but title and focus area may wait: the page says what each letter lacks."""

    guarded = ("title", "change", "resources", "judgement")

    class Meta:
        model = SmartGoal
        fields = (
            "title", "term", "focus_area", "problem", "change", "indicator", "direction",
            "baseline", "baseline_period", "target", "resources", "judgement", "starts_on",
            "due_on",
        )  # fmt: skip
        widgets = {
            "term": RowRadioSelect,
            "baseline_period": DateInput,
            "starts_on": DateInput,
            "due_on": DateInput,
        }
        labels = {"focus_area": _("Fokusområde")}
        help_texts = {
            "title": _("Till exempel: Rånen mot unga vid torget ska halveras till sommaren 2027"),
            "indicator": _("Det som ni läser av. Saknas den i listan kan du lägga till den."),
            "baseline_period": _("Första dagen i den period som utgångsvärdet gäller."),
        }

    change = _text(_("Hur problemet ska förändras"), _("Vad ska vara annorlunda, för vem och var?"))
    resources = _text(_("Avsatta resurser"), _("Tid, pengar och annat som parterna har lovat."))
    judgement = _text(
        _("Varför målet går att nå"), _("Vad talar för det, och vad kan ställa till det?")
    )

    def __init__(
        self,
        *args: Any,
        process: CollaborationProcess | None = None,
        bodies: QuerySet[ResponsibleBody] | None = None,
        program: Program | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["term"].choices = SmartGoal.Term.choices
        fields["direction"].choices = [("", _("Inte sagt än")), *SmartGoal.Direction.choices]
        fields["indicator"].queryset = Indicator.objects.filter(is_active=True).by_name()
        fields["indicator"].empty_label = _("Ingen indikator än")
        program = process.program if process else program
        fields["focus_area"].queryset = FocusArea.objects.filter(program=program)
        fields["focus_area"].empty_label = _("Välj")
        if process and self.instance.pk is None:
            fields["focus_area"].initial = process.focus_areas.first()
        if process is None:
            del fields["problem"]
            if bodies is not None:
                own = forms.ModelChoiceField(bodies, label=_("Nämnd"), initial=bodies.first())
                self.fields = {"body": own} | fields
            return
        fields["problem"].queryset = JointProblem.objects.filter(
            cycle__process=process, cycle__ended_at=None
        ).taken_on()
        fields["problem"].empty_label = _("Inget av problemen än")
        if measures := list(measures_of(_open_cycle(process))):
            fields["measures"] = forms.ModelMultipleChoiceField(
                Measure.objects.filter(pk__in=[measure.pk for measure in measures]),
                label=_("Åtgärder som leder till målet"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class AnswerGoalForm(forms.Form):
    """A party's answer to a goal."""

    accepted = forms.TypedChoiceField(
        label=_("Ert svar"),
        choices=[("ja", _("Vi accepterar målet")), ("nej", _("Vi accepterar det inte"))],
        coerce=lambda value: value == "ja",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Skäl"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Behövs om ni inte accepterar målet: vad skulle behöva vara annorlunda?"),
    )

    def clean_reason(self) -> str:
        return refuse_person(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("accepted") is False and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Skriv varför ni inte accepterar målet."))
        return cleaned


class MeasureForm(WorkForm):
    guarded = ("title", "description", "expected_effect")

    class Meta:
        model = Measure
        fields = (
            "title", "cause", "description", "kind", "goals", "responsible", "partners",
            "starts_on", "due_on", "expected_effect",
        )  # fmt: skip
        widgets = {
            "kind": RowRadioSelect,
            "starts_on": DateInput,
            "due_on": DateInput,
            "goals": forms.CheckboxSelectMultiple,
            "partners": forms.CheckboxSelectMultiple,
        }
        labels = {"goals": _("Mål som åtgärden leder till"), "partners": _("Parter som hjälper")}
        help_texts = {
            "title": _("Till exempel: Fältarbetare på torget torsdag till lördag kväll"),
            "cause": _("En åtgärd utan orsak riskerar att bara möta symtomet."),
            "kind": _("Social: människors villkor och val. Situationell: platsen och tillfället."),
        }

    description = _text(_("Vad som ska göras"))
    expected_effect = _text(
        _("Väntad effekt"), _("Hur ska åtgärden påverka orsaken, och när bör det märkas?")
    )

    def __init__(
        self,
        *args: Any,
        bodies: QuerySet[ResponsibleBody],
        process: CollaborationProcess | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["kind"].choices = Measure.Kind.choices
        fields["responsible"].queryset = bodies
        fields["responsible"].empty_label = _("Välj")
        if len(bodies) == 1:
            fields["responsible"].initial = bodies[0]
            fields["responsible"].empty_label = None
        if process is None:
            for name in ("cause", "goals", "partners"):
                del fields[name]
            return
        self._tie_to(process)

    def _tie_to(self, process: CollaborationProcess) -> None:
        fields = self.fields
        fields["cause"] = CauseField(
            queryset=Cause.objects.filter(
                analysis__joint_problem__cycle__process=process,
                analysis__joint_problem__cycle__ended_at=None,
            )
            .exclude(verdict=Cause.Verdict.DROPPED)
            .select_related("analysis__joint_problem")
            .order_by("analysis__joint_problem", "order"),
            label=_("Orsak som åtgärden möter"),
            required=False,
            empty_label=_("Ingen orsak: åtgärden behandlar symtomet"),
            help_text=fields["cause"].help_text,
        )
        fields["goals"].queryset = goals_of(_open_cycle(process))
        fields["partners"].queryset = (
            Participant.objects.filter(process=process).active().with_party()
        )
        for name in ("goals", "partners"):
            fields[name].required = False
            if not fields[name].queryset:
                del fields[name]


class CauseField(forms.ModelChoiceField):
    def label_from_instance(self, cause: Cause) -> str:
        return f"{cause.text} ({cause.analysis.joint_problem.title})"


class StateForm(forms.Form):
    """Why a measure is paused or stopped."""

    reason = forms.CharField(
        label=_("Varför?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_reason(self) -> str:
        return refuse_person(self.cleaned_data["reason"])


class LateReasonForm(forms.Form):
    """Why an activity is late; it may be sent together with the word that it is done."""

    late_reason = forms.CharField(
        label=_("Varför den är sen"), max_length=500, required=False, widget=forms.TextInput
    )

    def clean_late_reason(self) -> str:
        return refuse_person(self.cleaned_data["late_reason"])


class ActivityForm(WorkForm):
    guarded = ("title", "late_reason")

    class Meta:
        model = Activity
        fields = ("title", "owner", "due_on", "late_reason")
        widgets = {"due_on": DateInput}
        help_texts = {"title": _("Till exempel: Beställ ny belysning till gångvägen")}
        labels = {"late_reason": _("Varför den är sen")}

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners_for(measure)
        self.fields["owner"].empty_label = _("Välj person")
        self.fields["late_reason"].required = False
        if self.instance.pk is None:
            del self.fields["late_reason"]


class IndicatorForm(WorkForm):
    guarded = ("name", "definition", "caveats")

    class Meta:
        model = Indicator
        fields = (
            "name", "definition", "kind", "unit", "direction", "frequency", "source", "owner",
            "caveats",
        )  # fmt: skip
        help_texts = {
            "name": _("Till exempel: Anmälda personrån mot unga"),
            "definition": _("Exakt vad som räknas, så att nästa person räknar likadant."),
            "direction": _("Vilket håll som är bra."),
            "unit": _("Till exempel: anmälningar, procent, timmar"),
        }


class ReadingForm(forms.Form):
    """One value. A month is written as its first day."""

    period = forms.DateField(label=_("Periodens första dag"), widget=DateInput)
    place = forms.ChoiceField(label=_("Gäller"))
    value = forms.DecimalField(
        label=_("Värde"),
        required=False,
        max_digits=14,
        decimal_places=4,
        localize=True,
        help_text=_("Lämna tomt om källan säger att uppgiften saknas."),
    )
    is_preliminary = forms.BooleanField(label=_("Preliminärt"), required=False)
    note = forms.CharField(label=_("Anmärkning"), required=False, max_length=300)

    def __init__(
        self, *args: Any, bodies: list[ResponsibleBody], areas: list[Area], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._places: dict[str, dict[str, Any]] = {
            **{f"n{body.pk}": {"body": body} for body in bodies},
            **{f"o{area.pk}": {"area": area} for area in areas},
        }
        groups = [
            (_("Nämnder och bolag"), [(f"n{body.pk}", body.name) for body in bodies]),
            (_("Områden"), [(f"o{area.pk}", area.name) for area in areas]),
        ]
        self.fields["place"].choices = [("", _("Välj")), *(each for each in groups if each[1])]

    def clean_note(self) -> str:
        return refuse_person(self.cleaned_data["note"])

    def reading(self) -> dict[str, Any]:
        """What the service asks for."""
        place = self._places[self.cleaned_data["place"]]
        return {name: v for name, v in self.cleaned_data.items() if name != "place"} | place


def _open_cycle(process: CollaborationProcess) -> Any:
    return process.cycles.order_by("-number").first()
