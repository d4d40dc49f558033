"""The month's situation on one page, for the city or for one body: everything the page shows.

The number of queries is the same whatever the size: see ``tests/followup/test_dashboard.py``.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from followup.charts import Chart
from followup.selectors.board import LONG_WAIT_DAYS, MONTHS_SHOWN, Board, Selection
from followup.selectors.dashboard_work import work_of
from followup.selectors.law_clocks import law_clocks
from followup.selectors.obstacles import ObstacleBook, obstacle_book
from followup.selectors.places import Places, places_on
from followup.selectors.problems import (
    ProblemFilter,
    ProblemPicture,
    SeriesPoint,
    problem_picture,
    problem_series,
)
from followup.selectors.red_thread_figures import city_threads
from followup.selectors.signals import signals_waiting
from followup.selectors.situation import (
    BodyStatus,
    MonthStatus,
    Withheld,
    asked_bodies,
    last_day_of,
    status_history,
    withheld_count,
)
from followup.situation_charts import (
    area_chart,
    area_map,
    development_chart,
    problem_series_chart,
    report_series_chart,
    subject_of,
    type_chart,
)
from programs.maps import AreaShape, area_shapes
from programs.models import Area, Program
from trygghet.accounts.scope import Scope
from trygghet.months import month_name

ROWS_SHOWN = 10  # of each list, until the reader asks for all


@dataclass(frozen=True)
class BodyRow:
    """One body's month in one row; figures are None where there is nothing to count on."""

    status: BodyStatus
    problems: int | None
    increasing: int | None
    obstacles: int
    longest_wait: int
    seen_on: date

    @property
    def days_late(self) -> int:
        """How long a report that has not come has been waited for."""
        return (self.seen_on - self.status.due_on).days if self.status.is_overdue else 0

    @property
    def weight(self) -> int:
        """How much the body needs attention; zero when nothing does."""
        return (
            8 * self.status.is_overdue
            + 4 * (self.longest_wait > LONG_WAIT_DAYS)
            + 4 * (not self.status.has_coordinator)
            + 2 * bool(self.obstacles)
            + self.status.is_late
        )


@dataclass(frozen=True)
class MonthRow:
    """One body's month in one row; without ``status`` it was not asked."""

    month: date
    status: BodyStatus | None
    point: SeriesPoint

    @property
    def name(self) -> str:
        return month_name(self.month)


@dataclass(frozen=True)
class Dashboard(Board):
    """The month of the city or of one body: the situation reports, and the work."""

    history: tuple[MonthStatus, ...]
    picture: ProblemPicture
    series: tuple[SeriesPoint, ...]
    only: ProblemFilter
    withheld: Withheld
    places: Places
    shapes: tuple[AreaShape, ...]

    @property
    def month(self) -> MonthStatus:
        return self.history[-1]

    @property
    def previous(self) -> MonthStatus:
        return self.history[-2]

    @cached_property
    def overdue(self) -> tuple[BodyStatus, ...]:
        return tuple(body for body in self.month.bodies if body.is_overdue)

    @cached_property
    def vacant(self) -> tuple[BodyStatus, ...]:
        return tuple(body for body in self.month.bodies if not body.has_coordinator)

    @property
    def needs_decision(self) -> bool:
        return bool(super().needs_decision or self.overdue or self.vacant)

    @property
    def overdue_shown(self) -> tuple[BodyStatus, ...]:
        return self.overdue[:ROWS_SHOWN]

    @property
    def overdue_more(self) -> int:
        return max(len(self.overdue) - ROWS_SHOWN, 0)

    @property
    def month_rows(self) -> tuple[MonthRow, ...]:
        """The months of one body, the newest first."""
        months = zip(self.history[1:], self.series, strict=True)
        rows = (
            MonthRow(month.month, next(iter(month.bodies), None), point) for month, point in months
        )
        return tuple(reversed(tuple(rows)))

    @cached_property
    def rows(self) -> tuple[BodyRow, ...]:
        """Every body, the one that most needs attention first, then by name."""
        waits = Counter(line.body_id for line in self.waiting)
        longest = {
            line.body_id: line.days_waited(self.selection.seen_on)
            for line in reversed(self.waiting)
        }
        rows = (self._row(body, waits, longest) for body in self.month.bodies)
        return tuple(sorted(rows, key=lambda row: -row.weight))

    def _row(self, body: BodyStatus, waits: Counter[int], longest: dict[int, int]) -> BodyRow:
        counted = body.report_id in self.month.report_ids
        pk = body.body_id
        return BodyRow(
            body,
            self.picture.by_body.get(pk, 0) if counted else None,
            self.picture.increasing_by_body.get(pk, 0) if counted else None,
            waits[pk],
            longest.get(pk, 0),
            self.selection.seen_on,
        )

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """In reading order; those that need areas only where there are any."""
        subject = subject_of(self.month)
        by_place: list[Chart] = []
        if self.picture.by_area:
            by_place.append(area_chart(self.picture, subject))
        if self.shapes:
            by_place.append(area_map(self.picture, self.shapes, subject))
        return (
            type_chart(self.picture, subject),
            *by_place,
            development_chart(self.picture, subject),
            problem_series_chart(self.series, subject),
            report_series_chart(self.history[1:], subject),
        )

    def chart(self, name: str) -> Chart | None:
        return next((chart for chart in self.charts if chart.name == name), None)


