"""Series of readings, as entered and by the areas of another date: sums are kept."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup.measurement import from_parts
from followup.models import IndicatorReading
from followup.selectors.series import series_of, series_of_many
from programs.models import Area
from tests.factories.followup import IndicatorFactory, IndicatorReadingFactory
from tests.factories.programs import AreaFactory, AreaNestingFactory
from trygghet.accounts.scope import REPORT_SCOPE, Scope

pytestmark = pytest.mark.django_db
MERGED = date(2023, 7, 1)
BEFORE, AFTER = date(2022, 1, 1), date(2024, 1, 1)
TODAY = date(2026, 11, 1)


@pytest.fixture
def areas(db):
    """North and South became Whole; each has two smaller areas."""
    whole = AreaFactory(name="Hela", valid_from=MERGED)
    north, south = (
        AreaFactory(name=name, valid_to=date(2023, 6, 30), successor=whole)
        for name in ("Norr", "Söder")
    )
    for old in (north, south):
        for _each in range(2):
            small = AreaFactory(kind=Area.Kind.NEIGHBORHOOD)
            AreaNestingFactory(area=small, parent=old, valid_to=date(2023, 6, 30))
            AreaNestingFactory(area=small, parent=whole, valid_from=MERGED)
    return {"whole": whole, "north": north, "south": south}


def read(indicator, area, period, value=None, **fields):
    return IndicatorReadingFactory(
        indicator=indicator, body=None, area=area, period=period, value=value, **fields
    )


def points(series):
    return {point.period.year: point.value for point in series.points}


def test_counts_are_summed_and_the_series_says_so(areas):
    indicator = IndicatorFactory(kind="count")
    read(indicator, areas["north"], BEFORE, 10)
    read(indicator, areas["south"], BEFORE, 5, is_preliminary=True)
    read(indicator, areas["whole"], AFTER, 12)

    series = series_of(REPORT_SCOPE, indicator, areas["whole"], by_areas_of=TODAY)
    assert points(series) == {2022: 15, 2024: 12}
    assert series.is_rebased
    assert series.made_of == ("Norr", "Söder")
    assert series.points[0].is_preliminary

    as_entered = series_of(REPORT_SCOPE, indicator, areas["whole"])
    assert (points(as_entered), as_entered.is_rebased) == ({2024: 12}, False)


def test_shares_are_computed_from_their_parts_and_never_averaged(areas):
    indicator = IndicatorFactory(kind="survey_share")
    read(indicator, areas["north"], BEFORE, 10, numerator=10, denominator=100, answers=100)
    read(indicator, areas["south"], BEFORE, 50, numerator=200, denominator=400, answers=400)
    (point,) = series_of(REPORT_SCOPE, indicator, areas["whole"], by_areas_of=TODAY).points
    assert (point.value, point.answers) == (42, 500)
    assert point.low < 42 < point.high


@pytest.mark.parametrize(
    ("kind", "north", "south", "together"),
    [  # by hand: 42 of 7 000 people, 100 hours of 25 cases, 210 of 500 answers
        ("rate", (12, 3000), (30, 4000), "6"),
        ("mean", (90, 20), (10, 5), "4"),
        ("survey_share", (10, 100), (200, 400), "42"),
    ],
)
def test_what_is_put_together_is_as_computed_by_hand(kind, north, south, together, areas):
    indicator = IndicatorFactory(kind=kind)
    for name, (numerator, denominator) in (("north", north), ("south", south)):
        parts = {"numerator": numerator, "denominator": denominator}
        answers = {"answers": denominator} if kind == "survey_share" else {}
        value = from_parts(kind, Decimal(numerator), Decimal(denominator))
        read(indicator, areas[name], BEFORE, value, **parts, **answers)
    (point,) = series_of(REPORT_SCOPE, indicator, areas["whole"], by_areas_of=TODAY).points
    assert point.value == Decimal(together)
    if kind == "survey_share":  # the roots of (0,42 − p)² · 500 = z² · p(1 − p), by halving
        assert (point.low, point.high) == pytest.approx((37.7509, 46.3711), abs=0.0001)


def test_reading_from_before_an_area_began_is_a_part_and_a_missing_one_is_missed(areas):
    """A source that is re-based by itself tells of years in which the area was not there yet."""
    indicator = IndicatorFactory(kind="count")
    Area.objects.filter(pk=areas["north"].pk).update(valid_from=date(2007, 1, 1))
    for year, north, south in ((2000, 45_078, 33_949), (2001, None, 34_100)):
        read(indicator, areas["south"], date(year, 1, 1), south)
        if north:
            read(indicator, areas["north"], date(year, 1, 1), north)
    series = series_of(REPORT_SCOPE, indicator, areas["whole"], by_areas_of=TODAY)
    assert points(series) == {2000: 79_027, 2001: None}
    assert series.cannot == ("2001 saknas utfall för Norr.",)


def test_shares_without_parts_cannot_be_put_together(areas):
    indicator = IndicatorFactory(kind="share")
    read(indicator, areas["north"], BEFORE, 10)
    read(indicator, areas["south"], BEFORE, 50)
    series = series_of(REPORT_SCOPE, indicator, areas["whole"], by_areas_of=TODAY)
    assert points(series) == {2022: None}
    assert "täljare och nämnare" in series.cannot[0]


def test_part_without_a_reading_leaves_no_figure(areas):
    indicator = IndicatorFactory(kind="count")
    read(indicator, areas["north"], BEFORE, 10)
    series = series_of(REPORT_SCOPE, indicator, areas["whole"], by_areas_of=TODAY)
    assert points(series) == {2022: None}
    assert "Söder" in series.cannot[0]


def test_older_areas_are_put_together_of_the_small_ones(areas):
    indicator = IndicatorFactory(kind="count")
    small = Area.objects.filter(nestings__parent=areas["north"])
    for number, area in enumerate(small, start=3):
        read(indicator, area, AFTER, number)
    read(indicator, areas["whole"], AFTER, 99)
    series = series_of(REPORT_SCOPE, indicator, areas["north"], by_areas_of=BEFORE)
    assert points(series) == {2024: 7}


def test_whole_city_is_summed_and_not_rebased_while_its_districts_stand(areas):
    indicator, city = IndicatorFactory(kind="count"), AreaFactory(kind=Area.Kind.CITY)
    for area in areas.values():
        AreaNestingFactory(
            area=area, parent=city, valid_from=area.valid_from, valid_to=area.valid_to
        )
    read(indicator, areas["whole"], AFTER, 12)
    series = series_of(REPORT_SCOPE, indicator, city, by_areas_of=TODAY, first=AFTER)
    assert (points(series), series.made_of) == ({2024: 12}, ("Hela",))


def test_area_that_still_existed_is_no_part_of_its_successor(areas):
    indicator = IndicatorFactory(kind="count")
    read(indicator, areas["north"], BEFORE, 10)
    series = series_of(REPORT_SCOPE, indicator, areas["whole"], by_areas_of=date(2022, 6, 1))
    assert points(series) == {}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    counts=st.lists(st.integers(0, 10_000), min_size=4, max_size=4),
    later=st.lists(st.integers(0, 10_000), min_size=3, max_size=3),
)
def test_total_is_kept_whatever_the_date(areas, counts, later):
    """Summed over the areas of a date, a series has the total of what was entered."""
    IndicatorReading.objects.all().delete()
    indicator, apart = IndicatorFactory(kind="count"), AreaFactory(name="Utanför")
    for year, value in ((2021, counts[:2]), (2022, counts[2:])):
        for area, number in zip((areas["north"], areas["south"]), value, strict=True):
            read(indicator, area, date(year, 1, 1), number)
        read(indicator, apart, date(year, 1, 1), later[0])
    for year, number in ((2024, later[1]), (2025, later[2])):
        read(indicator, areas["whole"], date(year, 1, 1), number)
        read(indicator, apart, date(year, 1, 1), later[0])
    entered = sum(IndicatorReading.objects.values_list("value", flat=True))

    valid = list(Area.objects.filter(kind=Area.Kind.DISTRICT).valid_on(TODAY))
    found = series_of_many(REPORT_SCOPE, indicator, valid, by_areas_of=TODAY)
    assert sum(point.value for series in found for point in series.points) == entered


def test_breaks_stand_in_order_and_strangers_see_nothing(areas):
    indicator = IndicatorFactory(
        breaks=[{"date": "2024-01-01", "text": "Ny fråga"}, {"date": "2020-01-01", "text": "Ny"}]
    )
    read(indicator, areas["whole"], AFTER, 1)
    series = series_of(Scope(), indicator, areas["whole"])
    assert [each.text for each in series.breaks] == ["Ny", "Ny fråga"]
    assert series.points == ()


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_places_as_for_one(count, areas, django_assert_max_num_queries):
    indicator = IndicatorFactory(kind="count")
    places = [areas["whole"], areas["north"], areas["south"]][:count]
    for area in areas.values():
        read(indicator, area, BEFORE, Decimal(1))
    with django_assert_max_num_queries(5):
        series_of_many(REPORT_SCOPE, indicator, places, by_areas_of=TODAY)
