"""Scores, weights and decisions: two people at once, and the two knock-outs."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from collaboration.exceptions import (
    EditConflict,
    ProblemAlreadyMerged,
    ProblemKnockedOut,
    SetAsideReasonMissing,
)
from collaboration.models import CollaborationProcess, JointProblem
from collaboration.services import priorities
from tests.factories.pictures import JointProblemFactory
from trygghet.accounts.models import User


@pytest.fixture
def problem(process: CollaborationProcess) -> JointProblem:
    return JointProblemFactory(cycle=process.cycles.get())


def _scored(problem: JointProblem) -> dict[str, tuple[int, str]]:
    return {row.criterion: (row.score, row.reason) for row in problem.scores.all()}


def test_scores_come_change_and_go(problem: JointProblem, coordinator: User) -> None:
    score = {"problem": problem, "acting_user": coordinator}
    priorities.score_problem(
        version=0, scores={"common": (3, "Dagligen"), "many": (0, "")}, **score
    )
    assert _scored(problem) == {"common": (3, "Dagligen"), "many": (0, "")}
    priorities.score_problem(
        version=1, scores={"common": (2, "I veckan"), "many": (None, "")}, **score
    )
    assert _scored(problem) == {"common": (2, "I veckan")}
    priorities.score_problem(version=0, scores={"common": (2, "I veckan")}, **score)
    with pytest.raises(EditConflict):
        priorities.score_problem(version=0, scores={"common": (1, "")}, **score)


def test_score_is_zero_to_three(problem: JointProblem, coordinator: User) -> None:
    with pytest.raises(ValidationError):
        priorities.score_problem(
            problem=problem, version=0, scores={"common": (4, "")}, acting_user=coordinator
        )


def test_weights_are_one_until_somebody_says_otherwise(
    process: CollaborationProcess, coordinator: User
) -> None:
    cycle = process.cycles.get()
    before = priorities.weights_of(cycle)
    assert set(before.values()) == {1}

    changed = before | {"influence": 5, "costs": 0}
    save = {"process": process, "seen": before, "acting_user": coordinator}
    priorities.set_weights(weights=changed, **save)
    priorities.set_weights(weights=changed, **save)
    assert priorities.weights_of(cycle) == changed
    with pytest.raises(EditConflict) as conflict:
        priorities.set_weights(weights=before | {"costs": 3}, **save)
    assert conflict.value.current == changed
    with pytest.raises(ValidationError):
        priorities.set_weights(
            process=process, weights=changed | {"many": 6}, seen=changed, acting_user=coordinator
        )


def _decide(problem: JointProblem, user: User, **said: Any) -> JointProblem:
    fields = {"can_influence": True, "has_resources": True, "reason": "", "version": 0} | said
    return priorities.decide(problem=problem, acting_user=user, **fields)


def test_problem_is_taken_on(problem: JointProblem, coordinator: User) -> None:
    _decide(problem, coordinator, decision="taken_on")
    assert JointProblem.objects.taken_on().get() == problem
    with pytest.raises(EditConflict):
        _decide(problem, coordinator, decision="undecided")


def test_what_is_set_aside_says_why(problem: JointProblem, coordinator: User) -> None:
    with pytest.raises(SetAsideReasonMissing):
        _decide(problem, coordinator, decision="set_aside", reason=" ")
    kept = _decide(problem, coordinator, decision="set_aside", reason="Regionens sak.")
    assert kept.decision_reason == "Regionens sak."


@pytest.mark.parametrize("missing", ["can_influence", "has_resources"])
def test_two_knock_outs(missing: str, problem: JointProblem, coordinator: User) -> None:
    with pytest.raises(ProblemKnockedOut):
        _decide(problem, coordinator, decision="taken_on", **{missing: False})


def test_nothing_is_decided_of_a_merged_problem(problem: JointProblem, coordinator: User) -> None:
    problem.merged_into = JointProblemFactory(cycle=problem.cycle)
    problem.save()
    with pytest.raises(ProblemAlreadyMerged):
        _decide(problem, coordinator, decision="taken_on")
