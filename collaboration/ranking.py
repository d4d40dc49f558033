"""Ranks problems by weighted scores, and tells how much the ranking rests on the weights.

A problem's points are the sum over the criteria of weight × score (weights 0–5, scores 0–3): a
simple additive weighting. Problems with the same points share a place (1, 2, 2, 4).

The ranking is then tried with other reasonable weights: each weight one step up and one step down
by itself (within 0–5), and ``DRAWS`` times with every weight at random one step down, as it is, or
one step up. The draws are seeded, so that the same scores always tell the same.

Sources: Brå, "Prioritera mellan problemen" (the matrix and its criteria); Triantaphyllou, Sánchez
(1997), "A sensitivity analysis approach for some deterministic multi-criteria decision-making
methods", Decision Sciences 28(1) (weights changed one at a time). Seeded draws are our own choice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

HEAVIEST = 5
HIGHEST = 3
DRAWS = 200
SEED = 20_260_101

Weights = Mapping[str, int]
Scores = Mapping[str, int]


@dataclass(frozen=True)
class Span:
    """The places of a problem: with the weights as they are, at best and at worst with others."""

    place: int
    best: int
    worst: int

    @property
    def is_firm(self) -> bool:
        return self.best == self.worst


@dataclass(frozen=True)
class Swap:
    """With ``criterion`` weighing ``step`` (1 or -1) more, ``up`` passes ``down``."""

    criterion: str
    step: int
    up: int
    down: int


@dataclass(frozen=True)
class Ranking:
    """``points`` and ``spans`` by problem; ``swaps`` between problems beside each other."""

    points: Mapping[int, int]
    spans: Mapping[int, Span]
    swaps: tuple[Swap, ...]

    @property
    def is_firm(self) -> bool:
        return all(span.is_firm for span in self.spans.values())


def points_of(scores: Scores, weights: Weights) -> int:
    return sum(weight * scores[criterion] for criterion, weight in weights.items() if weight)


def rank(scores: Mapping[int, Scores], weights: Weights) -> Ranking:
    """``scores`` hold, for each problem, every criterion that weighs anything."""
    points = {problem: points_of(given, weights) for problem, given in scores.items()}
    places = _places(points)
    tried = [_places(_points(scores, other)) for other in _other_weights(weights)]
    spans = {
        problem: Span(
            place,
            min([place, *(other[problem] for other in tried)]),
            max([place, *(other[problem] for other in tried)]),
        )
        for problem, place in places.items()
    }
    return Ranking(points, spans, tuple(_swaps(scores, weights, points)))


def _points(scores: Mapping[int, Scores], weights: Weights) -> dict[int, int]:
    return {
        problem: sum(weight * given.get(name, 0) for name, weight in weights.items())
        for problem, given in scores.items()
    }


def _places(points: Mapping[int, int]) -> dict[int, int]:
    ordered = sorted(points.values(), reverse=True)
    first = {}
    for place, number in enumerate(ordered, start=1):
        first.setdefault(number, place)
    return {problem: first[number] for problem, number in points.items()}


def _other_weights(weights: Weights) -> Iterable[dict[str, int]]:
    """Weights that nobody would find unreasonable; a criterion that does not count stays out."""
    counted = [name for name, weight in weights.items() if weight]
    for name in counted:
        for step in (-1, 1):
            yield {**weights, name: _stepped(weights[name], step)}
    chance = Random(SEED)  # noqa: S311  draws to try a ranking with, nothing secret
    for _draw in range(DRAWS):
        yield {
            **weights,
            **{name: _stepped(weights[name], chance.choice((-1, 0, 1))) for name in counted},
        }


def _stepped(weight: int, step: int) -> int:
    return min(max(weight + step, 0), HEAVIEST)


def _swaps(
    scores: Mapping[int, Scores], weights: Weights, points: Mapping[int, int]
) -> Iterable[Swap]:
    """Neighbours that change places when a single weight goes one step."""
    order = sorted(points, key=lambda problem: (-points[problem], problem))
    for criterion in (name for name, weight in weights.items() if weight):
        for step in (1, -1):
            if _stepped(weights[criterion], step) == weights[criterion]:
                continue
            yield from _passing(scores, points, order, criterion, step)


def _passing(
    scores: Mapping[int, Scores],
    points: Mapping[int, int],
    order: Sequence[int],
    criterion: str,
    step: int,
) -> Iterable[Swap]:
    for above, below in zip(order, order[1:], strict=False):
        lead = points[above] - points[below]
        change = step * (scores[above][criterion] - scores[below][criterion])
        if lead > 0 and lead + change < 0:
            yield Swap(criterion, step, up=below, down=above)
