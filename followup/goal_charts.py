"""A goal's curve: its indicator's readings, with the baseline and the target drawn in."""

from decimal import Decimal

from django.utils.formats import localize
from django.utils.translation import gettext as _

from followup.chart_specs import Line, lines
from followup.charts import LANTERN, SUBTLE, Chart
from followup.models import SmartGoal
from followup.selectors.goals import Result
from trygghet.months import month_name

SHOWN = 24  # periods; older ones are in the table of the indicator


def goal_chart(goal: SmartGoal, result: Result, *, width: int = 440, height: int = 220) -> Chart:
    points = result.points[-SHOWN:]
    months = [point.period for point in points]
    unit = goal.indicator.unit if goal.indicator else ""
    series = [Line(_("Utfall"), tuple(_number(point.value) for point in points))]
    for name, value, color, dash in (
        (_("Mål"), goal.target, LANTERN, (8, 4)),
        (_("Utgångsvärde"), goal.baseline, SUBTLE, (2, 3)),
    ):
        if value is not None:
            series.append(Line(name, (_number(value),) * len(months), color, "diamond", dash))
    return Chart(
        name=f"mal-{goal.pk}",
        title=str(goal.indicator),
        description=_in_words(goal, result, unit),
        note=_("Gäller %(place)s. Enhet: %(unit)s.") % {"place": result.place, "unit": unit},
        columns=(_("Period"), _("Utfall")),
        rows=tuple((f"{point.period:%Y-%m}", _number(point.value)) for point in points),
        source=_("Källa: %(source)s") % {"source": goal.indicator.source if goal.indicator else ""},
        period=f"{months[-1]:%Y-%m}",
        spec=lines(months, tuple(series), width=width, height=height),
    )


def _in_words(goal: SmartGoal, result: Result, unit: str) -> str:
    latest = result.latest
    if latest is None:
        return _("Inga värden är kända.")
    return _("%(value)s %(unit)s i %(month)s. Målet är %(target)s.") % {
        "value": localize(latest.value.normalize()) if latest.value is not None else "",
        "unit": unit,
        "month": month_name(latest.period),
        "target": localize(goal.target.normalize()) if goal.target is not None else _("inte satt"),
    }


def _number(value: Decimal | None) -> int | None:
    """A whole number where it is one; the drawing takes both."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)  # type: ignore[return-value]
