"""What every dashboard has, whatever it is of: what was chosen, what waits, and the work."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from collaboration.models import CollaborationProcess
from followup.law import SectionState
from followup.selectors.dashboard_work import EVERYTHING, GoalStand, Narrowing, Work, work_of
from followup.selectors.obstacles import ObstacleBook, ObstacleLine, obstacle_book
from followup.selectors.red_thread_figures import CityThreads, city_threads
from followup.selectors.signals import SignalLine, signals_waiting
from followup.selectors.situation import BodyStatus, last_day_of
from programs.models import FocusArea, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.months import add_months, previous_month

T = TypeVar("T")
MONTHS_SHOWN = 12
LONG_WAIT_DAYS = 30
DECISIONS_SHOWN = 6  # of the obstacles, which wait for somebody's answer
GOALS_SHOWN = 4  # of those that slip, and of those to review
BODIES_SHOWN = 10


@dataclass(frozen=True)
class Selection:
    """What the reader asked to see; codes are those of the address."""

    month: date
    day: date
    body: ResponsibleBody | None = None
    body_kind: str = ""
    type_code: str = ""
    area_code: str = ""
    focus_area: FocusArea | None = None
    process: CollaborationProcess | None = None

    @property
    def before(self) -> date:
        return add_months(self.month, -1)

    @property
    def seen_on(self) -> date:
        """The day that waiting is counted to: the last of the month, or today for the newest."""
        newest = self.month >= previous_month(self.day)
        return self.day if newest else last_day_of(self.month)

    @property
    def seen_before(self) -> date:
        """The same day one month earlier."""
        month = add_months(self.seen_on.replace(day=1), -1)
        return min(last_day_of(month), month.replace(day=min(self.seen_on.day, 28)))

    def narrowing(self, bodies: frozenset[int] | None = None) -> Narrowing:
        """The work that it is of; ``bodies`` are those that the filters leave, None for all."""
        return Narrowing(
            bodies=bodies,
            focus_area=self.focus_area.pk if self.focus_area else None,
            process=self.process.pk if self.process else None,
        )


@dataclass(frozen=True)
class Waiting:
    """An obstacle with how long it has waited for its answer."""

    obstacle: ObstacleLine
    days: int

    @property
    def is_long(self) -> bool:
        return self.days > LONG_WAIT_DAYS


@dataclass(frozen=True)
class First(Generic[T]):
    """The first lines of many."""

    lines: tuple[T, ...]
    number: int

    @property
    def more(self) -> int:
        """How many are not among the lines."""
        return self.number - len(self.lines)


def first(lines: tuple[T, ...], most: int) -> First[T]:
    return First(lines[:most], len(lines))


@dataclass(frozen=True)
class Decisions:
    """What asks for somebody's decision. Equal ones are drawn once: see ``drawn`` in the tags."""

    waiting: First[Waiting]
    signals: tuple[SignalLine, ...]
    clocks: tuple[SectionState, ...]
    slipping: First[GoalStand]
    to_review: First[GoalStand]
    overdue: First[BodyStatus]
    vacant: tuple[BodyStatus, ...]

    @property
    def are_any(self) -> bool:
        return bool(
            self.waiting.number
            or self.signals
            or self.clocks
            or self.slipping.number
            or self.to_review.number
            or self.overdue.number
            or self.vacant
        )

    @property
    def due_on(self) -> date | None:
        """The day when the reports that are overdue should have come."""
        return self.overdue.lines[0].due_on if self.overdue.lines else None


@dataclass(frozen=True)
class Board:
    """A month as ``scope`` may see it. Each part is read when it is first asked for, and once: the
    page asks for all of them, a list behind a figure or a file for one."""

    scope: Scope
    selection: Selection

    @property
    def bodies(self) -> frozenset[int] | None:
        """The ids of the bodies that it is of; None for all."""
        return None

    @property
    def processes(self) -> tuple[int, ...] | None:
        """The ids of the processes that it is of; None for all."""
        return None

    @property
    def told_since(self) -> date:
        """The first day of the months that obstacles are told of."""
        return self.selection.before

    @property
    def clocks(self) -> tuple[SectionState, ...]:
        """The law's clocks that ring."""
        return ()

    @property
    def overdue(self) -> tuple[BodyStatus, ...]:
        """Bodies whose report has not come in time."""
        return ()

    @property
    def vacant(self) -> tuple[BodyStatus, ...]:
        """Bodies without a coordinator."""
        return ()

    @cached_property
    def narrowing(self) -> Narrowing:
        """What ``work`` and ``threads`` are of."""
        return self.selection.narrowing(self.bodies)

    @cached_property
    def obstacles(self) -> ObstacleBook:
        return obstacle_book(
            self.scope,
            since=self.told_since,
            until=self.selection.seen_on,
            bodies=self.bodies,
            processes=self.processes,
        )

    @cached_property
    def signals(self) -> tuple[SignalLine, ...]:
        return signals_waiting(self.scope, self.selection.seen_on, self.bodies, self.processes)

    @cached_property
    def threads(self) -> CityThreads:
        everything = self.narrowing == EVERYTHING
        return city_threads(None if everything else self.narrowing.process_ids())

    @cached_property
    def work(self) -> Work:
        return work_of(
            self.scope,
            self.narrowing,
            month=self.selection.month,
            day=self.selection.seen_on,
            months=MONTHS_SHOWN,
        )

    @cached_property
    def waiting(self) -> tuple[ObstacleLine, ...]:
        """Obstacles without an answer, the one that waited longest first."""
        waiting = self.obstacles.waiting_on(self.selection.seen_on)
        return tuple(sorted(waiting, key=lambda line: line.waiting_from))

    @property
    def months(self) -> tuple[date, ...]:
        """The months of the curves, the last one the month shown."""
        month = self.selection.month
        return tuple(add_months(month, back) for back in range(1 - MONTHS_SHOWN, 1))

    @property
    def longest_wait(self) -> int:
        """Days; 0 when nothing waits."""
        return self.waiting[0].days_waited(self.selection.seen_on) if self.waiting else 0

    @property
    def decisions(self) -> Decisions:
        until, work = self.selection.seen_on, self.work
        told = tuple(
            Waiting(line, line.days_waited(until)) for line in self.waiting[:DECISIONS_SHOWN]
        )
        return Decisions(
            waiting=First(told, len(self.waiting)),
            signals=self.signals,
            clocks=self.clocks,
            slipping=first(work.slipping, GOALS_SHOWN),
            to_review=first(work.to_review, GOALS_SHOWN),
            overdue=first(self.overdue, BODIES_SHOWN),
            vacant=self.vacant,
        )


@dataclass(frozen=True)
class WorkBoard(Board):
    """The dashboard of a focus area or of a process: the work, without the situation reports."""

    @cached_property
    def processes(self) -> tuple[int, ...]:
        return self.narrowing.process_ids()

    @cached_property
    def threads(self) -> CityThreads:
        return city_threads(self.processes)

    @property
    def running(self) -> int:
        return len(self.processes)
