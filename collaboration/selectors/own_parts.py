"""The running processes of a person's parties, and what each party is waited for with there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from collaboration.models import (
    CommitmentReview,
    Participant,
    ParticipantPicture,
    PartyReminder,
    ProcessCycle,
    Step,
    StepMove,
)
from collaboration.reopening import reopened_at
from collaboration.selectors.step_facts import party_facts, with_problems
from collaboration.step_facts import StepFacts
from collaboration.steps import STEPS, StepInfo
from trygghet.accounts.scope import Scope


@dataclass(frozen=True)
class ToDo:
    """One thing that the party is waited for with: as its button says it, and where it is done."""

    action: str
    url: str


@dataclass(frozen=True)
class OwnPart:
    """A party that the person speaks for, in the open cycle of a running process."""

    participant: Participant
    cycle: ProcessCycle
    to_do: tuple[ToDo, ...]
    reminder: PartyReminder | None

    @property
    def info(self) -> StepInfo:
        return STEPS[self.cycle.step]

    @property
    def is_reminded(self) -> bool:
        """Reminded in this step, of something that is still missing."""
        return bool(self.to_do and self.reminder and self.reminder.step == self.cycle.step)


def own_parts(scope: Scope) -> tuple[OwnPart, ...]:
    """The longest in its step first. Six queries, or none for a person who speaks for nobody.

    Goals to answer are told by the app above, which knows them.
    """
    if not (scope.restricted_bodies or scope.processes):
        return ()
    parties = _parties(scope)
    cycles = _open_cycles(parties)
    known = _Known.of(parties, cycles.values())
    parts = [_part(party, cycles[party.process_id], known) for party in parties]
    return tuple(sorted(parts, key=lambda part: (part.cycle.step_since, part.participant.pk)))


@dataclass(frozen=True)
class _Known:
    pictures: dict[tuple[int, int], ParticipantPicture]
    moves: dict[int, list[StepMove]]
    reviewed: set[tuple[int, int]]
    reminders: dict[int, PartyReminder]

    @classmethod
    def of(cls, parties: list[Participant], cycles: Iterable[ProcessCycle]) -> "_Known":
        """Four queries."""
        own = {"participant__in": parties, "cycle__in": list(cycles)}
        moves: dict[int, list[StepMove]] = {}
        for move in StepMove.objects.filter(cycle__in=own["cycle__in"], kind=StepMove.Kind.BACK):
            moves.setdefault(move.cycle_id, []).append(move)
        reviews = CommitmentReview.objects.filter(
            participant__in=parties, follow_up__cycle__in=own["cycle__in"]
        )
        reminders = PartyReminder.objects.filter(**own).order_by("sent_at")
        return cls(
            {(row.cycle_id, row.participant_id): row for row in with_problems().filter(**own)},
            moves,
            set(reviews.values_list("follow_up__cycle", "participant")),
            {row.participant_id: row for row in reminders},
        )


def _parties(scope: Scope) -> list[Participant]:
    own = Q(body__in=scope.restricted_bodies) | Q(
        process__in=scope.processes,
        invitations__accepted_by=scope.user_id,
        invitations__revoked_at__isnull=True,
    )
    rows = Participant.objects.filter(own, process__ended_on=None).active().distinct()
    return list(rows.with_party().select_related("process__lead_body", "body", "organization"))


def _open_cycles(parties: list[Participant]) -> dict[int, ProcessCycle]:
    processes = {party.process_id for party in parties}
    rows = ProcessCycle.objects.filter(process__in=processes, ended_at=None)
    return {row.process_id: row for row in rows}


def _part(party: Participant, cycle: ProcessCycle, known: _Known) -> OwnPart:
    key = (cycle.pk, party.pk)
    since = reopened_at(known.moves.get(cycle.pk, ()), cycle.step)
    picture = known.pictures.get(key) if cycle.step == Step.MAPPING else None
    own: Any = party_facts(party, picture, since, is_reviewed=key in known.reviewed)
    facts = StepFacts(parties=(own,), was_reopened=since is not None)
    info = STEPS[cycle.step]
    to_do = tuple(
        ToDo(str(need.action), need.address(party.process_id, info.slug, facts, party=party.pk))
        for need in info.requirements
        if need.applies(facts) and need.waiting_for(facts)
    )
    return OwnPart(party, cycle, to_do, known.reminders.get(party.pk))
