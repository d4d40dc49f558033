"""Rows that are added once however often the form is sent, and changed by one person at a time."""

from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from collaboration.exceptions import EditConflict

Row = TypeVar("Row", bound=models.Model)


def added_once(row: Row) -> Row:
    """Save a new row; the same ``idempotency_key`` again gives the one already saved.

    Raises ValidationError.
    """
    rows = type(row)._default_manager.filter(idempotency_key=row.idempotency_key)  # type: ignore[attr-defined]
    if row.idempotency_key and (sent := rows.first()):  # type: ignore[attr-defined]
        return sent
    row.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        if found := rows.first():
            return found
        raise
    return row


def changed(row: Row, version: int, **fields: Any) -> Row:
    """Save ``fields`` of the row that was read at ``version``; inside a transaction.

    The same saved again only confirms it. Raises EditConflict or ValidationError.
    """
    stored = locked(row)
    new = {name: value for name, value in fields.items() if getattr(stored, name) != value}
    if not new:
        return stored
    if stored.version != version:  # type: ignore[attr-defined]
        raise EditConflict(stored)
    for name, value in new.items():
        setattr(stored, name, value)
    stored.version += 1  # type: ignore[attr-defined]
    stored.full_clean(validate_unique=False)
    stored.save()
    return stored


def locked(row: Row) -> Row:
    """The row as it is stored now, held until the transaction ends."""
    rows = type(row)._default_manager.select_for_update(of=("self",))
    return rows.get(pk=row.pk)
