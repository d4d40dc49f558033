"""Two people have saved the same form: both texts are shown, and the next save is asked about."""

from collections.abc import Mapping
from typing import Any

from django import forms

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
        if name in form.fields and (form.cleaned_data.get(name) or "") != (theirs or "")
    ]
    form.data = form.data.copy()
    form.data["version"] = version
    return rows


def _shown(field: forms.BoundField, value: Any) -> str:
    """The value in words: a choice by its label."""
    if value in (None, ""):
        return ""
    choices = getattr(field.field, "choices", ())
    if isinstance(field.field, forms.ModelChoiceField):
        return str(value)
    return next((str(label) for key, label in choices if str(key) == str(value)), str(value))
