"""What the lists of indicators, readings, assessments and techniques show, over the API."""

from datetime import date, timedelta
from html import escape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from collaboration.models import CollaborationProcess
from followup import assessment_periods
from followup.models import ActionPlan, GoalAssessment
from programs.models import ResponsibleBody
from tests.factories.api import client_of
from tests.factories.collaboration import CollaborationProcessFactory
from tests.factories.followup import (
    ActivityFactory,
    AssessmentFactory,
    GoalFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
    MeasureFactory,
    TechniqueFactory,
)
from tests.factories.places import CitizenPromiseFactory
from tests.factories.programs import ProgramFactory
from trygghet.accounts.models import User

API = "/api/v1/"


@pytest.fixture
def client(coordinator: User) -> Client:
    return client_of(coordinator)


def _results(client: Client, address: str) -> Any:
    answer = client.get(API + address)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_the_catalogue_says_what_is_newest_and_what_has_been_read(
    client: Client, body: ResponsibleBody
) -> None:
    indicator = IndicatorFactory(name="Otrygga kvällar", frequency="month")
    never = IndicatorFactory(name="Ovanlig")
    read = {"indicator": indicator, "body": body}
    IndicatorReadingFactory(**read, period=date(2026, 8, 1), age="16–24", note="Ny fråga")
    IndicatorReadingFactory(**read, period=date(2026, 9, 1), sex="women", is_preliminary=True)

    found = {row["code"]: row["latest_period"] for row in _results(client, "indicators/")}
    assert found == {indicator.code: "2026-09", never.code: None}
    assert [row["code"] for row in _results(client, "indicators/?q=kväll")] == [indicator.code]
    one = client.get(f"{API}indicators/{indicator.code}/").json()
    assert one["bodies"] == [{"code": body.code, "name": body.name}]
    assert (one["ages"], one["has_sexes"], one["area_ids"]) == (["16–24"], True, [])
    readings = f"readings/?indicator={indicator.code}"
    assert [row["period"] for row in _results(client, f"{readings}&age=16–24")] == ["2026-08"]
    preliminary = _results(client, f"{readings}&is_preliminary=true")
    assert [row["sex"] for row in preliminary] == ["women"]
    address = f"{API}indicators/{indicator.code}/series/?body={body.code}&age=16–24"
    assert [point["note"] for point in client.get(address).json()["points"]] == ["Ny fråga"]


def test_goals_to_assess_are_listed_as_on_the_page(
    client: Client, process: CollaborationProcess
) -> None:
    period = assessment_periods.latest_finished(timezone.localdate())
    running = {"process": process, "starts_on": period.start, "due_on": period.end}
    CollaborationProcess.objects.filter(pk=process.pk).update(began_on=period.start)
    given, missing = GoalFactory(**running), GoalFactory(**running)
    GoalFactory(process=process, starts_on=period.end + timedelta(days=1), due_on="2030-01-01")
    row: GoalAssessment = AssessmentFactory(
        goal=given, period_start=period.start, period_end=period.end
    )

    found = {each["goal_id"]: each["assessment"] for each in _results(client, "assessments/")}
    assert found.keys() == {given.pk, missing.pk}
    assert found[missing.pk] is None
    assert found[given.pk]["id"] == row.pk
    of_period = f"assessments/?period={period.code}"
    assert [each["goal_id"] for each in _results(client, f"{of_period}&review=missing")] == [
        missing.pk
    ]
    assert _results(client, f"{of_period}&review=agreed") == []
    one = client.get(f"{API}assessments/{row.pk}/").json()
    assert (one["goal"], one["grade"]) == (given.title, row.grade)
    wrong = client.get(f"{API}assessments/?period=2019-t2")
    assert wrong.status_code == 400
    assert period.code in wrong.json()["errors"]["period"][0]


def test_techniques_say_how_many_measures_build_on_them(
    client: Client, central: User, process: CollaborationProcess
) -> None:
    used, gone = TechniqueFactory(), TechniqueFactory(is_active=False)
    MeasureFactory(process=process, technique=used)

    assert [(row["code"], row["used"]) for row in _results(client, "techniques/")] == [
        (used.code, 1)
    ]
    kept = _results(client_of(central), "techniques/")
    assert {row["code"]: row["is_active"] for row in kept} == {used.code: True, gone.code: False}


def test_the_start_page_is_read_by_the_accounts_roles(
    client: Client, outsider: User, as_user: Any, coordinator: User, body: ResponsibleBody
) -> None:
    ProgramFactory()
    ResponsibleBody.objects.filter(pk=body.pk).update(reports=True)

    tasks = client.get(f"{API}start/").json()["tasks"]
    assert tasks
    page = as_user(coordinator).get("/").content.decode()
    assert all(f'href="{escape(task["url"])}"' in page for task in tasks)
    assert client_of(outsider).get(f"{API}start/").json() == {"tasks": [], "news": []}


def test_two_versions_of_a_plan_are_compared_word_by_word(
    client: Client, process: CollaborationProcess
) -> None:
    for number, text in ((1, "Fler lampor"), (2, "Fler vuxna"), (3, "Fler vuxna")):
        ActionPlan.objects.create(
            process=process, number=number, title="Plan", introduction=f"{text} i parken."
        )
    newest = process.action_plans.get(number=3)
    url = f"{API}action-plans/{newest.pk}/comparison/"

    same = client.get(url).json()
    assert (same["before"], same["after"], same["has_changes"]) == (2, 3, False)
    found = client.get(f"{url}?before=1").json()
    pieces = [
        (piece["kind"], piece["text"].strip())
        for section in found["sections"]
        for text in section["texts"]
        for piece in text["pieces"]
        if piece["kind"] != "same"
    ]
    assert ("removed", "lampor") in pieces
    assert ("added", "vuxna") in pieces
    assert client.get(f"{url}?before=9").status_code == 400


def test_activities_are_narrowed_as_on_the_page(
    client: Client, process: CollaborationProcess, contributor: User, outsider: User
) -> None:
    measure = MeasureFactory(process=process)
    resting = ActivityFactory(measure=MeasureFactory(process=process, state="done"))
    gone = ActivityFactory(measure=measure, owner=outsider, due_on=date(2026, 1, 1))
    due = {"due_on": date(2026, 1, 1), "done_on": date(2026, 1, 9), "owner": contributor}
    silent = ActivityFactory(measure=measure, **due)
    ActivityFactory(measure=measure, late_reason="Snö", **due)

    def ids(address: str) -> list[int]:
        return [row["id"] for row in _results(client, f"activities/?{address}")]

    assert ids("state=left") == [gone.pk]
    assert ids("state=resting") == [resting.pk]
    assert gone.pk in ids("lacks=owner")
    assert ids("lacks=reason") == [silent.pk]
    assert ids("lacks=manager") == [gone.pk]


def test_rows_of_a_process_are_found_by_those_who_see_it(
    client: Client, central: User, process: CollaborationProcess, body: ResponsibleBody
) -> None:
    hidden = CollaborationProcessFactory()
    own = CitizenPromiseFactory(body=body, process=process)
    others = CitizenPromiseFactory(body=body, process=hidden)

    def ids(reader: Client, row: CollaborationProcess) -> list[int]:
        return [each["id"] for each in _results(reader, f"promises/?process={row.pk}")]

    assert ids(client, process) == [own.pk]
    assert ids(client, hidden) == []
    assert ids(client_of(central), hidden) == [others.pk]
