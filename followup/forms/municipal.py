"""The municipality's picture and plan as forms."""

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import refuse_person
from collaboration.models import SituationReport
from followup.forms.decisions import DecisionForm
from followup.forms.law import past_day
from followup.models import (
    Measure,
    MunicipalPicture,
    MunicipalPlan,
    MunicipalStatement,
    PlanFollowUp,
    PlannedMeasure,
)
from followup.selectors.municipal_material import reports_to_rest_on
from programs.models import ResponsibleBody
from trygghet.months import month_name
from trygghet.ui.widgets import DateInput, FoldedCheckboxes


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "data-autosize": True})


class HeadingForm(forms.ModelForm):
    """Title and introduction of a draft."""

    class Meta:
        model = MunicipalPicture
        fields = ("title", "introduction")
        widgets = {"introduction": _text(6)}

    def clean_title(self) -> str:
        return refuse_person(self.cleaned_data["title"])

    def clean_introduction(self) -> str:
        return refuse_person(self.cleaned_data["introduction"])


class PlanHeadingForm(HeadingForm):
    class Meta(HeadingForm.Meta):
        model = MunicipalPlan


class ByMonth(ModelChoiceIterator):
    """The reports in groups of their months, to be folded."""

    def __iter__(self) -> Any:
        for month, reports in groupby(self.queryset, key=lambda report: report.period):
            yield month_name(month), [self.choice(report) for report in reports]


class ReportsField(forms.ModelMultipleChoiceField):
    iterator = ByMonth
    widget = FoldedCheckboxes

    def label_from_instance(self, report: SituationReport) -> str:
        return report.body.name


