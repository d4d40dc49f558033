"""The indicators that most goals are measured with: latest figure, curve and table."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followup.reports import pictures
from followup.reports.material import Material
from followup.reports.pictures import Picture
from followup.reports.sections.base import Section
from followup.reports.telling import Figure
from followup.selectors.report_work import IndicatorLine
from followup.selectors.series import Point
from followup.words import grouped, plain

CURVES = 4  # drawn; the rest stand in the table


@dataclass(frozen=True)
class Told:
    """``before`` is the figure before the latest; None where there is only one."""

    line: IndicatorLine
    latest: Point
    before: Point | None
    curve: Picture | None

    @property
    def value(self) -> str:
        return shown(self.latest.value)

    @property
    def earlier(self) -> str:
        return shown(self.before.value) if self.before else ""

    @property
    def period(self) -> str:
        return self.line.period_of(self.latest)

    @property
    def earlier_period(self) -> str:
        return self.line.period_of(self.before) if self.before else ""


def written(value: Decimal | None) -> str:
    """At most two decimals: more is not known."""
    return "" if value is None else plain(round(value, 2))


def shown(value: Decimal | None) -> str:
    """The same with its thousands apart."""
    return "" if value is None else grouped(round(value, 2))


def build(material: Material) -> dict[str, Any]:
    lines = material.work.indicators
    told = tuple(_told(material, line, n < CURVES) for n, line in enumerate(lines))
    return {"told": told, "more": material.work.more_indicators}


def _told(material: Material, line: IndicatorLine, is_drawn: bool) -> Told:
    known = [point for point in line.series.points if point.value is not None]
    enough = is_drawn and len(known) > 1
    return Told(
        line=line,
        latest=known[-1],
        before=known[-2] if len(known) > 1 else None,
        curve=pictures.indicator(line) if enough else None,
    )


def figures(_material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    yield Figure("indicators.more", "", _("Indikatorer som inte visas"), built["more"])
    for told in built["told"]:
        name, code = told.line.name, told.line.code
        goals = _("%(name)s: mål som mäts med den") % {"name": name}
        yield Figure("indicator.goals", code, goals, told.line.goals)
        for point in told.line.series.points if told.curve else _shown(told):
            label = f"{name}, {told.line.period_of(point)}"
            key = f"{code}.{point.period:%Y-%m}"
            yield Figure("indicator.value", key, label, written(point.value) or None)


def _shown(told: Told) -> tuple[Point, ...]:
    return (told.before, told.latest) if told.before else (told.latest,)


SECTION = Section(
    "indikatorer", gettext_lazy("Indikatorer"), "followup/reports/indicators.html", build,
    figures=figures,
)  # fmt: skip
