from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from collaboration.exceptions import (
    NothingToTakeIn,
    ObservationAlreadyHandled,
    ObservationOfAnotherBody,
    ReportNotEditable,
)
from collaboration.models import Observation, SituationReport
from collaboration.services import observations
from collaboration.services.problems import delete_problem
from collaboration.times import cell_of_week
from programs.models import ResponsibleBody
from tests.collaboration.test_photos import picture, upload
from tests.factories.collaboration import (
    ObservationFactory,
    ProblemFactory,
    SituationReportFactory,
)
from tests.factories.programs import ProblemTypeFactory
from trygghet.accounts.models import User

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def report(body: ResponsibleBody, coordinator: User) -> SituationReport:
    return SituationReportFactory(body=body, created_by=coordinator)


@pytest.fixture
def observation(body: ResponsibleBody, contributor: User) -> Observation:
    return ObservationFactory(
        body=body,
        logged_by=contributor,
        text="Glaskross vid lekplatsen",
        seen_at=datetime(2026, 10, 12, 14, 30, tzinfo=STOCKHOLM),
    )


def test_same_key_twice_is_one_observation(body: ResponsibleBody, contributor: User) -> None:
    fields = {"category": ProblemTypeFactory(), "text": "Klotter", "idempotency_key": uuid4()}
    first, second = (
        observations.log_observation(body=body, acting_user=contributor, **fields) for _ in range(2)
    )
    assert first == second
    assert Observation.objects.count() == 1


def test_observation_says_what_it_is_about(body: ResponsibleBody, contributor: User) -> None:
    with pytest.raises(ValidationError, match="Välj vad iakttagelsen gäller"):
        observations.log_observation(body=body, acting_user=contributor, text="Något")


def test_photo_lies_under_its_content(
    body: ResponsibleBody, contributor: User, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    photo = observations.photos.reencode(upload(picture(30, 20)))
    logged = observations.log_observation(
        body=body, acting_user=contributor, category=ProblemTypeFactory(), photo=photo
    )
    assert (tmp_path / logged.photo.name).read_bytes() == photo.content
    assert photo.digest in logged.photo.name


def test_nothing_to_report_is_said_once_a_week(body: ResponsibleBody, contributor: User) -> None:
    first, second = (
        observations.log_nothing_to_report(
            body=body, acting_user=contributor, idempotency_key=uuid4()
        )
        for _ in range(2)
    )
    assert first == second


def test_new_problem_says_what_was_seen(
    report: SituationReport, observation: Observation, coordinator: User
) -> None:
    problem, again = (
        observations.take_in_as_new_problem(
            observation=observation, report=report, acting_user=coordinator
        )
        for _ in range(2)
    )
    assert problem == again
    assert (problem.title, problem.type) == (observation.text, observation.category)
    assert problem.when == [1]
    assert "2026-10-12" in problem.sources
    observation.refresh_from_db()
    assert (observation.state, observation.problem) == ("taken_in", problem)


def test_taken_into_one_problem_at_a_time(
    report: SituationReport, observation: Observation, coordinator: User
) -> None:
    problem, other = ProblemFactory(report=report), ProblemFactory(report=report)
    for _ in range(2):
        observations.take_in(observation=observation, problem=problem, acting_user=coordinator)
    with pytest.raises(ObservationAlreadyHandled):
        observations.take_in(observation=observation, problem=other, acting_user=coordinator)
    with pytest.raises(ObservationAlreadyHandled):
        observations.set_aside(observation=observation, answer="", acting_user=coordinator)


def test_only_into_the_own_body_s_report_while_it_is_written(
    report: SituationReport, observation: Observation, coordinator: User
) -> None:
    elsewhere = ProblemFactory()
    with pytest.raises(ObservationOfAnotherBody):
        observations.take_in(observation=observation, problem=elsewhere, acting_user=coordinator)
    nothing = ObservationFactory(body=report.body, nothing_to_report=True, category=None)
    with pytest.raises(NothingToTakeIn):
        observations.take_in_as_new_problem(
            observation=nothing, report=report, acting_user=coordinator
        )
    problem = ProblemFactory(report=report)
    SituationReport.objects.update(state="submitted", submitted_at="2026-11-02T10:00Z")
    with pytest.raises(ReportNotEditable):
        observations.take_in(observation=observation, problem=problem, acting_user=coordinator)


def test_set_aside_with_an_answer_and_taken_back(
    observation: Observation, coordinator: User
) -> None:
    observations.set_aside(observation=observation, answer="Är anmält.", acting_user=coordinator)
    observation.refresh_from_db()
    assert (observation.state, observation.answer) == ("set_aside", "Är anmält.")
    observations.take_back(observation=observation, acting_user=coordinator)
    observation.refresh_from_db()
    assert (observation.state, observation.answer) == ("new", "")


def test_problem_that_is_removed_gives_its_observations_back(
    report: SituationReport, observation: Observation, coordinator: User
) -> None:
    problem = observations.take_in_as_new_problem(
        observation=observation, report=report, acting_user=coordinator
    )
    delete_problem(problem=problem, acting_user=coordinator)
    observation.refresh_from_db()
    assert (observation.state, observation.problem) == ("new", None)


@pytest.mark.parametrize(
    ("moment", "cell"),
    [
        (datetime(2026, 10, 12, 6, tzinfo=STOCKHOLM), 0),
        (datetime(2026, 10, 12, 17, 59, tzinfo=STOCKHOLM), 1),
        (datetime(2026, 10, 12, 23, tzinfo=STOCKHOLM), 2),
        (datetime(2026, 10, 13, 3, tzinfo=STOCKHOLM), 3),
        (datetime(2026, 10, 12, 3, tzinfo=STOCKHOLM), 27),
    ],
)
def test_cell_of_week(moment: datetime, cell: int) -> None:
    assert cell_of_week(moment) == cell
