"""The month's situation on one page, for the city or for one body: everything the page shows.

The number of queries is the same whatever the size: see ``tests/followup/test_dashboard.py``.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from followup.charts import Chart
from followup.law import SectionState
from followup.selectors.board import LONG_WAIT_DAYS, MONTHS_SHOWN, Board, Selection
from followup.selectors.law_clocks import law_clocks
from followup.selectors.places import Places, places_on
from followup.selectors.problems import (
    ProblemFilter,
    ProblemPicture,
    SeriesPoint,
    problem_picture,
    problem_series,
)
from followup.selectors.situation import (
    BodyStatus,
    MonthStatus,
    Withheld,
    asked_bodies,
    last_day_of,
    status_history,
    withheld_count,
)
from followup.situation_charts import situation_charts
from programs.maps import AreaShape, area_shapes
from programs.models import Area, Program
from trygghet.accounts.scope import Scope
from trygghet.months import add_months, month_name

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

    program: Program

    @cached_property
    def reported(self) -> tuple[MonthStatus, ...]:
        """The month, the one before it, and as many more as the curves show."""
        chosen, months = self.selection, MONTHS_SHOWN + 1
        bodies = asked_bodies(chosen.month, months=months, day=chosen.day)
        if chosen.body:
            bodies = tuple(body for body in bodies if body.pk == chosen.body.pk)
        if chosen.body_kind:
            bodies = tuple(body for body in bodies if body.kind == chosen.body_kind)
        return status_history(
            self.scope, self.program, chosen.month, bodies, months=months, day=chosen.day
        )

    @cached_property
    def places(self) -> Places:
        """The level that problems are summed up to: districts, or the neighborhoods of one."""
        body, last_day = self.selection.body, last_day_of(self.selection.month)
        if body is None:
            return places_on(last_day)
        if body.area_id is None:
            return Places(Area.Kind.DISTRICT, (), {}, {})
        return places_on(last_day, level=Area.Kind.NEIGHBORHOOD, within=body.area_id)

    @cached_property
    def inside(self) -> frozenset[int] | None:
        """The ids of the areas that the reader chose; None for all."""
        code = self.selection.area_code
        place = next((p for p in self.places.places if p.code == code), None) if code else None
        return frozenset(self.places.inside(place.area_id)) if place else None

    @cached_property
    def only(self) -> ProblemFilter:
        """Problems in the area, whoever tells of them."""
        if self.inside is None:
            return ProblemFilter(self.selection.type_code)
        return ProblemFilter(self.selection.type_code, self.inside)

    @cached_property
    def history(self) -> tuple[MonthStatus, ...]:
        """The reports of the bodies that the reader chose, by month."""
        if self.inside is None:
            return self.reported
        bodies = (body for month in self.reported for body in month.bodies)
        kept = [body.body_id for body in bodies if body.area_id in self.inside]
        return tuple(month.only(*kept) for month in self.reported)

    @cached_property
    def bodies(self) -> frozenset[int] | None:
        if self.selection.body:
            return frozenset([self.selection.body.pk])
        narrowed = self.selection.body_kind or self.selection.area_code
        return frozenset(body.body_id for body in self.month.bodies) if narrowed else None

    @property
    def told_since(self) -> date:
        return add_months(self.selection.month, -MONTHS_SHOWN)

    @cached_property
    def clocks(self) -> tuple[SectionState, ...]:
        """Those of the whole city only."""
        return law_clocks(self.scope, self.selection.seen_on) if self.bodies is None else ()

    @cached_property
    def picture(self) -> ProblemPicture:
        before, month = self.reported[-2:]
        return problem_picture(self.scope, month, before, self.places, self.only)

    @cached_property
    def series(self) -> tuple[SeriesPoint, ...]:
        return problem_series(self.scope, self.reported[1:], self.only)

    @cached_property
    def withheld(self) -> Withheld:
        return withheld_count(self.scope, self.reported[-1])

    @cached_property
    def shapes(self) -> tuple[AreaShape, ...]:
        wanted = {place.area_id for place in self.places.places}
        if not wanted:
            return ()
        day = last_day_of(self.selection.month)
        shapes = area_shapes(Area.Kind(self.places.level), day, self.places.parent_of)
        return tuple(shape for shape in shapes if shape.area_id in wanted)

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
        return situation_charts(self.picture, self.shapes, self.series, self.history[1:])

    def chart(self, name: str) -> Chart | None:
        return next((chart for chart in self.charts if chart.name == name), None)


def dashboard(scope: Scope, selection: Selection) -> Dashboard | None:
    """The dashboard of ``selection`` as ``scope`` may see it; None when no program is in force."""
    program = Program.objects.current(selection.month)
    return Dashboard(scope, selection, program) if program else None
