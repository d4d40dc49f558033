"""Questions to the database that are put together once, for the pages that ask many of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql import Query

KEPT = 256
Row = tuple[Any, ...]


@dataclass(frozen=True)
class _Statement:
    sql: str
    parameters: tuple[Any, ...]
    query: Query
    converters: dict[int, Any]


def rows_of(make: Callable[..., QuerySet[Any, Row]], *arguments: Any) -> list[Row]:
    """The rows of ``make(*arguments)``, which is a ``values_list``.

    Django takes about as long to put a question together as the database takes to answer it; for
    equal arguments the statement of the last time is sent again. ``make`` must look at nothing but
    its arguments. What somebody may see is one of them: as ``scope.rights``, which holds no person,
    those who may see the same share the statement. No rows are kept.
    """
    statement = _statement(make, *arguments)
    if statement is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.parameters)
        rows = cursor.fetchall()
    if not statement.converters:
        return rows
    compiler = statement.query.get_compiler(connection=connection)
    return list(map(tuple, compiler.apply_converters(rows, statement.converters)))


@lru_cache(maxsize=KEPT)
def _statement(make: Callable[..., QuerySet[Any, Row]], *arguments: Any) -> _Statement | None:
    """None where the condition lets nothing through, whatever the tables hold."""
    query = make(*arguments).query
    compiler = query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    return _Statement(sql, tuple(parameters), query, compiler.get_converters(columns))
