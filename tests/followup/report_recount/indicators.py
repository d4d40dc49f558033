"""Indicators, with their curves, and the law."""

from decimal import Decimal

from followup.law import judge
from followup.law_facts import LawFacts
from followup.models import Indicator, IndicatorReading, SmartGoal
from programs.models import Area, ResponsibleBody
from tests.followup.report_recount.base import Recount, Value, counts, first


@counts("indicator.value")
def _indicator_value(r: Recount, of: str) -> Value:
    """A figure that was read in for the place; else the sum of the city's districts."""
    code, month = of.split(".")
    rows = IndicatorReading.objects.filter(
        indicator__code=code, period=first(month), sex="all", age=""
    )
    places = {r.body.area_id} if r.body else {a.pk for a in Area.objects.filter(kind="city")}
    own = [e for e in rows if e.area_id in places or (r.body and e.body_id == r.body.pk)]
    below = [e for e in rows if e.area and e.area.kind == "district"]
    return written(sum((each.value for each in own or below), Decimal(0)))


def written(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


@counts("indicator.goals")
def _indicator_goals(r: Recount, of: str) -> Value:
    return SmartGoal.objects.filter(indicator__code=of, **r.of_body("body")).count()


@counts("indicators.more")
def _indicators_more(r: Recount, _of: str) -> Value:
    known = {
        each.indicator_id
        for each in IndicatorReading.objects.filter(period__lte=r.last)
        if (each.area_id if r.body is None else each.area_id == r.body.area_id)
        or (r.body and each.body_id == r.body.pk)
    }
    return max(Indicator.objects.filter(pk__in=known, is_active=True).count() - 6, 0)


@counts("law.sections")
def _law(r: Recount, of: str) -> Value:
    """The rules have their golden cases; here no document, council or agreement is kept."""
    board = ResponsibleBody.objects.filter(kind="executive_board").first()
    facts = LawFacts(day=r.day, executive_board=board.name if board else "", contact_url="/")
    return sum(each.state.value == of for each in judge(facts))
