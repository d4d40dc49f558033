"""Indicators and readings as forms: they validate, and never save."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from collaboration.forms.guarded import refuse_person
from followup.forms.work import WorkForm
from followup.models import Indicator
from trygghet.ui.widgets import DateInput

Frequency = Indicator.Frequency
Kind = Indicator.Kind
ALL = ("", _("Alla"))
EMPTY_BREAKS = 2
MOST_BREAKS = 20
FIRST_YEAR, YEARS_AHEAD = 1990, 1


class IndicatorForm(WorkForm):
    guarded = ("name", "definition", "caveats")

    class Meta:
        model = Indicator
        fields = (
            "name", "definition", "kind", "unit", "direction", "frequency", "source", "owner",
            "caveats", "is_active",
        )  # fmt: skip
        help_texts = {
            "name": _("Till exempel: Anmälda personrån mot unga"),
            "definition": _("Exakt vad som räknas, så att nästa person räknar likadant."),
            "kind": _("Andelar, medelvärden och antal per invånare behöver täljare och nämnare för "
                      "att kunna räknas om när områden slås ihop."),
            "direction": _("Vilket håll som är bra."),
            "unit": _("Till exempel: anmälningar, procent, timmar"),
            "owner": _("Den funktion som svarar för måttet, ingen persons namn."),
            "is_active": _("En indikator som inte används kan inte väljas i nya mål. "
                           "Dess utfall finns kvar."),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]


class BreakForm(forms.Form):
    """A date from which the figures are made otherwise; an empty row is none."""

    date = forms.DateField(label=_("Från och med"), required=False, widget=DateInput)
    text = forms.CharField(label=_("Vad som ändrades"), required=False, max_length=300)

    def clean_text(self) -> str:
        return refuse_person(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, text = cleaned.get("date"), cleaned.get("text", "")
        if day and not text.strip():
            self.add_error("text", _("Skriv vad som ändrades."))
        if text.strip() and not day and "date" not in self.errors:
            self.add_error("date", _("Välj från vilken dag."))
        return cleaned


BreakFormSet = formset_factory(
    BreakForm, extra=EMPTY_BREAKS, max_num=MOST_BREAKS, absolute_max=MOST_BREAKS
)


def breaks_said(formset: Any) -> list[dict[str, str]]:
    """What the indicator keeps of a valid formset, the oldest first."""
    said = (form.cleaned_data for form in formset if form.cleaned_data.get("date"))
    rows = [{"date": row["date"].isoformat(), "text": row["text"].strip()} for row in said]
    return sorted(rows, key=lambda row: row["date"])


class CatalogueFilter(forms.Form):
    """What stands in the address of the catalogue; each part that is wrong is left out."""

    USED, UNUSED = "anvands", "alla"
    BY_NAME, BY_SOURCE, BY_FREQUENCY = "namn", "kalla", "ofta"

    sok = forms.CharField(label=_("Sök"), required=False, max_length=100)
    slag = forms.ChoiceField(label=_("Slag"), required=False, choices=[ALL, *Kind.choices])
    ofta = forms.ChoiceField(label=_("Hur ofta"), required=False, choices=[ALL, *Frequency.choices])
    visa = forms.ChoiceField(
        label=_("Visa"),
        required=False,
        choices=[("", _("De som används")), (UNUSED, _("Även de som inte används"))],
    )
    sortera = forms.ChoiceField(
        label=_("Sortera efter"),
        required=False,
        choices=[("", _("Namn")), (BY_SOURCE, _("Källa")), (BY_FREQUENCY, _("Hur ofta"))],
    )

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class SeriesFilter(forms.Form):
    """Which places, people, years and areas a series is read by: in the address of its page."""

    BY_SEX = "uppdelat"
    AS_ENTERED = "inskrivna"
    PLACES = ("plats", "plats2", "plats3")

    plats = forms.ChoiceField(label=_("Plats"), required=False)
    plats2 = forms.ChoiceField(label=_("Jämför med"), required=False)
    plats3 = forms.ChoiceField(label=_("Och med"), required=False)
    kon = forms.ChoiceField(
        label=_("Kön"),
        required=False,
        choices=[
            ("", _("Alla")), ("women", _("Kvinnor")), ("men", _("Män")),
            (BY_SEX, _("Kvinnor och män för sig")),
        ],
    )  # fmt: skip
    alder = forms.ChoiceField(label=_("Ålder"), required=False)
    fran = forms.IntegerField(label=_("Från år"), required=False, min_value=1900, max_value=2100)
    till = forms.IntegerField(label=_("Till år"), required=False, min_value=1900, max_value=2100)
    omraden = forms.ChoiceField(label=_("Efter områdena"), required=False)

    def __init__(
        self,
        data: QueryDict,
        *,
        places: list[tuple[str, str]],
        ages: Sequence[str],
        has_sexes: bool,
        days: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.fields["plats"].choices = places
        for name in self.PLACES[1:]:
            if len(places) < 2:
                del self.fields[name]
            else:
                self.fields[name].choices = [("", _("Ingen")), *places]
        self.fields["omraden"].choices = [
            ("", _("Som de är i dag")), *days, (self.AS_ENTERED, _("Som utfallen skrevs in")),
        ]  # fmt: skip
        self.fields["alder"].choices = [ALL, *((age, age) for age in ages)]
        if not ages:
            del self.fields["alder"]
        if not has_sexes:
            del self.fields["kon"]

    def chosen(self, name: str) -> Any:
        """What was chosen, or None."""
        self.is_valid()
        return self.cleaned_data.get(name) or None
