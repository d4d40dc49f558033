"""A period is the date of its first day; how long it is, its indicator's frequency says."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from followup.models import Indicator
from trygghet.months import MONTH_NAMES, add_months, month_name

Frequency = Indicator.Frequency


def period_name(day: date, frequency: str) -> str:
    """``oktober 2026``, ``kvartal 4 2026`` or ``2026``."""
    if frequency == Frequency.MONTH:
        return month_name(day)
    if frequency == Frequency.QUARTER:
        return _("kvartal %(n)s %(year)s") % {"n": (day.month + 2) // 3, "year": day.year}
    return str(day.year)


def short_name(day: date, frequency: str) -> str:
    """``okt 2026``, ``kv 4 2026`` or ``2026``: for an axis."""
    if frequency == Frequency.MONTH:
        return f"{MONTH_NAMES[day.month - 1][:3]} {day.year}"
    if frequency == Frequency.QUARTER:
        return _("kv %(n)s %(year)s") % {"n": (day.month + 2) // 3, "year": day.year}
    return str(day.year)


def last_day(day: date, frequency: str) -> date:
    """The last day of the period that ``day`` lies in."""
    months = {Frequency.MONTH: 1, Frequency.QUARTER: 3}.get(frequency, 12)
    return add_months(first_day(day, frequency), months) - timedelta(days=1)


def has_begun(day: date) -> bool:
    """Whether the period with this first day has: of one to come there is no reading."""
    return day <= timezone.localdate()


def first_day(day: date, frequency: str) -> date:
    """The first day of the period that ``day`` lies in."""
    if frequency == Frequency.MONTH:
        return day.replace(day=1)
    if frequency == Frequency.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1)
