"""A dashboard's figure: its value beside its target and the month before, with a small curve."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from followup.charts import sparkline

LESS_IS_BETTER, MORE_IS_BETTER, NEITHER = -1, 1, 0


@dataclass(frozen=True)
class Figure:
    """``key`` names the rows behind it. ``value`` is None where nothing is known.

    ``goal`` is the target in words; ``series`` the values by month, the last one of this month.
    """

    key: str
    label: str
    value: int | None
    unit: str = ""
    goal: str = ""
    previous: int | None = None
    series: tuple[int | None, ...] = ()
    delta: str = ""
    direction: str = ""
    tone: str = "neutral"
    note: str = ""
    withheld: bool = False

    @property
    def curve(self) -> SafeString:
        return sparkline(self.series)


def compared(
    value: int | None, before: int | None, better: int, than: str
) -> dict[str, str | int | None]:
    """The difference in words, with its direction and whether it is for the better."""
    if value is None or before is None:
        return {"note": _("inget att jämföra med"), "previous": before}
    difference = value - before
    if not difference:
        return {"delta": _("oförändrat"), "direction": "same", "note": "", "previous": before}
    tone = "neutral" if better == NEITHER else "good" if difference * better > 0 else "bad"
    word = _("%(count)s fler") if difference > 0 else _("%(count)s färre")
    return {
        "delta": word % {"count": abs(difference)},
        "direction": "up" if difference > 0 else "down",
        "tone": tone,
        "note": than,
        "previous": before,
    }


def before_last(series: Sequence[int | None]) -> int | None:
    return series[-2] if len(series) > 1 else None
