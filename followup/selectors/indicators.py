"""The catalogue of indicators, and one indicator's series as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from followup.measurement import shown
from followup.models import Indicator, IndicatorReading, ReadingRevision
from followup.periods import period_name
from followup.selectors.series import Place, Point, Series, series_of_many
from followup.sources import source_name
from followup.words import grouped
from programs.models import Area, AreaNesting, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.swedish import swedish, swedish_key

Sex = IndicatorReading.Sex


@dataclass(frozen=True)
class IndicatorLine:
    """A row of the catalogue; ``latest`` is the newest period that is read, in words."""

    indicator: Indicator
    latest: str


@dataclass(frozen=True)
class Readable:
    """What an indicator has been read of."""

    areas: frozenset[int]
    bodies: frozenset[int]
    ages: tuple[str, ...]
    has_sexes: bool


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see of an indicator."""

    places: tuple[Place, ...]
    by_areas_of: date | None
    sexes: tuple[str, ...] = (Sex.ALL,)
    age: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Curve:
    """A series with the name that tells it from the others on the page."""

    name: str
    series: Series
    sex: str


@dataclass(frozen=True)
class RevisionRow:
    """What a reading said before, in words; ``source`` is where that came from."""

    revision: ReadingRevision
    text: str
    parts: str
    answers: str
    source: str


@dataclass(frozen=True)
class PointRow:
    """A point as the table under the curve has it; everything in words."""

    name: str
    text: str
    interval: str
    parts: str
    answers: str
    remark: str
    reading_id: int | None


def catalogue(
    *, search: str = "", kind: str = "", frequency: str = "", with_unused: bool = False,
    order: str = "",
) -> QuerySet[Indicator]:  # fmt: skip
    """Indicators, each with ``latest``: the newest period that is read."""
    newest = IndicatorReading.objects.filter(indicator=OuterRef("pk")).order_by("-period")
    rows = Indicator.objects.annotate(latest=Subquery(newest.values("period")[:1]))
    if not with_unused:
        rows = rows.filter(is_active=True)
    if kind:
        rows = rows.filter(kind=kind)
    if frequency:
        rows = rows.filter(frequency=frequency)
    for word in search.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(definition__icontains=word) | Q(source__icontains=word)
        )
    if order == "kalla":
        return rows.order_by(swedish("source"), swedish("name"), "pk")
    if order == "ofta":
        return rows.order_by("frequency", swedish("name"), "pk")
    return rows.by_name()


def indicator_lines(rows: Sequence[Indicator]) -> list[IndicatorLine]:
    """Of what ``catalogue`` gave."""
    return [
        IndicatorLine(row, period_name(row.latest, row.frequency) if row.latest else "")
        for row in rows
    ]


def readable(indicator: Indicator) -> Readable:
    """One query: the distinct places and groups that the indicator is read of."""
    rows = (
        IndicatorReading.objects.filter(indicator=indicator)
        .order_by()
        .values_list("area_id", "body_id", "sex", "age")
        .distinct()
    )
    found = list(rows)
    return Readable(
        areas=frozenset(area for area, *_rest in found if area),
        bodies=frozenset(body for _area, body, *_rest in found if body),
        ages=tuple(sorted({age for *_rest, age in found if age})),
        has_sexes=any(sex != Sex.ALL for *_rest, sex, _age in found),
    )


def places_to_read(read: Readable, by_areas_of: date | None) -> list[Place]:
    """The areas that have a series by the areas of the day, the largest first, then the bodies.

    Three queries.
    """
    areas = list(Area.objects.defer("boundary"))
    if by_areas_of:
        inside = dict(AreaNesting.objects.valid_on(by_areas_of).values_list("area_id", "parent_id"))
        reach = _reach(areas, inside, read.areas)
        areas = [area for area in areas if area.pk in reach and _existed(area, by_areas_of)]
    else:
        areas = [area for area in areas if area.pk in read.areas]
    levels = list(Area.Kind.values)
    areas.sort(key=lambda area: (levels.index(area.kind), swedish_key(area.name), area.pk))
    bodies = ResponsibleBody.objects.filter(pk__in=read.bodies).by_name()
    return [*areas, *bodies]