def dashboard(scope: Scope, selection: Selection) -> Dashboard | None:
    """The dashboard of ``selection`` as ``scope`` may see it; None when no program is in force."""
    program = Program.objects.current(selection.month)
    if program is None:
        return None
    every = _history(scope, program, selection)
    places = _places(selection)
    shown, only = _narrowed(every, places, selection)
    bodies = _narrowed_bodies(shown, selection)
    narrowing = selection.narrowing(bodies)
    return Dashboard(
        selection=selection,
        narrowing=narrowing,
        history=shown,
        picture=problem_picture(scope, every[-1], every[-2], places, only),
        series=problem_series(scope, every[1:], only),
        only=only,
        obstacles=_obstacles(scope, shown, selection),
        signals=signals_waiting(scope, selection.seen_on, bodies),
        withheld=withheld_count(scope, every[-1]),
        places=places,
        shapes=_shapes(places, selection),
        threads=city_threads(None if bodies is None else narrowing.process_ids()),
        work=work_of(scope, narrowing, month=selection.month, day=selection.seen_on),
        clocks=law_clocks(scope, selection.seen_on) if bodies is None else (),
    )


def _history(scope: Scope, program: Program, selection: Selection) -> tuple[MonthStatus, ...]:
    """The month, the one before it, and as many more as the curves show."""
    months = MONTHS_SHOWN + 1
    bodies = asked_bodies(selection.month, months=months, day=selection.day)
    if selection.body:
        bodies = tuple(body for body in bodies if body.pk == selection.body.pk)
    if selection.body_kind:
        bodies = tuple(body for body in bodies if body.kind == selection.body_kind)
    return status_history(scope, program, selection.month, bodies, months=months, day=selection.day)


def _narrowed(
    history: Sequence[MonthStatus], places: Places, selection: Selection
) -> tuple[tuple[MonthStatus, ...], ProblemFilter]:
    """The area's bodies by month, and the filter for problems there, whoever tells of them."""
    place = next((p for p in places.places if p.code == selection.area_code), None)
    if place is None:
        return tuple(history), ProblemFilter(selection.type_code)
    inside = places.inside(place.area_id)
    of_area = [body.body_id for month in history for body in month.bodies if body.area_id in inside]
    kept = tuple(month.only(*of_area) for month in history)
    return kept, ProblemFilter(selection.type_code, inside)


def _places(selection: Selection) -> Places:
    """The level that problems are summed up to: districts, or the neighborhoods of one."""
    if selection.body is None:
        return places_on(last_day_of(selection.month))
    if selection.body.area_id is None:
        return Places(Area.Kind.DISTRICT, (), {})
    return places_on(
        last_day_of(selection.month),
        level=Area.Kind.NEIGHBORHOOD,
        within=selection.body.area_id,
    )


def _obstacles(scope: Scope, history: Sequence[MonthStatus], selection: Selection) -> ObstacleBook:
    bodies = _narrowed_bodies(history, selection)
    return obstacle_book(scope, since=history[0].month, until=selection.seen_on, bodies=bodies)


def _narrowed_bodies(history: Sequence[MonthStatus], selection: Selection) -> frozenset[int] | None:
    """The bodies that the reader chose, or None for all of them."""
    if selection.body:
        return frozenset([selection.body.pk])
    narrowed = selection.body_kind or selection.area_code
    return frozenset(body.body_id for body in history[-1].bodies) if narrowed else None


def _shapes(places: Places, selection: Selection) -> tuple[AreaShape, ...]:
    wanted = {place.area_id for place in places.places}
    if not wanted:
        return ()
    shapes = area_shapes(Area.Kind(places.level), last_day_of(selection.month))
    return tuple(shape for shape in shapes if shape.area_id in wanted)
