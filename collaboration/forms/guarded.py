"""Texts without a classification of their own: they may not point out a person at all."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from collaboration.forms.classified import marked
from collaboration.models.report import MAX_TEXT


def long_text(label: Any, help_text: Any = "", rows: int = 3, **options: Any) -> forms.CharField:
    """A text of more than a line; ``rows`` is its height before anything is written."""
    options = {"max_length": MAX_TEXT} | options
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=widget, **options)


def optional_text(
    label: Any, help_text: Any = "", rows: int = 3, **options: Any
) -> forms.CharField:
    return long_text(label, help_text, rows, **({"required": False} | options))


def refuse_person(text: str) -> str:
    """``text``, or a validation error with the places to take away marked."""
    if places := marked(text):
        advice = _("Texten ser ut att peka ut en person. Ta bort det: skriv om platsen i stället.")
        raise forms.ValidationError(format_html("{}{}", advice, places))
    return text


class GuardedTexts(forms.BaseForm):
    """Refuses the texts that are named in ``guarded`` where they point out a person."""

    guarded: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.guarded:
            try:
                refuse_person(cleaned.get(name) or "")
            except forms.ValidationError as error:
                self.add_error(name, error)
        return cleaned