class StatementForm(forms.ModelForm):
    reports = ReportsField(
        SituationReport.objects.none(),
        label=gettext_lazy("Vilar på lägesbilder"),
        required=False,
        help_text=gettext_lazy("Godkända lägesbilder från det senaste året."),
    )

    class Meta:
        model = MunicipalStatement
        fields = ("part", "heading", "text", "reports", "other_grounds")
        widgets = {"text": _text(10)}
        help_texts = {
            "other_grounds": gettext_lazy(
                "Till exempel Trygghetsmätningen 2025. Behövs när ingen lägesbild är vald."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recent = reports_to_rest_on(timezone.localdate())
        if self.instance.pk:
            chosen = SituationReport.objects.filter(pk__in=self.instance.reports.values("pk"))
            wanted = Q(pk__in=recent.order_by().values("pk")) | Q(pk__in=chosen.values("pk"))
            rows = SituationReport.objects.filter(wanted).select_related("body")
            recent = rows.order_by("-period", "body__name", "pk")
        self.fields["reports"].queryset = recent

    def clean_heading(self) -> str:
        return refuse_person(self.cleaned_data["heading"])

    def clean_text(self) -> str:
        return refuse_person(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("reports") and not (cleaned.get("other_grounds") or "").strip():
            self.add_error("reports", _("Välj minst en lägesbild, eller ange annat underlag."))
        return cleaned


class MunicipalDecisionForm(DecisionForm):
    """By the executive board or the council."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ResponsibleBody.Kind
        deciders = (kinds.EXECUTIVE_BOARD, kinds.MUNICIPAL_COUNCIL, kinds.COMMITTEE_OF_BOARD)
        rows = ResponsibleBody.objects.filter(kind__in=deciders).valid_on(timezone.localdate())
        field = self.fields["decided_by"]
        field.queryset = rows.by_name()
        boards = rows.filter(kind=kinds.EXECUTIVE_BOARD)
        field.initial = boards.values_list("pk", flat=True).first()

    def clean_decided_on(self) -> date | None:
        return past_day(self.cleaned_data["decided_on"])


class PictureOfPlanForm(forms.Form):
    """Which decided picture the plan rests on."""

    picture = forms.ModelChoiceField(
        MunicipalPicture.objects.none(), label=gettext_lazy("Lägesbild som planen vilar på")
    )


class LineForm(forms.ModelForm):
    """A measure of the plan. What carries it out is chosen among the responsible body's."""

    class Meta:
        model = PlannedMeasure
        fields = ("text", "focus_area", "responsible", "due_on", "statements", "measures")
        widgets = {
            "text": _text(4),
            "due_on": DateInput,
            "statements": forms.CheckboxSelectMultiple,
            "measures": forms.CheckboxSelectMultiple,
        }
        labels = {
            "focus_area": gettext_lazy("Fokusområde"),
            "statements": gettext_lazy("Grundas på i lägesbilden"),
            "measures": gettext_lazy("Åtgärder i samverkan som genomför den"),
        }
        help_texts = {"statements": gettext_lazy("Minst ett påstående.")}

    def __init__(self, *args: Any, plan: MunicipalPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = ResponsibleBody.objects.valid_on(timezone.localdate())
        if self.instance.pk:
            bodies |= ResponsibleBody.objects.filter(pk=self.instance.responsible_id)
        self.fields["responsible"].queryset = bodies.by_name()
        self.fields["focus_area"].queryset = plan.program.focus_areas.all()
        self.fields["focus_area"].empty_label = _("Hela arbetet")
        self.fields["statements"].queryset = plan.picture.statements.all()
        self.fields["statements"].required = True
        self.fields["due_on"].required = True
        self._offer_measures()

    def _offer_measures(self) -> None:
        if not self.instance.pk:
            del self.fields["measures"]
            return
        own = Q(responsible=self.instance.responsible_id) & ~Q(state=Measure.State.STOPPED)
        chosen = Q(pk__in=self.instance.measures.values("pk"))
        self.fields["measures"].queryset = Measure.objects.filter(own | chosen).order_by("title")
        words = _("Åtgärder som %(body)s svarar för.")
        if not self.fields["measures"].queryset.exists():
            words = _("%(body)s svarar inte för någon åtgärd i samverkan än.")
        self.fields["measures"].help_text = words % {"body": self.instance.responsible}

    def clean_text(self) -> str:
        return refuse_person(self.cleaned_data["text"])


class PlanFollowUpForm(forms.ModelForm):
    class Meta:
        model = PlanFollowUp
        fields = ("followed_up_on", "result", "next_steps", "registry_number")
        widgets = {"followed_up_on": DateInput, "result": _text(6), "next_steps": _text(4)}

    def clean_followed_up_on(self) -> date | None:
        return past_day(self.cleaned_data["followed_up_on"])

    def clean_result(self) -> str:
        return refuse_person(self.cleaned_data["result"])

    def clean_next_steps(self) -> str:
        return refuse_person(self.cleaned_data["next_steps"])


class MaterialFilter(forms.Form):
    """Which reports the side column shows; ``del`` is the part that is being written."""

    MONTHS = (
        (3, gettext_lazy("3 månader")),
        (6, gettext_lazy("6 månader")),
        (12, gettext_lazy("12 månader")),
        (24, gettext_lazy("24 månader")),
    )
    DEFAULT = 12

    organ = forms.ModelChoiceField(
        ResponsibleBody.objects.none(),
        label=gettext_lazy("Nämnd eller bolag"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("Alla"),
    )
    tid = forms.TypedChoiceField(
        label=gettext_lazy("De senaste"), required=False, coerce=int, choices=MONTHS
    )

    def __init__(self, data: QueryDict, *, part: str) -> None:
        super().__init__({"tid": self.DEFAULT, **data.dict(), "del": part})
        self.fields["del"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["organ"].queryset = ResponsibleBody.objects.reporting().by_name()
        self.is_valid()

    @property
    def body(self) -> ResponsibleBody | None:
        return self.cleaned_data.get("organ")

    @property
    def months(self) -> int:
        return self.cleaned_data.get("tid") or self.DEFAULT
