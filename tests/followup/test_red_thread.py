"""The red thread as a graph: what it joins, what hangs loose, and how complete it is."""

from collections.abc import Iterable
from datetime import date
from xml.etree import ElementTree

import pytest

from followup.red_thread import (
    CauseFact,
    Completeness,
    GoalFact,
    Loose,
    MeasureFact,
    ProblemFact,
    RedThread,
    ThreadFacts,
    red_thread,
)
from followup.red_thread_drawing import draw, in_words
from followup.selectors.red_thread import open_cycles, thread_of, threads_of
from followup.selectors.red_thread_figures import city_threads
from tests.factories.followup import (
    CauseFactory,
    GoalFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
    JointProblemFactory,
    MeasureFactory,
)
from tests.factories.programs import AreaFactory

PROBLEM = ProblemFact(1, "Rån mot unga")
CAUSE = CauseFact(2, 1, "Mörk gångväg")
MEASURE = MeasureFact(3, "Tänd gångvägen", cause_id=2, goal_ids=(4,))
GOAL = GoalFact(4, "Hälften så många rån", 1, indicator="Anmälda rån", result="12 i oktober")
WHOLE = ThreadFacts((PROBLEM,), (CAUSE,), (MEASURE,), (GOAL,), expects_results=True)


def kinds(thread) -> list[Loose]:
    return [end.kind for end in thread.loose_ends]


def test_whole_thread_has_no_loose_ends():
    thread = red_thread(WHOLE)
    assert (thread.completeness, thread.loose_ends) == (100, ())
    problem = thread.roots[0]
    assert problem.children[0].children[0].children[0].indicator == "Anmälda rån"
    assert thread.expected == 6


def test_nothing_yet_is_no_figure_and_not_zero():
    assert red_thread(ThreadFacts()).completeness is None
    assert red_thread(ThreadFacts(problems=(PROBLEM,))).completeness == 0


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ThreadFacts(problems=(PROBLEM,)), [Loose.PROBLEM_WITHOUT_ANALYSIS]),
        (ThreadFacts((PROBLEM,), (CAUSE,)), [Loose.CAUSE_WITHOUT_MEASURE]),
        (
            ThreadFacts(measures=(MeasureFact(3, "Fler vakter"),)),
            [Loose.MEASURE_WITHOUT_CAUSE, Loose.MEASURE_WITHOUT_GOAL],
        ),
        (ThreadFacts(goals=(GoalFact(4, "Tryggare"),)), [Loose.GOAL_WITHOUT_INDICATOR]),
        (ThreadFacts(goals=(GoalFact(4, "Tryggare", indicator="Rån"),)), []),
        (
            ThreadFacts(goals=(GoalFact(4, "T", indicator="Rån"),), expects_results=True),
            [Loose.GOAL_WITHOUT_RESULT],
        ),
    ],
)
def test_every_loose_end_is_named(facts, expected):
    thread = red_thread(facts)
    assert kinds(thread) == expected
    assert thread.held + len(expected) == thread.expected


def completeness_of(threads: Iterable[RedThread]) -> Completeness:
    """What the database is to count, told by the graphs."""
    threads = list(threads)
    ends = [end.kind for thread in threads for end in thread.loose_ends]
    return Completeness(
        sum(thread.held for thread in threads),
        sum(thread.expected for thread in threads),
        len(threads),
        tuple((kind, ends.count(kind)) for kind in Loose if kind in ends),
    )


def test_threads_together_count_their_links_as_one():
    together = completeness_of([red_thread(WHOLE), red_thread(ThreadFacts((PROBLEM,)))])
    assert (together.held, together.expected, together.percent) == (6, 7, 85)
    assert together.loose == ((Loose.PROBLEM_WITHOUT_ANALYSIS, 1),)
    assert completeness_of([]).percent is None


def test_measure_without_cause_and_goal_without_measure_are_still_shown():
    loose = MeasureFact(9, "Fler vakter", goal_ids=(4,))
    other = GoalFact(8, "Trivsel")
    thread = red_thread(ThreadFacts((PROBLEM,), (CAUSE,), (loose,), (GOAL, other)))
    assert [root.key for root in thread.roots] == ["problem-1", "measure-9", "goal-8"]


def test_picture_is_the_same_each_time_named_and_escaped():
    hostile = ProblemFact(1, '<script>alert("x")</script> & annat som är långt ' * 4)
    thread = red_thread(ThreadFacts((hostile,), (CAUSE,), (MEASURE,), (GOAL,)))
    picture = draw(thread)
    assert picture == draw(thread)
    assert "<script" not in picture
    assert "style=" not in picture
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own
    assert root.attrib["role"] == "img"
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert in_words(thread) in picture


def _whole_process():
    goal = GoalFactory()
    cause = CauseFactory(problem=goal.problem)
    measure = MeasureFactory(process=goal.process, cause=cause)
    measure.goals.add(goal)
    IndicatorReadingFactory(indicator=goal.indicator, body=goal.body)
    return goal.process


@pytest.mark.django_db
def test_read_from_the_database_whole():
    thread = thread_of(_whole_process().cycles.get())
    assert thread.completeness == 100
    assert thread.roots[0].children[0].children[0].children[0].result == (
        "12 anmälningar, september 2026"
    )


