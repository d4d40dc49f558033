"""The duties of the law that are near their day or have passed it: what asks for a decision."""

from datetime import date

from followup.compliance import State
from followup.law import SectionState
from followup.selectors.law import law_status
from trygghet.accounts.scope import Scope


def law_clocks(scope: Scope, day: date) -> tuple[SectionState, ...]:
    """For those who follow the whole city; the section whose day comes first first."""
    if not scope.follows_city:
        return ()
    due = [
        section
        for section in law_status(scope, day)
        if section.next_deadline and section.state in (State.SOON, State.MISSING)
    ]
    return tuple(sorted(due, key=lambda section: (section.next_deadline, section.section)))
