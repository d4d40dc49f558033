"""How complete the red threads of the running processes are: figures only, in one query.

The same rules as the graph (``followup.red_thread``), counted by the database so that a dashboard
does not read every process; a test holds the two together.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.utils import timezone

from collaboration.models import Cause, CollaborationProcess, JointProblem, ProcessCycle, Step
from followup.models import Measure, SmartGoal
from followup.red_thread import Completeness, Loose
from followup.selectors.rebased import is_of_merged, is_read, put_together

THREADS = "threads"
CHOSEN = object()
CYCLE = "analysis__joint_problem__cycle__"
Counts = dict[str, tuple[int, int]]
NO_IDS = Value(None, output_field=ArrayField(BigIntegerField()))
Row = tuple[int, str, int, int, list[int] | None]


@dataclass(frozen=True)
class CityThreads:
    """Figures without any title: they may stand where the processes may not be read."""

    whole: Completeness
    by_body: dict[int, Completeness]

    def of(self, body_id: int | None) -> Completeness:
        """Of the processes that the body leads; of all without a body."""
        if body_id is None:
            return self.whole
        return self.by_body.get(body_id, Completeness(0, 0, 0))


def city_threads(only: Collection[int] | None = None) -> CityThreads:
    """The running processes' completeness, together and by the body that leads. One query.

    ``only`` narrows it to some of the processes, by their ids.
    """
    by_body: dict[int, Counts] = defaultdict(dict)
    whole: Counts = {}
    for body, kind, expected, held in _with_merged(_counted(only)):
        by_body[body][kind] = (expected, held)
        before = whole.get(kind, (0, 0))
        whole[kind] = (before[0] + expected, before[1] + held)
    return CityThreads(
        _completeness(whole), {body: _completeness(counts) for body, counts in by_body.items()}
    )


def _with_merged(rows: list[Row]) -> Iterator[tuple[int, str, int, int]]:
    """The rows with the results of areas that others have gone up in. One query, if there may be
    any: to ask it of every goal would cost as much as all the rest."""
    asked = [goal for row in rows for goal in row[-1] or ()]
    found = put_together(asked, timezone.localdate()) if asked else set()
    for body, kind, expected, held, goals in rows:
        yield body, kind, expected, held + len(found.intersection(goals or ()))


def _counted(only: Collection[int] | None) -> list[Row]:
    """Leading body, kind of link, how many there should be, how many there are; and the goals
    without a reading whose area is made of former ones."""
    sql, parameters = _statement(narrowed=only is not None)
    chosen = list(only or ())
    with connection.cursor() as cursor:
        cursor.execute(sql, [chosen if each is CHOSEN else each for each in parameters])
        return list(cursor.fetchall())


@cache
def _statement(*, narrowed: bool) -> tuple[str, tuple[Any, ...]]:
    """The same for every reader and day, so that it is put together once: that takes as long as
    the database takes to answer. ``CHOSEN`` stands where the ids of the processes belong."""
    running = CollaborationProcess.objects.filter(ended_on=None)
    if narrowed:
        running = running.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [CHOSEN]))
    first, *others = _links(running)
    sql, parameters = first.union(*others, all=True).query.sql_with_params()
    return f"SELECT * FROM ({sql}) links", parameters  # noqa: S608 - nobody's text is in it


def _completeness(counts: Counts) -> Completeness:
    links = {kind: counts[kind.value] for kind in Loose if kind.value in counts}
    return Completeness(
        held=sum(held for _expected, held in links.values()),
        expected=sum(expected for expected, _held in links.values()),
        threads=counts.get(THREADS, (0, 0))[0],
        loose=tuple(
            (kind, expected - held) for kind, (expected, held) in links.items() if expected > held
        ),
    )


def _links(running: QuerySet[CollaborationProcess]) -> list[QuerySet[Any, Any]]:
    """For each kind of link and leading body: how many there should be, and are."""
    problems = JointProblem.objects.taken_on().filter(
        cycle__ended_at=None, cycle__process__in=running
    )
    causes = Cause.objects.kept().filter(analysis__joint_problem__in=problems)
    measures = Measure.objects.filter(
        Q(cause=None) | Q(cause__in=causes),
        process__in=running,
    ).exclude(state=Measure.State.STOPPED)
    goals = SmartGoal.objects.filter(
        Q(problem=None) | Q(problem__cycle__ended_at=None), process__in=running
    )
    cycles = ProcessCycle.objects.filter(ended_at=None, process__in=running)
    lead = "process__lead_body"
    kept = Cause.objects.kept().filter(analysis__joint_problem=OuterRef("pk"))
    living = Measure.objects.filter(cause=OuterRef("pk")).exclude(state=Measure.State.STOPPED)
    led_to = Measure.goals.through.objects.filter(measure=OuterRef("pk"))
    awaited = goals.exclude(indicator=None).filter(
        process__in=cycles.filter(step=Step.FOLLOW_UP).values("process")
    )
    return [
        _count(cycles, lead, THREADS, Q(pk__isnull=False)),
        _count(problems, f"cycle__{lead}", Loose.PROBLEM_WITHOUT_ANALYSIS.value, Exists(kept)),
        _count(causes, f"{CYCLE}{lead}", Loose.CAUSE_WITHOUT_MEASURE.value, Exists(living)),
        _count(measures, lead, Loose.MEASURE_WITHOUT_CAUSE.value, Q(cause__isnull=False)),
        _count(measures, lead, Loose.MEASURE_WITHOUT_GOAL.value, Exists(led_to)),
        _count(goals, lead, Loose.GOAL_WITHOUT_INDICATOR.value, Q(indicator__isnull=False)),
        _count(awaited, lead, Loose.GOAL_WITHOUT_RESULT.value, is_read(), is_of_merged()),
    ]


def _count(
    rows: QuerySet[Any], lead: str, kind: str, is_held: Any, may_be: Q | None = None
) -> QuerySet[Any, Any]:
    """``may_be`` tells which of those that are not held are asked about once more, by their ids."""
    asked = ArrayAgg("pk", filter=Q(link_held=False) & may_be) if may_be else NO_IDS
    return (
        rows.order_by()
        .annotate(link_held=_said(is_held))
        .values_list(F(lead), Value(kind))
        .annotate(expected=Count("pk"), held=Count("pk", filter=Q(link_held=True)), asked=asked)
    )


def _said(condition: Any) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())
