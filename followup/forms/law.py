"""What is written in for the law's page, as forms."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import refuse_person
from followup.models import (
    CouncilReport,
    LawEvidence,
    MonthlyReport,
    MunicipalPicture,
    MunicipalPlan,
)
from programs.models import ResponsibleBody
from trygghet.months import add_months, first_of, month_name
from trygghet.ui.widgets import DateInput

OFFERED_MONTHS = 24  # of monthly reports to choose from


def past_day(day: date | None) -> date | None:
    """``day``, or a validation error when it has not come."""
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("Datumet kan inte ligga i framtiden."))
    return day


class EvidenceForm(forms.ModelForm):
    """Dated evidence for a section that no other record in the system shows."""

    class Meta:
        model = LawEvidence
        fields = (
            "section", "title", "text", "body", "contact", "valid_from", "review_on",
            "registry_number",
        )  # fmt: skip
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4, "data-autosize": True}),
            "valid_from": DateInput,
            "review_on": DateInput,
        }
        help_texts = {
            "title": gettext_lazy("Till exempel: ANDTS-planen, eller Nyhetsbrev till invånarna"),
            "body": gettext_lazy("Den nämnd som leder, eller som underlaget hör till."),
            "contact": gettext_lazy(
                "Gäller underlaget 11 § visas den för alla på kontaktsidan, med rubrik och "
                "beskrivning. Skriv funktionens e-postadress eller telefon, inte en enskild "
                "persons."
            ),
            "review_on": gettext_lazy("När det ska gås igenom igen, till exempel en kamera."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = ResponsibleBody.objects.valid_on(timezone.localdate())
        if self.instance.body_id:
            bodies |= ResponsibleBody.objects.filter(pk=self.instance.body_id)
        self.fields["body"].queryset = bodies.by_name()
        self.fields["body"].empty_label = _("Ingen")
        choices = [("", _("Välj paragraf")), *LawEvidence.Section.choices]
        self.fields["section"].choices = choices

    def clean_title(self) -> str:
        return refuse_person(self.cleaned_data["title"])

    def clean_text(self) -> str:
        return refuse_person(self.cleaned_data["text"])


class EndEvidenceForm(forms.Form):
    valid_to = forms.DateField(label=gettext_lazy("Gäller till och med"), widget=DateInput)


class EditionField(forms.ModelChoiceField):
    def label_from_instance(self, report: MonthlyReport) -> str:
        return _("%(month)s, %(what)s, utgåva %(number)d") % {
            "month": month_name(report.month),
            "what": report.body.name if report.body else _("hela staden"),
            "number": report.edition,
        }


class CouncilReportForm(forms.ModelForm):
    """A line in the log of reports to the municipal council (§ 13)."""

    monthly_report = EditionField(
        MonthlyReport.objects.none(),
        label=gettext_lazy("Månadsrapport som lämnades"),
        required=False,
        empty_label=gettext_lazy("Ingen"),
    )

    class Meta:
        model = CouncilReport
        fields = (
            "reported_on", "subject", "registry_number", "monthly_report", "picture", "plan"
        )  # fmt: skip
        widgets = {"reported_on": DateInput}
        labels = {
            "picture": gettext_lazy("Kommunens lägesbild som lämnades"),
            "plan": gettext_lazy("Kommunens åtgärdsplan som lämnades"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        since = add_months(first_of(timezone.localdate()), -OFFERED_MONTHS)
        built = MonthlyReport.objects.filter(body=None, built_at__isnull=False, month__gte=since)
        if self.instance.monthly_report_id:
            built |= MonthlyReport.objects.filter(pk=self.instance.monthly_report_id)
        self.fields["monthly_report"].queryset = (
            built.select_related("body").defer("html").order_by("-month", "-edition")
        )
        for name, model in (("picture", MunicipalPicture), ("plan", MunicipalPlan)):
            field = self.fields[name]
            field.queryset = model.objects.exclude(state=model.State.DRAFT).defer("content")
            field.empty_label = _("Ingen")

    def clean_reported_on(self) -> date | None:
        return past_day(self.cleaned_data["reported_on"])

    def clean_subject(self) -> str:
        return refuse_person(self.cleaned_data["subject"])
