"""Two people have saved the same form: both texts are shown, and the next save is asked about."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

CONFLICT = 409


def keep_both(
    form: forms.BaseForm, stored: Mapping[str, Any], version: int
) -> list[dict[str, str]]:
    """The fields where what was posted differs from what is stored, each with both texts.

    The form keeps what was posted, and its next save replaces ``version``. ``stored`` holds values
    as the form's fields give them.
    """
    rows = [
        {
            "label": str(form[name].label),
            "mine": _shown(form[name], form.cleaned_data.get(name)),
            "theirs": _shown(form[name], theirs),
        }
        for name, theirs in stored.items()
        if name in form.fields and _plain(form.cleaned_data.get(name)) != _plain(theirs)
    ]
    form.data = form.data.copy()
    form.data["version"] = version
    return rows


def _plain(value: Any) -> Any:
    """The value to compare: rows without their order, and one kind of nothing."""
    return (set(value) if isinstance(value, QuerySet) else value) or ""


def _shown(field: forms.BoundField, value: Any) -> str:
    """The value in words: a choice by its label."""
    if value in (None, ""):
        return ""
    if isinstance(value, QuerySet):
        return ", ".join(str(row) for row in value)
    choices = getattr(field.field, "choices", ())
    if isinstance(field.field, forms.ModelChoiceField):
        return str(value)
    return next((str(label) for key, label in choices if str(key) == str(value)), str(value))
