"""The catalogue, readings by hand with their revisions, and the page of an indicator."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from collaboration.exceptions import EditConflict
from followup.imports.files import read_table
from followup.models import Indicator, IndicatorReading
from followup.services import indicators
from programs.models import Area
from tests.factories.followup import IndicatorFactory, IndicatorReadingFactory
from tests.factories.programs import AreaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db):
    return AreaFactory(name="Ådalen")


def read(indicator, area, period, value, **fields):
    return IndicatorReadingFactory(
        indicator=indicator, body=None, area=area, period=period, value=value, **fields
    )


def test_changed_reading_keeps_what_it_said(area, central):
    indicator = IndicatorFactory(kind="share", unit="procent")
    said = {"indicator": indicator, "area": area, "acting_user": central}
    day = date(2026, 9, 17)
    indicators.record_reading(
        **said, period=day, value=None, numerator=1, denominator=4, is_preliminary=True
    )
    reading = indicators.record_reading(**said, period=day, value=Decimal(30), reason="Slutlig")

    assert (reading.period, reading.value, reading.is_preliminary) == (date(2026, 9, 1), 30, False)
    revision = reading.revisions.get()
    assert (revision.value, revision.numerator, revision.is_preliminary) == (25, 1, True)
    assert (revision.reason, revision.replaced_by) == ("Slutlig", central)

    indicators.record_reading(**said, period=day, value=Decimal(30))
    assert reading.revisions.count() == 1


def test_form_asks_why_an_existing_value_is_changed(area, central, as_user):
    indicator = IndicatorFactory()
    read(indicator, area, date(2026, 9, 1), 12)
    url = reverse("followup:reading-new", args=[indicator.code])
    sent = {
        "period_0": "2026", "period_1": "9", "place": f"o{area.pk}", "value": "13,5", "sex": "all",
    }  # fmt: skip
    page = as_user(central).post(url, sent).content.decode()
    assert "Det finns redan ett värde för perioden: 12 (Inskrivet för hand)." in page
    assert 'value="13,5"' in page

    as_user(central).post(url, sent | {"reason": "Rättat"})
    reading = IndicatorReading.objects.get()
    assert (reading.value, reading.revisions.get().reason) == (Decimal("13.5"), "Rättat")
    page = as_user(central).get(
        reverse("followup:reading-detail", args=[indicator.code, reading.pk])
    )
    assert "Rättat" in page.content.decode()


def test_form_takes_numbers_as_written_and_leads_to_their_series(area, central, as_user):
    indicator = IndicatorFactory(kind="survey_share", frequency="year")
    url = reverse("followup:reading-new", args=[indicator.code])
    sent = {
        "period_0": "2025", "place": f"o{area.pk}", "sex": "all", "numerator": "1 030",
        "denominator": "2\u00a0060", "answers": "2\u202f060",
    }  # fmt: skip
    answer = as_user(central).post(url, sent)
    reading = IndicatorReading.objects.get()
    assert (reading.value, reading.answers) == (50, 2060)
    assert answer["Location"].endswith(f"/{indicator.code}/?plats=o{area.pk}")

    ended = AreaFactory(name="Gamla Ådalen", valid_to=date(2024, 12, 31))
    assert "Gamla Ådalen (till 2024-12-31)" in as_user(central).get(url).content.decode()
    answer = as_user(central).post(url, sent | {"place": f"o{ended.pk}", "period_0": "2024"})
    assert "omraden=inskrivna" in answer["Location"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "kryssa för att uppgiften saknas"),
        ({"value": "3", "is_missing": "on"}, "Ta bort värdet, eller krysset"),
    ],
)
def test_form_refuses_what_is_no_reading(sent, said, area, central, as_user):
    url = reverse("followup:reading-new", args=[IndicatorFactory().code])
    base = {"period_0": "2026", "period_1": "9", "place": f"o{area.pk}", "sex": "all"}
    assert said in as_user(central).post(url, base | sent).content.decode()
    as_user(central).post(url, base | {"is_missing": "on"})
    assert IndicatorReading.objects.get().value is None


def test_period_to_come_has_no_reading(area, central):
    said = {"indicator": IndicatorFactory(), "area": area, "value": Decimal(1)}
    with pytest.raises(ValidationError, match="har inte börjat"):
        indicators.record_reading(**said, period=date(2099, 1, 1), acting_user=central)


def test_reading_that_somebody_changed_meanwhile_is_shown_before_it_is_replaced(
    area, central, as_user
):
    reading = read(IndicatorFactory(), area, date(2026, 9, 1), 12)
    url = reverse("followup:reading-detail", args=[reading.indicator.code, reading.pk])
    client = as_user(central)
    client.post(url, {"value": "13", "reason": "En", "version": 0})
    answer = client.post(url, {"value": "14", "reason": "Två", "version": 0})
    assert "Någon annan har ändrat utfallet till 13" in answer.content.decode()
    assert answer.context["version"] == 1
    client.post(url, {"value": "14", "reason": "Två", "version": 1})
    reading.refresh_from_db()
    assert (reading.value, reading.revisions.count()) == (14, 2)


def test_what_a_reading_said_before_is_shown_as_it_was_written(area, central, as_user):
    indicator = IndicatorFactory(kind="survey_share", frequency="year")
    said = {"indicator": indicator, "area": area, "period": date(2025, 1, 1), "value": None}
    first = {"numerator": Decimal(1030), "denominator": Decimal(4120), "answers": 4120}
    indicators.record_reading(**said, **first, is_preliminary=True, acting_user=central)
    final = {"numerator": Decimal(1031), "denominator": Decimal(4124), "answers": 4124}
    reading = indicators.record_reading(**said, **final, reason="Slutlig", acting_user=central)
    url = reverse("followup:reading-detail", args=[indicator.code, reading.pk])
    page = as_user(central).get(url).content.decode()
    assert "1\u202f031 / 4\u202f124" in page
    for before in ("25", "preliminärt", "1\u202f030 / 4\u202f120", "4\u202f120 svar", "Slutlig"):
        assert before in page.split("Tidigare värden", 1)[1]


def test_reading_of_another_body_is_not_changed(area, coordinator, as_user):
    reading = read(IndicatorFactory(), area, date(2026, 9, 1), 12)
    url = reverse("followup:reading-detail", args=[reading.indicator.code, reading.pk])
    client = as_user(coordinator)
    assert client.get(url).status_code == 200
    assert client.post(url, {"value": "1", "reason": "x"}).status_code == 403


def test_definition_is_changed_once_and_kind_stands_with_readings(area, central):
    indicator = IndicatorFactory()
    changed = indicators.change_indicator(
        indicator=indicator, version=0, acting_user=central, unit="brott", kind="mean"
    )
    assert (changed.unit, changed.kind, changed.version) == ("brott", "mean", 1)
    with pytest.raises(EditConflict):
        indicators.change_indicator(
            indicator=indicator, version=0, acting_user=central, unit="anmälningar"
        )
    read(indicator, area, date(2026, 9, 1), 12)
    with pytest.raises(ValidationError, match="finns utfall"):
        indicators.change_indicator(
            indicator=indicator, version=1, acting_user=central, kind="count"
        )


def test_form_writes_definition_and_breaks(central, as_user):
    indicator = IndicatorFactory()
    sent = {
        "version": "0", "name": "Otrygga", "definition": "Andel.", "kind": "survey_share",
        "unit": "procent", "direction": "decrease", "frequency": "third_year", "source": "Enkät",
        "brott-TOTAL_FORMS": "3", "brott-INITIAL_FORMS": "0",
        "brott-0-date": "2024-01-01", "brott-0-text": "Ny fråga",
        "brott-1-date": "2020-01-01", "brott-1-text": "Nytt urval",
    }  # fmt: skip
    url = reverse("followup:indicator-edit", args=[indicator.code])
    answer = as_user(central).post(url, sent | {"brott-2-date": "2021-01-01"})
    assert "Skriv vad som ändrades" in answer.content.decode()

    as_user(central).post(url, sent)
    indicator.refresh_from_db()
    assert [each["text"] for each in indicator.breaks] == ["Nytt urval", "Ny fråga"]
    assert not indicator.is_active


def test_codes_are_no_words_of_the_addresses(central):
    fields = {
        "definition": "x", "kind": "count", "unit": "st", "direction": "decrease",
        "frequency": "month", "source": "x", "acting_user": central,
    }  # fmt: skip
    assert indicators.add_indicator(name="Filer", **fields).code == "filer-2"


def test_catalogue_is_filtered_sorted_and_a_file(area, committee, as_user):
    first = IndicatorFactory(name="Ålder", source="B", frequency="year")
    IndicatorFactory(name="Brott", source="A")
    IndicatorFactory(name="Gammal", is_active=False)
    read(first, area, date(2025, 1, 1), 1)
    client, url = as_user(committee), reverse("followup:indicator-list")

    def listed(query: str) -> list[str]:
        return [line.indicator.name for line in client.get(f"{url}?{query}").context["lines"]]

    assert listed("") == ["Brott", "Ålder"]
    assert listed("sortera=kalla") == ["Brott", "Ålder"]
    assert listed("ofta=year") == ["Ålder"]
    assert listed("visa=alla&sok=gam") == ["Gammal"]
    file = client.get(reverse("followup:indicator-list-csv") + "?ofta=year").content.decode()
    assert "Ålder" in file
    assert "2025" in file
    assert "Brott" not in file.split("\r\n", 1)[1]


@pytest.fixture
def merged(db):
    """An area that two others became, with a share read of each."""
    whole = AreaFactory(name="Hela", valid_from=date(2023, 7, 1))
    indicator = IndicatorFactory(
        kind="survey_share", frequency="year", unit="procent",
        breaks=[{"date": "2023-01-01", "text": "Ny fråga"}],
    )  # fmt: skip
    for name in ("Norr", "Söder"):
        old = AreaFactory(name=name, valid_to=date(2023, 6, 30), successor=whole)
        read(indicator, old, date(2022, 1, 1), 50, numerator=50, denominator=100, answers=100)
    reading = read(
        indicator, whole, date(2024, 1, 1), 40, numerator=80, denominator=200, answers=200,
        is_preliminary=True,
    )  # fmt: skip
    for sex in ("women", "men"):
        read(indicator, whole, date(2024, 1, 1), 30, sex=sex, answers=90)
    return {"indicator": indicator, "whole": whole, "reading": reading}


def test_page_says_that_it_is_rebased_preliminary_broken_and_how_sure(merged, central, as_user):
    url = reverse("followup:indicator-detail", args=[merged["indicator"].code])
    page = as_user(central).get(url).content.decode()
    assert "Serien är omräknad" in page
    assert "Norr, Söder" in page
    assert "Från 1 januari 2023: Ny fråga" in page
    assert "43,1–56,9" in page  # 100 of 200
    assert "preliminärt" in page
    assert "hopräknat" in page
    assert "<svg" in page

    as_entered = as_user(central).get(f"{url}?omraden=inskrivna&plats=o{merged['whole'].pk}")
    assert "Serien är omräknad" not in as_entered.content.decode()
    by_sex = as_user(central).get(f"{url}?kon=uppdelat&plats=o{merged['whole'].pk}")
    assert "Hela, kvinnor" in by_sex.content.decode()


def test_page_shows_the_newest_periods_and_leads_to_all(central, as_user, monkeypatch):
    monkeypatch.setattr("followup.views.indicators.MOST_ROWS", 2)
    indicator, area = IndicatorFactory(frequency="year"), AreaFactory()
    for year in (2021, 2022, 2023):
        read(indicator, area, date(year, 1, 1), year)
    url, client = reverse("followup:indicator-detail", args=[indicator.code]), as_user(central)
    page = client.get(f"{url}?plats=o{area.pk}")
    assert [point.name for point in page.context["points"]] == ["2023", "2022"]
    assert "De 2 senaste av 3 perioder visas" in page.content.decode()
    more = page.context["all_points_url"].split("#")[0]
    page = client.get(f"{url}{more}")
    assert [point.name for point in page.context["points"]] == ["2023", "2022", "2021"]
    assert "senaste av" not in page.content.decode()


def test_old_areas_can_be_chosen_by_their_own_date(merged, central, as_user):
    url = reverse("followup:indicator-detail", args=[merged["indicator"].code])
    page = as_user(central).get(f"{url}?omraden=2023-06-30")
    assert [name for _key, name in page.context["filter"].fields["plats"].choices] == [
        "Norr",
        "Söder",
    ]


def test_files_have_the_same_figures_as_the_page(merged, central, as_user):
    code = merged["indicator"].code
    client = as_user(central)
    csv = client.get(reverse("followup:indicator-csv", args=[code])).content.decode()
    assert "Hela;2022;2022-01-01;50,0;100,0;200,0;200;43,14;56,86;nej" in csv
    answer = client.get(reverse("followup:indicator-xlsx", args=[code]))
    rows = read_table(b"".join(answer.streaming_content)).rows
    assert rows[2][:4] == ["Hela", "2022", "2022-01-01", "50"]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_as_many_queries_with_one_row_as_with_three(
    count, central, as_user, django_assert_max_num_queries
):
    whole = AreaFactory(kind=Area.Kind.CITY, name="Staden")
    for number in range(count):
        indicator = IndicatorFactory(name=f"Mått {number}")
        for year in range(count):
            read(indicator, whole, date(2020 + year, 1, 1), 1)
    client = as_user(central)
    client.get(reverse("followup:indicator-list"))
    with django_assert_max_num_queries(7):
        client.get(reverse("followup:indicator-list"))
    with django_assert_max_num_queries(18):
        client.get(reverse("followup:indicator-detail", args=[indicator.code]))
    assert Indicator.objects.count() == count
