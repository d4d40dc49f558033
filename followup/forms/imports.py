"""Files of readings as forms: they validate, and never save."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from followup.imports import columns as cols
from followup.imports.columns import Mapping
from followup.imports.comparing import LEAVE, REPLACE
from followup.imports.overview import MOST_PICKS, Overview
from followup.imports.refusal import FileRefused
from followup.imports.table import ACCEPT, MAX_BYTES, check_size
from followup.models import Indicator, UnknownName
from followup.sources import source_choices
from followup.sources.lines import Column
from programs.models import Area, ResponsibleBody
from trygghet.ui.widgets import RowRadioSelect


class UploadForm(forms.Form):
    """Which indicator, which kind of file, and the file."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("Indikator"), empty_label=_("Välj")
    )
    source = forms.ChoiceField(label=_("Varifrån filen kommer"))
    file = forms.FileField(
        label=_("Fil"),
        help_text=_(
            "CSV, Excel (xlsx), PX eller polisens händelser (JSON), högst 10 MB och 100 000 rader."
        ),
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ACCEPT,
                "data-max-bytes": MAX_BYTES,
                "data-too-large": _(
                    "Filen är för stor. Den får vara högst 10 MB: dela den, till exempel per år."
                ),
            }
        ),
        error_messages={"empty": _("Filen är tom. Spara om den och försök igen.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.filter(is_active=True).by_name()
        self.fields["source"].choices = source_choices()

    def clean_file(self) -> UploadedFile:
        sent: UploadedFile = self.cleaned_data["file"]
        try:
            check_size(sent.size or 0)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return sent


class ColumnsForm(forms.Form):
    """Which of the file's headings is what; the guesses are chosen beforehand."""

    def __init__(
        self,
        *args: Any,
        overview: Overview,
        columns: Sequence[Column],
        mapping: Mapping,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._overview, self._columns = overview, columns
        named = [text for text in overview.headings.texts if text]
        headings = [("", _("Finns inte i filen")), *((text, text) for text in named)]
        for column in columns:
            self.fields[column.key] = forms.ChoiceField(
                label=column.label,
                choices=headings,
                required=column.required or self._must_be_there(column.key),
                initial=mapping.columns.get(column.key, ""),
                error_messages={"required": _("Välj vilken kolumn det är.")},
            )
            if column.picks:
                self._ask_what(column.key, mapping)

    def _must_be_there(self, key: str) -> bool:
        """The period, unless each period has a column of its own."""
        return key == "period" and not self._overview.headings.periods

    def _ask_what(self, key: str, mapping: Mapping) -> None:
        heading = self.data.get(key) if self.is_bound else mapping.columns.get(key)
        found = self._overview.picks.get(heading or "")
        if found is None:
            return
        self.fields["picked"] = forms.ChoiceField(
            label=_("Läs bara rader med"),
            help_text=_("Filen handlar om flera saker. Välj den som indikatorn mäter."),
            choices=[("", _("Välj")), *((text, text) for text in found)],
            initial=mapping.pick,
            error_messages={"required": _("Välj vad som ska läsas in ur filen.")},
        )

    def mapping(self) -> Mapping:
        """What was chosen. The form is valid."""
        keys = (column.key for column in self._columns)
        chosen = {key: self.cleaned_data[key] for key in keys if self.cleaned_data[key]}
        return Mapping(chosen, self.cleaned_data.get("picked", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        mapping = self.mapping()
        for key, text in cols.missing(mapping, self._overview.headings, self._columns).items():
            if key != "pick":
                self.add_error(key, text)
            elif "picked" not in self.fields:
                self.add_error(key, _too_many_picks())
        seen: dict[str, str] = {}
        for key, heading in mapping.columns.items():
            if seen.setdefault(heading, key) != key:
                self.add_error(key, _("Kolumnen är redan vald till något annat."))
        return cleaned


def _too_many_picks() -> str:
    return _now(
        "Kolumnen har fler än %(n)s olika texter, så den skiljer inte några få saker åt. "
        "Välj en annan kolumn."
    ) % {"n": MOST_PICKS}


class ConflictsForm(forms.Form):
    """What shall be kept where another source says something else: for all, or row by row."""

    ROW = "rad-"
    CHOICES = ((REPLACE, _("Ersätt med filens")), (LEAVE, _("Låt det gamla stå")))

    for_all = forms.ChoiceField(
        label=_("För alla rader som du inte väljer själv"),
        required=False,
        choices=[("", _("Välj rad för rad")), *CHOICES],
    )
    reason = forms.CharField(
        label=_("Varför det gamla ersätts"),
        required=False,
        max_length=300,
        help_text=_("Behövs om något ersätts. Det gamla värdet finns kvar som tidigare utfall."),
    )

    def __init__(self, *args: Any, conflicts: Iterable[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = (kwargs.get("initial") or {}).get("rows", {})
        for conflict in conflicts:
            name = f"{self.ROW}{conflict['row']}"
            self.fields[name] = forms.ChoiceField(
                label=_("Rad %(row)s: %(place)s, %(period)s") % conflict,
                choices=self.CHOICES,
                required=False,
                widget=RowRadioSelect,
                initial=chosen.get(str(conflict["row"]), ""),
                help_text=_("Nu %(old)s (%(source)s). I filen %(value)s.") % conflict,
            )

    def rows(self) -> dict[str, str]:
        return {
            name.removeprefix(self.ROW): choice
            for name, choice in self.cleaned_data.items()
            if name.startswith(self.ROW) and choice
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if REPLACE in cleaned.values() and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Skriv varför det gamla värdet ersätts."))
        return cleaned


class NameForm(forms.Form):
    """What an unknown name means."""

    SKIP = "hoppa"

    meaning = forms.ChoiceField(label=_("Vad namnet betyder"))

    def __init__(
        self,
        *args: Any,
        areas: list[Area],
        bodies: list[ResponsibleBody],
        unknown: UnknownName,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"meaning": self._now(unknown)}, **kwargs)
        self._meanings: dict[str, dict[str, Any]] = {
            self.SKIP: {},
            **{f"o{area.pk}": {"area": area} for area in areas},
            **{f"n{body.pk}": {"body": body} for body in bodies},
        }
        self.fields["meaning"].choices = [
            ("", _("Välj")),
            (self.SKIP, _("Hoppa över: rader med namnet ska inte läsas in")),
            (_("Områden"), [(f"o{area.pk}", _area_name(area)) for area in areas]),
            (_("Nämnder och bolag"), [(f"n{body.pk}", body.name) for body in bodies]),
        ]

    def _now(self, unknown: UnknownName) -> str:
        """What was said the last time."""
        if unknown.is_skipped:
            return self.SKIP
        if unknown.area_id:
            return f"o{unknown.area_id}"
        return f"n{unknown.body_id}" if unknown.body_id else ""

    def meant(self) -> dict[str, Any]:
        """``area`` or ``body``, or neither. The form is valid."""
        return self._meanings[self.cleaned_data["meaning"]]


def _area_name(area: Area) -> str:
    until = f", till {area.valid_to:%Y-%m-%d}" if area.valid_to else ""
    return f"{area.name} ({area.get_kind_display().lower()}{until})"
