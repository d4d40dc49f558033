"""Texts without a classification of their own: they may not point out a person at all."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from collaboration.forms.classified import marked


def refuse_person(text: str) -> str:
    """``text``, or a validation error with the places to take away marked."""
    if places := marked(text):
        advice = _("Texten ser ut att peka ut en person. Ta bort det: skriv om platsen i stället.")
        raise forms.ValidationError(format_html("{}{}", advice, places))
    return text
