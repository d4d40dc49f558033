"""A reading by hand as a form: it validates, and never saves."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collaboration.forms.guarded import refuse_person
from followup.imports.cells import CellError
from followup.imports.cells import age as plain_age
from followup.measurement import SHARES
from followup.models import Indicator, IndicatorReading
from programs.models import Area, ResponsibleBody
from trygghet.months import MONTH_NAMES
from trygghet.ui.widgets import RowRadioSelect

Frequency = Indicator.Frequency
Kind = Indicator.Kind
FIRST_YEAR = 1990
NUMBERS = ("value", "numerator", "denominator")


class PeriodField(forms.MultiValueField):
    """A year and, for what is read more often, its month or quarter; the value is the first day."""

    def __init__(self, frequency: str, **kwargs: Any) -> None:
        parts = _parts_of_year(frequency)
        this = timezone.localdate().year
        years = [(str(y), str(y)) for y in range(this, FIRST_YEAR - 1, -1)]
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


class NumberField(forms.DecimalField):
    """A number as people write it: 1 234,5 with any kind of space, and a minus sign of any kind."""

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = re.sub(r"\s", "", value).replace("\u2212", "-")
        return super().to_python(value)


def _number(label: Any, decimals: int, **kwargs: Any) -> NumberField:
    return NumberField(
        label=label, required=False, max_digits=14, decimal_places=decimals, localize=True, **kwargs
    )


class ReadingForm(forms.Form):
    """A reading by hand; ``reading`` is the one that is changed."""

    value = _number(_("Värde"), 4)
    is_missing = forms.BooleanField(label=_("Källan säger att uppgiften saknas"), required=False)
    numerator = _number(_("Täljare"), 2)
    denominator = _number(_("Nämnare"), 2)
    answers = _number(
        _("Antal svar"), 0, min_value=0, help_text=_("Behövs för att räkna ut osäkerheten.")
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
            self.fields["is_missing"].initial = reading.value is None
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
            (_("Områden"), [(f"o{area.pk}", _named(area)) for area in areas]),
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

    def clean_answers(self) -> int | None:
        answers = self.cleaned_data["answers"]
        return None if answers is None else int(answers)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_said = any(cleaned.get(name) is not None for name in NUMBERS)
        is_missing = cleaned.get("is_missing")
        if self.errors.keys() & set(NUMBERS) or is_said != bool(is_missing):
            return cleaned
        self.add_error(
            "value",
            _now("Ta bort värdet, eller krysset för att uppgiften saknas.")
            if is_said
            else _now("Skriv värdet. Finns det inget, kryssa för att uppgiften saknas."),
        )
        return cleaned

    def reading(self) -> dict[str, Any]:
        """What the service asks for. The form is valid."""
        said = dict(self.cleaned_data)
        said.pop("is_missing")
        place = said.pop("place", None)
        return said | (self._places[place] if place else {})


def _named(area: Area) -> str:
    """An area that is no more says so: it is chosen for its own time only."""
    return f"{area.name} (till {area.valid_to:%Y-%m-%d})" if area.valid_to else area.name
