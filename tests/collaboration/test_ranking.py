"""The ranking against hand-made figures, and that it always tells the same."""

from hypothesis import given
from hypothesis import strategies as st

from collaboration.models import CollaborationProcess, Criterion, PriorityScore
from collaboration.ranking import Span, rank
from collaboration.selectors.priorities import priorities
from tests.factories.pictures import JointProblemFactory

ONES = {"common": 1, "many": 1}
CRITERIA = list(Criterion.values)


def test_weighted_sum_decides_and_equals_share_a_place() -> None:
    scores = {1: {"common": 3, "many": 0}, 2: {"common": 1, "many": 2}, 3: {"common": 0, "many": 1}}
    ranking = rank(scores, {"common": 2, "many": 1})
    assert dict(ranking.points) == {1: 6, 2: 4, 3: 1}
    assert [ranking.spans[pk].place for pk in (1, 2, 3)] == [1, 2, 3]
    assert [rank(scores, ONES).spans[pk].place for pk in (1, 2, 3)] == [1, 1, 3]


def test_swap_names_the_weight_that_turns_two_around() -> None:
    scores = {1: {"common": 3, "many": 0}, 2: {"common": 0, "many": 3}}
    ranking = rank(scores, {"common": 3, "many": 2})
    assert ranking.spans == {1: Span(1, 1, 2), 2: Span(2, 1, 2)}
    assert not ranking.is_firm
    assert not ranking.swaps  # one step makes them equal, not turned around
    (swap, *_more) = rank(
        {1: {"common": 3, "many": 0}, 2: {"common": 1, "many": 3}}, {"common": 2, "many": 1}
    ).swaps
    assert (swap.criterion, swap.step, swap.up, swap.down) == ("common", -1, 2, 1)


def test_a_problem_that_is_worst_in_everything_is_firmly_last() -> None:
    ranking = rank(
        {1: {"common": 3, "many": 3}, 2: {"common": 1, "many": 0}}, {"common": 2, "many": 3}
    )
    assert ranking.is_firm


def test_a_criterion_that_does_not_count_is_never_tried() -> None:
    scores = {1: {"common": 2}, 2: {"common": 1}}
    assert rank(scores, {"common": 2, "many": 0}).is_firm


@given(
    scores=st.dictionaries(
        st.integers(1, 50),
        st.fixed_dictionaries({name: st.integers(0, 3) for name in CRITERIA}),
        min_size=1,
        max_size=6,
    ),
    weights=st.fixed_dictionaries({name: st.integers(0, 5) for name in CRITERIA}),
)
def test_ranking_is_the_same_each_time_and_holds_together(
    scores: dict[int, dict[str, int]], weights: dict[str, int]
) -> None:
    ranking = rank(scores, weights)
    assert ranking == rank(scores, weights)
    for pk, span in ranking.spans.items():
        assert 1 <= span.best <= span.place <= span.worst <= len(scores)
        above = sum(points > ranking.points[pk] for points in ranking.points.values())
        assert span.place == above + 1


def test_only_what_is_judged_and_not_knocked_out_is_ranked(process: CollaborationProcess) -> None:
    cycle = process.cycles.get()
    judged, half, out = (JointProblemFactory(cycle=cycle) for _number in range(3))
    for problem in (judged, out):
        PriorityScore.objects.bulk_create(
            PriorityScore(joint_problem=problem, criterion=key, score=2) for key in CRITERIA
        )
    PriorityScore.objects.create(joint_problem=half, criterion="common", score=3)
    out.can_influence = False
    out.save()
    JointProblemFactory(cycle=cycle, merged_into=judged)

    found = priorities(cycle)
    assert [line.problem for line in found.ranked] == [judged]
    assert (found.ranked[0].points, found.most_points) == (16, 24)
    assert [(line.problem, line.missing) for line in found.unranked] == [(half, 7)]
    assert [line.problem for line in found.knocked_out] == [out]
    assert found.sensitivity == ()


def test_what_is_set_aside_is_not_the_next_to_judge(process: CollaborationProcess) -> None:
    cycle = process.cycles.get()
    aside, open_one = (JointProblemFactory(cycle=cycle, title=name) for name in ("Bråk", "Klotter"))
    assert [line.problem for line in priorities(cycle).unranked] == [aside, open_one]
    aside.decision = "set_aside"
    aside.decision_reason = "Ryms i nämndens vanliga arbete."
    aside.save()
    following = priorities(cycle).next_to_judge
    assert following is not None
    assert following.problem == open_one


def test_sensitivity_is_told_in_words(process: CollaborationProcess) -> None:
    cycle = process.cycles.get()
    often, many = (JointProblemFactory(cycle=cycle, title=name) for name in ("Bråk", "Klotter"))
    for problem, high in ((often, {"common": 3}), (many, {"many": 2})):
        PriorityScore.objects.bulk_create(
            PriorityScore(joint_problem=problem, criterion=key, score=high.get(key, 0))
            for key in CRITERIA
        )
    said = " ".join(priorities(cycle).sensitivity)
    assert "2 problem byter plats när vikterna ändras ett steg." in said
    assert "Om ”Hur vanligt det är” väger ett steg mindre går ”Klotter” före ”Bråk”." in said
