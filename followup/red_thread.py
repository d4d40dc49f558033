"""The red thread of a process: problem → cause → measure → goal → indicator → result.

A pure graph: it is built of plain facts (``followup.selectors.red_thread`` reads them) and asks the
database nothing.

Completeness is the share, in whole per cent rounded down, of the links that are there among those
that should be:

- each problem taken on should have a cause that the parties kept (an analysis),
- each kept cause should be met by a measure,
- each measure should have a cause (else it treats the symptom),
- each measure should lead to a goal,
- each goal should have an indicator,
- and, once the cycle has come to its follow-up, each goal with an indicator a result.

A link that is missing is a loose end, named with what it belongs to. Stopped measures, dropped
causes and problems set aside are not part of the thread. With nothing to link yet there is no
figure (None), which is not the same as 0 per cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class ProblemFact:
    id: int
    title: str


@dataclass(frozen=True)
class CauseFact:
    """A kept cause."""

    id: int
    problem_id: int
    text: str


@dataclass(frozen=True)
class MeasureFact:
    id: int
    title: str
    cause_id: int | None = None
    goal_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class GoalFact:
    """``indicator`` is its name, empty without one; ``result`` the latest reading in words."""

    id: int
    title: str
    problem_id: int | None = None
    indicator: str = ""
    result: str = ""


@dataclass(frozen=True)
class ThreadFacts:
    """One cycle. ``expects_results`` once it has come to its follow-up."""

    problems: tuple[ProblemFact, ...] = ()
    causes: tuple[CauseFact, ...] = ()
    measures: tuple[MeasureFact, ...] = ()
    goals: tuple[GoalFact, ...] = ()
    expects_results: bool = False


class Loose(Enum):
    """The kinds of loose end."""

    PROBLEM_WITHOUT_ANALYSIS = "problem_without_analysis"
    CAUSE_WITHOUT_MEASURE = "cause_without_measure"
    MEASURE_WITHOUT_CAUSE = "measure_without_cause"
    MEASURE_WITHOUT_GOAL = "measure_without_goal"
    GOAL_WITHOUT_INDICATOR = "goal_without_indicator"
    GOAL_WITHOUT_RESULT = "goal_without_result"

    @property
    def words(self) -> str:
        return {
            Loose.PROBLEM_WITHOUT_ANALYSIS: _("Problem utan färdig orsaksanalys"),
            Loose.CAUSE_WITHOUT_MEASURE: _("Orsak utan åtgärd"),
            Loose.MEASURE_WITHOUT_CAUSE: _("Åtgärd utan orsak: behandlar symtomet"),
            Loose.MEASURE_WITHOUT_GOAL: _("Åtgärd utan mål"),
            Loose.GOAL_WITHOUT_INDICATOR: _("Mål utan indikator"),
            Loose.GOAL_WITHOUT_RESULT: _("Mål utan utfall"),
        }[self]


@dataclass(frozen=True)
class Node:
    """One thing on the thread: ``kind`` is problem, cause, measure or goal, ``id`` its row's.

    A goal carries its indicator and result as texts. ``loose`` are the ends that hang from it.
    """

    kind: str
    id: int
    text: str
    loose: tuple[Loose, ...] = ()
    children: tuple["Node", ...] = ()
    indicator: str = ""
    result: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.id}"


@dataclass(frozen=True)
class LooseEnd:
    kind: Loose
    node_kind: str
    id: int
    text: str


@dataclass(frozen=True)
class RedThread:
    """``roots`` are problems, then measures without a cause and goals that nothing leads to."""

    roots: tuple[Node, ...]
    loose_ends: tuple[LooseEnd, ...]
    expected: int

    @property
    def held(self) -> int:
        return self.expected - len(self.loose_ends)

    @property
    def completeness(self) -> int | None:
        """0–100 per cent; None when there is nothing to link yet."""
        return 100 * self.held // self.expected if self.expected else None

    @property
    def by_kind(self) -> tuple[tuple[Loose, tuple[LooseEnd, ...]], ...]:
        """The loose ends by kind, in the thread's order, only kinds that there are."""
        groups = ((kind, tuple(e for e in self.loose_ends if e.kind == kind)) for kind in Loose)
        return tuple((kind, ends) for kind, ends in groups if ends)


@dataclass(frozen=True)
class Completeness:
    """Several threads together: their links counted as one."""

    held: int
    expected: int
    threads: int
    loose: tuple[tuple[Loose, int], ...] = field(default=())

    @property
    def percent(self) -> int | None:
        return 100 * self.held // self.expected if self.expected else None


