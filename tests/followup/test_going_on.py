"""What goes on stands before what is over, in the lists of goals, measures and activities."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.followup import ActivityFactory, GoalFactory, MeasureFactory

pytestmark = pytest.mark.django_db


def day(days: int):
    return timezone.localdate() + timedelta(days=days)


def test_activities_that_are_waited_for_stand_first(as_user, coordinator, process):
    ongoing = MeasureFactory(process=process, state="ongoing")
    paused = MeasureFactory(process=process, state="paused", state_reason="Väntar.")
    for title, due, fields in (
        ("klar för länge sedan", -400, {"done_on": day(-400)}),
        ("klar nyss", -2, {"done_on": day(-2)}),
        ("vilar", -300, {"measure": paused}),
        ("snart", 3, {}),
        ("sen", -3, {}),
    ):
        ActivityFactory(**{"measure": ongoing, "title": title, "due_on": day(due)} | fields)
    lines = as_user(coordinator).get("/aktiviteter/").context["lines"]
    assert [line.activity.title for line in lines] == [
        "sen", "snart", "klar nyss", "vilar", "klar för länge sedan"
    ]  # fmt: skip


def test_goals_and_measures_that_are_over_stand_last(as_user, coordinator, process):
    for title, due, state in (
        ("förra årets", -300, "done"),
        ("nyss", -3, "stopped"),
        ("utan dag", None, "ongoing"),
        ("i år", 30, "paused"),
    ):
        due_on = None if due is None else day(due)
        GoalFactory(process=process, title=title, starts_on=None, due_on=due_on)
        MeasureFactory(
            process=process, title=title, due_on=due_on, state=state, state_reason="Därför."
        )
    client = as_user(coordinator)
    goals = [line.goal.title for line, _given in client.get("/mal/").context["lines"]]
    measures = [line.measure.title for line in client.get("/atgarder/").context["lines"]]
    assert goals == measures == ["i år", "utan dag", "nyss", "förra årets"]
