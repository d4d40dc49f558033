"""Two people who write in one row at once: what both changed is asked about, the rest is merged."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from collaboration.exceptions import TextsClash


def merge(row: Any, version: int, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What to save in ``row`` (as it is now) when ``sent`` was written from its ``version``.

    A field that the sender left as it was keeps what somebody else wrote in it. Raises TextsClash
    when both changed a field, each to something of its own. Line ends and outer space are evened.
    """
    sent = {name: _even(value) for name, value in sent.items()}
    if row.version == version:
        return sent
    before = _as_read(row, version)
    values, clashing = {}, []
    for name, value in sent.items():
        now = getattr(row, name)
        is_mine = before is None or value != getattr(before, name)
        is_theirs = before is None or now != getattr(before, name)
        values[name] = value if is_mine else now
        if is_mine and is_theirs and value != now:
            clashing.append(name)
    if clashing:
        raise TextsClash(row, values, clashing)
    return values


def write(row: Any, values: Mapping[str, Any]) -> bool:
    """Save what differs, with the next version; False when nothing does."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    row.full_clean()
    row.save()
    return True


def _even(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _as_read(row: models.Model, version: int) -> Any:
    """The row as its history holds it in ``version``; None when that is not known."""
    events = row.pgh_event_model.objects  # type: ignore[attr-defined]
    return events.filter(pgh_obj_id=row.pk, version=version).order_by("pk").last()
