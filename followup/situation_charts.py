"""The pictures of a month's situation: on the dashboard, in its CSV files and in the report."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.chart_specs import WIDTH, Bar, Layer, Line, bars, lines, stack
from followup.charts import (
    ACCENT,
    CROSSED,
    DANGER,
    DOTTED,
    LANTERN,
    PAPER,
    STRIPED,
    SUBTLE,
    Chart,
)
from followup.map_specs import Region, choropleth
from followup.selectors.problems import ProblemPicture, SeriesPoint, Tally
from followup.selectors.situation import MonthStatus
from programs.maps import AreaShape
from trygghet.kept import kept
from trygghet.months import MONTH_NAMES, add_months, month_name

MAP = "problem-pa-kartan"
TYPES_SHOWN = 10
KEPT = 64  # dashboards: those of the bodies, and the city by its filters
OUTLINE_METERS = 60.0  # finer detail than this does not show in a picture of a page's width
Cell = str | int | None


@dataclass(frozen=True)
class Subject:
    """What the pictures are of: a month, of the whole city or of one body."""

    month: date
    reports: int

    @property
    def period(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def name(self) -> str:
        return month_name(self.month)

    @property
    def before(self) -> str:
        return month_name(add_months(self.month, -1))

    @property
    def before_in_short(self) -> str:
        return MONTH_NAMES[add_months(self.month, -1).month - 1][:3]

    @property
    def source(self) -> str:
        return ngettext(
            "Källa: %(count)s lägesbild för %(month)s",
            "Källa: %(count)s lägesbilder för %(month)s",
            self.reports,
        ) % {"count": self.reports, "month": self.name}


def subject_of(month: MonthStatus) -> Subject:
    return Subject(month.month, len(month.report_ids))


@kept(KEPT)
def situation_charts(
    picture: ProblemPicture,
    shapes: tuple[AreaShape, ...],
    series: tuple[SeriesPoint, ...],
    history: tuple[MonthStatus, ...],
) -> tuple[Chart, ...]:
    """Those of a dashboard in reading order; those that need areas only where there are any.

    ``history`` are the months of the curves, the last one the month that the others are of.
    """
    subject = subject_of(history[-1])
    by_place: list[Chart] = []
    if picture.by_area:
        by_place.append(area_chart(picture, subject))
    if shapes:
        by_place.append(area_map(picture, shapes, subject))
    return (
        type_chart(picture, subject),
        *by_place,
        development_chart(picture, subject),
        problem_series_chart(series, subject),
        report_series_chart(history, subject),
    )


def cell(tally: Tally) -> Cell:
    """A figure in a table: withheld says so, missing is None."""
    return _("visas inte") if tally.is_withheld else tally.count


def _bar(tally: Tally, subject: Subject, color: str = ACCENT) -> Bar:
    """With last month's value in words, so that it is not taken for the month's own."""
    text = _("visas inte") if tally.is_withheld else _("uppgift saknas")
    known, before = tally.count is not None, ""
    if tally.previous is not None:
        before = _("%(n)s i %(month)s") % {"n": tally.previous, "month": subject.before_in_short}
    return Bar(tally.label, tally.count, tally.previous, "" if known else text, color, before)


def _tally_chart(
    subject: Subject,
    tallies: Sequence[Tally],
    shown: Sequence[Bar],
    *,
    name: str,
    title: str,
    heading: str,
    width: int,
) -> Chart:
    compared = any(tally.previous is not None for tally in tallies)
    before = _("Strecket visar %(month)s.") % {"month": subject.before} if compared else ""
    return Chart(
        name=name,
        title=title,
        description=_in_words(tallies),
        note=before,
        columns=(heading, subject.name, subject.before),
        rows=tuple((tally.label, cell(tally), tally.previous) for tally in tallies),
        source=subject.source,
        period=subject.period,
        spec=bars(shown, width=width),
    )


def _in_words(tallies: Sequence[Tally], most: int = 3) -> str:
    """The largest figures as a sentence."""
    known = sorted((t for t in tallies if t.count), key=lambda tally: -tally.count)
    if not known:
        return _("Inga problem.")
    words = ", ".join(f"{tally.label} ({tally.count})" for tally in known[:most])
    return _("Flest problem: %(list)s.") % {"list": words}


def type_chart(picture: ProblemPicture, subject: Subject, *, width: int = WIDTH) -> Chart:
    """Problems by type; the smallest types are in the table only."""
    tallies = picture.by_type
    chart = _tally_chart(
        subject,
        tallies,
        [_bar(tally, subject) for tally in tallies[:TYPES_SHOWN]],
        name="problem-per-typ",
        title=_("Problem efter typ"),
        heading=_("Typ av problem"),
        width=width,
    )
    rest = [tally for tally in tallies[TYPES_SHOWN:] if tally.count]
    if not rest:
        return chart
    more = ngettext(
        "%(types)s annan typ med sammanlagt %(count)s problem står i tabellen.",
        "%(types)s andra typer med sammanlagt %(count)s problem står i tabellen.",
        len(rest),
    ) % {"types": len(rest), "count": sum(tally.count or 0 for tally in rest)}
    return replace(chart, note=f"{chart.note} {more}".strip())


def development_chart(picture: ProblemPicture, subject: Subject, *, width: int = WIDTH) -> Chart:
    """Problems by how they developed since the last period; those that increase stand out."""
    tallies = picture.by_development
    shown = [
        _bar(tally, subject, DANGER if tally.key == "increasing" else ACCENT) for tally in tallies
    ]
    return _tally_chart(
        subject,
        tallies,
        shown,
        name="problem-per-utveckling",
        title=_("Problem efter utveckling"),
        heading=_("Utveckling sedan förra perioden"),
        width=width,
    )


def area_chart(picture: ProblemPicture, subject: Subject, *, width: int = WIDTH) -> Chart:
    """Problems by area, the most first, then those without an area; zeros in the table only."""
    known = sorted(picture.by_area, key=lambda tally: -1 if tally.count is None else -tally.count)
    known.sort(key=lambda tally: tally.count is None)
    tallies = (*known, picture.elsewhere) if picture.elsewhere.count else tuple(known)
    shown = [tally for tally in tallies if tally.count != 0 or tally.previous]
    chart = _tally_chart(
        subject,
        tallies,
        [_bar(tally, subject, SUBTLE if tally is picture.elsewhere else ACCENT) for tally in shown],
        name="problem-per-omrade",
        title=_("Problem efter område"),
        heading=_("Område"),
        width=width,
    )
    return _with_note(
        chart,
        ngettext(
            "%(count)s område är utan problem.",
            "%(count)s områden är utan problem.",
            len(tallies) - len(shown),
        ),
        len(tallies) - len(shown),
    )


def _with_note(chart: Chart, words: str, count: int) -> Chart:
    """The chart with another sentence in its note, if there is anything to count."""
    if not count:
        return chart
    return replace(chart, note=f"{chart.note} {words % {'count': count}}".strip())


def area_map(
    picture: ProblemPicture,
    shapes: Sequence[AreaShape],
    subject: Subject,
    *,
    width: int = WIDTH,
    height: int = 300,
) -> Chart:
    """The same figures as ``area_chart`` on the map, with the numbers written in the areas."""
    tallies = {tally.area_id: tally for tally in picture.by_area}
    drawn = [shape for shape in shapes if shape.area_id in tallies]
    outlines = shapely.coverage_simplify([shape.outline for shape in drawn], OUTLINE_METERS)
    regions = [
        _region(tallies[shape.area_id], outline)
        for shape, outline in zip(drawn, outlines, strict=True)
    ]
    schematic = any(shape.schematic for shape in drawn)
    return Chart(
        name=MAP,
        title=_("Problem på kartan"),
        description=_in_words(picture.by_area),
        note=_("Schematisk karta: områdenas gränser är ungefärliga.") if schematic else "",
        columns=(_("Område"), subject.name, subject.before),
        rows=tuple((t.label, cell(t), t.previous) for t in picture.by_area),
        source=subject.source,
        period=subject.period,
        spec=choropleth(regions, width=width, height=height),
    )


def _region(tally: Tally, outline: shapely.Geometry) -> Region:
    center = outline.representative_point()
    return Region(
        shapely.geometry.mapping(shapely.set_precision(outline, 1.0)),
        (round(center.x), round(center.y)),
        tally.count,
        tally.is_withheld,
    )


def problem_series_chart(
    series: Sequence[SeriesPoint], subject: Subject, *, width: int = WIDTH, height: int = 210
) -> Chart:
    """How many problems were reported each month, and how many of them increased."""
    months = [point.month for point in series]
    totals = tuple(point.count for point in series)
    growing = tuple(point.increasing for point in series)
    return Chart(
        name="problem-per-manad",
        title=_("Problem månad för månad"),
        description=_trend_in_words(series),
        note=_("Ett uppehåll i linjen är en månad utan lägesbilder."),
        columns=(_("Månad"), _("Problem"), _("varav ökar"), _("Lägesbilder")),
        rows=tuple((f"{p.month:%Y-%m}", p.count, p.increasing, p.reports) for p in series),
        source=_("Källa: lägesbilderna %(first)s–%(last)s")
        % {"first": month_name(months[0]), "last": month_name(months[-1])},
        period=subject.period,
        spec=lines(
            months,
            (
                Line(_("Alla problem"), totals),
                Line(_("Problem som ökar"), growing, LANTERN, "triangle-up", (6, 4)),
            ),
            width=width,
            height=height,
        ),
    )


def _trend_in_words(series: Sequence[SeriesPoint]) -> str:
    known = [point for point in series if point.count is not None]
    if not known:
        return _("Inga lägesbilder under perioden.")
    first, last = known[0], known[-1]
    return _("%(last_count)s problem i %(last)s, %(first_count)s i %(first)s.") % {
        "last_count": last.count,
        "last": month_name(last.month),
        "first_count": first.count,
        "first": month_name(first.month),
    }


def report_series_chart(
    history: Sequence[MonthStatus], subject: Subject, *, width: int = WIDTH, height: int = 210
) -> Chart:
    """How many bodies sent their report in time, late or not at all, each month."""
    counts = [month.counts for month in history]
    layers = (
        Layer(_("I tid"), tuple(c.in_time for c in counts), ACCENT, ACCENT),
        Layer(_("Sent"), tuple(c.late for c in counts), STRIPED, LANTERN),
        Layer(_("Saknas"), tuple(c.overdue for c in counts), CROSSED, DANGER),
        Layer(_("Inte dags än"), tuple(c.not_due for c in counts), PAPER, SUBTLE),
        Layer(_("Visas inte"), tuple(c.withheld for c in counts), DOTTED, SUBTLE),
    )
    shown = tuple(layer for layer in layers if any(layer.values)) or layers[:1]
    last = counts[-1]
    return Chart(
        name="lagesbilder-i-tid",
        title=_("Lägesbilder i tid"),
        description=_("%(month)s: %(in_time)s i tid, %(late)s sent, %(missing)s saknas.")
        % {
            "month": subject.name.capitalize(),
            "in_time": last.in_time,
            "late": last.late,
            "missing": last.missing,
        },
        note="",
        columns=(_("Månad"), *(layer.name for layer in layers), _("Alla")),
        rows=tuple(
            (f"{month.month:%Y-%m}", *(layer.values[i] for layer in layers), counts[i].asked)
            for i, month in enumerate(history)
        ),
        source=_("Källa: när lägesbilderna skickades in"),
        period=subject.period,
        spec=stack([month.month for month in history], shown, width=width, height=height),
    )
