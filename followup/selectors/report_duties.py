"""What the program asks of the bodies, as the monthly report tells it: in short, without the words
that somebody wrote as evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from followup.duties import Duty
from followup.selectors.duties import duties_of
from followup.selectors.situation import AskedBody
from programs.models import Program


@dataclass(frozen=True)
class DutyLine:
    """``shown_on`` is the latest day of what shows it, ``missing`` what to do."""

    kind: str
    title: str
    ask: str
    state: str
    label: str
    missing: str
    shown_on: date | None


def duty_lines(
    program: Program, bodies: Sequence[AskedBody], day: date
) -> dict[int, tuple[DutyLine, ...]]:
    """By body, as it stands on ``day``: a constant number of queries.

    None for a program that is not the current one: it asks for nothing any more.
    """
    if program != Program.objects.current(day):
        return {}
    found = duties_of(bodies, day)
    return {body: tuple(_line(each) for each in duties) for body, duties in found.items()}


def _line(duty: Duty) -> DutyLine:
    return DutyLine(
        kind=duty.kind,
        title=str(duty.title),
        ask=str(duty.ask),
        state=duty.state.value,
        label=duty.state.label,
        missing=duty.missing,
        shown_on=max((each.on for each in duty.evidence if each.on), default=None),
    )
