"""The cause analysis of a problem taken on: begun by the first thing written in it."""

from typing import Any

from django.db import transaction

from collaboration.exceptions import CycleEnded, ProblemNotTakenOn
from collaboration.models import CauseAnalysis, CollaborationProcess, JointProblem, SubStep
from collaboration.services.merging import merge, write
from collaboration.services.steps import locked_cycle
from trygghet.accounts.models import User

# What is written in each sub-step; in the others the causes are worked with.
TEXTS = {
    SubStep.PREPARE: ("delimitation", "team", "due_on", "data_available"),
    SubStep.DEEPEN: (
        "what",
        "where",
        "when",
        "how",
        "exposed",
        "chain_of_events",
        "offender",
        "handler",
        "target",
        "guardian",
        "place",
        "manager",
    ),
}


@transaction.atomic
def save_texts(
    *, problem: JointProblem, sub_step: str, version: int, acting_user: User, **texts: Any
) -> CauseAnalysis:
    """Save the texts of one sub-step. The same texts saved again change nothing.

    Raises TextsClash when somebody saved other texts in the same fields since ``version``, and
    what ``begun`` raises.
    """
    analysis = begun(problem)
    sent = {name: texts[name] for name in TEXTS[SubStep(sub_step)]}
    write(analysis, merge(analysis, version, sent))
    return analysis


def begun(problem: JointProblem) -> CauseAnalysis:
    """The problem's analysis, made if there is none; the cycle is held until all is written.

    Raises ProcessEnded, CycleEnded and ProblemNotTakenOn.
    """
    process = CollaborationProcess.objects.get(cycles=problem.cycle_id)
    cycle = locked_cycle(process)
    if problem.cycle_id != cycle.pk:
        raise CycleEnded
    found = JointProblem.objects.taken_on().filter(pk=problem.pk).first()
    if found is None:
        raise ProblemNotTakenOn
    return CauseAnalysis.objects.get_or_create(joint_problem=found)[0]
