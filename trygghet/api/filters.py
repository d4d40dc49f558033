from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from trygghet.months import parse_month

DIGITS = 9  # of an id or a number; more cannot be one


class MonthFormField(forms.CharField):
    """``2026-10`` as the month's first day."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        month = parse_month(text) if len(text) == len("2026-10") else None
        if month is None:
            raise forms.ValidationError(_("Skriv månaden som 2026-10."))
        return month


def number_asked(request: Request, name: str) -> int | None:
    """The whole number that a parameter of the query says. Raises ValidationError."""
    text = request.query_params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
        raise ValidationError({name: [gettext("Skriv ett helt tal, minst 1.")]})
    return int(text)


class MonthFilter(django_filters.Filter):
    """The rows of a month, which is kept as its first day."""

    field_class = MonthFormField
