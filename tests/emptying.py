"""How the database is emptied after a test that commits."""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

KEPT = {"django_migrations", "django_content_type", "auth_permission"}  # what migrating wrote


def empty_after_tests_that_commit() -> None:
    """Django truncates every table, makes their files anew and then looks all permissions and
    triggers over: two seconds a test. Rows are few, so that they are deleted where there are any.
    """
    TransactionTestCase._fixture_teardown = _teardown


def _teardown(case: TransactionTestCase) -> None:
    for alias in case._databases_names(include_mirrors=False):
        empty(connections[alias])


def empty(connection: BaseDatabaseWrapper) -> None:
    """Past triggers and references: all goes at once, and history may not be emptied otherwise."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - KEPT)
        filled = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)  # noqa: S608
        cursor.execute(" UNION ALL ".join(filled))
        deleted = "".join(f"DELETE FROM {table};" for (table,) in cursor.fetchall())  # noqa: S608
        cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {deleted} COMMIT")