@pytest.mark.django_db
def test_stopped_measures_set_aside_problems_and_dropped_causes_are_not_on_it():
    process = _whole_process()
    JointProblemFactory(process=process, decision="set_aside", decision_reason="Kan inte påverkas")
    problem = process.cycles.get().joint_problems.first()
    CauseFactory(problem=problem, verdict="dropped")
    MeasureFactory(process=process, state="stopped", state_reason="Gav ingen effekt")
    assert thread_of(process.cycles.get()).completeness == 100
    MeasureFactory(process=process)
    assert kinds(thread_of(process.cycles.get())) == [
        Loose.MEASURE_WITHOUT_CAUSE,
        Loose.MEASURE_WITHOUT_GOAL,
    ]


@pytest.mark.django_db
def test_many_threads_take_as_many_queries_as_one(django_assert_num_queries):
    _whole_process()
    cycles = list(open_cycles())
    with django_assert_num_queries(7):
        threads_of(cycles)
    _whole_process()
    _whole_process()
    cycles = list(open_cycles())
    with django_assert_num_queries(7):
        assert len(threads_of(cycles)) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["implementation", "follow_up"])
def test_counted_figures_are_those_of_the_graph(step, django_assert_num_queries):
    for _each in range(2):
        process = _whole_process()
        MeasureFactory(process=process)
        MeasureFactory(process=process, state="stopped", state_reason="Gav inget")
        CauseFactory(problem=JointProblemFactory(process=process))
        CauseFactory(problem=JointProblemFactory(process=process), verdict="dropped")
        GoalFactory(process=process, indicator=None)
        GoalFactory(process=process)
        GoalFactory(process=process, problem=None)
        process.cycles.update(step=step)
    with django_assert_num_queries(1):
        counted = city_threads()
    threads = threads_of(list(open_cycles()))
    assert counted.whole == completeness_of(threads.values())
    [own] = [threads[cycle.pk] for cycle in open_cycles().filter(process=process)]
    assert counted.of(process.lead_body_id) == completeness_of([own])


@pytest.mark.django_db
def test_city_and_its_bodies():
    process = _whole_process()
    MeasureFactory(process=_whole_process())
    figures = city_threads()
    assert figures.of(process.lead_body_id).percent == 100
    assert figures.of(None).percent == 83
    assert figures.of(0).percent is None
    process.ended_on = process.began_on
    process.save()
    assert city_threads().whole.threads == 1


MERGED = date(2023, 7, 1)
THEN, LATER = date(2022, 1, 1), date(2024, 1, 1)


def _followed_up(kind="count"):
    """A goal whose body's area was made of North and South, which was made of two."""
    goal = GoalFactory(indicator=IndicatorFactory(kind=kind))
    whole = AreaFactory(name="Hela", valid_from=MERGED)
    north, south = (
        AreaFactory(valid_from=date(2020, 1, 1), valid_to=date(2023, 6, 30), successor=whole)
        for _each in range(2)
    )
    AreaFactory(valid_to=date(2019, 12, 31), successor=south)
    goal.body.area = whole
    goal.body.save()
    goal.process.cycles.update(step="follow_up")
    return goal, {"north": north, "south": south, "whole": whole}


def _read(goal, areas, where, period, value=10, **parts):
    IndicatorReadingFactory(
        indicator=goal.indicator, body=None, area=areas[where], period=period, value=value, **parts
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "read", "has_result"),
    [
        ("count", [], False),
        ("count", [("north", THEN)], False),
        ("count", [("north", THEN), ("south", THEN)], True),
        ("count", [("north", THEN), ("south", date(2022, 2, 1))], False),
        ("count", [("north", THEN), ("south", THEN, None)], False),
        ("count", [("north", LATER), ("south", LATER)], False),  # they were gone by then
        ("count", [("north", THEN), ("south", THEN), ("whole", THEN, None)], False),
        ("count", [("north", date(2019, 1, 1))], False),  # the South was two areas then
        ("count", [("whole", LATER)], True),
        ("share", [("north", THEN), ("south", THEN)], False),  # means of means are none
    ],
)
def test_the_figures_and_the_thread_count_what_areas_that_merged_had(kind, read, has_result):
    goal, areas = _followed_up(kind)
    for line in read:
        _read(goal, areas, *line)
    thread = thread_of(goal.process.cycles.get())
    assert (Loose.GOAL_WITHOUT_RESULT not in kinds(thread)) is has_result
    assert city_threads().whole == completeness_of([thread])
    assert city_threads().of(goal.process.lead_body_id) == completeness_of([thread])


@pytest.mark.django_db
def test_shares_of_merged_areas_have_a_result_by_their_parts():
    goal, areas = _followed_up("share")
    for where in ("north", "south"):
        _read(goal, areas, where, THEN, numerator=1, denominator=10)
    assert Loose.GOAL_WITHOUT_RESULT not in kinds(thread_of(goal.process.cycles.get()))
    assert not dict(city_threads().whole.loose).get(Loose.GOAL_WITHOUT_RESULT)


@pytest.mark.django_db
def test_a_place_of_the_process_that_was_made_of_others_counts_too():
    goal, areas = _followed_up()
    goal.process.areas.add(areas["whole"])
    goal.body.area = None
    goal.body.save()
    for where in ("north", "south"):
        _read(goal, areas, where, THEN)
    assert not dict(city_threads().whole.loose).get(Loose.GOAL_WITHOUT_RESULT)


@pytest.mark.django_db
def test_merged_areas_take_one_more_query_however_many(django_assert_num_queries):
    _followed_up()
    with django_assert_num_queries(2):
        city_threads()
    goal, areas = _followed_up()
    for where in ("north", "south"):
        _read(goal, areas, where, THEN)
    _followed_up()
    with django_assert_num_queries(2):
        city_threads()
