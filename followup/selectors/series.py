"""A series of readings of one place, as they were entered or by the areas of another date.

When areas merge or their borders move, older readings are of other areas. By the areas of a date, a
period's value is (1) the area's own reading, else (2) that of the areas that it was made of then,
else (3) that of the smaller areas that lie in it on that date, put together: counts are summed,
shares, rates and means are computed from the summed numerators and denominators and never averaged.
What cannot be put together is no figure, and the series says why.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from followup.measurement import from_parts, interval
from followup.models import Indicator, IndicatorReading
from followup.selectors.area_map import AreaMap, map_on
from programs.models import Area, ResponsibleBody
from trygghet.accounts.scope import Scope

Place = Area | ResponsibleBody
Pair = tuple[Indicator, Place]
Kind = Indicator.Kind
DEEPEST = 6  # levels of areas made of areas made of areas
PLACE = ("area_id", "body_id")
READ = (
    "period", "value", "numerator", "denominator", "answers", "is_preliminary", "pk", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Point:
    """``low`` and ``high`` are the 95 % interval of a survey share. ``reading_id`` None: summed."""

    period: date
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    answers: int | None = None
    low: float | None = None
    high: float | None = None
    is_preliminary: bool = False
    reading_id: int | None = None
    note: str = ""


Read = dict[tuple[str, int], dict[date, Point]]


@dataclass(frozen=True)
class Break:
    """From ``day`` on, the figures are not made as before."""

    day: date
    text: str


@dataclass(frozen=True)
class Series:
    """``made_of`` names the areas that some periods were put together of: they are the smaller ones
    of the same date, unless ``is_rebased``. ``cannot`` says why a period has no figure though its
    parts have.
    """

    place: str
    points: tuple[Point, ...]
    breaks: tuple[Break, ...]
    is_rebased: bool
    source: str
    unit: str
    made_of: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()

    @property
    def latest(self) -> Point | None:
        return next((point for point in reversed(self.points) if point.value is not None), None)


def series_of(
    scope: Scope,
    indicator: Indicator,
    place: Place,
    *,
    first: date | None = None,
    last: date | None = None,
    by_areas_of: date | None = None,
    sex: str = IndicatorReading.Sex.ALL,
    age: str = "",
) -> Series:
    """One place's series. At most three queries; see ``series_of_many``."""
    return series_of_many(
        scope, indicator, [place], first=first, last=last, by_areas_of=by_areas_of, sex=sex, age=age
    )[0]


def series_of_many(
    scope: Scope,
    indicator: Indicator,
    places: Sequence[Place],
    *,
    first: date | None = None,
    last: date | None = None,
    by_areas_of: date | None = None,
    sex: str = IndicatorReading.Sex.ALL,
    age: str = "",
) -> list[Series]:
    """The series of each place, in as many queries as for one: one, or by another date a handful.

    ``by_areas_of`` None gives the readings as they were entered. Indicators are open to all who
    see the follow-up; a scope that sees none of it gets empty series.
    """
    rows = IndicatorReading.objects.filter(indicator=indicator, sex=sex, age=age)
    rows = rows.filter(period__gte=first) if first else rows
    rows = rows.filter(period__lte=last) if last else rows
    if not _sees(scope):
        rows = rows.none()
    return _series([(indicator, place) for place in places], rows, by_areas_of)


def series_of_pairs(pairs: Sequence[Pair], *, by_areas_of: date | None) -> list[Series]:
    """The series of each indicator at its place, of all together; in as many queries as for one.

    For those who may read what the pairs stand in (a goal): it asks for no scope.
    """
    rows = IndicatorReading.objects.filter(
        indicator__in={indicator.pk for indicator, _place in pairs},
        sex=IndicatorReading.Sex.ALL,
        age="",
    )
    return _series(pairs, rows, by_areas_of)


