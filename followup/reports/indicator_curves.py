"""An indicator's curve in the report, of the series that was kept with the edition."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from followup.chart_specs import Line, lines
from followup.charts import Chart
from followup.models import Indicator
from followup.periods import short_name
from followup.selectors.report_work import IndicatorLine
from followup.selectors.series import Point
from followup.words import grouped


def series_chart(line: IndicatorLine, *, width: int, height: int) -> Chart:
    """``line`` has at least two figures."""
    series = line.series
    points = series.points
    known = [point for point in points if point.value is not None]
    return Chart(
        name=f"indikator-{line.code}",
        title=line.title,
        description=_("%(last_value)s i %(last)s, %(first_value)s i %(first)s.")
        % {
            "last_value": grouped(round(known[-1].value, 2)),
            "last": line.period_of(known[-1]),
            "first_value": grouped(round(known[0].value, 2)),
            "first": line.period_of(known[0]),
        },
        note=" ".join([_("Gäller %(place)s.") % {"place": series.place}, *_not_final(line, known)]),
        columns=(_("Period"), line.name),
        rows=tuple(
            (
                short_name(point.period, line.frequency),
                None if point.value is None else grouped(round(point.value, 2)),
            )
            for point in points
        ),
        source=_("Källa: %(source)s") % {"source": series.source},
        period=f"{known[-1].period:%Y-%m}",
        spec=lines(
            [point.period for point in points],
            (
                Line(
                    line.name,
                    tuple(None if p.value is None else float(p.value) for p in points),
                ),
            ),
            periods=_axis(line),
            width=width,
            height=height,
        ),
    )


def _axis(line: IndicatorLine) -> list[list[str]] | None:
    """``kv 4 2026`` on two lines, a year on one; months are named as everywhere."""
    if line.frequency == Indicator.Frequency.MONTH:
        return None
    periods = (point.period for point in line.series.points)
    return [short_name(period, line.frequency).rsplit(" ", 1) for period in periods]


def _not_final(line: IndicatorLine, known: Sequence[Point]) -> list[str]:
    """Which of the values that are drawn are preliminary."""
    named = ", ".join(line.period_of(point) for point in known if point.is_preliminary)
    return [_("Preliminärt: %(periods)s.") % {"periods": named}] if named else []
