"""A goal's curve: by the areas of today with sums kept, and with the measures' times drawn in."""

from datetime import date

import pytest
from django.utils import timezone

from followup.assessment_periods import latest_finished
from followup.goal_charts import goal_chart
from followup.models import SmartGoal
from followup.selectors.assessments import figures_of
from followup.selectors.goals import result_of, results_of, with_places
from followup.selectors.red_thread import thread_of
from tests.factories.followup import (
    GoalFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
    MeasureFactory,
)
from tests.factories.programs import AreaFactory
from tests.followup.test_process_parts import queries_of

pytestmark = pytest.mark.django_db
MERGED = date(2023, 7, 1)


@pytest.fixture
def areas(body):
    """North and South became the Whole, which is the body's area."""
    whole = AreaFactory(name="Hela", valid_from=MERGED)
    body.area = whole
    body.save()
    old = [
        AreaFactory(name=name, valid_to=date(2023, 6, 30), successor=whole)
        for name in ("Norr", "Söder")
    ]
    return whole, *old


@pytest.fixture
def goal(process, areas) -> SmartGoal:
    return goal_of(process, indicator=IndicatorFactory(frequency="year"))


def goal_of(process, **fields) -> SmartGoal:
    goal = GoalFactory(process=process, **fields)
    return with_places(SmartGoal.objects.all()).get(pk=goal.pk)


def read(goal, area, year, value):
    return IndicatorReadingFactory(
        indicator=goal.indicator, body=None, area=area, period=date(year, 1, 1), value=value
    )


def merged(goal, areas):
    whole, north, south = areas
    read(goal, north, 2022, 10)
    read(goal, south, 2022, 12)
    read(goal, whole, 2025, 18)


def points(result):
    return {point.period.year: point.value for point in result.points}


def test_older_values_are_summed_of_the_areas_that_merged_and_the_chart_says_so(goal, areas):
    merged(goal, areas)
    result = result_of(goal)
    assert points(result) == {2022: 22, 2025: 18}
    assert (result.place, result.share, result.latest_period) == ("Hela", 50, "2025")
    chart = goal_chart(goal, result)
    assert "omräknad efter dagens områden" in chart.note
    assert "Norr, Söder" in chart.note
    assert [row[0] for row in chart.rows] == ["2022", "2025"]
    assert "Preliminärt" not in chart.note
    goal.indicator.readings.filter(period__year=2025).update(is_preliminary=True)
    chart = goal_chart(goal, result_of(goal))
    assert "Preliminärt: 2025." in chart.note
    assert [row[1] for row in chart.rows] == [22, "18, preliminärt"]


def test_the_goals_page_and_step_five_and_what_the_figures_say_tell_it(
    as_user, coordinator, process, goal, areas
):
    merged(goal, areas)
    client = as_user(coordinator)
    for url in (f"/mal/{goal.pk}/", f"/samverkan/{process.pk}/utfall/", f"/mal/{goal.pk}/bedom/"):
        assert "omräknad efter dagens områden" in client.get(url).content.decode(), url
    figures = figures_of(goal, latest_finished(timezone.localdate()).end)
    assert (figures.value, figures.grade) == (18, "partly")


def test_an_area_without_readings_of_its_own_is_put_together_of_its_parts(goal, areas):
    _whole, north, south = areas
    read(goal, north, 2022, 10)
    read(goal, south, 2022, 12)
    assert points(result_of(goal)) == {2022: 22}
    read(goal, north, 2023, 9)
    result = result_of(goal)
    assert points(result) == {2022: 22, 2023: None}
    assert "Söder" in " ".join(result.areas_in_words)


def test_readings_of_its_own_go_before_what_is_put_together(process, goal, areas):
    whole, north, south = areas
    larger = AreaFactory(name="Större")
    process.areas.add(whole)
    goal.body.area = larger
    goal.body.save()
    read(goal, north, 2022, 10)
    read(goal, south, 2022, 12)
    read(goal, larger, 2022, 90)
    goal = with_places(SmartGoal.objects.all()).get(pk=goal.pk)
    assert result_of(goal).place == "Större"


def test_a_curve_of_an_area_that_went_up_in_another_ends_there_and_says_why(process, goal, areas):
    _whole, north, _south = areas
    goal.body.area = north
    goal.body.save()
    read(goal, north, 2021, 14)
    read(goal, north, 2022, 10)
    goal = with_places(SmartGoal.objects.all()).get(pk=goal.pk)
    result = result_of(goal)
    assert points(result) == {2021: 14, 2022: 10}
    assert "Norr har uppgått i Hela" in goal_chart(goal, result).note


def test_as_many_queries_however_many_goals(
    process, goal, areas, django_assert_num_queries, as_user, coordinator
):
    merged(goal, areas)
    with django_assert_num_queries(8):
        results_of(list(with_places(SmartGoal.objects.all())))
    client, url = as_user(coordinator), f"/samverkan/{process.pk}/utfall/"
    client.get(url)
    first = queries_of(client, url)
    for _each in range(2):
        merged(goal_of(process, indicator=IndicatorFactory(frequency="year")), areas)
    with django_assert_num_queries(8):
        found = results_of(list(with_places(SmartGoal.objects.all())))
    assert [result.share for _goal, result in found] == [50, 50, 50]
    assert queries_of(client, url) == first


def test_a_measure_is_drawn_over_the_years_that_it_ran_in(goal, areas):
    whole, *_old = areas
    for year in (2023, 2024, 2025):
        read(goal, whole, year, 20)
    measure = MeasureFactory(
        process=goal.process, starts_on=date(2024, 3, 1), due_on=date(2024, 11, 30)
    )
    chart = goal_chart(goal, result_of(goal), measures=[measure])
    assert [row[-1] for row in chart.rows] == ["–", "Å1", "–"]


def test_one_known_value_is_no_curve(goal, areas):
    read(goal, areas[0], 2025, 20)
    read(goal, areas[0], 2024, None)
    assert goal_chart(goal, result_of(goal)) is None


def test_the_red_thread_ends_in_the_value_that_the_goals_page_shows(process, goal, areas):
    whole, north, south = areas
    assert results_in(thread_of(process.cycles.get())) == [""]
    read(goal, north, 2022, 10)
    read(goal, south, 2022, 12)
    assert results_in(thread_of(process.cycles.get())) == ["22 anmälningar, 2022"]
    read(goal, whole, 2025, 18)
    assert results_in(thread_of(process.cycles.get())) == ["18 anmälningar, 2025"]
    goal.indicator.readings.update(is_preliminary=True)
    assert results_in(thread_of(process.cycles.get())) == ["18 anmälningar, 2025, preliminärt"]


def results_in(thread) -> list[str]:
    nodes, found = list(thread.roots), []
    for node in nodes:
        nodes += node.children
        found += [node.result] if node.kind == "goal" else []
    return found
