"""Each party's own picture: written or attached, by two at once, and after the party has left."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from collaboration.exceptions import (
    CycleEnded,
    EditConflict,
    ParticipantHasLeft,
    ProblemInJointPicture,
    ProcessEnded,
    ReportNotAttachable,
)
from collaboration.models import (
    CollaborationProcess,
    Participant,
    ParticipantPicture,
    PictureProblem,
)
from collaboration.services import pictures
from collaboration.services.joint_problems import draw_in
from collaboration.services.participants import leave
from collaboration.services.steps import end_process
from tests.factories.collaboration import (
    ParticipantFactory,
    ProcessCycleFactory,
    SituationReportFactory,
    noon,
)
from tests.factories.pictures import PictureProblemFactory
from tests.factories.programs import ProblemTypeFactory
from trygghet.accounts.models import User


@pytest.fixture
def party(process: CollaborationProcess) -> Participant:
    return process.participants.get()


def _save(
    process: CollaborationProcess, party: Participant, user: User, **fields: Any
) -> ParticipantPicture:
    return pictures.save_picture(
        process=process, participant=party, acting_user=user, **({"version": 0} | fields)
    )


def test_picture_is_written_and_written_again(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    first = _save(process, party, coordinator, summary="Torget är otryggt.")
    again = _save(process, party, coordinator, summary="Torget är otryggt.", version=0)
    later = _save(process, party, coordinator, data_used="Anmälningar", version=1)

    assert first == again == later == ParticipantPicture.objects.get()
    assert (later.summary, later.version, later.updated_by) == (
        "Torget är otryggt.",
        2,
        coordinator,
    )


def test_two_writers_keep_both_texts(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    _save(process, party, coordinator, summary="Den första.")
    with pytest.raises(EditConflict) as conflict:
        _save(process, party, coordinator, summary="Den andra.")
    assert conflict.value.current.summary == "Den första."


@pytest.mark.parametrize(("state", "is_own"), [("draft", True), ("approved", False)])
def test_only_the_partys_own_approved_report_is_attached(
    state: str,
    is_own: bool,
    process: CollaborationProcess,
    party: Participant,
    coordinator: User,
) -> None:
    own = {"body": party.body} if is_own else {}
    report = SituationReportFactory(program=process.program, state=state, **own)
    with pytest.raises(ReportNotAttachable):
        _save(process, party, coordinator, report=report)


def test_approved_report_is_attached(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    report = SituationReportFactory(program=process.program, state="approved", body=party.body)
    assert _save(process, party, coordinator, report=report).report == report


def test_restricted_picture_says_why(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    with pytest.raises(ValidationError, match="varför"):
        _save(process, party, coordinator, summary="Hemligt", classification="restricted")


def test_a_party_that_left_writes_no_more_and_its_picture_stays(
    process: CollaborationProcess, coordinator: User
) -> None:
    party = ParticipantFactory(process=process)
    _save(process, party, coordinator, summary="Vår bild.")
    leave(participant=party, reason="Fick annat uppdrag.", acting_user=coordinator)

    with pytest.raises(ParticipantHasLeft, match=str(party)):
        _save(process, party, coordinator, summary="Mer.", version=1)
    assert ParticipantPicture.objects.get().summary == "Vår bild."


def test_nothing_is_written_in_what_has_ended(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    end_process(process=process, reason="Klart.", acting_user=coordinator)
    with pytest.raises(ProcessEnded):
        _save(process, party, coordinator, summary="För sent.")


def _add(
    process: CollaborationProcess, party: Participant, user: User, **fields: Any
) -> PictureProblem:
    fields = {"type": ProblemTypeFactory(), "title": "Klotter"} | fields
    return pictures.add_picture_problem(
        process=process, participant=party, acting_user=user, **fields
    )


def test_problem_makes_the_picture_and_is_added_once(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    key = uuid4()
    first = _add(process, party, coordinator, idempotency_key=key)
    assert _add(process, party, coordinator, idempotency_key=key) == first
    assert first.picture.participant == party


def test_two_writers_of_a_problem_keep_both_texts(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    problem = _add(process, party, coordinator)
    save = {"problem": problem, "version": 0, "acting_user": coordinator}
    pictures.save_picture_problem(**save, title="Klotter i tunneln")
    with pytest.raises(EditConflict) as conflict:
        pictures.save_picture_problem(**save, title="Klotter på skolan")
    assert conflict.value.current.title == "Klotter i tunneln"


def test_problem_is_deleted_unless_the_joint_picture_rests_on_it(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    kept = _add(process, party, coordinator, classification="open")
    kept.picture.classification = "open"
    kept.picture.save()
    gone = _add(process, party, coordinator, title="Fel")
    draw_in(process=process, sources=[kept], acting_user=coordinator)

    pictures.delete_picture_problem(problem=gone, acting_user=coordinator)
    with pytest.raises(ProblemInJointPicture, match="Klotter"):
        pictures.delete_picture_problem(problem=kept, acting_user=coordinator)
    assert list(PictureProblem.objects.all()) == [kept]


def test_an_earlier_cycle_is_only_read(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    old = PictureProblemFactory(picture__participant=party)
    cycle = process.cycles.get()
    cycle.ended_at = noon(process.began_on)
    cycle.save()
    ProcessCycleFactory(process=process, number=2)
    with pytest.raises(CycleEnded):
        pictures.save_picture_problem(problem=old, version=0, title="Ny", acting_user=coordinator)
