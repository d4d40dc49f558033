"""Problems that came in by mistake, where problems are, and who wrote what in an analysis."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from collaboration.models import (
    CollaborationProcess,
    JointProblem,
    PictureProblem,
    PriorityScore,
)
from collaboration.process_exceptions import ProblemInUse
from collaboration.services import cause_analyses, joint_problems, pictures
from tests.browser.test_observation import square
from tests.factories.followup import CauseFactory, GoalFactory, MeasureFactory
from tests.factories.pictures import JointProblemFactory
from tests.factories.programs import AreaFactory, ProblemTypeFactory
from trygghet.accounts.models import User

SignIn = Callable[[User], Client]


def url(name: str, *args: object) -> str:
    return reverse(f"collaboration:{name}", args=args)


@pytest.fixture
def problem(process: CollaborationProcess) -> JointProblem:
    return JointProblemFactory(cycle=process.cycles.get(), title="Fel i listan")


def test_a_mistaken_problem_is_taken_away_after_a_question(
    process: CollaborationProcess, problem: JointProblem, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    address = url("joint-delete", process.pk, problem.pk)
    assert address in client.get(url("joint-picture", process.pk)).content.decode()
    assert "finns kvar i deras egna bilder" in client.get(address).content.decode()
    page = client.post(address, {"version": problem.version}, follow=True).content.decode()
    assert "Fel i listan” är borttaget" in page
    assert not JointProblem.objects.exists()


def test_what_somebody_changed_meanwhile_is_not_taken_away(
    process: CollaborationProcess, problem: JointProblem, coordinator: User, as_user: SignIn
) -> None:
    seen = problem.version
    joint_problems.save_joint_problem(
        problem=problem, version=seen, title="Rätt ändå", acting_user=coordinator
    )
    address = url("joint-delete", process.pk, problem.pk)
    page = as_user(coordinator).post(address, {"version": seen}, follow=True).content.decode()
    assert "Någon har ändrat" in page
    assert JointProblem.objects.get().title == "Rätt ändå"


@pytest.mark.parametrize("what", ["analysis", "goal", "score", "decision"])
def test_a_problem_that_something_hangs_on_stays(
    what: str,
    process: CollaborationProcess,
    problem: JointProblem,
    coordinator: User,
    as_user: SignIn,
) -> None:
    if what == "analysis":
        CauseFactory(problem=problem)
    elif what == "goal":
        GoalFactory(process=process, problem=problem)
    elif what == "score":
        PriorityScore.objects.create(joint_problem=problem, criterion="common", score=1)
    else:
        JointProblem.objects.update(decision="set_aside", decision_reason="Regionens.")
    with pytest.raises(ProblemInUse, match="åt sidan"):
        joint_problems.delete_joint_problem(
            problem=problem, version=problem.version, acting_user=coordinator
        )
    address = url("joint-delete", process.pk, problem.pk)
    if what != "goal":
        page = as_user(coordinator).get(address).content.decode()
        assert url("priority-decide", process.pk, problem.pk) in page
    client = as_user(coordinator)
    assert (
        "kan inte tas bort"
        in client.post(address, {"version": problem.version}, follow=True).content.decode()
    )
    assert JointProblem.objects.filter(pk=problem.pk).exists()


def test_a_problem_in_a_picture_says_where_and_which_way(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    party = process.participants.get()
    AreaFactory(kind="city", boundary=square(18.0, 59.3))
    area = AreaFactory(kind="district")
    party.body.area = area
    party.body.save()
    kind = ProblemTypeFactory()
    client = as_user(coordinator)
    address = url("picture-problem-add", process.pk, party.pk)
    assert "data-pin" in client.get(address).content.decode()
    sent = {
        "type": kind.pk,
        "title": "Bråk",
        "area": area.pk,
        "development": "increasing",
        "classification": "open",
    }
    response = client.post(address, sent | {"longitude": "1", "latitude": "1"})
    assert "utanför staden" in response.content.decode()
    assert client.post(address, sent).status_code == 302
    written = PictureProblem.objects.get()
    assert (written.area, written.development) == (area, "increasing")
    (joint,) = joint_problems.draw_in(process=process, sources=[written], acting_user=coordinator)
    assert (joint.area, joint.development) == (area, "increasing")
    page = client.get(url("joint-picture", process.pk)).content.decode()
    assert "Ökar" in page


def test_history_of_an_analysis_tells_who_wrote_what(
    process: CollaborationProcess, coordinator: User, contributor: User, as_user: SignIn
) -> None:
    cause = CauseFactory(problem__process=process)
    problem = cause.analysis.joint_problem
    cause_analyses.save_texts(
        problem=problem,
        sub_step="prepare",
        version=0,
        delimitation="Bråk på fredagar.",
        team="Fältgruppen",
        due_on=None,
        data_available="",
        acting_user=coordinator,
    )
    page = as_user(coordinator).get(url("cause-analysis", process.pk, problem.pk))
    address = url("cause-history", process.pk, problem.pk)
    assert address in page.content.decode()
    history = as_user(coordinator).get(address).content.decode()
    assert "Bråk på fredagar." in history
    assert cause.text in history


def test_two_who_write_the_same_sub_step_see_both_texts(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    problem = CauseFactory(problem__process=process).analysis.joint_problem
    common = {"team": "", "due_on": None, "data_available": ""}
    cause_analyses.save_texts(
        problem=problem,
        sub_step="prepare",
        version=0,
        delimitation="Den förstas text",
        acting_user=coordinator,
        **common,
    )
    sent = {"delimitation": "Den andras text", "version": 0, "team": "", "data_available": ""}
    address = url("cause-analysis", process.pk, problem.pk) + "?del=prepare"
    response = as_user(coordinator).post(address, sent)
    assert response.status_code == 409
    assert "Den förstas text" in response.content.decode()
    assert "Den andras text" in response.content.decode()


def test_measures_stand_under_each_kept_cause(
    process: CollaborationProcess, coordinator: User, partner: User, as_user: SignIn
) -> None:
    cause = CauseFactory(problem__process=process, verdict="kept", verdict_reason="Syns.")
    problem = cause.analysis.joint_problem
    problem.decision = "taken_on"
    problem.save()
    address = reverse("followup:cause-measures", args=[cause.pk])
    client = as_user(coordinator)
    page = client.get(url("cause-analysis", process.pk, problem.pk) + "?del=choose")
    assert address in page.content.decode()
    assert "Ingen åtgärd möter orsaken än." in client.get(address).content.decode()
    MeasureFactory(process=process, cause=cause, title="Fältgruppen går vid stationen")
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "Fältgruppen går vid stationen" in fragment
    assert f"?orsak={cause.pk}" in fragment
    read = as_user(partner).get(address).content.decode()
    assert "Fältgruppen går vid stationen" in read
    assert f"?orsak={cause.pk}" not in read


def test_confirming_does_not_change_the_texts(
    process: CollaborationProcess, coordinator: User
) -> None:
    party = process.participants.get()
    saved = pictures.save_picture(
        process=process,
        participant=party,
        version=0,
        summary="Torget.",
        classification="open",
        acting_user=coordinator,
    )
    pictures.confirm_picture(process=process, participant=party, acting_user=coordinator)
    saved.refresh_from_db()
    assert (saved.summary, saved.version) == ("Torget.", 1)


def test_two_who_write_a_partys_decision_lose_nothing(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    party = process.participants.get()
    client = as_user(coordinator)
    address = url("participant-edit", process.pk, party.pk)
    first = {"decided_by": "Nämnden", "registry_number": "", "version": party.version}
    assert client.post(address, first).status_code == 302
    second = {"decided_by": "Direktören", "registry_number": "2026/9", "version": party.version}
    response = client.post(address, second)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Nämnden" in page
    assert "Direktören" in page
    assert "2026/9" in page
    party.refresh_from_db()
    assert party.decided_by == "Nämnden"
    answered = second | {
        "version": party.version,
        "decided_by-choice": "mine",
        "decided_by-mine": "Direktören",
    }
    assert client.post(address, answered).status_code == 302
    party.refresh_from_db()
    assert (party.decided_by, party.registry_number) == ("Direktören", "2026/9")


def test_what_only_one_of_two_changed_is_kept_from_both(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    party = process.participants.get()
    client = as_user(coordinator)
    address = url("participant-edit", process.pk, party.pk)
    seen = party.version
    client.post(address, {"decided_by": "Nämnden", "version": seen})
    client.post(address, {"registry_number": "2026/9", "version": seen})
    party.refresh_from_db()
    assert (party.decided_by, party.registry_number) == ("Nämnden", "2026/9")
