"""How far something that is asked for is done: four states, what shows it, and what to do."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class State(StrEnum):
    """The names are those of the marks in ``trygghet.ui.statuses``."""

    MET = "met"
    SOON = "soon"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return str(LABELS[self])


LABELS = {
    State.MET: _("Uppfyllt"),
    State.SOON: _("Behöver ses över"),
    State.MISSING: _("Saknas"),
    State.NOT_APPLICABLE: _("Inte aktuellt"),
}
WORST_FIRST = (State.MISSING, State.SOON, State.MET, State.NOT_APPLICABLE)


def worst(states: Iterable[State]) -> State:
    """The state that asks for most; NOT_APPLICABLE of none."""
    return min(states, key=WORST_FIRST.index, default=State.NOT_APPLICABLE)


@dataclass(frozen=True)
class Evidence:
    """Something in the system that shows it: what, from which day, and where it is read."""

    text: Words
    on: date | None = None
    url: str = ""


@dataclass(frozen=True)
class ToDo:
    """What is missing, and the page where it is done (a name without arguments, or an address)."""

    text: Words
    url_name: str = ""
    url: str = ""


@dataclass(frozen=True)
class Clock:
    """Something that has to be done again before ``last_day``: first green, then amber, then red.

    ``done_on`` is when it was done last. It is soon time from ``warns_on``, and too late from the
    day after ``last_day``.
    """

    done_on: date
    warns_on: date
    last_day: date

    @classmethod
    def of(cls, done_on: date, *, warn_months: int, limit_months: int) -> "Clock":
        """``limit_months`` have passed on the same day of the month; the day before is the last."""
        return cls(
            done_on,
            months_after(done_on, warn_months),
            months_after(done_on, limit_months) - timedelta(days=1),
        )

    def state(self, day: date) -> State:
        if day > self.last_day:
            return State.MISSING
        return State.SOON if day >= self.warns_on else State.MET


def months_after(day: date, months: int) -> date:
    """The same day ``months`` later, or the month's last day when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
