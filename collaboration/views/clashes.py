"""Forms that two people saved at once: what both wrote is shown, and nothing is typed again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.exceptions import TextsClash

CONFLICT = 409


def resolved(data: QueryDict, current: Any, names: Iterable[str]) -> QueryDict:
    """What was posted; where a clash was answered, with the text that was chosen."""
    data = data.copy()
    for name in names:
        choice = data.get(f"{name}-choice")
        if choice == "theirs":
            data[name] = getattr(current, name, "")
        elif choice == "mine":
            data[name] = data.get(f"{name}-mine", "")
    return data


def clash_context(form: forms.Form, clash: TextsClash) -> dict[str, Any]:
    """``differing`` texts to choose between; choices are made anew, with the other one told.

    The form then holds what can be saved without loss, at the version that is stored now.
    """
    data = form.data.copy()
    for name, value in clash.values.items():
        if value != form.cleaned_data.get(name):
            data[name] = _as_sent(value)
    data["version"] = str(clash.current.version)
    form.data = data
    stored = clash.current
    texts = [name for name in clash.clashing if isinstance(form.fields[name], forms.CharField)]
    for name in set(clash.clashing) - set(texts):
        theirs = _told(stored, name)
        form.add_error(name, _("Någon annan valde: %(theirs)s. Välj.") % {"theirs": theirs})
    return {
        "differing": [
            {
                "field": form[name],
                "mine": clash.values[name],
                "theirs": getattr(clash.current, name),
            }
            for name in texts
        ],
        "kept": [field for field in form if field.name not in texts],
    }


def _as_sent(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _told(row: Any, name: str) -> str:
    if display := getattr(row, f"get_{name}_display", None):
        return str(display())
    value = getattr(row, name)
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value) if value else _("inget")
