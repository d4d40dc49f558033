"""The joint picture: drawn in, merged by two at once, parted again, disagreed about."""

from collections.abc import Callable
from typing import Any

import pytest

from collaboration.exceptions import (
    EditConflict,
    MergedProblemHasAnalysis,
    NothingToMerge,
    NotInThePictures,
    ParticipantHasLeft,
    ProblemAlreadyMerged,
    ProblemInJointPicture,
    ProblemNotMerged,
    ProblemNotOpen,
)
from collaboration.models import (
    CauseAnalysis,
    CollaborationProcess,
    DissentingView,
    JointProblem,
    Participant,
)
from collaboration.services import joint_problems
from collaboration.services.participants import leave
from tests.factories.collaboration import (
    ParticipantFactory,
    ProblemFactory,
    SituationReportFactory,
)
from tests.factories.pictures import (
    JointProblemFactory,
    JointProblemSourceFactory,
    ParticipantPictureFactory,
    PictureProblemFactory,
)
from tests.factories.programs import ProblemTypeFactory
from trygghet.accounts.models import User

MakeProblem = Callable[..., JointProblem]


@pytest.fixture
def party(process: CollaborationProcess) -> Participant:
    return process.participants.get()


@pytest.fixture
def joint(process: CollaborationProcess) -> MakeProblem:
    """A problem in the joint picture, with one source."""

    def make(title: str, **fields: Any) -> JointProblem:
        problem = JointProblemFactory(cycle=process.cycles.get(), title=title, **fields)
        party = ParticipantFactory(process=process)
        JointProblemSourceFactory(joint_problem=problem, participant=party)
        return problem

    return make


def _merge(root: JointProblem, *others: JointProblem, user: User, **said: str) -> JointProblem:
    return joint_problems.merge(
        problem=root,
        others={other.pk: said.get("disagreement", "") for other in others},
        versions={row.pk: row.version for row in (root, *others)},
        acting_user=user,
    )


