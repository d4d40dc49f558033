"""Prioritization of a cycle: the matrix, the ranking and how firm it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.models import Criterion, JointProblem, PriorityScore, ProcessCycle
from collaboration.ranking import HIGHEST, Ranking, Span, Swap, rank
from collaboration.services.priorities import weights_of

Decision = JointProblem.Decision
SWAPS_TOLD = 4


@dataclass(frozen=True)
class CriterionColumn:
    key: str
    label: str
    weight: int


@dataclass(frozen=True)
class Cell:
    """``score`` is None where nobody has judged."""

    criterion: CriterionColumn
    score: int | None
    reason: str


@dataclass(frozen=True)
class PriorityLine:
    """A problem in the matrix. ``span`` and ``points`` are None until every criterion that weighs
    anything is judged, and when the problem is knocked out.
    """

    problem: JointProblem
    cells: tuple[Cell, ...]
    points: int | None
    span: Span | None

    @property
    def is_knocked_out(self) -> bool:
        return False in (self.problem.can_influence, self.problem.has_resources)

    @property
    def knock_outs(self) -> tuple[str, ...]:
        said = (
            (self.problem.can_influence, _("Ni kan inte påverka det.")),
            (self.problem.has_resources, _("Ni har inte resurser för det.")),
        )
        return tuple(words for answer, words in said if answer is False)

    @property
    def missing(self) -> int:
        return sum(cell.score is None and cell.criterion.weight > 0 for cell in self.cells)

    @property
    def is_judged(self) -> bool:
        """On some criterion at least."""
        return any(cell.score is not None for cell in self.cells)

    @property
    def without_reason(self) -> int:
        return sum(cell.score is not None and not cell.reason for cell in self.cells)

    @property
    def is_decided(self) -> bool:
        return self.problem.decision != Decision.UNDECIDED

    @property
    def place_in_words(self) -> str:
        """For example: "Plats 2, mellan 1 och 3 om vikterna ändras"."""
        if self.span is None:
            return ""
        place = _("Plats %(place)s") % {"place": self.span.place}
        if self.span.is_firm:
            return place
        between = _("%(place)s, mellan %(best)s och %(worst)s om vikterna ändras")
        return between % {"place": place, "best": self.span.best, "worst": self.span.worst}


@dataclass(frozen=True)
class Priorities:
    """``ranked`` by place; ``unranked`` still to be judged; ``knocked_out`` last."""

    criteria: tuple[CriterionColumn, ...]
    ranked: tuple[PriorityLine, ...]
    unranked: tuple[PriorityLine, ...]
    knocked_out: tuple[PriorityLine, ...]
    most_points: int
    sensitivity: tuple[str, ...]

    @property
    def lines(self) -> tuple[PriorityLine, ...]:
        return self.ranked + self.unranked + self.knocked_out

    @property
    def number_undecided(self) -> int:
        return sum(not line.is_decided for line in self.lines)

    @property
    def number_taken_on(self) -> int:
        return sum(line.problem.decision == Decision.TAKEN_ON for line in self.lines)

    @property
    def without_reason(self) -> int:
        return sum(line.without_reason for line in self.lines)

    @property
    def next_to_judge(self) -> PriorityLine | None:
        """What is decided already waits for no judgement."""
        return next((line for line in self.unranked if not line.is_decided), None)

    @property
    def next_to_decide(self) -> PriorityLine | None:
        return next((line for line in self.lines if not line.is_decided), None)


def priorities(cycle: ProcessCycle) -> Priorities:
    """The problems × criteria with their ranking, in three queries.

    Ranked are the problems that are judged on every criterion that weighs anything and that are not
    knocked out, whatever was decided of them: what is set aside keeps its place and its reason.
    The method is that of ``collaboration.ranking``. Everything here is for every party.
    """
    weights = weights_of(cycle)
    criteria = tuple(
        CriterionColumn(key, str(label), weights[key]) for key, label in Criterion.choices
    )
    rows = JointProblem.objects.filter(cycle=cycle).standing()
    rows = rows.select_related("type", "area").prefetch_related("scores")
    lines = [_line(row, criteria) for row in rows]
    judged = [line for line in lines if not line.is_knocked_out and not line.missing]
    ranking = rank({line.problem.pk: _scores(line) for line in judged}, weights)
    ranked = sorted(
        (_ranked(line, ranking) for line in judged),
        key=lambda line: (line.span.place if line.span else 0, line.problem.pk),
    )
    return Priorities(
        criteria=criteria,
        ranked=tuple(ranked),
        unranked=tuple(line for line in lines if not line.is_knocked_out and line.missing),
        knocked_out=tuple(line for line in lines if line.is_knocked_out),
        most_points=HIGHEST * sum(weights.values()),
        sensitivity=_sensitivity(ranked, ranking),
    )


def cells_of(problem: JointProblem, criteria: Sequence[CriterionColumn]) -> tuple[Cell, ...]:
    given: dict[str, PriorityScore] = {row.criterion: row for row in problem.scores.all()}
    return tuple(
        Cell(column, row.score if row else None, row.reason if row else "")
        for column in criteria
        for row in [given.get(column.key)]
    )


def _line(problem: JointProblem, criteria: Sequence[CriterionColumn]) -> PriorityLine:
    return PriorityLine(problem, cells_of(problem, criteria), points=None, span=None)


def _scores(line: PriorityLine) -> dict[str, int]:
    return {cell.criterion.key: cell.score for cell in line.cells if cell.score is not None}


def _ranked(line: PriorityLine, ranking: Ranking) -> PriorityLine:
    pk = line.problem.pk
    return PriorityLine(line.problem, line.cells, ranking.points[pk], ranking.spans[pk])


def _sensitivity(ranked: Sequence[PriorityLine], ranking: Ranking) -> tuple[str, ...]:
    """How firm the ranking is, in sentences; empty with fewer than two ranked problems."""
    if len(ranked) < 2:
        return ()
    if ranking.is_firm:
        return (_("Rangordningen håller: inget problem byter plats när vikterna ändras ett steg."),)
    titles = {line.problem.pk: line.problem.title for line in ranked}
    moving = sum(not line.span.is_firm for line in ranked if line.span)
    said = [
        ngettext(
            "%(number)s problem byter plats när vikterna ändras ett steg. Se den placeringen som "
            "ett ungefär.",
            "%(number)s problem byter plats när vikterna ändras ett steg. Se de placeringarna som "
            "ungefärliga.",
            moving,
        )
        % {"number": moving}
    ]
    if ranked[0].span and ranked[0].span.is_firm:
        firm = _("”%(title)s” är överst hur vikterna än ändras.")
        said.append(firm % {"title": ranked[0].problem.title})
    said += [_swap(swap, titles) for swap in ranking.swaps[:SWAPS_TOLD]]
    return tuple(said)


def _swap(swap: Swap, titles: dict[int, str]) -> str:
    more = _("Om ”%(criterion)s” väger ett steg mer går ”%(up)s” före ”%(down)s”.")
    less = _("Om ”%(criterion)s” väger ett steg mindre går ”%(up)s” före ”%(down)s”.")
    return (more if swap.step > 0 else less) % {
        "criterion": Criterion(swap.criterion).label,
        "up": titles[swap.up],
        "down": titles[swap.down],
    }
