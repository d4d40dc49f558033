"""The cause analysis of a problem: its five sub-steps, its causes as an outline, who may write."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from collaboration.cause_tree import SIDES, CauseTree, Place
from collaboration.models import (
    Cause,
    CauseAnalysis,
    CauseEvidence,
    CollaborationProcess,
    JointProblem,
    Participant,
    ProcessCycle,
    SubStep,
)
from collaboration.permissions import can_analyze
from collaboration.selectors.process_parties import spoken_for
from trygghet.accounts.scope import Scope

Verdict = Cause.Verdict
ANALYZES = (Participant.Role.LEADS, Participant.Role.WORKING, Participant.Role.BOTH)


@dataclass(frozen=True)
class CauseLine:
    """A cause where it stands: ``depth`` 0 is directly under the problem, ``number`` as 1.2."""

    cause: Cause
    depth: int
    number: str
    is_first: bool
    is_last: bool
    speaks_for: tuple[CauseEvidence, ...] = ()
    speaks_against: tuple[CauseEvidence, ...] = ()

    @property
    def is_indirect(self) -> bool:
        return self.depth > 0

    @property
    def is_kept_without_evidence(self) -> bool:
        return self.cause.verdict == Verdict.KEPT and not self.speaks_for


@dataclass(frozen=True)
class SideOfTriangle:
    """One side of the problem triangle with its causes, in the outline's order."""

    key: str
    label: str
    lines: tuple[CauseLine, ...]


@dataclass(frozen=True)
class AnalysisState:
    """How far the analysis of one problem has come."""

    problem: JointProblem
    analysis: CauseAnalysis | None
    causes: int = 0
    kept: int = 0
    untested: int = 0

    @property
    def done(self) -> frozenset[str]:
        """The sub-steps that hold what they should; that of measures is seen in their own app."""
        found = {
            SubStep.PREPARE: self._written("delimitation", "team"),
            SubStep.DEEPEN: self._written("what", "offender", "target", "place"),
            SubStep.IDENTIFY: self.causes > 0,
            SubStep.TEST: self.causes > 0 and not self.untested,
        }
        return frozenset(str(step) for step, is_done in found.items() if is_done)

    @property
    def next_sub_step(self) -> SubStep:
        return next(step for step in SubStep if str(step) not in self.done)

    def _written(self, *names: str) -> bool:
        return all(getattr(self.analysis, name, "").strip() for name in names)


def outline(analysis: CauseAnalysis | None) -> tuple[CauseLine, ...]:
    """Every cause in the outline's order with its evidence. Two queries, however many there are."""
    if analysis is None:
        return ()
    causes = {cause.pk: cause for cause in analysis.causes.all()}
    evidence: dict[int, list[CauseEvidence]] = {}
    for row in CauseEvidence.objects.filter(cause__analysis=analysis):
        evidence.setdefault(row.cause_id, []).append(row)
    tree = CauseTree(Place(row.pk, row.parent_id, row.side, row.order) for row in causes.values())
    numbers: Counter[str] = Counter()
    above: list[str] = []
    lines = []
    for pk, depth in tree:
        del above[depth:]
        inside = ".".join(above)
        numbers[inside] += 1
        above.append(str(numbers[inside]))
        siblings = tree.siblings(pk)
        lines.append(
            CauseLine(
                causes[pk],
                depth,
                ".".join(above),
                pk == siblings[0],
                pk == siblings[-1],
                _on(evidence.get(pk, []), CauseEvidence.Side.FOR),
                _on(evidence.get(pk, []), CauseEvidence.Side.AGAINST),
            )
        )
    return tuple(lines)


def _on(evidence: list[CauseEvidence], side: str) -> tuple[CauseEvidence, ...]:
    return tuple(row for row in evidence if row.side == side)


def by_side(lines: tuple[CauseLine, ...]) -> tuple[SideOfTriangle, ...]:
    labels = dict(Cause.Side.choices)
    return tuple(
        SideOfTriangle(
            side, str(labels[side]), tuple(line for line in lines if line.cause.side == side)
        )
        for side in SIDES
    )


def state_of(
    problem: JointProblem, analysis: CauseAnalysis | None, lines: tuple[CauseLine, ...]
) -> AnalysisState:
    verdicts = Counter(line.cause.verdict for line in lines)
    return AnalysisState(
        problem, analysis, len(lines), verdicts[Verdict.KEPT], verdicts[Verdict.UNTESTED]
    )


def analyses_context(scope: Scope, cycle: ProcessCycle) -> dict[str, Any]:
    """What step 3 shows: how far the analysis of each problem taken on has come. One query."""
    causes = "analysis__causes"
    problems = (
        JointProblem.objects.filter(cycle=cycle)
        .taken_on()
        .select_related("analysis")
        .annotate(
            number_of_causes=Count(causes),
            number_kept=Count(causes, filter=Q(analysis__causes__verdict=Verdict.KEPT)),
            number_untested=Count(causes, filter=Q(analysis__causes__verdict=Verdict.UNTESTED)),
        )
    )
    states = [
        AnalysisState(
            problem,
            getattr(problem, "analysis", None),
            problem.number_of_causes,
            problem.number_kept,
            problem.number_untested,
        )
        for problem in problems
    ]
    return {"analyses": states, "number_of_sub_steps": len(SubStep)}


def analyzes(scope: Scope, process: CollaborationProcess, cycle: ProcessCycle) -> bool:
    """Whether the reader may write in the cause analyses of the cycle. Two queries at most."""
    if cycle.ended_at:
        return False
    own = spoken_for(scope, process.pk)
    working = Participant.objects.filter(pk__in=own, role__in=ANALYZES)
    return can_analyze(scope, process, is_in_working_group=bool(own) and working.exists())
