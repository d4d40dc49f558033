"""Files of readings from upload to undo: whole or not at all, once, and back again."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from followup.exceptions import FileNotReady, ReasonMissing
from followup.imports.refusal import FileRefused
from followup.models import ImportBatch, IndicatorReading, ReadingRevision
from followup.services import imports
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.followup import IndicatorFactory, IndicatorReadingFactory
from tests.followup.imports.batches import TABLE, taken_in, upload, values
from trygghet.accounts.roles import Role

pytestmark = pytest.mark.django_db
State = ImportBatch.State


READ = [("Björkhöjden", 2025, None), ("Ådalen", 2024, 10), ("Ådalen", 2025, Decimal("1200.5"))]


def test_file_is_shown_first_and_then_taken_in_once(indicator, areas, central):
    batch = upload(indicator, central, TABLE)
    assert batch.state == State.CHECKED
    assert (batch.problems, batch.outcome["new"], values()) == ([], 3, [])
    assert batch.preview[1]["value"] == "1\u202f200,5"

    imports.apply(batch=batch, acting_user=central)
    imports.apply(batch=ImportBatch.objects.get(pk=batch.pk), acting_user=central)

    assert sorted(values(), key=str) == sorted(READ, key=str)
    assert ReadingRevision.objects.count() == 0


def test_two_bad_rows_and_nothing_is_taken_in(indicator, areas, central):
    batch = upload(indicator, central, TABLE + "Ådalen;hösten;7\nÅdalen;2023;tolv\n")
    assert [(each["row"], each["column"]) for each in batch.problems] == [
        (5, "Period"),
        (6, "Värde"),
    ]
    with pytest.raises(FileNotReady, match="2 rader är fel"):
        imports.apply(batch=batch, acting_user=central)
    assert values() == []


def test_same_row_twice_is_one_but_two_values_are_an_error(indicator, areas, central):
    batch = upload(indicator, central, TABLE + "Ådalen;2024;10\n")
    assert (batch.problems, batch.outcome["new"]) == ([], 3)
    batch = upload(indicator, central, TABLE + "Ådalen;2024;11\n")
    assert "annat värde" in batch.problems[0]["text"]


def test_period_to_come_is_no_reading(indicator, areas, central):
    batch = upload(indicator, central, TABLE + "Ådalen;2099;7\n")
    assert [(each["row"], each["column"]) for each in batch.problems] == [(5, "Period")]


def test_row_that_ends_among_the_years_is_a_cut_file(indicator, areas, central):
    wide = "Område;2023;2024;2025\nÅdalen;10;11;12\nBjörkhöjden;20;2"
    batch = upload(indicator, central, wide)
    assert [(each["row"], "avklippt" in each["text"]) for each in batch.problems] == [(3, True)]
    with pytest.raises(FileNotReady):
        imports.apply(batch=batch, acting_user=central)


def test_row_that_ends_early_is_a_cut_file(indicator, areas, central):
    batch = upload(indicator, central, TABLE + "Ådalen;20")
    assert "avklippt" in batch.problems[0]["text"]


def test_undo_puts_back_what_was_and_takes_away_what_was_new(indicator, areas, central):
    taken_in(indicator, central, "Område;År;Antal\nÅdalen;2024;9\n")
    batch = taken_in(indicator, central, TABLE)
    assert batch.outcome["changed"] == 1
    assert IndicatorReading.objects.get(period=date(2024, 1, 1)).value == 10

    assert imports.undo(batch=batch, acting_user=central) == (1, 2)
    assert imports.undo(batch=batch, acting_user=central) == (0, 0)

    assert values() == [("Ådalen", 2024, 9)]
    reading = IndicatorReading.objects.get()
    assert [row.value for row in reading.revisions.all()] == [10, 9]


def test_undo_is_refused_while_later_changes_build_on_it(indicator, areas, central):
    first = taken_in(indicator, central, TABLE)
    second = taken_in(indicator, central, TABLE.replace("10", "11"))
    with pytest.raises(FileNotReady, match="har ändrats efter att filen lästes in: Ådalen 2024. "):
        imports.undo(batch=first, acting_user=central)

    imports.undo(batch=second, acting_user=central)
    imports.undo(batch=first, acting_user=central)
    assert values() == []


def test_another_source_says_something_else_and_a_person_chooses(indicator, areas, central):
    for year in (2024, 2025):
        IndicatorReadingFactory(
            indicator=indicator, body=None, area=areas[0], period=date(year, 1, 1), value=7
        )
    batch = upload(indicator, central, TABLE)
    assert (batch.outcome["conflicts"], batch.outcome["new"]) == (2, 1)
    with pytest.raises(FileNotReady, match="annan källa"):
        imports.apply(batch=batch, acting_user=central)
    choice = {"for_all": "leave", "rows": {"2": "replace"}, "version": batch.version}
    with pytest.raises(ReasonMissing):
        imports.decide(batch=batch, reason=" ", acting_user=central, **choice)

    imports.decide(batch=batch, reason="Slutlig statistik", acting_user=central, **choice)
    imports.apply(batch=batch, acting_user=central)

    assert values() == [("Björkhöjden", 2025, None), ("Ådalen", 2024, 10), ("Ådalen", 2025, 7)]
    assert ReadingRevision.objects.get().reason == "Slutlig statistik"


def test_columns_are_remembered_in_any_order(indicator, areas, central):
    batch = upload(indicator, central, "X;Y;Z\nÅdalen;2024;10\n")
    assert batch.state == State.UPLOADED
    imports.set_columns(
        batch=batch,
        columns={"place": "X", "period": "Y", "value": "Z"},
        pick="",
        version=batch.version,
        acting_user=central,
    )
    assert ImportBatch.objects.get(pk=batch.pk).outcome["new"] == 1

    again = upload(indicator, central, "Z;X;Y\n11;Ådalen;2025\n")
    assert (again.state, again.preview[0]["value"]) == (State.CHECKED, "11")


CRIMES = "Region;Brott;År;Period;Antal\nÅdalen;Rån;År;2025;7\nÅdalen;Stöld;År;2025;9\n"


def test_what_is_picked_of_a_file_is_remembered_for_its_indicator_alone(
    indicator, areas, central, as_user
):
    def picked(of, text=CRIMES):
        return upload(of, central, text, "crime").mapping["pick"]

    first = upload(indicator, central, CRIMES, "crime")
    columns = first.mapping["columns"]
    imports.set_columns(batch=first, columns=columns, pick="Rån", version=0, acting_user=central)
    page = as_user(central).get(reverse("followup:batch-detail", args=[first.pk]))
    assert "Läser bara rader med</dt><dd>Rån" in page.content.decode()

    other = IndicatorFactory(frequency="year")
    assert (picked(other), picked(indicator, f"{CRIMES}\n")) == ("", "Rån")
    only_theft = CRIMES.replace("Rån", "Stöld")
    assert (picked(other, only_theft), picked(indicator, only_theft)) == ("Stöld", "")


def test_two_who_upload_at_once_write_once_and_never_over_each_other_unseen(
    indicator, areas, central, board
):
    other = UserFactory()
    grant_role(other, Role.CENTRAL_OFFICE, board)
    mine, same = upload(indicator, central, TABLE), upload(indicator, other, TABLE)
    unlike = upload(indicator, other, TABLE.replace("10", "11"))
    imports.apply(batch=mine, acting_user=central)
    imports.apply(batch=same, acting_user=other)
    assert (same.outcome["new"], same.outcome["same"]) == (0, 3)
    with pytest.raises(FileNotReady, match="ändrats sedan filen kontrollerades"):
        imports.apply(batch=unlike, acting_user=other)

    imports.check(batch=unlike, acting_user=other)
    assert unlike.outcome["changed"] == 1
    imports.apply(batch=unlike, acting_user=other)
    assert ("Ådalen", 2024, 11) in values()


def test_file_sent_twice_before_it_is_taken_in_is_one(indicator, areas, central):
    assert upload(indicator, central, TABLE) == upload(indicator, central, TABLE)


def test_coordinator_enters_only_its_own_places(indicator, areas, coordinator, body):
    body.area = areas[0]
    body.save()
    batch = upload(indicator, coordinator, TABLE)
    assert [each["row"] for each in batch.problems] == [4]


def test_refused_file_leaves_nothing_behind(indicator, central):
    with pytest.raises(FileRefused):
        imports.upload(
            content=b"%PDF", file_name="x.csv", source="generic", indicator=indicator,
            acting_user=central,
        )  # fmt: skip
    assert not ImportBatch.objects.exists()


def test_file_without_a_last_line_break_shows_its_last_row(indicator, areas, central, as_user):
    whole, open_ended = upload(indicator, central, TABLE), f"{TABLE}Ådalen;2023;1"
    said = "Filen slutar utan radbrytning"
    client = as_user(central)
    page = client.get(reverse("followup:batch-detail", args=[whole.pk])).content.decode()
    assert said not in page
    batch = upload(indicator, central, open_ended)
    page = client.get(reverse("followup:batch-detail", args=[batch.pk])).content.decode()
    assert said in page
    assert "Ådalen | 2023 | 1" in page


def test_last_row_that_is_short_is_wrong_whatever_it_is_about(indicator, areas, central):
    text = "Område;Brott;År;Period;Antal;/100 000 inv\n"
    text += "Ådalen;Rån;År;2024;10;1\nÅdalen;Rån;År;2025;11;1\nÅdalen;Stöld;År;2024;1"
    batch = upload(indicator, central, text, source="crime")
    imports.set_columns(
        batch=batch, columns=batch.mapping["columns"], pick="Rån", version=0, acting_user=central
    )
    assert [(each["row"], "avklippt" in each["text"]) for each in batch.problems] == [(4, True)]


PX = """CHARSET="ANSI";
CODEPAGE="utf-8";
LANGUAGE="sv";
STUB="region","kön";
HEADING="tabellinnehåll","år";
VALUES("region")="0180 Ådalen","0181 Björkhöjden";
VALUES("kön")="män","totalt";
VALUES("tabellinnehåll")="Folkmängd","Folkökning";
VALUES("år")="2024","2025";
NOTE="Ett semikolon; i ett ci"
"tat.";
DATA=
1 2 9 9
10 20 9 9
"-" ".." 9 9
30 "..." 9 9 ;
"""


def test_px_file_is_one_more_source(indicator, areas, central):
    batch = upload(indicator, central, PX, source="scb")
    columns = batch.mapping["columns"]
    imports.set_columns(
        batch=batch, columns=columns, pick="Folkmängd", version=0, acting_user=central
    )
    assert batch.problems == []
    imports.apply(batch=batch, acting_user=central)
    rows = IndicatorReading.objects.order_by("sex", "period", "area__name")
    assert [(row.area.name, row.period.year, row.sex, row.value) for row in rows] == [
        ("Björkhöjden", 2024, "all", 30), ("Ådalen", 2024, "all", 10),
        ("Björkhöjden", 2025, "all", None), ("Ådalen", 2025, "all", 20),
        ("Björkhöjden", 2024, "men", 0), ("Ådalen", 2024, "men", 1),
        ("Björkhöjden", 2025, "men", None), ("Ådalen", 2025, "men", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("cut", [PX[: PX.index("30")], PX.strip()[:-1], PX[:200]])
def test_px_file_that_was_cut_is_refused(cut, indicator, central):
    with pytest.raises(FileRefused, match="avklippt"):
        upload(indicator, central, cut, source="scb")


def test_page_from_upload_to_undo(indicator, areas, central, as_user):
    client = as_user(central)
    sent = {
        "indicator": indicator.pk,
        "source": "generic",
        "file": SimpleUploadedFile("tabell.csv", TABLE.encode()),
    }
    answer = client.post(reverse("followup:batch-new"), sent)
    batch = ImportBatch.objects.get()
    page = reverse("followup:batch-detail", args=[batch.pk])
    assert answer["Location"] == page
    assert "1\u202f200,5" in client.get(page).content.decode()

    client.post(reverse("followup:batch-apply", args=[batch.pk]))
    assert len(values()) == 3
    sent["file"] = SimpleUploadedFile("igen.csv", TABLE.encode())
    again = client.post(reverse("followup:batch-new"), sent, follow=True).content.decode()
    assert "Samma fil är redan inläst" in again
    assert "Filen har inget nytt" in again

    answer = client.post(reverse("followup:batch-undo", args=[batch.pk]), follow=True)
    assert "3 utfall togs bort" in answer.content.decode()


def test_upload_page_says_what_each_source_is(central, as_user):
    page = as_user(central).get(reverse("followup:batch-new")).content.decode()
    assert "En PX-fil ur SCB" in page
    assert "Brås databasfil" in page


def test_refusals_stand_in_the_form(indicator, central, as_user):
    sent = {"indicator": indicator.pk, "source": "generic"}
    for name, content, said in (
        ("a.csv", b"", "Filen är tom"),
        ("b.csv", b"%PDF-1", "varken CSV eller Excel"),
    ):
        file = SimpleUploadedFile(name, content)
        answer = as_user(central).post(reverse("followup:batch-new"), sent | {"file": file})
        assert answer.status_code == 422
        assert said in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_with_one_row_as_with_three(
    count, indicator, areas, central, as_user, django_assert_max_num_queries
):
    for number in range(count):
        upload(indicator, central, f"{TABLE}Ådalen;20{number:02};1\n")
    client = as_user(central)
    client.get(reverse("followup:batch-list"))
    with django_assert_max_num_queries(9):
        client.get(reverse("followup:batch-list"))
