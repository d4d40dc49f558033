"""A goal's curve: its indicator's readings, baseline, target, and the measures' times drawn in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from followup.chart_specs import Line, Span, lines
from followup.charts import LANTERN, SUBTLE, Chart
from followup.models import Measure, SmartGoal
from followup.selectors.goals import Point, Result
from followup.selectors.series import breaks_of
from followup.words import plain
from trygghet.months import first_of, month_name

SHOWN = 24  # periods; older ones are in the table of the indicator


def goal_chart(
    goal: SmartGoal,
    result: Result,
    *,
    measures: Sequence[Measure] = (),
    width: int = 440,
    height: int = 220,
) -> Chart:
    """``result`` has at least one point. ``measures`` are numbered Å1, Å2 … in the order given."""
    points = result.points[-SHOWN:]
    months = [point.period for point in points]
    named = [(_("Å%(number)d") % {"number": n}, each) for n, each in enumerate(measures, start=1)]
    return Chart(
        name=f"mal-{goal.pk}",
        title=str(goal.indicator),
        description=_in_words(goal, result),
        note=" ".join(_notes(goal, result, named)),
        columns=_columns(goal, bool(named)),
        rows=tuple(_row(goal, point, named) for point in points),
        source=_("Källa: %(source)s") % {"source": goal.indicator.source if goal.indicator else ""},
        period=f"{months[-1]:%Y-%m}",
        spec=lines(
            months,
            _series(goal, points),
            spans=[span for name, each in named if (span := _span(name, each, months))],
            width=width,
            height=height,
        ),
    )


def _series(goal: SmartGoal, points: Sequence[Point]) -> tuple[Line, ...]:
    series = [Line(_("Utfall"), tuple(_number(point.value) for point in points))]
    for name, value, color, dash in (
        (_("Mål"), goal.target, LANTERN, (8, 4)),
        (_("Utgångsvärde"), goal.baseline, SUBTLE, (2, 3)),
    ):
        if value is not None:
            said = f"{name} {plain(value)}"
            flat = (_number(value),) * len(points)
            series.append(Line(said, flat, color, "diamond", dash, ends_in_words=False))
    return tuple(series)


def _span(name: str, measure: Measure, months: Sequence[date]) -> Span | None:
    """The measure's time among the periods that are drawn, or None when it lies outside."""
    within = [month for month in months if _runs_in(measure, month)]
    if not within:
        return None
    rests = measure.state in (Measure.State.PAUSED, Measure.State.STOPPED)
    return Span(name, within[0], within[-1], is_broken=rests)


def _runs_in(measure: Measure, month: date) -> bool:
    begun = measure.starts_on is not None and first_of(measure.starts_on) <= month
    return begun and (measure.due_on is None or month <= measure.due_on)


def _columns(goal: SmartGoal, has_measures: bool) -> tuple[str, ...]:
    columns = (_("Period"), _("Utfall"), _("Utgångsvärde"), _("Mål"))
    return (*columns, _("Åtgärder som pågår")) if has_measures else columns


def _row(
    goal: SmartGoal, point: Point, named: Sequence[tuple[str, Measure]]
) -> tuple[str | int | None, ...]:
    row = (
        f"{point.period:%Y-%m}",
        _number(point.value),
        _number(goal.baseline),
        _number(goal.target),
    )
    running = ", ".join(name for name, each in named if _runs_in(each, point.period))
    return (*row, running or "–") if named else row


def _notes(goal: SmartGoal, result: Result, named: Sequence[tuple[str, Measure]]) -> list[str]:
    unit = goal.indicator.unit if goal.indicator else ""
    first = _("Gäller %(place)s. Enhet: %(unit)s.") % {"place": result.place, "unit": unit}
    broken = [
        _("Mäts på ett annat sätt från %(month)s: %(text)s")
        % {"month": month_name(each.day), "text": each.text}
        for each in (breaks_of(goal.indicator) if goal.indicator else ())
    ]
    return [first, *broken, *(f"{name}: {each.title} ({_when(each)})." for name, each in named)]


def _when(measure: Measure) -> str:
    state = str(measure.get_state_display()).lower()
    if measure.starts_on is None:
        return _("startdag saknas, %(state)s") % {"state": state}
    times = {"first": month_name(measure.starts_on), "state": state}
    if measure.due_on is None:
        return _("från %(first)s, %(state)s") % times
    return _("%(first)s–%(last)s, %(state)s") % {**times, "last": month_name(measure.due_on)}


def _in_words(goal: SmartGoal, result: Result) -> str:
    latest = result.latest
    if latest is None:
        return _("Inga värden är kända.")
    return _("%(value)s %(unit)s i %(month)s. Målet är %(target)s.") % {
        "value": plain(latest.value),
        "unit": goal.indicator.unit if goal.indicator else "",
        "month": month_name(latest.period),
        "target": plain(goal.target) or _("inte satt"),
    }


def _number(value: Decimal | None) -> int | None:
    """A whole number where it is one; the drawing takes both."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)  # type: ignore[return-value]
