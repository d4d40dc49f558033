"""What is in place in a cycle, as plain facts: the requirements of a step are judged on these.

``StepFacts`` is read once (``collaboration.selectors.step_facts``), so that no requirement asks
the database. What the process has of goals, measures and plans lives in a higher app, which
collaboration may not import: ``settings.STEP_PROVIDERS["facts"]`` names the function that answers
with ``ImplementationFacts``, and ``["content"]`` the one that tells what the step holds.
"""

from dataclasses import dataclass

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PartyFacts:
    """One active participant in one cycle."""

    id: int
    name: str
    has_decided: bool = False
    sets_aside_resources: bool = False
    has_picture: bool = False
    says_data_used: bool = False
    says_data_rejected: bool = False
    says_dialogue: bool = False
    leadership_has_read: bool = False
    is_reviewed: bool = False


@dataclass(frozen=True)
class ImplementationFacts:
    """Goals, measures and plans of a cycle. ``waiting_for`` are participants (ids) who have not
    accepted every goal; ``kept_causes`` are those that at least one measure should meet.
    """

    kept_causes: int = 0
    causes_without_measure: int = 0
    goals: int = 0
    goals_not_accepted: int = 0
    waiting_for: frozenset[int] = NOBODY
    plan_is_decided: bool = False


@dataclass(frozen=True)
class StepFacts:
    """Everything that the five steps' requirements are judged on."""

    has_need: bool = False
    has_origin: bool = False
    has_group: bool = False
    has_communication_plan: bool = False
    has_communication_lead: bool = False
    parties: tuple[PartyFacts, ...] = ()
    problems: int = 0
    undecided_problems: int = 0
    problems_taken_on: int = 0
    problems_without_kept_cause: int = 0
    untested_causes: int = 0
    implementation: ImplementationFacts = ImplementationFacts()
    has_effect: bool = False
    has_work: bool = False
    has_lessons: bool = False
    decision: str = ""