def test_open_problems_are_drawn_in_with_their_source(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    report = SituationReportFactory(program=process.program, body=party.body, state="approved")
    reported = ProblemFactory(report=report, title="Bråk", description="På kvällar.")
    ParticipantPictureFactory(participant=party, report=report)
    other = ParticipantFactory(process=process)
    written = PictureProblemFactory(picture__participant=other, title="Klotter")

    first, second = joint_problems.draw_in(
        process=process, sources=[reported, written], acting_user=coordinator
    )
    assert (first.title, first.description) == ("Bråk", "På kvällar.")
    assert first.sources.get().problem == reported
    assert first.sources.get().participant == party
    assert second.sources.get().picture_problem == written
    with pytest.raises(ProblemInJointPicture, match="Bråk"):
        joint_problems.draw_in(process=process, sources=[reported], acting_user=coordinator)


@pytest.mark.parametrize(
    ("of_picture", "of_problem"), [("open", "internal"), ("restricted", "open")]
)
def test_what_not_every_party_may_read_is_drawn_in_with_other_words_only(
    of_picture: str,
    of_problem: str,
    process: CollaborationProcess,
    party: Participant,
    coordinator: User,
) -> None:
    picture = ParticipantPictureFactory(participant=party, classification=of_picture)
    problem = PictureProblemFactory(picture=picture, classification=of_problem, title="Hemligt")
    with pytest.raises(ProblemNotOpen):
        joint_problems.draw_in(process=process, sources=[problem], acting_user=coordinator)

    added = joint_problems.add_joint_problem(
        process=process, source=problem, type=problem.type, title="Oro", acting_user=coordinator
    )
    assert (added.title, added.sources.get().picture_problem) == ("Oro", problem)


def test_problem_of_another_process_is_not_drawn_in(
    process: CollaborationProcess, coordinator: User
) -> None:
    with pytest.raises(NotInThePictures):
        joint_problems.draw_in(
            process=process, sources=[PictureProblemFactory()], acting_user=coordinator
        )


def test_problem_is_added_once_with_those_who_brought_it_up(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    fields = {"process": process, "acting_user": coordinator, "type": ProblemTypeFactory()}
    added = joint_problems.add_joint_problem(title="Mörkt", participants=[party], **fields)
    assert added.sources.get().participant == party
    with pytest.raises(ProblemInJointPicture):
        joint_problems.add_joint_problem(title="Mörkt", **fields)


def test_merging_keeps_every_source_and_where_they_disagree(
    joint: MakeProblem, coordinator: User
) -> None:
    root, other = joint("Bråk"), joint("Slagsmål")
    _merge(root, other, user=coordinator, disagreement="Skolan ser det på dagtid.")
    other.refresh_from_db()

    assert other.merged_into == root
    assert other.sources.get().disagreement == "Skolan ser det på dagtid."
    assert list(JointProblem.objects.standing()) == [root]

    joint_problems.unmerge(problem=other, acting_user=coordinator)
    assert set(JointProblem.objects.standing()) == {root, other}
    with pytest.raises(ProblemNotMerged):
        joint_problems.unmerge(problem=other, acting_user=coordinator)


def test_two_people_merge_the_same_problem_at_once(joint: MakeProblem, coordinator: User) -> None:
    first, second, same = joint("Bråk"), joint("Oro"), joint("Slagsmål")
    _merge(first, same, user=coordinator)
    with pytest.raises(ProblemAlreadyMerged, match="”Slagsmål” är redan sammanslaget med ”Bråk”"):
        _merge(second, same, user=coordinator)
    same.refresh_from_db()
    assert same.merged_into == first


def test_two_people_merge_into_each_other(joint: MakeProblem, coordinator: User) -> None:
    first, second = joint("Bråk"), joint("Oro")
    _merge(first, second, user=coordinator)
    with pytest.raises(ProblemAlreadyMerged):
        _merge(second, first, user=coordinator)
    assert list(JointProblem.objects.standing()) == [first]


def test_merging_needs_another_problem(joint: MakeProblem, coordinator: User) -> None:
    root = joint("Bråk")
    with pytest.raises(NothingToMerge):
        _merge(root, root, user=coordinator)


def test_a_problem_changed_since_it_was_read_is_not_merged(
    joint: MakeProblem, coordinator: User
) -> None:
    root, other = joint("Bråk"), joint("Oro")
    joint_problems.save_joint_problem(
        problem=other, version=0, title="Klotter", acting_user=coordinator
    )
    with pytest.raises(EditConflict):
        _merge(root, other, user=coordinator)


def test_a_problem_with_an_analysis_is_not_hidden_in_another(
    joint: MakeProblem, coordinator: User
) -> None:
    root, other = joint("Bråk"), joint("Oro")
    CauseAnalysis.objects.create(joint_problem=other)
    with pytest.raises(MergedProblemHasAnalysis):
        _merge(root, other, user=coordinator)
    _merge(other, root, user=coordinator)


def test_joint_words_and_disagreements_are_kept_from_both(
    joint: MakeProblem, coordinator: User
) -> None:
    problem = joint("Bråk")
    source = problem.sources.get()
    save = {"problem": problem, "version": 0, "acting_user": coordinator}
    joint_problems.save_joint_problem(**save, title="Bråk", disagreements={source.pk: "Sällan."})
    source.refresh_from_db()
    assert source.disagreement == "Sällan."
    with pytest.raises(EditConflict) as conflict:
        joint_problems.save_joint_problem(**save, title="Slagsmål")
    assert conflict.value.current.title == "Bråk"


def test_split_keeps_the_chosen_sources_with_both(joint: MakeProblem, coordinator: User) -> None:
    problem = joint("Bråk och droger")
    part = joint_problems.split(
        problem=problem,
        version=0,
        sources=list(problem.sources.all()),
        type=problem.type,
        title="Droger",
        acting_user=coordinator,
    )
    assert part.split_from == problem
    assert part.sources.get().participant == problem.sources.get().participant
    with pytest.raises(EditConflict):
        joint_problems.split(
            problem=problem, version=0, type=problem.type, title="Mer", acting_user=coordinator
        )


def test_dissent_is_kept_once_with_its_party(joint: MakeProblem, coordinator: User) -> None:
    problem = joint("Bråk")
    party = problem.sources.get().participant
    said = {"problem": problem, "participant": party, "acting_user": coordinator}
    joint_problems.add_dissent(text="Vi ser inget bråk.", **said)
    joint_problems.add_dissent(text=" Vi ser inget bråk.\r\n", **said)
    assert DissentingView.objects.get().participant == party

    leave(participant=party, reason="Slutar.", acting_user=coordinator)
    with pytest.raises(ParticipantHasLeft):
        joint_problems.add_dissent(text="En sak till.", **said)
