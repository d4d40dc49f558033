"""Files of readings for the tests: a small table, uploaded and taken in."""

from decimal import Decimal

from followup.models import ImportBatch, IndicatorReading
from followup.services import imports

State = ImportBatch.State
TABLE = "Område;År;Antal\nÅdalen;2024;10\nÅdalen;2025;1 200,5\nBjörkhöjden;2025;..\n"


def upload(indicator, user, text, source="generic"):
    return imports.upload(
        content=text.encode(),
        file_name="tabell.csv",
        source=source,
        indicator=indicator,
        acting_user=user,
    )


def taken_in(indicator, user, text, source="generic"):
    batch = upload(indicator, user, text, source)
    imports.apply(batch=batch, acting_user=user)
    batch.refresh_from_db()
    assert batch.state == State.APPLIED
    return batch


def values() -> list[tuple[str, int, Decimal | None]]:
    rows = IndicatorReading.objects.select_related("area").order_by("area__name", "period")
    return [(row.area.name, row.period.year, row.value) for row in rows]
