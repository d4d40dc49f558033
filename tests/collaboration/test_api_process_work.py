"""What the pages of a process and of a report in work show beside the rows, over the API."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collaboration.models import CollaborationProcess, Criterion, PriorityScore, SituationReport
from programs.models import ResponsibleBody
from tests.factories.api import client_of
from tests.factories.collaboration import ParticipantFactory, SituationReportFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.pictures import JointProblemFactory
from trygghet.accounts.models import User

API = "/api/v1/"


@pytest.fixture
def client(coordinator: User) -> Client:
    return client_of(coordinator)


def test_the_problems_are_told_by_place_with_the_weights(
    client: Client, process: CollaborationProcess
) -> None:
    cycle = process.cycles.get()
    low, high, unjudged = (JointProblemFactory(cycle=cycle) for _each in range(3))
    for problem, score in ((low, 1), (high, 3)):
        for criterion in Criterion.values:
            PriorityScore.objects.create(joint_problem=problem, criterion=criterion, score=score)

    found = client.get(f"{API}processes/{process.pk}/priorities/").json()
    assert [(row["problem_id"], row["place"]) for row in found["problems"]] == [
        (high.pk, 1), (low.pk, 2), (unjudged.pk, None)
    ]  # fmt: skip
    assert found["problems"][0]["points"] == found["most_points"]
    assert found["problems"][2]["unjudged"] == len(found["criteria"])
    assert client.get(f"{API}processes/{process.pk}/priorities/?cycle=2").status_code == 404


def test_whom_a_process_has_invited_is_read_by_who_leads_it_without_the_links(
    client: Client, process: CollaborationProcess, central: User
) -> None:
    url = f"{API}processes/{process.pk}/invitations/"
    first = InvitationFactory(participant__process=process, token="hemlig-länk")
    party = first.participant

    answer = client.get(url)
    [told] = answer.json()["parties"]
    assert (told["participant_id"], told["people"][0]["email"]) == (party.pk, first.email)
    assert told["people"][0]["state"] == "invited"
    assert first.token_hash not in answer.content.decode()
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    InvitationFactory.create_batch(2, participant=party)
    with CaptureQueriesContext(connection) as three:
        client.get(url)
    assert len(one) == len(three)
    assert client_of(central).get(url).status_code == 403


def test_one_who_takes_part_and_does_not_lead_reads_no_invitations(
    process: CollaborationProcess, body: ResponsibleBody, client: Client
) -> None:
    led_by_another = ParticipantFactory(body=body).process
    url = f"{API}processes/{led_by_another.pk}/invitations/"

    assert client.get(url).status_code == 403


def test_a_report_in_work_says_what_is_missing_to_who_writes_it(
    client: Client, body: ResponsibleBody, manager: User
) -> None:
    report: SituationReport = SituationReportFactory(body=body)
    url = f"{API}situation-reports/{report.pk}/"

    missing = client.get(url).json()["missing"]
    assert missing[0]["section"] == "problems"
    assert "analysis" in {each["section"] for each in missing}
    assert client_of(manager).get(url).json()["missing"] == []