def red_thread(facts: ThreadFacts) -> RedThread:
    """The graph of ``facts``, its loose ends and how complete it is."""
    ends = _loose_ends(facts)
    loose: dict[tuple[str, int], tuple[Loose, ...]] = {}
    for end in ends:
        key = (end.node_kind, end.id)
        loose[key] = (*loose.get(key, ()), end.kind)
    goals = {goal.id: _goal(goal, loose) for goal in facts.goals}
    measures = {measure.id: _measure(measure, goals, loose) for measure in facts.measures}
    return RedThread(_roots(facts, measures, goals, loose), ends, _expected(facts))


def _loose_ends(facts: ThreadFacts) -> tuple[LooseEnd, ...]:
    analysed = {cause.problem_id for cause in facts.causes}
    met = {measure.cause_id for measure in facts.measures}
    found = [
        LooseEnd(Loose.PROBLEM_WITHOUT_ANALYSIS, "problem", problem.id, problem.title)
        for problem in facts.problems
        if problem.id not in analysed
    ]
    found += [
        LooseEnd(Loose.CAUSE_WITHOUT_MEASURE, "cause", cause.id, cause.text)
        for cause in facts.causes
        if cause.id not in met
    ]
    for measure in facts.measures:
        if measure.cause_id is None:
            found.append(_end(Loose.MEASURE_WITHOUT_CAUSE, measure))
        if not measure.goal_ids:
            found.append(_end(Loose.MEASURE_WITHOUT_GOAL, measure))
    for goal in facts.goals:
        if not goal.indicator:
            found.append(LooseEnd(Loose.GOAL_WITHOUT_INDICATOR, "goal", goal.id, goal.title))
        elif facts.expects_results and not goal.result:
            found.append(LooseEnd(Loose.GOAL_WITHOUT_RESULT, "goal", goal.id, goal.title))
    return tuple(found)


def _end(kind: Loose, measure: MeasureFact) -> LooseEnd:
    return LooseEnd(kind, "measure", measure.id, measure.title)


def _expected(facts: ThreadFacts) -> int:
    results = sum(bool(goal.indicator) for goal in facts.goals) if facts.expects_results else 0
    links = len(facts.problems) + len(facts.causes) + 2 * len(facts.measures) + len(facts.goals)
    return links + results


def _goal(goal: GoalFact, loose: dict[tuple[str, int], tuple[Loose, ...]]) -> Node:
    ends = loose.get(("goal", goal.id), ())
    return Node("goal", goal.id, goal.title, ends, (), goal.indicator, goal.result)


def _measure(
    measure: MeasureFact,
    goals: dict[int, Node],
    loose: dict[tuple[str, int], tuple[Loose, ...]],
) -> Node:
    led_to = tuple(goals[goal] for goal in measure.goal_ids if goal in goals)
    return Node(
        "measure", measure.id, measure.title, loose.get(("measure", measure.id), ()), led_to
    )


def _roots(
    facts: ThreadFacts,
    measures: dict[int, Node],
    goals: dict[int, Node],
    loose: dict[tuple[str, int], tuple[Loose, ...]],
) -> tuple[Node, ...]:
    """Problems with their causes; goals that no measure leads to hang from their problem."""
    reached = {goal for measure in facts.measures for goal in measure.goal_ids}
    unreached = [goal for goal in facts.goals if goal.id not in reached]
    known = {problem.id for problem in facts.problems}
    caused = {cause.id for cause in facts.causes}
    problems = []
    for problem in facts.problems:
        causes = [
            Node(
                "cause",
                cause.id,
                cause.text,
                loose.get(("cause", cause.id), ()),
                _measures_against(cause.id, facts.measures, measures),
            )
            for cause in facts.causes
            if cause.problem_id == problem.id
        ]
        own = [goals[goal.id] for goal in unreached if goal.problem_id == problem.id]
        ends = loose.get(("problem", problem.id), ())
        problems.append(Node("problem", problem.id, problem.title, ends, (*causes, *own)))
    alone = [measures[m.id] for m in facts.measures if m.cause_id not in caused]
    other = [goals[goal.id] for goal in unreached if goal.problem_id not in known]
    return (*problems, *alone, *other)


def _measures_against(
    cause_id: int, facts: Sequence[MeasureFact], measures: dict[int, Node]
) -> tuple[Node, ...]:
    return tuple(measures[fact.id] for fact in facts if fact.cause_id == cause_id)
