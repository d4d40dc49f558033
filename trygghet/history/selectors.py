"""The history of one object as a person reads it: who, when, what was and what became."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trygghet.accounts.models import User

LABELS = {
    "insert": gettext_lazy("Skapade"),
    "update": gettext_lazy("Ändrade"),
    "delete": gettext_lazy("Tog bort"),
}
HIDDEN = {"id", "version", "updated_at", "updated_by", "idempotency_key", "created_at"}


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One write: ``what`` names the object when several are shown together."""

    at: datetime
    who: str
    action: str
    what: str
    fields: tuple[FieldChange, ...]


def history_of(
    *objects: models.Model, withhold: Iterable[str] = (), limit: int = 50
) -> list[Change]:
    """The latest changes of the objects, newest first, in two queries a model and one for names.

    ``withhold`` names fields whose content the reader may not see: only that they changed is shown.
    """
    changes: list[tuple[Any, models.Model, tuple[FieldChange, ...]]] = []
    for model in {type(o) for o in objects}:
        rows = [o for o in objects if type(o) is model]
        changes += _changes_of_model(model, rows, frozenset(withhold), limit)
    changes.sort(key=lambda change: (change[0].pgh_created_at, change[0].pk), reverse=True)
    changes = changes[:limit]
    names = _names({_user_id(event) for event, _obj, _fields in changes})
    return [
        Change(
            at=event.pgh_created_at,
            who=names.get(_user_id(event), _("Systemet")),
            action=str(LABELS.get(event.pgh_label, event.pgh_label)),
            what=str(obj._meta.verbose_name),
            fields=fields,
        )
        for event, obj, fields in changes
    ]


def _changes_of_model(
    model: type[models.Model], rows: list[Any], withhold: frozenset[str], limit: int
) -> list[tuple[Any, models.Model, tuple[FieldChange, ...]]]:
    event_model = model.pgh_event_model  # type: ignore[attr-defined]
    by_id = {row.pk: row for row in rows}
    events = list(
        event_model.objects.filter(pgh_obj_id__in=by_id)
        .select_related("pgh_context")
        .order_by("-pk")[: limit * 4]
    )
    events.reverse()
    before: dict[int, Any] = {}
    found = []
    for event in events:
        fields = _difference(model, before.get(event.pgh_obj_id), event, withhold)
        before[event.pgh_obj_id] = event
        if fields or event.pgh_label != "update":
            found.append((event, by_id[event.pgh_obj_id], fields))
    return found


def _difference(
    model: type[models.Model], old: Any, new: Any, withhold: frozenset[str]
) -> tuple[FieldChange, ...]:
    if old is None or new.pgh_label != "update":
        return ()
    changed = []
    for field in model._meta.concrete_fields:
        if field.name in HIDDEN or not hasattr(new, field.attname):
            continue
        was, became = getattr(old, field.attname), getattr(new, field.attname)
        if was == became:
            continue
        hidden = field.name in withhold
        changed.append(
            FieldChange(
                str(field.verbose_name),
                _("(skyddas)") if hidden else _shown(field, was),
                _("(skyddas)") if hidden else _shown(field, became),
            )
        )
    return tuple(changed)


def _shown(field: Any, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if field.choices and isinstance(value, str):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    text = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
    return text if len(text) <= 400 else f"{text[:400]} …"


def _user_id(event: Any) -> int | None:
    context = event.pgh_context
    return context.metadata.get("user") if context else None


def _names(ids: set[int | None]) -> dict[int | None, str]:
    return dict(User.objects.filter(pk__in=ids - {None}).values_list("pk", "name"))
