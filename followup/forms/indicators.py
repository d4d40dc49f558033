"""Indicators and readings as forms: they validate, and never save."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collaboration.forms.guarded import refuse_person
from followup.forms.work import WorkForm
from followup.imports.cells import CellError
from followup.imports.cells import age as plain_age
from followup.measurement import SHARES
from followup.models import Indicator, IndicatorReading
from programs.models import Area, ResponsibleBody
from trygghet.months import MONTH_NAMES
from trygghet.ui.widgets import DateInput, RowRadioSelect

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


class PeriodField(forms.MultiValueField):
    """A year and, for what is read more often, its month or quarter; the value is the first day."""

    def __init__(self, frequency: str, **kwargs: Any) -> None:
        parts = _parts_of_year(frequency)
        this = timezone.localdate().year
        years = [(str(y), str(y)) for y in range(this + YEARS_AHEAD, FIRST_YEAR - 1, -1)]
        fields = [forms.ChoiceField(choices=[("", _("År")), *years])]
        if parts:
            fields.append(forms.ChoiceField(choices=[("", _("Del av året")), *parts]))
        widgets = [
            forms.Select(choices=field.choices, attrs={"aria-label": name})
            for field, name in zip(fields, (_("År"), _("Månad eller kvartal")), strict=False)
        ]
        super().__init__(fields, widget=PeriodWidget(widgets), require_all_fields=True, **kwargs)

    def compress(self, data_list: list[str]) -> date | None:
        if not data_list:
            return None
        return date(int(data_list[0]), int(data_list[1]) if len(data_list) > 1 else 1, 1)


class PeriodWidget(forms.MultiWidget):
    def decompress(self, value: date | None) -> list[str]:
        return [str(value.year), str(value.month)] if value else []


def _parts_of_year(frequency: str) -> list[tuple[str, str]]:
    if frequency == Frequency.MONTH:
        return [(str(n), name) for n, name in enumerate(MONTH_NAMES, start=1)]
    if frequency == Frequency.QUARTER:
        return [(str(n * 3 - 2), _now("kvartal %(n)s") % {"n": n}) for n in range(1, 5)]
    return []


def _number(label: Any, decimals: int, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=14, decimal_places=decimals, localize=True,
        help_text=help_text,
    )  # fmt: skip


class ReadingForm(forms.Form):
    """A reading by hand; ``reading`` is the one that is changed."""

    value = _number(_("Värde"), 4, _("Lämna tomt om källan säger att uppgiften saknas."))
    numerator = _number(_("Täljare"), 2)
    denominator = _number(_("Nämnare"), 2)
    answers = forms.IntegerField(
        label=_("Antal svar"),
        required=False,
        min_value=0,
        localize=True,
        help_text=_("Behövs för att räkna ut osäkerheten."),
    )
    sex = forms.ChoiceField(
        label=_("Kön"), choices=IndicatorReading.Sex.choices, widget=RowRadioSelect, initial="all"
    )
    age = forms.CharField(
        label=_("Ålder"), required=False, max_length=20, help_text=_("Till exempel: 16–24 år")
    )
    is_preliminary = forms.BooleanField(label=_("Preliminärt"), required=False)
    note = forms.CharField(label=_("Anmärkning"), required=False, max_length=300)
    reason = forms.CharField(
        label=_("Varför värdet ändras"),
        required=False,
        max_length=300,
        help_text=_("Behövs bara om det redan finns ett annat värde för perioden."),
    )

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        bodies: Sequence[ResponsibleBody] = (),
        areas: Sequence[Area] = (),
        reading: IndicatorReading | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if indicator.kind == Kind.COUNT:
            del self.fields["numerator"], self.fields["denominator"]
        else:
            self.fields["value"].help_text = _(
                "Lämna tomt så räknas det ut av täljare och nämnare."
            )
        if indicator.kind not in SHARES:
            del self.fields["answers"]
        if reading:
            del self.fields["sex"], self.fields["age"]
            self.fields["reason"].required = True
            self.fields["reason"].help_text = ""
        else:
            self._ask_where(indicator, bodies, areas)

    def _ask_where(
        self, indicator: Indicator, bodies: Sequence[ResponsibleBody], areas: Sequence[Area]
    ) -> None:
        self._places: dict[str, dict[str, Any]] = {
            **{f"o{area.pk}": {"area": area, "body": None} for area in areas},
            **{f"n{body.pk}": {"area": None, "body": body} for body in bodies},
        }
        groups = [
            (_("Områden"), [(f"o{area.pk}", area.name) for area in areas]),
            (_("Nämnder och bolag"), [(f"n{body.pk}", body.name) for body in bodies]),
        ]
        place = forms.ChoiceField(label=_("Gäller"))
        place.choices = [("", _("Välj")), *(each for each in groups if each[1])]
        period = PeriodField(indicator.frequency, label=_("Period"))
        self.fields = {"period": period, "place": place} | self.fields

    def clean_note(self) -> str:
        return refuse_person(self.cleaned_data["note"])

    def clean_reason(self) -> str:
        return refuse_person(self.cleaned_data["reason"])

    def clean_age(self) -> str:
        try:
            return plain_age(self.cleaned_data["age"])
        except CellError as error:
            raise forms.ValidationError(str(error)) from error

    def reading(self) -> dict[str, Any]:
        """What the service asks for. The form is valid."""
        said = dict(self.cleaned_data)
        place = said.pop("place", None)
        return said | (self._places[place] if place else {})


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
