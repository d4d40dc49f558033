"""Goals as forms: set, revised, answered, assessed and reviewed. They validate, and never save."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.forms.guarded import optional_text, refuse_person
from collaboration.models import CollaborationProcess, JointProblem
from followup.forms.work import WorkForm
from followup.models import GoalAssessment, Indicator, Measure, SmartGoal
from followup.program_time import refuse_outside
from followup.services.goals import AIM
from followup.smart import refuse_wrong_side
from followup.step_facts import measures_of
from followup.words import plain
from programs.models import CouncilGoal, FocusArea, Program, ResponsibleBody
from trygghet.ui.widgets import DateInput, RowRadioSelect

AIM_WIDGETS = {"baseline_period": DateInput, "due_on": DateInput}
AIM_HELP = {
    "indicator": _("Det som ni läser av. Saknas den i listan kan du lägga till den."),
    "direction": _(
        "Åt det håll som värdet går när arbetet lyckas. Somliga indikatorer ska öka: till exempel "
        "när fler vågar anmäla."
    ),
    "baseline_period": _("Första dagen i den period som utgångsvärdet gäller."),
}


class AimForm(WorkForm):
    """The part of a goal that says what it aims at, checked as the service checks it."""

    program: Program | None = None

    def offer_aims(self) -> None:
        """The choices of the indicator and its direction, where the form asks for them."""
        if indicator := self.fields.get("indicator"):
            own = Q(pk=self.instance.indicator_id)
            indicator.queryset = Indicator.objects.filter(Q(is_active=True) | own).by_name()
            indicator.empty_label = _("Ingen indikator än")
        if direction := self.fields.get("direction"):
            direction.choices = [("", _("Inte sagt än")), *SmartGoal.Direction.choices]
        for name in ("baseline", "target"):
            if self.initial.get(name) is not None:
                self.initial[name] = plain(self.initial[name])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        names = (*AIM, "starts_on")
        aim = {name: cleaned.get(name, getattr(self.instance, name)) for name in names}
        for check in (
            lambda: refuse_outside(self.program, aim["due_on"]),
            lambda: refuse_wrong_side(aim["direction"], aim["baseline"], aim["target"]),
            lambda: self._refuse_backwards(aim["starts_on"], aim["due_on"]),
        ):
            try:
                check()
            except forms.ValidationError as refusal:
                self.refuse(refusal)
        return cleaned

    def _refuse_backwards(self, starts_on: date | None, due_on: date | None) -> None:
        """Raises ValidationError at the day that the form asks for."""
        if starts_on is None or due_on is None or starts_on < due_on:
            return
        said = gettext("Målet gäller från %(first)s. Slutdatum ska vara efter startdatum.")
        name = "due_on" if "due_on" in self.fields else "starts_on"
        first = date_format(starts_on, "j F Y")
        raise forms.ValidationError({name: said % {"first": first}})

    def refuse(self, refusal: forms.ValidationError) -> None:
        """Each error at its field, or at the top where the form does not ask for the field."""
        for name, errors in refusal.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class GoalForm(AimForm):
    """Everything but title, focus area and the council's goal may wait: the page says what lacks.

    Of a goal that exists, what it aims at is asked for only where nothing is set.
    """

    guarded = ("title", "change", "resources", "judgement")

    class Meta:
        model = SmartGoal
        localized_fields = ("baseline", "target")
        fields = (
            "title", "term", "focus_area", "council_goal", "problem", "change", "indicator",
            "direction", "baseline", "baseline_period", "target", "resources", "judgement",
            "starts_on", "due_on",
        )  # fmt: skip
        widgets = {"term": RowRadioSelect, "starts_on": DateInput, **AIM_WIDGETS}
        labels = {"focus_area": _("Fokusområde"), "council_goal": _("Fullmäktiges mål")}
        help_texts = {
            "title": _("Till exempel: Rånen mot unga vid torget ska halveras till sommaren 2027"),
            "council_goal": _("Det mål från kommunfullmäktige som målet bidrar till."),
            **AIM_HELP,
        }

    change = optional_text(
        _("Hur problemet ska förändras"), _("Vad ska vara annorlunda, för vem och var?")
    )
    resources = optional_text(
        _("Avsatta resurser"), _("Tid, pengar och annat som parterna har lovat.")
    )
    judgement = optional_text(
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
        self.program = process.program if process else program
        self.fields["term"].choices = SmartGoal.Term.choices
        self._stand_under(process)
        self._leave_out_what_is_set()
        self.offer_aims()
        if process:
            self._tie_to(process)
            return
        del self.fields["problem"]
        if bodies is not None:
            own = forms.ModelChoiceField(bodies, label=_("Nämnd"), initial=bodies.first())
            self.fields = {"body": own} | self.fields
        self._offer_measures(self._own_measures(bodies))

    def _stand_under(self, process: CollaborationProcess | None) -> None:
        """The program's focus areas, and the council's goals."""
        fields = self.fields
        fields["focus_area"].queryset = FocusArea.objects.filter(program=self.program)
        fields["focus_area"].empty_label = _("Välj")
        council = fields["council_goal"]
        council.queryset = CouncilGoal.objects.filter(program=self.program)
        council.empty_label, council.required = _("Välj"), True
        if not council.queryset.exists():
            del fields["council_goal"]
        if process and self.instance.pk is None:
            fields["focus_area"].initial = process.focus_areas.first()

    def _leave_out_what_is_set(self) -> None:
        if self.instance.pk is None:
            return
        for name in AIM:
            if getattr(self.instance, name) not in (None, ""):
                del self.fields[name]

    def _tie_to(self, process: CollaborationProcess) -> None:
        fields = self.fields
        taken_on = JointProblem.objects.filter(cycle__process=process, cycle__ended_at=None)
        own = JointProblem.objects.filter(pk=self.instance.problem_id)
        fields["problem"].queryset = taken_on.taken_on() | own
        fields["problem"].empty_label = _("Inget av problemen än")
        if self.instance.pk is None and not self.initial.get("problem"):
            taken_on = list(fields["problem"].queryset[:2])
            self.initial["problem"] = taken_on[0] if len(taken_on) == 1 else None
        self._offer_measures(measures_of(process.cycles.order_by("-number").first()))

    def _own_measures(self, bodies: QuerySet[ResponsibleBody] | None) -> QuerySet[Measure]:
        """What the goal's body, or those that it may be set for, do in no process."""
        whose = (
            Q(responsible=self.instance.body_id) if bodies is None else Q(responsible__in=bodies)
        )
        rows = Measure.objects.filter(whose, process=None).exclude(state=Measure.State.STOPPED)
        if self.program is None:
            return rows
        in_time = Q(due_on__range=(self.program.starts_on, self.program.ends_on))
        return rows.filter(in_time | Q(due_on=None))

    def _offer_measures(self, measures: QuerySet[Measure]) -> None:
        """Those that can lead to the goal, and those that already do; nothing where there is none.

        A body's own measure says whose it is where the choice is among several bodies.
        """
        tied = Q(goals=self.instance) if self.instance.pk else Q()
        rows = Measure.objects.filter(Q(pk__in=measures.values("pk")) | tied)
        rows = list(rows.select_related("responsible").order_by("pk").distinct())
        if not rows:
            return
        self.fields["measures"] = field = forms.ModelMultipleChoiceField(
            Measure.objects.filter(pk__in=[row.pk for row in rows]),
            label=_("Åtgärder som leder till målet"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        names_body = len({row.responsible_id for row in rows if row.process_id is None}) > 1
        field.choices = [
            (row.pk, f"{row} ({row.responsible})" if names_body else str(row)) for row in rows
        ]


class ReviseGoalForm(AimForm):
    """What the goal aims at from now on, why, and who decided so."""

    guarded = ("reason", "decided_by")

    class Meta:
        model = SmartGoal
        fields = AIM
        localized_fields = ("baseline", "target")
        widgets = AIM_WIDGETS
        help_texts = AIM_HELP

    reason = forms.CharField(
        label=_("Varför målet ändras"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vad vet ni nu som ni inte visste när målet sattes?"),
    )
    decided_by = forms.CharField(
        label=_("Beslutat av"),
        max_length=200,
        help_text=_("Till exempel: styrgruppen, eller stadsdelsnämnden § 12"),
    )
    decided_on = forms.DateField(label=_("Beslutsdatum"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program = self.instance.focus_area.program
        self.offer_aims()
        self.fields["decided_on"].initial = timezone.localdate()

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("Beslutsdatumet kan inte ligga i framtiden."))
        return day


def _yes_or_no(label: Any, yes: Any, no: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("ja", yes), ("nej", no)],
        coerce=lambda value: value == "ja",
        empty_value=None,
        widget=forms.RadioSelect,
    )


def _why(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class YesOrWhyNotForm(forms.Form):
    """A yes, or a no that says why: the fields ``said`` and ``why``; ``lacking`` asks for it."""

    said, why, lacking = "", "", ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text = cleaned.get(self.why, "")
        try:
            refuse_person(text)
        except forms.ValidationError as refusal:
            self.add_error(self.why, refusal)
        if cleaned.get(self.said) is False and not text.strip():
            self.add_error(self.why, self.lacking)
        return cleaned


class AnswerGoalForm(YesOrWhyNotForm):
    """A party's answer to a goal."""

    said, why, lacking = "accepted", "reason", _("Skriv varför ni inte accepterar målet.")

    accepted = _yes_or_no(_("Ert svar"), _("Vi accepterar målet"), _("Vi accepterar det inte"))
    reason = _why(
        _("Skäl"), _("Behövs om ni inte accepterar målet: vad skulle behöva vara annorlunda?")
    )


class AssessForm(WorkForm):
    """How far the goal was reached; ``figures_say`` is the grade that the figures give, or none."""

    guarded = ("comment", "deviation_reason")

    class Meta:
        model = GoalAssessment
        fields = ("grade", "comment", "deviation_reason")
        widgets = {
            "grade": RowRadioSelect,
            "comment": forms.Textarea(attrs={"rows": 4}),
            "deviation_reason": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"grade": _("Er bedömning")}
        help_texts = {
            "comment": _("Vad har hänt i perioden, och vad ligger bakom?"),
            "deviation_reason": _("Behövs bara om bedömningen skiljer sig från siffrorna."),
        }

    def __init__(self, *args: Any, figures_say: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures_say = figures_say
        self.fields["grade"].choices = GoalAssessment.Grade.choices
        self.fields["deviation_reason"].required = False
        if not figures_say:
            del self.fields["deviation_reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        differs = self.figures_say and cleaned.get("grade") not in (None, self.figures_say)
        if differs and not cleaned.get("deviation_reason", "").strip():
            said = gettext(
                "Siffrorna säger ”%(figures)s”. Skriv varför ni bedömer målet på ett annat sätt."
            )
            label = GoalAssessment.Grade(self.figures_say).label
            self.add_error("deviation_reason", said % {"figures": str(label).lower()})
        return cleaned


class ReviewForm(YesOrWhyNotForm):
    """The central office agrees with an assessment, or sends it back."""

    said, why, lacking = "agreed", "comment", _("Skriv vad som behöver ändras.")

    agreed = _yes_or_no(_("Er granskning"), _("Vi håller med"), _("Vi sänder tillbaka bedömningen"))
    comment = _why(
        _("Kommentar till nämnden"),
        _("Behövs om bedömningen sänds tillbaka: vad behöver ändras?"),
    )
