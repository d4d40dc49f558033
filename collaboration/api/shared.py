"""How the services' refusals are told over the API, and texts that may not point out a person."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
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
from collaboration.models import CollaborationProcess
from collaboration.models.classification import Classification
from trygghet.accounts.scope import Scope
from trygghet.api.problems import ChangedMeanwhile, Conflict

SEEN_PROCESS = gettext_lazy("Samverkansprocessen, om kontot får läsa den.")
# Refusals that are about something that was sent, by the field that it was sent in.
ABOUT = {LateReasonMissing: "late_reason", NoProgramInForce: "period", PeriodNotAllowed: "period"}


def with_process_seen(scope: Scope, rows: Sequence[Any]) -> Sequence[Any]:
    """``rows`` with ``seen_process_id``: their process, if the reader may open it. One query."""
    ids = {row.process_id for row in rows if row.process_id}
    visible = CollaborationProcess.objects.visible_to(scope).filter(pk__in=ids)
    seen = set(visible.values_list("pk", flat=True))
    for row in rows:
        row.seen_process_id = row.process_id if row.process_id in seen else None
    return rows


class SeenProcessFilter(django_filters.NumberFilter):
    """The rows of a process, if the reader may open it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=gettext_lazy("Samverkansprocess"), **kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value is None:
            return qs
        seen = CollaborationProcess.objects.visible_to(self.parent.request.scope)
        return qs.filter(process__in=seen.filter(pk=value))


class SeenProcessField(serializers.IntegerField):
    """The process that a row of ``with_process_seen`` belongs to."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"source": "seen_process_id", "allow_null": True}
        kwargs |= {"help_text": SEEN_PROCESS}
        super().__init__(**kwargs)


@contextmanager
def refusals(current: Callable[[Any], Any] | None = None) -> Iterator[None]:
    """A service's refusal as 412 (with what is stored, by ``current``), 400 or 409."""
    try:
        yield
    except EditConflict as conflict:
        more = {"current": current(conflict.current)} if current else {}
        detail = f"{conflict} {ChangedMeanwhile.default_detail}"
        raise ChangedMeanwhile(detail, **more) from conflict
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
