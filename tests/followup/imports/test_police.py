"""The police's published events: counted by month, place and type; their texts are not kept."""

import json
from datetime import date

import pytest
from django.core.files.storage import default_storage

from followup.imports.files import read_table
from followup.imports.refusal import FileRefused
from followup.models import IndicatorReading
from followup.services import imports
from tests.factories.followup import IndicatorFactory
from tests.factories.programs import AreaFactory

TEXT = "En person i Ådalen hade en skada."


def event(number, day, kind="Brand", place="Ådalen"):
    return {
        "id": number,
        "datetime": f"{day} 9:05:07 +01:00",
        "name": f"{day}, {kind}, {place}",
        "summary": TEXT,
        "url": f"/handelser/{number}/",
        "type": kind,
        "location": {"name": place, "gps": "59.0,18.0"},
    }


EVENTS = [
    event(1, "2025-01-31"),  # the month before the file's own: not whole
    event(2, "2025-02-03"),
    event(3, "2025-02-28", "Stöld, försök"),
    event(3, "2025-02-28", "Stöld"),  # told anew
    event(4, "2025-03-09", place="Björkhöjden"),
    event(5, "2025-03-31"),
    event(6, "2025-04-02"),
]


def file_of(events):
    return json.dumps(events, ensure_ascii=False, indent=1).encode()


def test_events_are_counted_by_whole_month_place_and_type():
    table = read_table(file_of(EVENTS))
    assert table.rows == [
        ["Område", "Månad", "Händelsetyp", "Antal"],
        ["Ådalen", "2025-02", "Alla händelser", "2"],
        ["Ådalen", "2025-03", "Alla händelser", "1"],
        ["Ådalen", "2025-02", "Brand", "1"],
        ["Ådalen", "2025-03", "Brand", "1"],
        ["Ådalen", "2025-02", "Stöld", "1"],
        ["Ådalen", "2025-03", "Stöld", "0"],
        ["Björkhöjden", "2025-02", "Alla händelser", "0"],
        ["Björkhöjden", "2025-03", "Alla händelser", "1"],
        ["Björkhöjden", "2025-02", "Brand", "0"],
        ["Björkhöjden", "2025-03", "Brand", "1"],
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (file_of(EVENTS)[:-9], "avklippt"),
        (file_of(EVENTS[5:]), "ingen hel månad: händelserna är från 2025-03-31 till 2025-04-02"),
        (file_of([*EVENTS, event(7, "i går")]), "Händelse 8 i filen saknar"),
        (file_of([*EVENTS, {"id": 8}]), "Händelse 8 i filen saknar"),
        (file_of([*EVENTS, event(9, "2025-04-03", place=" ")]), "Händelse 8 i filen saknar"),
    ],
)
def test_what_cannot_be_counted_is_refused(content, said):
    with pytest.raises(FileRefused, match=said):
        read_table(content)


def uploaded(source, user, indicator):
    return imports.upload(
        content=file_of(EVENTS), file_name="handelser.json", source=source, indicator=indicator,
        acting_user=user,
    )  # fmt: skip


def test_events_become_readings_and_their_texts_are_not_kept(central):
    AreaFactory(name="Ådalen")
    AreaFactory(name="Björkhöjden")
    indicator = IndicatorFactory(frequency="month")
    with pytest.raises(FileRefused, match="av slaget ”Polisens händelser”"):
        uploaded("generic", central, indicator)

    batch = uploaded("police", central, indicator)
    with default_storage.open(batch.file.name) as stored:
        kept = stored.read().decode()
    assert TEXT not in kept
    assert "59.0" not in kept

    columns = batch.mapping["columns"]
    imports.set_columns(batch=batch, columns=columns, pick="Brand", version=0, acting_user=central)
    imports.apply(batch=batch, acting_user=central)
    rows = IndicatorReading.objects.order_by("-area__name", "period")
    assert [(row.area.name, row.period, row.value) for row in rows] == [
        ("Ådalen", date(2025, 2, 1), 1),
        ("Ådalen", date(2025, 3, 1), 1),
        ("Björkhöjden", date(2025, 2, 1), 0),
        ("Björkhöjden", date(2025, 3, 1), 1),
    ]
