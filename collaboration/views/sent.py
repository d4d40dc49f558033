"""What the forms of several pages send along, besides what the person writes."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict


def sent_key(request: HttpRequest) -> UUID | None:
    """The key that makes a form sent twice one row."""
    try:
        return UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return None


def sent_number(text: str) -> int | None:
    """A key in the address; None for what is not one (or is larger than any)."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


@dataclass(frozen=True)
class Theirs:
    """What somebody else saved while the page was open, shown beside what was written here."""

    values: tuple[tuple[str, Any], ...]


def resent(request: HttpRequest, version: int) -> QueryDict:
    """What was sent, as if written from the stored ``version``: sent again, it is kept."""
    data = request.POST.copy()
    data["version"] = str(version)
    return data


def theirs(form: forms.Form, current: Any) -> Theirs:
    """The stored values of the fields in which ``form`` says something else."""
    differing = [
        (str(form.fields[name].label), _told(current, name))
        for name, value in form.cleaned_data.items()
        if hasattr(current, name)
        and not form.fields[name].widget.is_hidden
        and _shown(getattr(current, name)) != _shown(value)
    ]
    return Theirs(tuple(differing))


def _told(current: Any, name: str) -> Any:
    """The stored value in words: a choice by its label, a list line by line."""
    if display := getattr(current, f"get_{name}_display", None):
        return display()
    value = _shown(getattr(current, name))
    return "\n".join(value) if isinstance(value, list) else value


def _shown(value: Any) -> Any:
    """Several parties as their names; a long text without the browser's line ends."""
    if hasattr(value, "all"):
        return ", ".join(sorted(str(each) for each in value.all()))
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
