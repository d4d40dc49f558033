"""Writes many readings at once, and takes them back: COPY and one statement for each job."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from followup.imports.comparing import Change
from followup.imports.reading import Draft
from followup.models import ImportBatch

READING_COLUMNS = (
    "indicator_id", "area_id", "body_id", "period", "sex", "age", "value", "numerator",
    "denominator", "answers", "is_preliminary", "source", "batch_id", "entered_by_id", "note",
)  # fmt: skip
KEPT = "value, numerator, denominator, answers, is_preliminary, source, batch_id, note"
STAGED = """CREATE TEMP TABLE staged_reading (
    reading_id bigint, value numeric, numerator numeric, denominator numeric, answers int,
    is_preliminary bool, note text
) ON COMMIT DROP"""

# History's triggers ask which of them to leave out. Unset, that is an error that they catch for
# each row, and each time the database looks through all of the transaction's checks that wait:
# 20 000 rows took 50 s instead of 5 s.
NONE_LEFT_OUT = "SELECT set_config('pgtrigger.ignore', '{}', true)"


def insert(batch: ImportBatch, drafts: Sequence[Draft]) -> None:
    """New readings. Raises IntegrityError when one of them was written meanwhile."""
    _prepare()
    rows = (
        (
            batch.indicator_id, draft.place.area_id, draft.place.body_id, draft.found.period,
            draft.found.sex, draft.found.age, *draft.values, batch.source, batch.pk,
            batch.uploaded_by_id, draft.found.note,
        )
        for draft in drafts
    )  # fmt: skip
    _copy("followup_indicatorreading", READING_COLUMNS, rows)


def replace(batch: ImportBatch, changes: Sequence[Change], reason: str) -> None:
    """Readings that change: what they said is kept as a revision."""
    if not changes:
        return
    _prepare()
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
    rows = ((change.kept.pk, *change.draft.values, change.draft.found.note) for change in changes)
    columns = ("reading_id", "value", "numerator", "denominator", "answers", "is_preliminary",
               "note")  # fmt: skip
    _copy("staged_reading", columns, rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO followup_readingrevision (reading_id, {KEPT}, replaced_by_id,"  # noqa: S608
            " replaced_by_batch_id, replaced_at, reason)"
            f" SELECT id, {', '.join(f'r.{name}' for name in KEPT.split(', '))}, %s, %s, %s, %s"
            " FROM followup_indicatorreading r JOIN staged_reading s ON s.reading_id = r.id",
            [batch.uploaded_by_id, batch.pk, timezone.now(), reason[:300]],
        )
        cursor.execute(
            "UPDATE followup_indicatorreading r SET value = s.value, numerator = s.numerator,"
            " denominator = s.denominator, answers = s.answers,"
            " is_preliminary = s.is_preliminary, note = s.note, source = %s, batch_id = %s,"
            " entered_by_id = %s FROM staged_reading s WHERE s.reading_id = r.id",
            [batch.source, batch.pk, batch.uploaded_by_id],
        )
        cursor.execute("DROP TABLE staged_reading")


def take_back(batch: ImportBatch, user_id: int, reason: str) -> tuple[int, int]:
    """Put back what the batch replaced and take away what it added: how many of each.

    What the batch said is kept as a revision of the readings that stay.
    """
    _prepare()
    last = (
        "SELECT DISTINCT ON (reading_id) * FROM followup_readingrevision"
        " WHERE replaced_by_batch_id = %s ORDER BY reading_id, replaced_at DESC, id DESC"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE put_back ON COMMIT DROP AS {last}", [batch.pk])
        cursor.execute(
            f"INSERT INTO followup_readingrevision (reading_id, {KEPT}, replaced_by_id,"  # noqa: S608
            " replaced_at, reason)"
            f" SELECT r.id, {', '.join(f'r.{name}' for name in KEPT.split(', '))}, %s, %s, %s"
            " FROM followup_indicatorreading r JOIN put_back p ON p.reading_id = r.id",
            [user_id, timezone.now(), reason[:300]],
        )
        cursor.execute(
            "UPDATE followup_indicatorreading r SET value = p.value, numerator = p.numerator,"
            " denominator = p.denominator, answers = p.answers,"
            " is_preliminary = p.is_preliminary, note = p.note, source = p.source,"
            " batch_id = p.batch_id FROM put_back p WHERE p.reading_id = r.id"
        )
        restored = cursor.rowcount
        cursor.execute(
            "DELETE FROM followup_readingrevision v USING followup_indicatorreading r"
            " WHERE v.reading_id = r.id AND r.batch_id = %s"
            " AND NOT EXISTS (SELECT 1 FROM put_back p WHERE p.reading_id = r.id)",
            [batch.pk],
        )
        cursor.execute(
            "DELETE FROM followup_indicatorreading r WHERE r.batch_id = %s"
            " AND NOT EXISTS (SELECT 1 FROM put_back p WHERE p.reading_id = r.id)",
            [batch.pk],
        )
        removed = cursor.rowcount
        cursor.execute("DROP TABLE put_back")
    return restored, removed


def _prepare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(NONE_LEFT_OUT)


def _copy(table: str, columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
