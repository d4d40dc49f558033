"""An indicator's curve in the report, of the series that was kept with the edition."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from followup.chart_specs import Line, lines
from followup.charts import Chart
from followup.selectors.report_work import IndicatorLine
from followup.selectors.series import Point
from followup.words import plain
from trygghet.months import month_name


def series_chart(line: IndicatorLine, *, width: int, height: int) -> Chart:
    """``line`` has at least two figures."""
    series = line.series
    points = series.points
    known = [point for point in points if point.value is not None]
    return Chart(
        name=f"indikator-{line.code}",
        title=f"{line.name}, {series.unit}",
        description=_("%(last_value)s i %(last)s, %(first_value)s i %(first)s.")
        % {
            "last_value": plain(round(known[-1].value, 2)),
            "last": month_name(known[-1].period),
            "first_value": plain(round(known[0].value, 2)),
            "first": month_name(known[0].period),
        },
        note=" ".join([_("Gäller %(place)s.") % {"place": series.place}, *_not_final(known)]),
        columns=(_("Månad"), line.name),
        rows=tuple(
            (f"{point.period:%Y-%m}", None if point.value is None else plain(round(point.value, 2)))
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
            width=width,
            height=height,
        ),
    )


def _not_final(known: Sequence[Point]) -> list[str]:
    """Which of the values that are drawn are preliminary."""
    named = ", ".join(month_name(point.period) for point in known if point.is_preliminary)
    return [_("Preliminärt: %(periods)s.") % {"periods": named}] if named else []