def _series(
    pairs: Sequence[Pair], rows: QuerySet[IndicatorReading], by_areas_of: date | None
) -> list[Series]:
    """The map is asked for only when an area lacks some period that others have."""
    read = _Readings(pairs, rows)
    map_ = AreaMap()
    if by_areas_of and read.lacking(read.areas):
        map_ = map_on(by_areas_of)
        read.read_parts(map_)
    return [_one(indicator, place, map_, read.of[indicator.pk]) for indicator, place in pairs]


def breaks_of(indicator: Indicator) -> tuple[Break, ...]:
    """The dates from which the indicator is measured otherwise, the oldest first."""
    said = (Break(date.fromisoformat(each["date"]), each["text"]) for each in indicator.breaks)
    return tuple(sorted(said, key=lambda each: each.day))


class _Readings:
    """The readings of the places, and of the parts of those that lack some period."""

    def __init__(self, pairs: Sequence[Pair], rows: QuerySet[IndicatorReading]) -> None:
        self.rows = rows
        self.kinds = {indicator.pk: indicator.kind for indicator, _place in pairs}
        self.of: dict[int, Read] = defaultdict(lambda: defaultdict(dict))
        self.areas = {(row.pk, place.pk) for row, place in pairs if isinstance(place, Area)}
        bodies = {place.pk for _row, place in pairs if isinstance(place, ResponsibleBody)}
        self._read_where(Q(area__in={pk for _row, pk in self.areas}) | Q(body__in=bodies))

    def _read_where(self, of_place: Q) -> None:
        found = self.rows.filter(of_place).values_list("indicator_id", *PLACE, *READ)
        for indicator, area, body, *values in found:
            place = ("area", area) if area else ("body", body)
            self.of[indicator][place][values[0]] = _point(self.kinds[indicator], values)

    @cached_property
    def periods(self) -> dict[int, set[date]]:
        """By indicator, every period that some place is read of. One query."""
        found = defaultdict(set)
        said = self.rows.order_by().values_list("indicator_id", "period").distinct()
        for indicator, period in said if self.areas else ():
            found[indicator].add(period)
        return found

    def lacking(self, areas: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Those of ``areas`` (indicator, area) that lack some period."""
        return {
            (indicator, area)
            for indicator, area in areas
            if not self.periods[indicator] <= self.of[indicator]["area", area].keys()
        }

    def read_parts(self, map_: AreaMap) -> None:
        """One query for each level of areas made of areas, so that the many readings of small areas
        are left alone where the large ones have their own.
        """
        seen, waiting = set(self.areas), self.areas
        for _level in range(DEEPEST):
            lacking = self.lacking(waiting)
            waiting = {(row, part) for row, area in lacking for part in map_.parts_of([area])}
            waiting -= seen
            if not waiting:
                break
            self._read_where(Q(area__in={area for _row, area in waiting}))
            seen |= waiting


def _sees(scope: Scope) -> bool:
    return scope.is_staff or scope.is_committee or scope.is_partner or scope.for_report


def _point(kind: str, values: Sequence[Any]) -> Point:
    """``values`` in the order of ``READ``."""
    period, value, numerator, denominator, answers, preliminary, pk, note = values
    low, high = interval(kind, value, answers) or (None, None)
    return Point(period, value, numerator, denominator, answers, low, high, preliminary, pk, note)


def _one(
    indicator: Indicator,
    place: Place,
    map_: AreaMap,
    read: Read,
) -> Series:
    made_of: dict[str, None] = {}
    cannot: dict[str, None] = {}
    is_rebased = False
    if isinstance(place, ResponsibleBody) or not map_.areas:
        word = "body" if isinstance(place, ResponsibleBody) else "area"
        own = read.get((word, place.pk), {})
        points = [own[period] for period in sorted(own)]
    else:
        of_areas = {pk: of for (word, pk), of in read.items() if word == "area"}
        together = _Together(indicator.kind, map_, of_areas)
        parts = map_.all_parts([place.pk])
        periods = sorted({period for pk in parts for period in read.get(("area", pk), ())})
        points = []
        for period in periods:
            answer = together.value_of(place.pk, period)
            made_of |= dict.fromkeys(answer.names)
            cannot |= dict.fromkeys(answer.why)
            is_rebased = is_rebased or answer.is_rebased
            if answer.point is not None:
                points.append(answer.point)
    return Series(
        place=place.name,
        points=tuple(points),
        breaks=breaks_of(indicator),
        is_rebased=is_rebased,
        source=indicator.source,
        unit=indicator.unit,
        made_of=tuple(made_of),
        cannot=tuple(cannot),
    )


@dataclass(frozen=True)
class _Answer:
    """A point, the names of the areas that it was put together of, and why it has no value."""

    point: Point | None = None
    names: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    is_rebased: bool = False

    @property
    def is_whole(self) -> bool:
        return self.point is not None and self.point.value is not None


NOTHING = _Answer()


@dataclass(frozen=True)
class _Together:
    """Puts the readings of smaller or former areas together; ``read`` has each area's by period."""

    kind: str
    map: AreaMap
    read: dict[int, dict[date, Point]]

    def value_of(self, area: int, period: date, depth: int = 0) -> _Answer:
        """The area's own reading, else that of its parts."""
        own = self.read.get(area, {}).get(period)
        if own is not None or depth > DEEPEST:
            return _Answer(own)
        existed = self.map.areas[area].existed(period)
        former = [p for p in self.map.former.get(area, ()) if self._counts(p, period)]
        ways = [
            self._sum(former, period, depth, True),
            self._sum(self.map.inside.get(area, []), period, depth, not existed),
        ]
        said = [way for way in ways if way.point is not None]
        return next((way for way in said if way.is_whole), said[0] if said else NOTHING)

    def _counts(self, former: int, period: date) -> bool:
        """Whether the area is a part at that time. One that had not begun is: its ground was there,
        and without a reading of it there is no figure.
        """
        is_read = period in self.read.get(former, {})
        return is_read or not self.map.areas[former].had_ended(period)

    def _sum(self, parts: Sequence[int], period: date, depth: int, is_rebased: bool) -> _Answer:
        found = {part: self.value_of(part, period, depth + 1) for part in parts}
        if not any(answer.point for answer in found.values()):
            return NOTHING
        names = tuple(self.map.areas[part].name for part in parts)
        why = tuple(each for answer in found.values() for each in answer.why)
        is_rebased = is_rebased or any(answer.is_rebased for answer in found.values())
        if lacking := [self.map.areas[p].name for p, answer in found.items() if not answer.point]:
            text = _("%(year)s saknas utfall för %(names)s.") % {
                "year": period.year,
                "names": ", ".join(lacking),
            }
            return _Answer(Point(period, None), names, (*why, text), is_rebased)
        points = [answer.point for answer in found.values() if answer.point]
        summed, said = _summed(self.kind, period, points)
        return _Answer(summed, names, (*why, *said), is_rebased)


def _summed(kind: str, period: date, points: Sequence[Point]) -> tuple[Point, list[str]]:
    """The points as one, and why it has no value."""
    preliminary = any(point.is_preliminary for point in points)
    answers = _total(point.answers for point in points)
    if kind == Kind.COUNT:
        value = _total(point.value for point in points)
        said = [] if value is not None else [_("En av delarna saknar uppgift.")]
        return Point(period, value, is_preliminary=preliminary), said
    numerator = _total(point.numerator for point in points)
    denominator = _total(point.denominator for point in points)
    if numerator is None or denominator is None:
        text = _(
            "Utan täljare och nämnare går det inte att räkna om: "
            "ett medelvärde av andelar vore fel."
        )
        return Point(period, None, is_preliminary=preliminary), [text]
    value = from_parts(kind, numerator, denominator)
    low, high = interval(kind, value, int(answers) if answers else None) or (None, None)
    return Point(
        period, value, numerator, denominator, int(answers) if answers else None, low, high,
        preliminary,
    ), []  # fmt: skip


def _total(values: Iterable[Decimal | int | None]) -> Decimal | None:
    """Their sum; None if one of them is missing."""
    total = Decimal(0)
    for value in values:
        if value is None:
            return None
        total += value
    return total
