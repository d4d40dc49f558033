"""Who changed what, over the API: what the pages tell under ”Alla ändringar”, and no more."""

from typing import Any

import pghistory
import pytest
from django.test import Client
from django.urls import reverse

from collaboration.models import CollaborationProcess, Obstacle, SituationReport
from followup.models import SmartGoal
from programs.models import ResponsibleBody
from tests.factories.api import client_of
from tests.factories.collaboration import (
    ObservationFactory,
    ObstacleFactory,
    ProblemFactory,
    ReportPartFactory,
    SituationReportFactory,
)
from tests.factories.followup import CauseFactory, GoalFactory
from trygghet.accounts.models import User
from trygghet.history.models import RestrictedRead

API = "/api/v1/"


def _changes(client: Client, path: str) -> list[dict[str, Any]]:
    answer = client.get(f"{API}{path}history/")
    assert answer.status_code == 200, answer.content
    return answer.json()["changes"]


def _change(row: Any, user: User, reason: str = "", **fields: Any) -> None:
    with pghistory.context(user=user.pk, **({"reason": reason} if reason else {})):
        type(row).objects.filter(pk=row.pk).update(**fields)


@pytest.fixture
def goal(process: CollaborationProcess, central: User) -> SmartGoal:
    goal = GoalFactory(process=process)
    _change(goal, central, target="10")
    return goal


def test_the_same_changes_as_on_the_page(
    goal: SmartGoal, coordinator: User, central: User, as_user: Any
) -> None:
    newest, *_older, made = _changes(client_of(coordinator), f"goals/{goal.pk}/")

    assert (newest["who"], newest["kind"], newest["what"]) == (central.name, "update", "SMART-mål")
    assert newest["fields"] == [{"label": "målvärde", "before": "12.0000", "after": "10.0000"}]
    assert (made["kind"], made["kind_label"], made["fields"]) == ("insert", "Skapade", [])
    page = as_user(coordinator).get(reverse("followup:goal-detail", args=[goal.pk]))
    assert page.content.decode().count("<del>") == 1
    few = client_of(coordinator).get(f"{API}goals/{goal.pk}/history/?fields=changes")
    assert few.status_code == 200


def test_what_is_withheld_on_the_page_is_withheld_here(
    body: ResponsibleBody, contributor: User, coordinator: User
) -> None:
    report = SituationReportFactory(body=body)
    secret = ProblemFactory(
        report=report, title="Hemligt", classification="restricted", classification_reason="x"
    )
    observation = ObservationFactory(body=body)
    _change(observation, coordinator, problem=secret, state="taken_in")
    path = f"observations/{observation.pk}/"

    told = {
        each["label"]: each["after"] for each in _changes(client_of(contributor), path)[0]["fields"]
    }
    assert told["problem"] == "(skyddas)"
    assert "Hemligt" in str(_changes(client_of(coordinator), path)[0])


def test_restricted_texts_are_read_by_those_who_may_and_written_down(
    body: ResponsibleBody, contributor: User, coordinator: User
) -> None:
    report: SituationReport = SituationReportFactory(body=body)
    part = ReportPartFactory(
        report=report, text="Skyddat", classification="restricted", classification_reason="x"
    )
    _change(part, coordinator, text="Skyddat igen")
    obstacle: Obstacle = ObstacleFactory(
        body=body, classification="restricted", classification_reason="x"
    )
    for path in (f"situation-reports/{report.pk}/", f"obstacles/{obstacle.pk}/"):
        closed = client_of(contributor).get(f"{API}{path}history/")
        assert closed.status_code == 404
        assert _changes(client_of(coordinator), path)
    read = RestrictedRead.objects.filter(user=coordinator).order_by("pk")
    assert [str(row) for row in read] == [
        f"collaboration.reportpart#{part.pk}",
        f"collaboration.obstacle#{obstacle.pk}",
    ]


def test_a_cause_analysis_is_told_in_whole_or_cause_by_cause(
    goal: SmartGoal, process: CollaborationProcess, coordinator: User
) -> None:
    cause, other = CauseFactory(problem=goal.problem), CauseFactory(problem=goal.problem)
    _change(cause, coordinator, text="Mörkt")
    _change(other, coordinator, text="Ödsligt")
    client, path = (
        client_of(coordinator),
        f"{API}processes/{process.pk}/problems/{goal.problem_id}/",
    )

    whole = str(client.get(f"{path}history/").json())
    assert "Mörkt" in whole
    assert "Ödsligt" in whole
    one = str(client.get(f"{path}history/?cause={cause.pk}").json())
    assert "Mörkt" in one
    assert "Ödsligt" not in one
    assert client.get(f"{path}history/?cause=x").status_code == 400
    assert client.get(f"{path}history/?cause=999999").status_code == 404
