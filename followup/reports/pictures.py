"""The pictures of the report: those of the dashboard, as wide as the printed page."""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from followup.charts import Chart, draw
from followup.reports.indicator_curves import series_chart
from followup.reports.material import Material
from followup.selectors.report_work import IndicatorLine
from followup.situation_charts import (
    Subject,
    development_chart,
    problem_series_chart,
    report_series_chart,
    subject_of,
    type_chart,
)
from trygghet.months import MONTH_NAMES

FULL_WIDTH, PICTURE_HEIGHT = 620, 190
CURVE_WIDTH, CURVE_HEIGHT = 380, 140


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | None, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A drawn chart with its table. ``is_over_time`` lays the table with the months across."""

    chart: Chart
    is_over_time: bool = False

    @property
    def table(self) -> Table:
        if not self.is_over_time:
            return Table(self.chart.columns, self.chart.rows)
        turned = zip(self.chart.columns, *self.chart.rows, strict=True)
        head, *rows = (tuple(row) for row in turned)
        told = tuple(row for row in rows if any(row[1:]))  # not "Visas inte", if nothing is hidden
        return Table((head[0], *(_short(str(month)) for month in head[1:])), told)

    @property
    def svg(self) -> SafeString:
        """In a PDF a picture has one text only, so its name and description are joined."""
        chart = self.chart
        return draw(
            chart.spec,
            name=chart.name,
            title=f"{chart.title}. {chart.description}",
            description=chart.source,
        )


def types(material: Material) -> Picture:
    return Picture(type_chart(material.picture, _subject(material), width=FULL_WIDTH))


def developments(material: Material) -> Picture:
    return Picture(development_chart(material.picture, _subject(material), width=FULL_WIDTH))


def problems_over_time(material: Material) -> Picture:
    chart = problem_series_chart(
        material.series, _subject(material), width=FULL_WIDTH, height=PICTURE_HEIGHT
    )
    return Picture(chart, is_over_time=True)


def reports_over_time(material: Material) -> Picture:
    chart = report_series_chart(
        material.history, _subject(material), width=FULL_WIDTH, height=PICTURE_HEIGHT
    )
    return Picture(chart, is_over_time=True)


def curve(material: Material, body_id: int, code: str) -> Picture | None:
    """One body's problems over time, small; None if it has not reported in a year."""
    series = material.series_by_body.get(body_id, ())
    if not any(point.reports for point in series):
        return None
    chart = problem_series_chart(series, _subject(material), width=CURVE_WIDTH, height=CURVE_HEIGHT)
    return Picture(replace(chart, name=f"kurva-{code}"), is_over_time=True)


def indicator(line: IndicatorLine) -> Picture:
    """An indicator's readings over two years."""
    chart = series_chart(line, width=FULL_WIDTH, height=CURVE_HEIGHT)
    return Picture(chart, is_over_time=True)


def _short(month: str) -> str:
    """``2026-10`` and ``okt 2026`` as ``okt 26``, ``kv 4 2026`` as ``kv 4 26``; a year as it is."""
    if "-" in month:
        year, number = month.split("-")
        return f"{MONTH_NAMES[int(number) - 1][:3]} {year[2:]}"
    name, _space, year = month.rpartition(" ")
    return f"{name} {year[2:]}" if name else year


def _subject(material: Material) -> Subject:
    return subject_of(material.status)
