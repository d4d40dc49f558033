"""The action plan, its decision, and the follow-up's questions as forms."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import GuardedTexts, optional_text, refuse_person
from collaboration.models import (
    CollaborationProcess,
    CommitmentReview,
    CycleFollowUp,
    ProcessCycle,
    SituationReport,
    Step,
    StepVersion,
)
from collaboration.services.follow_up import TEXTS
from followup.forms.decisions import DecisionForm
from followup.models import Measure
from followup.plan_content import picture_name
from followup.step_facts import measures_of
from programs.models import ResponsibleBody
from trygghet.months import month_name
from trygghet.ui.widgets import DateInput, RowRadioSelect


class PictureField(forms.ModelChoiceField):
    def label_from_instance(self, version: StepVersion) -> str:
        return picture_name(version)


class ReportsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, report: SituationReport) -> str:
        return f"{month_name(report.period)}, {report.body.name}"


class PlanForm(forms.Form):
    """Which measures, and what the plan rests on: the joint picture, or situation reports."""

    title = forms.CharField(label=gettext_lazy("Rubrik"), max_length=200)
    introduction = optional_text(
        gettext_lazy("Inledning"), gettext_lazy("Vad planen gäller, och för vem den är skriven.")
    )
    measures = forms.ModelMultipleChoiceField(
        Measure.objects.none(),
        label=gettext_lazy("Åtgärder i planen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    picture = PictureField(
        StepVersion.objects.none(),
        label=gettext_lazy("Gemensam lägesbild som planen vilar på"),
        required=False,
        empty_label=gettext_lazy("Ingen"),
        help_text=gettext_lazy("Versioner sparas när samverkan lämnar steget Analysera."),
    )
    reports = ReportsField(
        SituationReport.objects.none(),
        label=gettext_lazy("Lägesbilder som planen vilar på"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, cycle: ProcessCycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        living = measures_of(cycle).exclude(state=Measure.State.STOPPED)
        self.fields["measures"].queryset = living
        self.fields["picture"].queryset = (
            StepVersion.objects.filter(cycle__process=cycle.process_id, step=Step.ANALYSIS)
            .defer("content")
            .select_related("cycle")
            .order_by("-taken_at")
        )
        reports = SituationReport.objects.filter(
            pictures__cycle=cycle,
            state__in=(SituationReport.State.APPROVED, SituationReport.State.PUBLISHED),
        )
        self.fields["reports"].queryset = (
            reports.select_related("body").distinct().order_by("-period")
        )
        if not reports.exists():
            del self.fields["reports"]

    def clean_title(self) -> str:
        return refuse_person(self.cleaned_data["title"])

    def clean_introduction(self) -> str:
        return refuse_person(self.cleaned_data["introduction"])


class DecidePlanForm(DecisionForm):
    """By a body that takes part, or by the executive board."""

    def __init__(self, *args: Any, process: CollaborationProcess, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taking_part = process.participants.active().filter(body__isnull=False).values("body")
        boards = ResponsibleBody.objects.filter(kind=ResponsibleBody.Kind.EXECUTIVE_BOARD)
        bodies = ResponsibleBody.objects.filter(pk__in=taking_part) | boards
        field = self.fields["decided_by"]
        field.queryset = bodies.by_name()
        field.initial = process.lead_body_id


class AnswersForm(GuardedTexts, forms.Form):
    """Two of the follow-up's questions, asked apart, and what was learnt."""

    guarded = TEXTS

    effect = optional_text(
        gettext_lazy("Hur har problemet påverkats?"),
        gettext_lazy(
            "Läs av målen. Skriv också vad som annars kan förklara förändringen: årstid, andra "
            "insatser, färre som anmäler."
        ),
    )
    work = optional_text(
        gettext_lazy("Hur har arbetet fungerat?"),
        gettext_lazy("Möten, roller, underlag, tempo. Det här handlar inte om effekten."),
    )
    lessons = optional_text(
        gettext_lazy("Vad har ni lärt er?"),
        gettext_lazy(
            "Det som nästa varv, eller någon annan stadsdel, ska slippa upptäcka igen. När "
            "beslutet är fattat kan alla som arbetar i staden, och de förtroendevalda som följer "
            "trygghetsarbetet, läsa lärdomarna."
        ),
    )


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Vad händer nu?"),
        choices=CycleFollowUp.Decision,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Fortsätter, justerar eller sprider ni arbetet börjar nästa varv med det ni har lärt "
            "er. Avslutar ni stängs samverkan och kan bara läsas. Lärdomarna blir sökbara för "
            "hela staden i samtliga fall."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Skäl"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    decided_on = forms.DateField(label=gettext_lazy("Beslutsdatum"), widget=DateInput)

    def clean_reason(self) -> str:
        return refuse_person(self.cleaned_data["reason"])

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Beslutsdatumet kan inte ligga i framtiden."))
        return day


class ReviewForm(forms.Form):
    kept = forms.ChoiceField(
        label=gettext_lazy("Har parten gjort det som den lovade?"),
        choices=CommitmentReview.Kept,
        widget=RowRadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Kommentar"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_note(self) -> str:
        return refuse_person(self.cleaned_data["note"])
