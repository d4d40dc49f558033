"""The people of a process's partner organizations, and the invitation behind a link."""

from dataclasses import dataclass
from datetime import datetime

from collaboration.models import CollaborationProcess, Invitation, Participant
from collaboration.services.invitation_mail import KIND, hash_of
from trygghet.accounts.models import User
from trygghet.jobs.models import Job


@dataclass(frozen=True)
class InvitationLine:
    """``letter`` is the state of the job that sends it; ``state`` as ``Invitation.state_at``."""

    invitation: Invitation
    state: str
    letter: str

    @property
    def letter_failed(self) -> bool:
        return self.state == "invited" and self.letter == Job.State.FAILED

    @property
    def letter_waits(self) -> bool:
        return self.state == "invited" and self.letter in (Job.State.QUEUED, Job.State.RUNNING)

    @property
    def can_resend(self) -> bool:
        return self.state in ("invited", "expired")

    @property
    def can_remove(self) -> bool:
        return self.state in ("invited", "accepted")


@dataclass(frozen=True)
class PartyPeople:
    party: Participant
    lines: tuple[InvitationLine, ...]


def people_of(process: CollaborationProcess, now: datetime) -> tuple[PartyPeople, ...]:
    """Every partner organization with its people, those who take part first. Three queries."""
    parties = process.participants.with_party().filter(organization__isnull=False)
    rows = Invitation.objects.filter(participant__process=process)
    rows = rows.select_related("invited_by", "accepted_by").order_by("-invited_at", "-pk")
    invitations = list(rows)
    hashes = [row.token_hash for row in invitations]
    jobs = Job.objects.filter(kind=KIND, key__in=hashes).values_list("key", "state")
    letters = dict(jobs)
    lines: dict[int, list[InvitationLine]] = {}
    for row in invitations:
        line = InvitationLine(row, row.state_at(now), letters.get(row.token_hash, ""))
        lines.setdefault(row.participant_id, []).append(line)
    return tuple(
        PartyPeople(party, tuple(sorted(lines.get(party.pk, []), key=_weight)))
        for party in sorted(parties, key=lambda party: (party.left_on is not None, party.pk))
    )


def _weight(line: InvitationLine) -> int:
    return ("accepted", "invited", "expired", "revoked", "removed").index(line.state)


def behind_link(token: str) -> Invitation | None:
    """The invitation whose letter holds ``token``. One query."""
    rows = Invitation.objects.select_related(
        "participant__process__lead_body", "participant__organization", "invited_by"
    )
    return rows.filter(token_hash=hash_of(token)).first()


def has_account(invitation: Invitation) -> bool:
    return User.objects.filter(email__iexact=invitation.email).exists()
