"""Names in files that nobody knows: told once, or skipped."""

import pytest
from django.urls import reverse

from followup.exceptions import FileNotReady
from followup.imports.outcome import in_words
from followup.models import ImportBatch, UnknownName
from followup.services import imports
from followup.services.unknown_names import resolve
from tests.followup.imports.batches import TABLE, upload, values

pytestmark = pytest.mark.django_db
State = ImportBatch.State


def test_unknown_name_is_resolved_once_and_known_from_then_on(indicator, areas, central):
    text = TABLE + "Å-dalens SDO norr;2023;4\nRegion Nord;2023;9\n"
    batch = upload(indicator, central, text)
    assert batch.outcome["unknown"] == {"Å-dalens SDO norr": 1, "Region Nord": 1}
    with pytest.raises(FileNotReady, match="okända namnen"):
        imports.apply(batch=batch, acting_user=central)

    resolve(unknown=UnknownName.objects.get(name="Region Nord"), acting_user=central)
    other = UnknownName.objects.get(name="Å-dalens SDO norr")
    resolve(unknown=other, area=areas[0], acting_user=central)
    imports.check(batch=batch, acting_user=central)
    imports.apply(batch=batch, acting_user=central)

    assert ("Ådalen", 2023, 4) in values()
    batch.refresh_from_db()
    assert (batch.outcome["new"], batch.outcome["skipped"]) == (4, 1)
    again = upload(indicator, central, "Område;År;Antal\nå dalens sdo  norr;2022;1\n")
    assert again.outcome["unknown"] == {}


def test_file_is_checked_again_when_its_last_unknown_name_is_told(
    indicator, areas, central, as_user
):
    batch = upload(indicator, central, TABLE + "Norra delen;2023;4\nRegion Nord;2023;9\n")
    client = as_user(central)

    def told(name, meaning):
        page = reverse("followup:unknown-resolve", args=[UnknownName.objects.get(name=name).pk])
        answer = client.post(f"{page}?fil={batch.pk}", {"meaning": meaning}, follow=True)
        return answer.content.decode(), client.get(page).content.decode()

    assert "2 okända namn i filer med utfall" in client.get(reverse("start")).content.decode()
    shown, _page = told("Region Nord", "hoppa")
    assert "Namn i filen som väntar på svar: 1" in shown
    shown, page = told("Norra delen", f"o{areas[0].pk}")
    assert "Filen är kontrollerad igen" in shown
    assert "Läs in filen" in shown
    assert f'value="o{areas[0].pk}" selected' in page
    assert "okända namn" not in client.get(reverse("start")).content.decode()


def test_names_of_other_municipalities_are_skipped_at_once(indicator, areas, central, as_user):
    batch = upload(indicator, central, TABLE + "Örebro;2025;4\nÄngelholm;2025;9\n")
    client, page = as_user(central), reverse("followup:batch-detail", args=[batch.pk])
    shown = client.get(page).content.decode()
    assert shown.index("Ängelholm</span>") < shown.index("Örebro</span>")
    answer = client.post(reverse("followup:batch-skip-names", args=[batch.pk]), follow=True)
    assert "2 namn hoppas över" in answer.content.decode()
    batch.refresh_from_db()
    assert (batch.outcome["unknown"], batch.outcome["skipped"]) == ({}, 2)
    other = upload(indicator, central, "Område;År;Antal\nÖrebro;2020;4\n")
    assert in_words(other) == "Inget läses in: alla rader har namn som hoppas över."
    assert not UnknownName.objects.filter(resolved_at=None).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_names_take_as_many_queries_with_one_row_as_with_three(
    count, indicator, central, as_user, django_assert_max_num_queries
):
    names = "".join(f"Okänd plats {number};2024;1\n" for number in range(count))
    batch = upload(indicator, central, f"Område;År;Antal\n{names}")
    client = as_user(central)
    client.get(reverse("followup:unknown-list"))
    with django_assert_max_num_queries(7):
        client.get(reverse("followup:unknown-list"))
    with django_assert_max_num_queries(8):
        client.get(reverse("followup:batch-detail", args=[batch.pk]))