def days_of_change() -> list[tuple[str, str]]:
    """The last day of each former set of districts, the newest first, as choices. One query."""
    ended = Area.objects.filter(kind=Area.Kind.DISTRICT, valid_to__isnull=False)
    days = sorted(set(ended.values_list("valid_to", flat=True)), reverse=True)
    return [(day.isoformat(), _("Som de var %(day)s") % {"day": day.isoformat()}) for day in days]


def curves(scope: Scope, indicator: Indicator, asked: Asked) -> list[Curve]:
    """A curve for each place and sex. At most three queries for each sex."""
    found = []
    for sex in asked.sexes:
        series = series_of_many(
            scope, indicator, asked.places, first=asked.first, last=asked.last,
            by_areas_of=asked.by_areas_of, sex=sex, age=asked.age,
        )  # fmt: skip
        found += [Curve(_named(each, sex), each, sex) for each in series]
    return found


def revisions_of(reading: IndicatorReading) -> QuerySet[ReadingRevision]:
    """What the reading said before, the newest first. One query."""
    return reading.revisions.select_related("replaced_by", "replaced_by_batch", "batch")


def revision_rows(reading: IndicatorReading) -> list[RevisionRow]:
    """What the reading said before as its page shows it, the newest first. One query."""
    kind = reading.indicator.kind
    return [
        RevisionRow(
            revision=each,
            text=shown(kind, each.value),
            parts=parts_text(each.numerator, each.denominator),
            answers=grouped(each.answers),
            source=source_name(each.source),
        )
        for each in revisions_of(reading)
    ]


def parts_text(numerator: Decimal | None, denominator: Decimal | None) -> str:
    """``120 / 2 060``; nothing where there is no denominator."""
    return "" if denominator is None else f"{grouped(numerator)} / {grouped(denominator)}"


def point_rows(indicator: Indicator, series: Series, most: int | None = None) -> list[PointRow]:
    """The series as rows, the newest first, at most ``most``. One query: which were changed."""
    points = series.points[::-1][:most]
    readings = [point.reading_id for point in points if point.reading_id]
    rows = ReadingRevision.objects.filter(reading__in=readings).order_by()
    changed = set(rows.values_list("reading_id", flat=True).distinct())
    return [
        PointRow(
            name=period_name(point.period, indicator.frequency),
            text=shown(indicator.kind, point.value),
            interval=interval_text(point),
            parts=parts_text(point.numerator, point.denominator),
            answers=grouped(point.answers),
            remark=", ".join(_remarks(point, point.reading_id in changed)),
            reading_id=point.reading_id,
        )
        for point in points
    ]


def interval_text(point: Point) -> str:
    """``40,4–59,6``, or nothing."""
    if point.low is None or point.high is None:
        return ""
    return f"{point.low:.1f}–{point.high:.1f}".replace(".", ",")


def _remarks(point: Point, is_changed: bool) -> list[str]:
    said = []
    if point.is_preliminary:
        said.append(_("preliminärt"))
    if point.reading_id is None:
        said.append(_("hopräknat"))
    if is_changed:
        said.append(_("ändrat"))
    return [*said, point.note] if point.note else said


def _named(series: Series, sex: str) -> str:
    if sex == Sex.ALL:
        return series.place
    return f"{series.place}, {Sex(sex).label.lower()}"


def _existed(area: Area, day: date) -> bool:
    begun = area.valid_from is None or area.valid_from <= day
    return begun and (area.valid_to is None or day <= area.valid_to)


def _reach(areas: Sequence[Area], inside: dict[int, int], read: frozenset[int]) -> set[int]:
    """The areas that are read, with those that they became and lie in."""
    successors = {area.pk: area.successor_id for area in areas}
    found, waiting = set(read), list(read)
    while waiting:
        area = waiting.pop()
        more = {pk for pk in (successors.get(area), inside.get(area)) if pk} - found
        found |= more
        waiting += more
    return found
