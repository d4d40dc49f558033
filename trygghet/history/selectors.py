"""The history of one object as a person reads it: who, when, what was and what became."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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
# Bookkeeping, and what the change itself already says: who did it, and when.
HIDDEN = {
    "id",
    "version",
    "order",
    "idempotency_key",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "submitted_at",
    "submitted_by",
    "decided_at",
    "decided_by",
    "published_at",
    "published_by",
}


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One write: ``what`` names the object when several are shown together.

    ``kind`` is insert, update or delete, ``action`` the same in words; ``reason`` is why, where the
    one who did it was asked.
    """

    at: datetime
    who: str
    kind: str
    action: str
    what: str
    fields: tuple[FieldChange, ...]
    reason: str = ""


def history_of(
    *objects: models.Model, withhold: Iterable[str] = (), limit: int = 50
) -> list[Change]:
    """The latest changes of the objects, newest first, in a constant number of queries.

    ``withhold`` names fields whose content the reader may not see: only that they changed is shown.
    An object may say what it is called here with ``history_name``.
    """
    changes: list[tuple[Any, models.Model, list[_Difference]]] = []
    for model in {type(o) for o in objects}:
        rows = [o for o in objects if type(o) is model]
        changes += _changes_of_model(model, rows, frozenset(withhold), limit)
    changes.sort(key=lambda change: (change[0].pgh_created_at, change[0].pk), reverse=True)
    changes = changes[:limit]
    names = _names({_user_id(event) for event, _obj, _differences in changes})
    related = _related(each for _event, _obj, differences in changes for each in differences)
    return [
        Change(
            at=event.pgh_created_at,
            who=names.get(_user_id(event), _("Systemet")),
            kind=event.pgh_label,
            action=str(LABELS.get(event.pgh_label, event.pgh_label)),
            what=str(getattr(obj, "history_name", obj._meta.verbose_name)),
            fields=tuple(each.told(related) for each in differences),
            reason=_told(event, "reason") or "",
        )
        for event, obj, differences in changes
    ]


def condensed(changes: Iterable[Change], within: timedelta) -> list[Change]:
    """The same history with one person's edits of one thing in a row told as one.

    Texts are saved while they are written: without this each pause would be a line.
    """
    told: list[Change] = []
    latest: dict[str, int] = {}
    for change in changes:
        place = latest.get(change.what)
        if place is not None and _continues(told[place], change, within):
            told[place] = _together(told[place], change)
        else:
            latest[change.what] = len(told)
            told.append(change)
    return [change for change in told if change.fields or change.action != LABELS["update"]]


def _continues(later: Change, earlier: Change, within: timedelta) -> bool:
    is_edit = later.action == earlier.action == LABELS["update"]
    return is_edit and later.who == earlier.who and later.at - earlier.at <= within


def _together(later: Change, earlier: Change) -> Change:
    fields = {field.label: field for field in later.fields}
    for field in earlier.fields:
        after = fields[field.label].after if field.label in fields else field.after
        fields[field.label] = FieldChange(field.label, field.before, after)
    return replace(
        later, fields=tuple(field for field in fields.values() if field.before != field.after)
    )


@dataclass(frozen=True)
class _Difference:
    """One field before and after, as stored."""

    field: Any
    was: Any
    became: Any
    is_withheld: bool

    def told(self, related: dict[tuple[Any, Any], str]) -> FieldChange:
        was, became = (
            _("(skyddas)") if self.is_withheld else _shown(self.field, value, related)
            for value in (self.was, self.became)
        )
        return FieldChange(str(self.field.verbose_name), was, became)


def _changes_of_model(
    model: type[models.Model], rows: list[Any], withhold: frozenset[str], limit: int
) -> list[tuple[Any, models.Model, list[_Difference]]]:
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
        differences = _differences(model, before.get(event.pgh_obj_id), event, withhold)
        before[event.pgh_obj_id] = event
        if differences or event.pgh_label != "update":
            found.append((event, by_id[event.pgh_obj_id], differences))
    return found


def _differences(
    model: type[models.Model], old: Any, new: Any, withhold: frozenset[str]
) -> list[_Difference]:
    if old is None or new.pgh_label != "update":
        return []
    changed = []
    for field in model._meta.concrete_fields:
        if field.name in HIDDEN or not hasattr(new, field.attname):
            continue
        was, became = getattr(old, field.attname), getattr(new, field.attname)
        if was != became:
            changed.append(_Difference(field, was, became, field.name in withhold))
    return changed


def _related(differences: Iterable[_Difference]) -> dict[tuple[Any, Any], str]:
    """The names of what foreign keys point at, one query a model."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for each in differences:
        if each.field.related_model:
            wanted[each.field.related_model] |= {each.was, each.became} - {None}
    return {
        (model, pk): str(row)
        for model, ids in wanted.items()
        for pk, row in model._base_manager.in_bulk(list(ids)).items()
    }


def _shown(field: Any, value: Any, related: dict[tuple[Any, Any], str]) -> str:
    if value in (None, "", []):
        return "–"
    if field.related_model:
        return related.get((field.related_model, value), str(value))
    if field.choices and isinstance(value, str):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    text = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
    return text if len(text) <= 400 else f"{text[:400]} …"


def _user_id(event: Any) -> int | None:
    return _told(event, "user")


def _told(event: Any, name: str) -> Any:
    """What was noted beside the change when it was made."""
    context = event.pgh_context
    return context.metadata.get(name) if context else None


def _names(ids: set[int | None]) -> dict[int | None, str]:
    return dict(User.objects.filter(pk__in=ids - {None}).values_list("pk", "name"))
