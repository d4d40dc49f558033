"""Prioritization: how each problem stands, what counts most, and what the parties take on."""

from collections.abc import Mapping

from django.db import transaction

from collaboration.exceptions import EditConflict, ProblemKnockedOut, SetAsideReasonMissing
from collaboration.models import (
    CollaborationProcess,
    Criterion,
    CriterionWeight,
    JointProblem,
    PriorityScore,
    ProcessCycle,
)
from collaboration.services.joint_problems import locked_problem, saved
from collaboration.services.steps import locked_cycle
from trygghet.accounts.models import User

Decision = JointProblem.Decision
Scored = tuple[int | None, str]
DEFAULT_WEIGHT = 1


@transaction.atomic
def score_problem(
    *, problem: JointProblem, version: int, scores: Mapping[str, Scored], acting_user: User
) -> JointProblem:
    """Set the score (0–3, None for not judged) and its reason for each criterion in ``scores``.

    The same scores again change nothing. Raises EditConflict, ProblemAlreadyMerged, CycleEnded,
    ProcessEnded and ValidationError.
    """
    problem = locked_problem(problem)
    stored = {row.criterion: row for row in problem.scores.all()}
    changed = {
        criterion: scored
        for criterion, scored in scores.items()
        if scored != _as_scored(stored.get(criterion))
    }
    if not changed:
        return problem
    if problem.version != version:
        raise EditConflict(problem)
    for criterion, scored in changed.items():
        _score(problem, stored.get(criterion), criterion, scored)
    return saved(problem)


def _as_scored(row: PriorityScore | None) -> Scored:
    return (row.score, row.reason) if row else (None, "")


def _score(
    problem: JointProblem, row: PriorityScore | None, criterion: str, scored: Scored
) -> None:
    score, reason = scored
    if score is None:
        if row:
            row.delete()
        return
    row = row or PriorityScore(joint_problem=problem, criterion=criterion)
    row.score, row.reason = score, reason
    row.full_clean()
    row.save()


@transaction.atomic
def set_weights(
    *,
    process: CollaborationProcess,
    weights: Mapping[str, int],
    seen: Mapping[str, int],
    acting_user: User,
) -> dict[str, int]:
    """How much each criterion counts, 0 (not at all) to 5.

    ``seen`` are the weights that the person changed from: raises EditConflict (``current`` is
    the stored weights) when they are others by now. Raises ProcessEnded and ValidationError.
    """
    cycle = locked_cycle(process)
    stored = weights_of(cycle)
    if stored == weights:
        return stored
    if stored != seen:
        raise EditConflict(stored)
    rows = {row.criterion: row for row in cycle.weights.all()}
    for criterion, weight in weights.items():
        row = rows.get(criterion) or CriterionWeight(cycle=cycle, criterion=criterion)
        row.weight = weight
        row.full_clean()
        row.save()
    return weights_of(cycle)


def weights_of(cycle: ProcessCycle) -> dict[str, int]:
    """Every criterion's weight; 1 where nobody has said otherwise."""
    said = {row.criterion: row.weight for row in cycle.weights.all()}
    return {criterion: said.get(criterion, DEFAULT_WEIGHT) for criterion in Criterion.values}


@transaction.atomic
def decide(
    *,
    problem: JointProblem,
    version: int,
    decision: str,
    can_influence: bool | None,
    has_resources: bool | None,
    reason: str,
    acting_user: User,
) -> JointProblem:
    """Take the problem on, set it aside, or leave it for later.

    The program's two knock-outs: what the parties cannot influence, or have no resources for, is
    set aside. Raises SetAsideReasonMissing, ProblemKnockedOut, EditConflict, ProblemAlreadyMerged,
    CycleEnded and ProcessEnded.
    """
    problem = locked_problem(problem)
    said = (decision, can_influence, has_resources, reason.replace("\r\n", "\n").strip())
    if said == _decided(problem):
        return problem
    if problem.version != version:
        raise EditConflict(problem)
    if decision == Decision.SET_ASIDE and not said[-1]:
        raise SetAsideReasonMissing
    if decision == Decision.TAKEN_ON and False in (can_influence, has_resources):
        raise ProblemKnockedOut
    problem.decision, problem.can_influence = decision, can_influence
    problem.has_resources, problem.decision_reason = has_resources, said[-1]
    return saved(problem)


def _decided(problem: JointProblem) -> tuple[str, bool | None, bool | None, str]:
    return (
        problem.decision,
        problem.can_influence,
        problem.has_resources,
        problem.decision_reason,
    )
