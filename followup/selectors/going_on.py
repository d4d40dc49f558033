"""The order of the lists of goals, measures and activities: what goes on before what is over."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, DateField, IntegerField, Q, QuerySet, Value, When


def going_on_first(rows: QuerySet[Any], is_over: Q) -> QuerySet[Any]:
    """What goes on by its day, the latest first of what is over; a row without a day goes on."""
    return rows.order_by(
        Case(When(is_over, then=Value(1)), default=Value(0), output_field=IntegerField()),
        Case(When(~is_over, then="due_on"), output_field=DateField()).asc(nulls_last=True),
        "-due_on",
        "pk",
    )


def in_order(rows: QuerySet[Any], keys: Sequence[int]) -> list[Any]:
    """The rows with these keys, as the keys stand. One query.

    A list of many rows is put in order by its keys alone, before anything else of them is read.
    """
    found = rows.in_bulk(list(keys))
    return [found[key] for key in keys if key in found]
