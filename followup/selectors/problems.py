"""What the situation reports say: problems by type, area and development, over time and since last
month. Counted on sent reports that the reader may open, and of them on problems it may read.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from collaboration.models import Problem
from followup.selectors.places import Places
from followup.selectors.situation import MonthStatus
from trygghet.accounts.scope import Scope
from trygghet.ids import among
from trygghet.statements import Row, rows_of
from trygghet.swedish import swedish_key

Development = Problem.Development


@dataclass(frozen=True)
class ProblemFilter:
    """Which problems to count: of one type, within one area with all that lies in it."""

    type_code: str = ""
    areas: frozenset[int] | None = None

    def __call__(self, problems: QuerySet[Problem]) -> QuerySet[Problem]:
        if self.type_code:
            problems = problems.filter(type__code=self.type_code)
        if self.areas is not None:
            problems = problems.filter(
                Q(area__in=self.areas) | Q(area=None, report__body__area__in=self.areas)
            )
        return problems


EVERY_PROBLEM = ProblemFilter()


@dataclass(frozen=True)
class Tally:
    """How many problems, now and in the month before; None where nothing was reported."""

    key: str
    label: str
    count: int | None
    previous: int | None = None
    increasing: int = 0
    area_id: int | None = None
    is_withheld: bool = False


@dataclass(frozen=True)
class _Told:
    """Whether any report can be counted on, of the month and of the month before."""

    now: bool
    before: bool


@dataclass(frozen=True)
class _Row:
    type_code: str
    type_name: str
    development: str
    place: int | None
    body_id: int
    now: bool
    before: bool

    @property
    def is_active(self) -> bool:
        return self.development != Development.ENDED


@dataclass(frozen=True)
class ProblemPicture:
    """The month's problems beside the month's before. An ended problem is in ``by_development``
    and nowhere else. ``elsewhere`` counts those without an area of the level."""

    total: int | None
    previous_total: int | None
    increasing: int
    previous_increasing: int | None
    by_type: tuple[Tally, ...]
    by_development: tuple[Tally, ...]
    by_area: tuple[Tally, ...]
    elsewhere: Tally
    by_body: dict[int, int] = field(hash=False)
    increasing_by_body: dict[int, int] = field(hash=False)


def problem_picture(
    scope: Scope,
    month: MonthStatus,
    previous: MonthStatus | None,
    places: Places,
    only: ProblemFilter = EVERY_PROBLEM,
) -> ProblemPicture:
    """Everything that is counted on two months' problems. One query."""
    rows = _rows(scope, month, previous, places, only)
    active = [row for row in rows if row.is_active]
    now = [row for row in active if row.now]
    before = [row for row in active if row.before]
    told = _Told(bool(month.report_ids), bool(previous and previous.report_ids))
    growing = [row for row in now if row.development == Development.INCREASING]
    grew = sum(row.development == Development.INCREASING for row in before)
    elsewhere = [row for row in active if row.place is None]
    return ProblemPicture(
        total=len(now) if told.now else None,
        previous_total=len(before) if told.before else None,
        increasing=len(growing),
        previous_increasing=grew if told.before else None,
        by_type=_by_type(active, told),
        by_development=_by_development(rows, told),
        by_area=_by_area(active, places, month, told),
        elsewhere=_tally(elsewhere, "", _("Utan angivet område"), told),
        by_body=Counter(row.body_id for row in now),
        increasing_by_body=Counter(row.body_id for row in growing),
    )


def _rows(
    scope: Scope,
    month: MonthStatus,
    previous: MonthStatus | None,
    places: Places,
    only: ProblemFilter,
) -> list[_Row]:
    current = frozenset(month.report_ids)
    earlier = frozenset(previous.report_ids if previous else ())
    return [
        _Row(
            type_code,
            type_name,
            development,
            places.place_of.get(area_id or body_area_id),
            body_id,
            report_id in current,
            report_id in earlier,
        )
        for report_id, type_code, type_name, development, area_id, body_id, body_area_id in (
            rows_of(_told_problems, scope.rights, only, current | earlier)
        )
    ]  # fmt: skip


def _told_problems(
    scope: Scope, only: ProblemFilter, reports: frozenset[int]
) -> QuerySet[Problem, Row]:
    problems = only(Problem.objects.visible_to(scope).filter(report__in=among(reports)))
    return problems.order_by().values_list(
        "report_id", "type__code", "type__name", "development", "area_id",
        "report__body_id", "report__body__area_id",
    )  # fmt: skip


def _tally(
    rows: Iterable[_Row], key: str, label: str, told: _Told, area_id: int | None = None
) -> Tally:
    rows = tuple(rows)
    now = [row for row in rows if row.now]
    return Tally(
        key,
        label,
        len(now) if told.now else None,
        sum(row.before for row in rows) if told.before else None,
        sum(row.development == Development.INCREASING for row in now),
        area_id,
    )


