from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboration.cause_tree import DEEPEST, SIDES, CauseTree, Place
from collaboration.exceptions import CauseTooDeep, CauseUnderItself

COUNT = 8
CAUSES = st.integers(1, COUNT)
MOVES = st.one_of(
    st.tuples(st.sampled_from(["up", "down", "indent", "outdent", "remove"]), CAUSES),
    st.tuples(st.just("put_under"), CAUSES, CAUSES),
    st.tuples(st.just("put_under"), CAUSES, st.none(), st.sampled_from(SIDES)),
)


def _flat(*sides: str) -> CauseTree:
    sides = sides or ("place",) * COUNT
    return CauseTree(Place(number, None, side, number) for number, side in enumerate(sides, 1))


def _outline(tree: CauseTree) -> list[tuple[int, int]]:
    return list(tree)


@given(st.lists(st.sampled_from(SIDES), min_size=COUNT, max_size=COUNT), st.lists(MOVES))
def test_whatever_is_moved_nothing_is_lost_or_under_itself(sides, moves) -> None:
    tree = _flat(*sides)
    left = set(range(1, COUNT + 1))
    for name, *args in moves:
        if not set(args[:2]) - {None, *SIDES} <= left:
            continue
        before = tree.places()
        try:
            getattr(tree, name)(*args)
        except (CauseUnderItself, CauseTooDeep):
            assert tree.places() == before
        if name == "remove":
            left -= {args[0]}
        outline = _outline(tree)
        assert sorted(cause for cause, _depth in outline) == sorted(left)
        assert all(depth < DEEPEST for _cause, depth in outline)
        places = tree.places()
        assert set(places) == left
        for place in places.values():
            assert place.id != place.parent
            assert place.parent is None or places[place.parent].side == place.side
        assert _outline(CauseTree(places.values())) == outline


@given(st.lists(MOVES), CAUSES)
def test_up_undoes_down_and_out_undoes_in(moves, cause) -> None:
    tree = _flat()
    for name, *args in moves:
        with suppress(CauseUnderItself, CauseTooDeep):
            if name != "remove":
                getattr(tree, name)(*args)
    before = _outline(tree)
    if tree.siblings(cause)[-1] != cause:
        tree.down(cause)
        tree.up(cause)
    if tree.siblings(cause)[0] != cause:
        with suppress(CauseTooDeep):
            tree.indent(cause)
            tree.outdent(cause)
    assert _outline(tree) == before


def test_indent_and_outdent() -> None:
    tree = _flat("place", "place", "place")
    tree.indent(1)  # nothing stands before it
    tree.indent(2)
    tree.indent(3)
    tree.indent(3)
    assert _outline(tree) == [(1, 0), (2, 1), (3, 2)]
    tree.outdent(2)
    assert _outline(tree) == [(1, 0), (2, 0), (3, 1)]
    tree.outdent(2)  # directly under the problem already
    assert _outline(tree) == [(1, 0), (2, 0), (3, 1)]


def test_a_cause_is_not_put_under_itself_or_its_own() -> None:
    tree = _flat("place", "place")
    tree.indent(2)
    for under in (1, 2):
        with pytest.raises(CauseUnderItself):
            tree.put_under(1, under)
    assert _outline(tree) == [(1, 0), (2, 1)]


def test_a_branch_comes_along_and_keeps_within_the_depth() -> None:
    tree = _flat(*["place"] * (DEEPEST + 1))
    for cause in range(2, DEEPEST + 1):
        tree.put_under(cause, cause - 1)
    with pytest.raises(CauseTooDeep):
        tree.put_under(1, DEEPEST + 1)
    tree.put_under(1, None, "offender")
    assert {tree.side(cause) for cause in range(1, DEEPEST + 1)} == {"offender"}


def test_causes_under_a_removed_one_take_its_place() -> None:
    tree = _flat("place", "place", "place", "place")
    tree.put_under(3, 2)
    tree.put_under(4, 2)
    tree.remove(2)
    assert _outline(tree) == [(1, 0), (3, 0), (4, 0)]
