"""A measure as a form, in parts: what must be said first, the rest when it is known."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.forms.guarded import optional_text
from collaboration.models import Cause, CollaborationProcess, Participant
from followup.forms.techniques import TECHNIQUE_HELP, technique_choices
from followup.forms.work import AmountField, WorkForm
from followup.models import Measure, SmartGoal
from followup.program_time import refuse_outside
from followup.step_facts import goals_of
from followup.words import plain
from programs.models import Program, ResponsibleBody
from trygghet.ui.widgets import DateInput, RowRadioSelect

PERSPECTIVES = ("gender_equality", "children", "disability", "lgbtqi", "older_people")
AMOUNTS = ("hours_planned", "hours_used", "money_planned", "money_used")
NEEDS_SOURCE = (
    Measure.Evidence.STRONG,
    Measure.Evidence.PROMISING,
    Measure.Evidence.CONTESTED,
)
# The folded parts of the form; what stands in none of them is asked first.
PARTS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("links", _("Mål och parter"), ("goals", "partners")),
    (
        "knowledge",
        _("Teknik och kunskapsstöd"),
        ("technique", "evidence_level", "evidence_source", "expected_effect"),
    ),
    (
        "resources",
        _("Tid och pengar"),
        AMOUNTS,
    ),
    ("interests", _("Avvägning och perspektiv"), ("trade_off", *PERSPECTIVES)),
)


class MeasureForm(WorkForm):
    guarded = (
        "title", "description", "expected_effect", "evidence_source", "trade_off", *PERSPECTIVES
    )  # fmt: skip

    class Meta:
        model = Measure
        fields = (
            "title", "cause", "description", "kind", "responsible", "starts_on", "due_on",
            "goals", "partners",
            "technique", "evidence_level", "evidence_source", "expected_effect",
            *AMOUNTS,
            "trade_off", *PERSPECTIVES,
        )  # fmt: skip
        localized_fields = AMOUNTS
        field_classes = dict.fromkeys(AMOUNTS, AmountField)
        widgets = {
            "kind": RowRadioSelect,
            "starts_on": DateInput,
            "due_on": DateInput,
            "goals": forms.CheckboxSelectMultiple,
            "partners": forms.CheckboxSelectMultiple,
            **{name: forms.Textarea(attrs={"rows": 2}) for name in PERSPECTIVES},
        }
        labels = {"goals": _("Mål som åtgärden leder till"), "partners": _("Parter som hjälper")}
        help_texts = {
            "title": _("Till exempel: Fältarbetare på torget torsdag till lördag kväll"),
            "cause": _("En åtgärd utan orsak riskerar att bara möta symtomet."),
            "kind": _("Social: människors villkor och val. Situationell: platsen och tillfället."),
            "technique": TECHNIQUE_HELP,
            "evidence_level": _("Vad vet ni om effekten av liknande åtgärder?"),
            "evidence_source": _("Till exempel en rapport från Brottsförebyggande rådet, med år."),
        }

    description = optional_text(_("Vad som ska göras"))
    expected_effect = optional_text(
        _("Väntad effekt"), _("Hur ska åtgärden påverka orsaken, och när bör det märkas?")
    )
    trade_off = optional_text(
        _("Avvägning mot andra intressen"),
        _("Till exempel folkliv, tillgänglighet, integritet, trafiksäkerhet: vad vägs mot vad?"),
    )

    def __init__(
        self,
        *args: Any,
        bodies: QuerySet[ResponsibleBody],
        process: CollaborationProcess | None = None,
        program: Program | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.program = process.program if process else program
        fields = self.fields
        fields["kind"].choices = Measure.Kind.choices
        fields["evidence_level"].choices = [
            ("", _("Inte bedömt än")), *Measure.Evidence.choices
        ]  # fmt: skip
        chosen = self["technique"].value()
        fields["technique"].choices = technique_choices(chosen=chosen)
        for name in AMOUNTS:
            if self.initial.get(name) is not None:
                self.initial[name] = plain(self.initial[name])
        fields["responsible"].queryset = bodies
        fields["responsible"].empty_label = _("Välj")
        if len(bodies) == 1:
            fields["responsible"].initial = bodies[0]
            fields["responsible"].empty_label = None
        if process is None:
            del fields["cause"], fields["partners"]
            self._lead_to(SmartGoal.objects.filter(process=None, body__in=bodies))
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
        self._lead_to(goals_of(process.cycles.order_by("-number").first()))
        self._offer("partners", Participant.objects.filter(process=process).active().with_party())

    def _lead_to(self, goals: QuerySet[SmartGoal]) -> None:
        """The goals that it can lead to; those that it is tied to already stay on the list."""
        tied = Q(measures=self.instance) if self.instance.pk else Q()
        offered = SmartGoal.objects.filter(Q(pk__in=goals.values("pk")) | tied)
        self._offer("goals", offered.order_by("due_on", "pk").distinct())

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        """What may be ticked; no question where there is nothing."""
        field = self.fields[name]
        field.queryset, field.required = rows, False
        if not rows:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_technique(cleaned)
        if cleaned.get("evidence_level") in NEEDS_SOURCE and not cleaned.get("evidence_source"):
            self.add_error("evidence_source", gettext("Ange källan till kunskapsstödet."))
        try:
            refuse_outside(self.program, cleaned.get("due_on"))
        except forms.ValidationError as refusal:
            self.add_error("due_on", refusal.error_dict["due_on"])
        return cleaned

    def _check_technique(self, cleaned: dict[str, Any]) -> None:
        technique, kind = cleaned.get("technique"), cleaned.get("kind")
        if technique and kind and not technique.suits(kind):
            self.add_error(
                "technique",
                gettext("”%(name)s” hör inte till det slag av prevention som du valt.")
                % {"name": technique.name},
            )
        if technique and not technique.is_active and technique != self.instance.technique:
            self.add_error(
                "technique",
                gettext("”%(name)s” väljs inte längre. Välj en annan.") % {"name": technique.name},
            )

    @property
    def may_narrow(self) -> bool:
        """Whether the choice of technique is asked for anew at once: not over its error."""
        return bool(self["kind"].value()) and not self["technique"].errors

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What is asked first, without folding."""
        folded = {name for _key, _label, names in PARTS for name in names}
        return [self[name] for name in self.fields if name not in folded]

    @property
    def parts(self) -> Iterator["Part"]:
        """The folded parts that hold any of the form's fields."""
        for key, label, names in PARTS:
            found = [self[name] for name in names if name in self.fields]
            if found:
                yield Part(key, label, found)


class Part:
    """Fields that are folded together; open when there is something wrong, or something in it."""

    def __init__(self, key: str, label: Any, fields: list[forms.BoundField]) -> None:
        self.key, self.label, self.fields = key, label, fields

    @property
    def filled(self) -> int:
        return sum(field.value() not in (None, "", []) for field in self.fields)

    @property
    def is_open(self) -> bool:
        return any(field.errors for field in self.fields)


class CauseField(forms.ModelChoiceField):
    def label_from_instance(self, cause: Cause) -> str:
        return f"{cause.text} ({cause.analysis.joint_problem.title})"