def _grouped(rows: Iterable[_Row], by: Callable[[_Row], Hashable]) -> dict[Hashable, list[_Row]]:
    groups: dict[Hashable, list[_Row]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    return groups


def _by_type(rows: Iterable[_Row], told: _Told) -> tuple[Tally, ...]:
    groups = _grouped(rows, lambda row: (row.type_code, row.type_name))
    tallies = (_tally(group, *key, told) for key, group in groups.items())
    return tuple(sorted(tallies, key=lambda tally: (-(tally.count or 0), swedish_key(tally.label))))


def _by_development(rows: Iterable[_Row], told: _Told) -> tuple[Tally, ...]:
    groups = _grouped(rows, lambda row: row.development)
    return tuple(
        _tally(groups.get(value, ()), value, str(label), told)
        for value, label in Development.choices
    )


def _by_area(
    rows: Iterable[_Row], places: Places, month: MonthStatus, told: _Told
) -> tuple[Tally, ...]:
    """Every area of the level. An area whose committee has not reported has no count, not zero."""
    groups = _grouped(rows, lambda row: row.place)
    silent = _silent_areas(places, month)
    tallies = []
    for place in places.places:
        group = groups.get(place.area_id, ())
        if any(row.now for row in group) or place.area_id not in silent:
            tallies.append(_tally(group, place.code, place.name, told, place.area_id))
        else:
            tallies.append(
                Tally(
                    place.code,
                    place.name,
                    None,
                    sum(row.before for row in group) if told.before else None,
                    area_id=place.area_id,
                    is_withheld=silent[place.area_id],
                )
            )
    return tuple(tallies)


def _silent_areas(places: Places, month: MonthStatus) -> dict[int, bool]:
    """Areas without a report to count on, and whether that is because it is withheld."""
    if not month.report_ids:
        withheld = any(body.is_withheld for body in month.bodies)
        return {place.area_id: withheld for place in places.places}
    heard = {body.area_id for body in month.bodies if body.report_id in month.report_ids}
    return {
        body.area_id: body.is_withheld
        for body in month.bodies
        if body.area_id and body.area_id not in heard
    }


@dataclass(frozen=True)
class SeriesPoint:
    """One month's problems that have not ended; None in a month without any report to count on."""

    month: date
    count: int | None
    increasing: int | None
    reports: int


def problem_series(
    scope: Scope, history: Sequence[MonthStatus], only: ProblemFilter = EVERY_PROBLEM
) -> tuple[SeriesPoint, ...]:
    """Problems for each month of ``history``. One query."""
    counted = _counted(scope, history, only)
    return tuple(_point(month, counted) for month in history)


def problem_series_by_body(
    scope: Scope, history: Sequence[MonthStatus], only: ProblemFilter = EVERY_PROBLEM
) -> dict[int, tuple[SeriesPoint, ...]]:
    """``problem_series`` for each body by itself. One query."""
    counted = _counted(scope, history, only)
    ids = {body.body_id for month in history for body in month.bodies}
    return {pk: tuple(_point(month.only(pk), counted) for month in history) for pk in ids}


def _counted(
    scope: Scope, history: Sequence[MonthStatus], only: ProblemFilter
) -> dict[int, tuple[int, int]]:
    """Problems that have not ended, and those of them that increase, by report."""
    every = frozenset(report for month in history for report in month.report_ids)
    counted = rows_of(_problems_by_report, scope.rights, only, every)
    return {report: (number, growing) for report, number, growing in counted}


def _problems_by_report(
    scope: Scope, only: ProblemFilter, reports: frozenset[int]
) -> QuerySet[Problem, Row]:
    problems = only(Problem.objects.visible_to(scope).filter(report__in=among(reports)).active())
    return (
        problems.order_by()
        .values("report")
        .annotate(
            number=Count("pk"),
            growing=Count("pk", filter=Q(development=Development.INCREASING)),
        )
        .values_list("report", "number", "growing")
    )


def _point(month: MonthStatus, counted: dict[int, tuple[int, int]]) -> SeriesPoint:
    if not month.report_ids:
        return SeriesPoint(month.month, None, None, 0)
    found = [counted[report] for report in month.report_ids if report in counted]
    return SeriesPoint(
        month.month,
        sum(number for number, _growing in found),
        sum(growing for _number, growing in found),
        len(month.report_ids),
    )


@dataclass(frozen=True)
class ProblemLine:
    """A problem in one line, with where it is told."""

    problem_id: int
    report_id: int
    body_name: str
    body_code: str
    type_name: str
    title: str
    where: str
    development: str


@dataclass(frozen=True)
class Changes:
    """What is new since the month before: the problems that are not unchanged."""

    problems: tuple[ProblemLine, ...]

    def _with(self, development: str) -> tuple[ProblemLine, ...]:
        return tuple(line for line in self.problems if line.development == development)

    @cached_property
    def new(self) -> tuple[ProblemLine, ...]:
        return self._with(Development.NEW)

    @cached_property
    def increasing(self) -> tuple[ProblemLine, ...]:
        return self._with(Development.INCREASING)

    @cached_property
    def decreasing(self) -> tuple[ProblemLine, ...]:
        return self._with(Development.DECREASING)

    @cached_property
    def ended(self) -> tuple[ProblemLine, ...]:
        return self._with(Development.ENDED)


def changes_since(scope: Scope, month: MonthStatus, only: ProblemFilter = EVERY_PROBLEM) -> Changes:
    """The month's problems whose development is not "unchanged", by body and title. One query."""
    problems = only(Problem.objects.visible_to(scope).filter(report__in=month.report_ids))
    rows = (
        problems.exclude(development=Development.UNCHANGED)
        .select_related("type", "area", "report__body")
        .defer("description", "consequences", "sources")
    )
    lines = (
        ProblemLine(
            row.pk,
            row.report_id,
            row.report.body.name,
            row.report.body.code,
            row.type.name,
            row.title,
            ", ".join(filter(None, [row.place, row.area.name if row.area else ""])),
            row.development,
        )
        for row in rows
    )
    return Changes(
        tuple(
            sorted(lines, key=lambda line: (swedish_key(line.body_name), swedish_key(line.title)))
        )
    )
