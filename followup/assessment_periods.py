"""The periods that goals are assessed for: thirds of a year, as in the city's own follow-up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from trygghet.months import MONTH_NAMES, add_months

MONTHS = 4
PARTS = 12 // MONTHS
OFFERED = 4


@dataclass(frozen=True, order=True)
class Period:
    """A third of a year: January–April, May–August or September–December."""

    start: date

    @property
    def end(self) -> date:
        """Its last day."""
        return add_months(self.start, MONTHS) - timedelta(days=1)

    @property
    def code(self) -> str:
        """``2026-t2``, as it stands in addresses."""
        return f"{self.start.year}-t{self.start.month // MONTHS + 1}"

    @property
    def previous(self) -> "Period":
        return Period(add_months(self.start, -MONTHS))

    def __str__(self) -> str:
        return _("%(first)s–%(last)s %(year)d") % {
            "first": MONTH_NAMES[self.start.month - 1],
            "last": MONTH_NAMES[self.end.month - 1],
            "year": self.start.year,
        }


def period_of(day: date) -> Period:
    return Period(date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1))


def latest_finished(day: date) -> Period:
    """The one that is asked for now."""
    return period_of(day).previous


def offered(day: date) -> list[Period]:
    """Those that a goal can be assessed for, the newest first; the running one among them."""
    return list(_back_from(period_of(day)))


def parse(code: str, day: date) -> Period | None:
    """The offered period with that code."""
    return next((period for period in offered(day) if period.code == code), None)


def _back_from(period: Period) -> Iterator[Period]:
    for _step in range(OFFERED):
        yield period
        period = period.previous
