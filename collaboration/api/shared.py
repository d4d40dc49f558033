"""How the services' refusals are told over the API, and texts that may not point out a person."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from collaboration import guard
from collaboration.exceptions import (
    EditConflict,
    LateReasonMissing,
    NoProgramInForce,
    PeriodNotAllowed,
    Refused,
    ReportIncomplete,
)
from collaboration.models.classification import Classification
from trygghet.api.problems import ChangedMeanwhile, Conflict

# Refusals that are about something that was sent, by the field that it was sent in.
ABOUT = {LateReasonMissing: "late_reason", NoProgramInForce: "period", PeriodNotAllowed: "period"}


@contextmanager
def refusals(current: Callable[[Any], Any] | None = None) -> Iterator[None]:
    """A service's refusal as 412 (with what is stored, by ``current``), 400 or 409."""
    try:
        yield
    except EditConflict as conflict:
        more = {"current": current(conflict.current)} if current else {}
        raise ChangedMeanwhile(str(conflict), **more) from conflict
    except ReportIncomplete as refusal:
        errors: dict[str, list[str]] = {}
        for missing in refusal.missing:
            errors.setdefault(str(missing.section), []).append(missing.text)
        raise Conflict(str(refusal), errors=errors) from refusal
    except Refused as refusal:
        if field := ABOUT.get(type(refusal)):
            raise ValidationError({field: [str(refusal)]}) from refusal
        raise Conflict(str(refusal)) from refusal


def person_in(text: str) -> str:
    """What to say about a text that seems to point out a person, or nothing."""
    found = guard.find(text)
    if not found:
        return ""
    return _(
        "Texten ser ut att innehålla %(what)s. Skriv om platsen i stället, eller gör texten "
        "skyddad och skriv varför."
    ) % {"what": found[0].kind.label}


def check_classified(fields: dict[str, Any], guarded: tuple[str, ...]) -> dict[str, Any]:
    """Restricted texts say why; others may not point out a person. Raises ValidationError."""
    if fields.get("classification") == Classification.RESTRICTED:
        if not fields.get("classification_reason", "").strip():
            raise ValidationError(
                {"classification_reason": [_("Skriv varför uppgiften är skyddad.")]}
            )
        return fields
    errors = {name: [text] for name in guarded if (text := person_in(fields.get(name) or ""))}
    if errors:
        raise ValidationError(errors)
    return fields | {"classification_reason": ""}


def refuse_person(text: str) -> str:
    """For texts without a classification: they may not point out a person at all."""
    if guard.find(text):
        raise ValidationError(
            _("Texten ser ut att peka ut en person. Ta bort det: skriv om platsen i stället.")
        )
    return text
