from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from trygghet.months import parse_month


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


class MonthFilter(django_filters.Filter):
    """The rows of a month, which is kept as its first day."""

    field_class = MonthFormField
