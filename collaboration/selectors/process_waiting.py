"""Who a process waits for, with what, and when they were last reminded."""

from dataclasses import dataclass
from datetime import date

from collaboration.models import PartyReminder, ProcessCycle
from collaboration.requirements import Requirement
from collaboration.step_facts import PartyFacts, StepFacts


@dataclass(frozen=True)
class WaitedFor:
    """``asked_for`` are the things to do, as the buttons say them; ``reminder`` the latest one.

    ``may_remind``: the reader may send a reminder now. ``may_invite``: nobody from the party takes
    part who could get one, so the reader may invite somebody; ``is_invited``: somebody is.
    """

    party: int
    name: str
    asked_for: tuple[str, ...]
    is_own: bool
    reminder: PartyReminder | None
    may_remind: bool
    may_invite: bool
    is_invited: bool


def waited_for(
    cycle: ProcessCycle,
    lacking: tuple[Requirement, ...],
    facts: StepFacts,
    own: frozenset[int],
    day: date,
    *,
    is_lead: bool,
) -> tuple[WaitedFor, ...]:
    """The parties in their order. One query."""
    asked: dict[int, list[str]] = {}
    for need in lacking:
        for party in need.waiting_for(facts):
            asked.setdefault(party.id, []).append(str(need.action))
    latest = _latest(cycle)
    return tuple(
        _line(party, asked[party.id], own, latest.get(party.id), day, is_lead)
        for party in facts.parties
        if party.id in asked
    )


def _line(
    party: PartyFacts,
    asked_for: list[str],
    own: frozenset[int],
    reminder: PartyReminder | None,
    day: date,
    is_lead: bool,
) -> WaitedFor:
    is_reminded = reminder is not None and reminder.sent_on >= day
    is_own = party.id in own
    return WaitedFor(
        party.id,
        party.name,
        tuple(asked_for),
        is_own,
        reminder,
        may_remind=is_lead and party.has_people and not is_own and not is_reminded,
        may_invite=is_lead and not party.has_people,
        is_invited=party.is_invited and not party.has_people,
    )


def _latest(cycle: ProcessCycle) -> dict[int, PartyReminder]:
    rows = PartyReminder.objects.filter(cycle=cycle).select_related("sent_by")
    rows = rows.order_by("participant_id", "-sent_at").distinct("participant_id")
    return {row.participant_id: row for row in rows}
