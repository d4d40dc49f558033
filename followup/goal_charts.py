"""A goal's curve: its indicator's readings, baseline, target, and the measures' times drawn in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from followup.chart_specs import Line, Span, lines
from followup.charts import LANTERN, SUBTLE, Chart
from followup.models import Indicator, Measure, SmartGoal
from followup.periods import last_day, period_name, short_name
from followup.selectors.goals import Result
from followup.selectors.series import Point, breaks_of
from followup.words import plain
from trygghet.months import month_name

SHOWN = {Indicator.Frequency.MONTH: 24}  # periods; the indicator's page has the older ones
SHOWN_OTHERS = 12
NARROW = 280  # on a phone
Named = Sequence[tuple[str, Measure]]


def goal_chart(
    goal: SmartGoal,
    result: Result,
    *,
    measures: Sequence[Measure] = (),
    width: int = 440,
    height: int = 220,
) -> Chart | None:
    """None without two known values. ``measures`` are numbered Å1, Å2 … in the order given."""
    indicator = goal.indicator
    if indicator is None or sum(point.value is not None for point in result.points) < 2:
        return None
    points = result.points[-SHOWN.get(indicator.frequency, SHOWN_OTHERS) :]
    periods = [point.period for point in points]
    named = [(_("Å%(number)d") % {"number": n}, each) for n, each in enumerate(measures, start=1)]
    spans = [_span(name, each, periods, indicator.frequency) for name, each in named]
    draw = partial(
        lines,
        periods,
        _series(goal, points),
        spans=[span for span in spans if span],
        periods=_names(periods, indicator.frequency),
        height=height,
    )
    return Chart(
        name=f"mal-{goal.pk}",
        title=indicator.name,
        description=_in_words(goal, indicator, result),
        note=" ".join([*_notes(indicator, result, named), *_not_final(indicator, points)]),
        columns=_columns(bool(named)),
        rows=tuple(_row(goal, indicator, point, named) for point in points),
        source=_("Källa: %(source)s") % {"source": indicator.source},
        period=f"{periods[-1]:%Y-%m}",
        spec=draw(width=width),
        narrow=draw(width=NARROW),
    )


def _names(periods: Sequence[date], frequency: str) -> list[list[str]] | None:
    """``kv 4 2026`` on two lines, a year on one; months are named as everywhere."""
    if frequency == Indicator.Frequency.MONTH:
        return None
    return [short_name(period, frequency).rsplit(" ", 1) for period in periods]


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


def _span(name: str, measure: Measure, periods: Sequence[date], frequency: str) -> Span | None:
    """The measure's time among the periods that are drawn, or None when it lies outside."""
    within = [period for period in periods if _runs_in(measure, period, frequency)]
    if not within:
        return None
    rests = measure.state in (Measure.State.PAUSED, Measure.State.STOPPED)
    return Span(name, within[0], within[-1], is_broken=rests)


def _runs_in(measure: Measure, period: date, frequency: str) -> bool:
    begun = measure.starts_on is not None and measure.starts_on <= last_day(period, frequency)
    return begun and (measure.due_on is None or period <= measure.due_on)


def _columns(has_measures: bool) -> tuple[str, ...]:
    columns = (_("Period"), _("Utfall"), _("Utgångsvärde"), _("Mål"))
    return (*columns, _("Åtgärder som pågår")) if has_measures else columns


def _row(
    goal: SmartGoal, indicator: Indicator, point: Point, named: Named
) -> tuple[str | int | None, ...]:
    row = (
        period_name(point.period, indicator.frequency),
        _cell(point),
        _number(goal.baseline),
        _number(goal.target),
    )
    running = [name for name, each in named if _runs_in(each, point.period, indicator.frequency)]
    return (*row, ", ".join(running) or "–") if named else row


def _cell(point: Point) -> str | int | None:
    """The value, and that it is preliminary where it is."""
    if point.value is None or not point.is_preliminary:
        return _number(point.value)
    return _("%(value)s, preliminärt") % {"value": plain(point.value)}


def _not_final(indicator: Indicator, points: Sequence[Point]) -> list[str]:
    """Which of the values that are drawn are preliminary."""
    known = [point for point in points if point.is_preliminary and point.value is not None]
    named = ", ".join(period_name(point.period, indicator.frequency) for point in known)
    return [_("Preliminärt: %(periods)s.") % {"periods": named}] if named else []


def _notes(indicator: Indicator, result: Result, named: Named) -> list[str]:
    first = _("Gäller %(place)s. Enhet: %(unit)s.") % {
        "place": result.place,
        "unit": indicator.unit,
    }
    broken = [
        _("Mäts på ett annat sätt från %(month)s: %(text)s")
        % {"month": month_name(each.day), "text": each.text}
        for each in breaks_of(indicator)
    ]
    running = [f"{name}: {each.title} ({_when(each)})." for name, each in named]
    return [first, *result.areas_in_words, *broken, *running]


def _when(measure: Measure) -> str:
    state = str(measure.get_state_display()).lower()
    if measure.starts_on is None:
        return _("startdag saknas, %(state)s") % {"state": state}
    times = {"first": month_name(measure.starts_on), "state": state}
    if measure.due_on is None:
        return _("från %(first)s, %(state)s") % times
    return _("%(first)s–%(last)s, %(state)s") % {**times, "last": month_name(measure.due_on)}


def _in_words(goal: SmartGoal, indicator: Indicator, result: Result) -> str:
    latest = result.latest
    if latest is None:
        return _("Inga värden är kända.")
    return _("%(value)s %(unit)s %(period)s. Målet är %(target)s.") % {
        "value": plain(latest.value),
        "unit": indicator.unit,
        "period": period_name(latest.period, indicator.frequency),
        "target": plain(goal.target) or _("inte satt"),
    }


def _number(value: Decimal | None) -> int | None:
    """A whole number where it is one; the drawing takes both."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)  # type: ignore[return-value]
