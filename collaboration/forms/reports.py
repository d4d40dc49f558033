"""The forms round a situation report: begin one, write a part, send in, return, find."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.classified import ClassifiedForm
from collaboration.forms.guarded import refuse_person
from collaboration.models import ReportPart, SituationReport
from collaboration.models.report import MAX_TEXT
from collaboration.parts import PART_BY_KIND
from collaboration.periods import allowed_periods
from collaboration.selectors.reports import OWN
from programs.models import ResponsibleBody
from trygghet.months import month_name, parse_month


class ReportStartForm(forms.Form):
    """Which body and which period; ``existing`` is the report that is there already."""

    existing: SituationReport | None = None

    organ = forms.ModelChoiceField(
        ResponsibleBody.objects.none(),
        label=gettext_lazy("Nämnd eller bolag"),
        to_field_name="code",
        empty_label=None,
    )
    manad = forms.ChoiceField(
        label=gettext_lazy("Period"),
        error_messages={"invalid_choice": gettext_lazy("Välj en av perioderna i listan.")},
    )

    def __init__(self, *args: Any, bodies: Iterable[int], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ResponsibleBody.objects.filter(pk__in=bodies).by_name()
        self.fields["organ"].queryset = rows
        periods = {period for body in rows for period in allowed_periods(body, day)}
        self.fields["manad"].choices = [
            (f"{period:%Y-%m}", month_name(period).capitalize())
            for period in sorted(periods, reverse=True)
        ]

    def clean_manad(self) -> date | None:
        return parse_month(self.cleaned_data["manad"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        body, period = cleaned.get("organ"), cleaned.get("manad")
        if body and period:
            self.existing = SituationReport.objects.filter(body=body, period=period).first()
            if self.existing:
                self.add_error("manad", _("Det finns redan en lägesbild för den perioden."))
        return cleaned


class PartForm(ClassifiedForm):
    """One part of the report; its label is the part's question."""

    guarded = ("text",)

    class Meta:
        model = ReportPart
        fields = ["text", "classification", "classification_reason"]

    field_order = ["text", "classification", "classification_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spec = PART_BY_KIND[self.instance.kind]
        text = self.fields["text"]
        text.label, text.help_text = spec.question, spec.help
        text.widget.attrs |= {"rows": 8, "spellcheck": "true"}
        text.widget.attrs.pop("maxlength", None)  # a pasted text is refused with words, never cut

    def clean(self) -> dict[str, Any]:
        text = self.cleaned_data.get("text")
        if text is not None:
            self.cleaned_data["text"] = text.replace("\r\n", "\n")
        return super().clean()


class SubmitForm(forms.Form):
    late_reason = forms.CharField(
        label=gettext_lazy("Varför kommer lägesbilden sent?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Skälet syns för chefen och stadsledningskontoret."),
    )

    def clean_late_reason(self) -> str:
        return refuse_person(self.cleaned_data["late_reason"])


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Vad behöver ändras?"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Samordnaren läser det överst i formuläret."),
        error_messages={
            "required": gettext_lazy(
                "Skriv vad som behöver ändras, så att samordnaren vet vad som väntas."
            )
        },
    )

    def clean_reason(self) -> str:
        return refuse_person(self.cleaned_data["reason"])


class ReportFilterForm(forms.Form):
    """The list's filter, in the address. What cannot be understood is left out, not refused.

    Who has bodies of their own may choose them together.
    """

    q = forms.CharField(label=gettext_lazy("Sök i texten"), required=False, max_length=200)
    manad = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    organ = forms.ChoiceField(label=gettext_lazy("Nämnd eller bolag"), required=False)
    lage = forms.ChoiceField(label=gettext_lazy("Läge"), required=False)

    def __init__(
        self,
        *args: Any,
        periods: Iterable[date],
        bodies: Iterable[ResponsibleBody],
        states: Iterable[str],
        has_own: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.input_type = "search"
        self._choose("manad", [(f"{p:%Y-%m}", month_name(p).capitalize()) for p in periods])
        own = [(OWN, _("Där du arbetar"))] if has_own else []
        self._choose("organ", own + [(body.code, body.name) for body in bodies])
        labels = dict(SituationReport.State.choices)
        self._choose("lage", [(state, labels[state]) for state in states])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", _("Alla")), *choices]

    def chosen(self) -> dict[str, str]:
        """The filters that hold, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
