"""What is in place in a cycle, as plain facts: the requirements of a step are judged on these.

``StepFacts`` is read once (``collaboration.selectors.step_facts``), so that no requirement asks
the database. What the process has of goals, measures and plans lives in a higher app, which
collaboration may not import: ``settings.STEP_PROVIDERS["facts"]`` names the function that answers
with ``ImplementationFacts``, and ``["content"]`` the one that tells what the step holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Pointer:
    """The first thing that lacks something: where it is put right, and what it is, in words.

    The page is for the one who leads the process, unless it ``is_for_all`` who see the process.
    """

    url: str
    what: str = ""
    is_for_all: bool = False


@dataclass(frozen=True)
class PartyFacts:
    """One active participant in one cycle.

    ``has_confirmed`` is about its picture, in a cycle that went back to the mapping: it has been
    changed since, or the party has said that it still holds. An organization ``has_people`` when
    somebody invited takes part, and ``is_invited`` while an invitation waits for its answer.
    """

    id: int
    name: str
    has_decided: bool = False
    sets_aside_resources: bool = False
    has_picture: bool = False
    says_data_used: bool = False
    says_data_rejected: bool = False
    says_dialogue: bool = False
    leadership_has_read: bool = False
    has_confirmed: bool = True
    is_reviewed: bool = False
    has_people: bool = True
    is_invited: bool = False


@dataclass(frozen=True)
class ImplementationFacts:
    """Goals, measures and plans of a cycle.

    ``waiting_for`` are participants (ids) who have not accepted every goal, and ``party_urls``
    where each of them answers; ``kept_causes`` are those that at least one measure should meet;
    ``goals_incomplete`` are those that lack something that a SMART goal has, the parties' answers
    apart. ``pointers`` are by the requirements' keys.
    """

    kept_causes: int = 0
    causes_without_measure: int = 0
    goals: int = 0
    goals_incomplete: int = 0
    goals_not_accepted: int = 0
    waiting_for: frozenset[int] = NOBODY
    plan_is_decided: bool = False
    pointers: Mapping[str, Pointer] = field(default_factory=dict)
    party_urls: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StepFacts:
    """Everything that the five steps' requirements are judged on.

    ``was_reopened``: the process went back to the step, or past it, in this cycle;
    ``is_reopened``: and the step has not been gone through anew. ``pointers`` are by the
    requirements' keys, ``party_urls`` by the participants' ids.
    """

    has_need: bool = False
    has_origin: bool = False
    has_group: bool = False
    has_communication_plan: bool = False
    has_communication_lead: bool = False
    parties: tuple[PartyFacts, ...] = ()
    was_reopened: bool = False
    is_reopened: bool = False
    pointers: Mapping[str, Pointer] = field(default_factory=dict)
    party_urls: Mapping[int, str] = field(default_factory=dict)
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
