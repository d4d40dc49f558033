"""How much of the way to its target a goal has gone: rounded the same in every place."""

from decimal import Decimal

import pytest

from followup.models import SmartGoal
from followup.selectors.assessments import figures_of
from followup.selectors.goals import result_of, with_places
from followup.way_gone import in_percent, way_gone
from tests.factories.followup import GoalFactory, IndicatorFactory, IndicatorReadingFactory

# baseline, target, value → whole per cent, a half rounded up
GOLDEN = [
    ("24", "12", "16", 67),  # 66,67: cut it would be 66
    ("0", "200", "1", 1),  # 0,5
    ("0", "200", "99", 50),  # 49,5
    ("0", "200", "101", 51),  # 50,5: half to even would be 50
    ("0", "200", "198.9", 99),  # 99,45
    ("0", "200", "199", 100),  # 99,5
    ("0", "3", "1", 33),
    ("10", "20", "25", 150),
    ("10", "20", "10", 0),
    ("0", "1000", "-3", 0),  # -0,3, and no minus before a zero
    ("0", "200", "-25", -13),  # -12,5: away from zero
    ("0", "-200", "25", -13),
]


@pytest.mark.parametrize(("baseline", "target", "value", "percent"), GOLDEN)
def test_whole_per_cent(baseline: str, target: str, value: str, percent: int) -> None:
    goal = SmartGoal(baseline=Decimal(baseline), target=Decimal(target))
    assert in_percent(way_gone(goal, Decimal(value))) == percent


def test_no_way_without_all_three() -> None:
    assert way_gone(SmartGoal(target=Decimal(1)), Decimal(1)) is None
    assert way_gone(SmartGoal(baseline=Decimal(1)), Decimal(1)) is None
    assert way_gone(SmartGoal(baseline=Decimal(1), target=Decimal(2)), None) is None


@pytest.mark.parametrize(
    ("value", "percent", "said"),
    [
        ("16", 67, "67 procent av vägen är gången: målet uppnås delvis"),
        ("18.01", 50, "Knappt 50 procent av vägen är gången, mindre än hälften"),
        ("18", 50, "50 procent av vägen är gången: målet uppnås delvis"),
        ("12.01", 100, "Knappt 100 procent av vägen är gången: målet uppnås delvis"),
        ("12", 100, "Målvärdet är nått"),
        ("24", 0, "0 procent av vägen är gången, mindre än hälften"),
    ],
)
def test_the_goals_page_step_five_the_api_and_the_words_say_the_same(
    value, percent, said, process, as_user, coordinator
):
    goal = GoalFactory(
        process=process, baseline=24, target=12, direction="decrease",
        indicator=IndicatorFactory(frequency="year"),
    )  # fmt: skip
    reading = IndicatorReadingFactory(
        indicator=goal.indicator, body=goal.body, value=Decimal(value)
    )
    goal = with_places(SmartGoal.objects.all()).get(pk=goal.pk)
    assert result_of(goal).share == percent
    assert said in figures_of(goal, reading.period.replace(month=12)).in_words[1]
    client = as_user(coordinator)
    assert f"<dd>{percent} %</dd>" in client.get(f"/mal/{goal.pk}/").content.decode()
    step_five = client.get(f"/samverkan/{process.pk}/utfall/").content.decode()
    assert f'class="number">{percent} %</td>' in step_five
    [told] = client.get(f"/api/v1/processes/{process.pk}/outcome/").json()["goals"]
    assert told["share"] == percent
