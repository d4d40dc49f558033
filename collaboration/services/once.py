"""A form that is sent twice makes one row."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction


def save_once(row: Any, key: UUID | None, **sender: Any) -> tuple[Any, bool]:
    """Save ``row`` under ``key``, or give the row that the same ``sender`` saved under it before.

    The second value tells whether it is new. Raises ValidationError, and IntegrityError when the
    key belongs to somebody else's row.
    """
    if sent_before := _sent_before(row, key, sender):
        return sent_before, False
    row.idempotency_key = key
    row.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        if sent_before := _sent_before(row, key, sender):
            return sent_before, False
        raise
    return row, True


def _sent_before(row: Any, key: UUID | None, sender: dict[str, Any]) -> Any:
    if key is None:
        return None
    rows = type(row)._default_manager
    return rows.filter(idempotency_key=key, **sender).first()
