"""Which goals have a result: where the goal's own page looks for a reading there is one, or one can
be put together for an area that others went up in after their last reading.

The red thread and the figures about it ask here, so that they agree; ``followup.selectors.series``
says the value itself. It looks one merger back: an area whose former areas were themselves merged
after their last reading has no result here.
"""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from collaboration.models import CollaborationProcess
from followup.models import Indicator, IndicatorReading, SmartGoal
from programs.models import Area

GOALS, TODAY = object(), object()


def is_read() -> Q:
    """Of goals with an indicator: where the goal's own page looks for a reading, there is one.

    Each place is asked for by itself, with what the index begins with: there are millions of them.
    """
    own = _readings().filter(indicator=OuterRef("indicator"), value__isnull=False)
    return (
        Q(Exists(own.filter(area=None, body=OuterRef("body"))))
        | Q(Exists(own.filter(area=OuterRef("body__area"))))
        | Q(Exists(own.filter(area__in=_areas(OuterRef(OuterRef("process"))))))
    )


def is_of_merged() -> Q:
    """Of goals: a place of theirs is an area that another one went up in."""
    former = Area.objects.order_by()
    return Q(Exists(former.filter(successor=OuterRef("body__area")))) | Q(
        Exists(former.filter(successor__in=_areas(OuterRef(OuterRef("process")))))
    )


def put_together(goals: Collection[int], today: date) -> set[int]:
    """Those of the goals (ids) whose area has a value by the areas of ``today``. One query."""
    sql, parameters = _statement()
    said = {id(GOALS): list(goals), id(TODAY): today}
    with connection.cursor() as cursor:
        cursor.execute(sql, [said.get(id(each), each) for each in parameters])
        return {pk for (pk,) in cursor.fetchall()}


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """Put together once: that takes three times as long as the database takes to answer.

    ``GOALS`` and ``TODAY`` stand where the ids and the day belong.
    """
    chosen, today = RawSQL("SELECT unnest(%s::bigint[])", [GOALS]), RawSQL("%s::date", [TODAY])
    of_body = Q(successor=OuterRef(OuterRef("body__area")))
    of_process = Q(successor__in=_areas(OuterRef(OuterRef(OuterRef("process")))))
    has_value = Q(Exists(_summed(of_body, today))) | Q(Exists(_summed(of_process, today)))
    rows = SmartGoal.objects.filter(has_value, pk__in=chosen).order_by().values_list("pk")
    return rows.query.sql_with_params()


def _areas(process: OuterRef) -> QuerySet[Any, Any]:
    through = CollaborationProcess.areas.through.objects
    return through.filter(collaborationprocess=process).values("area")


def _summed(of_place: Q, today: RawSQL) -> QuerySet[IndicatorReading]:
    """Readings of a former area in a period that every former area of the place has a share of."""
    former = Area.objects.filter(of_place, valid_to__lt=today)
    rows = _summable().filter(
        Q(area__valid_from=None) | Q(area__valid_from__lte=F("period")),
        indicator=OuterRef("indicator"),
        area__in=former.values("pk"),
        area__valid_to__gte=F("period"),
    )
    said = _readings().filter(
        indicator=OuterRef("indicator"), area=OuterRef("area__successor"), period=OuterRef("period")
    )  # an area that has its own line for the period has said that there is no value
    return rows.filter(~Exists(_lacking(today)), ~Exists(said))


def _lacking(today: RawSQL) -> QuerySet[Area]:
    """Former areas of the same place that the reading's sum would need too, and that lack theirs.

    One that began later needs none, unless it was itself made of others.
    """
    read = _summable().filter(
        indicator=OuterRef(OuterRef("indicator")),
        area=OuterRef("pk"),
        period=OuterRef(OuterRef("period")),
    )
    began = Q(valid_from=None) | Q(valid_from__lte=OuterRef("period"))
    made_of_others = Exists(Area.objects.filter(successor=OuterRef("pk")))
    return Area.objects.filter(
        began | made_of_others,
        ~Exists(read),
        successor=OuterRef("area__successor"),
        valid_to__lt=today,
        valid_to__gte=OuterRef("period"),
    )


def _readings() -> QuerySet[IndicatorReading]:
    return IndicatorReading.objects.filter(sex=IndicatorReading.Sex.ALL, age="").order_by()


def _summable() -> QuerySet[IndicatorReading]:
    """Counts are summed; the rest is computed from its parts, and never averaged."""
    with_parts = Q(numerator__isnull=False, denominator__isnull=False)
    return _readings().filter(
        Q(indicator__kind=Indicator.Kind.COUNT, value__isnull=False) | with_parts
    )
