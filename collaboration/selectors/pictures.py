"""Each party's own picture in a cycle, as far as the reader may read it."""

from dataclasses import dataclass
from typing import Any

from collaboration.models import (
    JointProblem,
    JointProblemSource,
    Participant,
    ParticipantPicture,
    PictureProblem,
    Problem,
    ProcessCycle,
    SituationReport,
    Step,
    StepMove,
)
from collaboration.models.classification import Classification
from collaboration.permissions import can_read_party_text
from collaboration.reopening import reopened_at
from collaboration.selectors.process_parties import parties_of, spoken_for
from collaboration.selectors.step_facts import is_confirmed
from trygghet.accounts.scope import Scope

RANKS = Classification.values


@dataclass(frozen=True)
class SeenProblem:
    """A problem in a party's picture. ``key`` names it in forms: ``rapport-7`` or ``bild-7``.

    ``classification`` is the stricter of its own and its picture's; ``joint`` the titles of the
    joint problems that it is a source of.
    """

    key: str
    participant: Participant
    row: Problem | PictureProblem
    classification: str
    joint: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.classification == Classification.OPEN

    @property
    def is_written_here(self) -> bool:
        return isinstance(self.row, PictureProblem)


@dataclass(frozen=True)
class PartyPicture:
    """``picture`` is None when the party has not begun; ``is_withheld`` when its texts are not
    for the reader. ``problems`` are those that may be read, ``withheld`` counts the others.
    """

    participant: Participant
    picture: ParticipantPicture | None
    is_own: bool
    is_withheld: bool
    shows_report_page: bool
    problems: tuple[SeenProblem, ...]
    withheld: int

    @property
    def number_of_problems(self) -> int:
        return len(self.problems) + self.withheld

    @property
    def has_picture(self) -> bool:
        picture = self.picture
        return bool(
            picture and (picture.report_id or self.number_of_problems or picture.summary.strip())
        )

    @property
    def says_data(self) -> bool:
        picture = self.picture
        return bool(picture and picture.data_used.strip() and picture.data_rejected.strip())

    @property
    def is_complete(self) -> bool:
        picture = self.picture
        return bool(
            picture
            and self.has_picture
            and self.says_data
            and picture.staff_dialogue
            and picture.read_by_leadership_on
        )


@dataclass(frozen=True)
class Pictures:
    """The parties in order, and which of them (``own``) the reader speaks for."""

    parties: tuple[PartyPicture, ...]
    own: frozenset[int]
    restricted: tuple[Any, ...]

    @property
    def withheld(self) -> int:
        return sum(party.withheld for party in self.parties)

    @property
    def number_active(self) -> int:
        return sum(not party.participant.left_on for party in self.parties)

    @property
    def own_incomplete(self) -> tuple[PartyPicture, ...]:
        return tuple(party for party in self.parties if party.is_own and not party.is_complete)

    @property
    def seen(self) -> dict[str, SeenProblem]:
        return {problem.key: problem for party in self.parties for problem in party.problems}


def party_pictures(scope: Scope, cycle: ProcessCycle) -> Pictures:
    """Every party's picture side by side, in at most eight queries.

    Open texts are for every party, internal ones for the municipality's staff, restricted ones for
    the party itself and the central office; what is left out is counted. A party that has left is
    shown as long as it left a picture. ``restricted`` are the restricted rows that are shown.
    """
    own = spoken_for(scope, cycle.process_id)
    pictures = {row.participant_id: row for row in _pictures(cycle)}
    problems = _problems(pictures.values())
    drawn = _drawn_in(cycle)
    open_reports = _reports_to_open(scope, pictures.values())
    parties = tuple(
        _party(scope, own, party, pictures.get(party.pk), problems, drawn, open_reports)
        for party in parties_of(cycle.process_id)
        if not party.left_on or party.pk in pictures
    )
    return Pictures(parties, own, _restricted(parties))


def mapping_context(scope: Scope, cycle: ProcessCycle) -> dict[str, Any]:
    """What step 2 shows; ``restricted_shown`` is written down by the view.

    ``to_confirm`` are the parties (ids) whose pictures have not been looked at since the process
    went back; ``reopened_at`` is when it did, if it did.
    """
    pictures = party_pictures(scope, cycle)
    since = reopened_at(cycle.moves.filter(kind=StepMove.Kind.BACK), Step.MAPPING)
    to_confirm = {
        party.participant.pk
        for party in pictures.parties
        if party.picture and not party.participant.left_on
        if not is_confirmed(party.picture, since)
    }
    complete = [
        party
        for party in pictures.parties
        if party.is_complete and not party.participant.left_on
        if party.participant.pk not in to_confirm
    ]
    return {
        "pictures": pictures,
        "number_complete": len(complete),
        "restricted_shown": pictures.restricted,
        "reopened_at": since,
        "to_confirm": to_confirm,
    }


def key_of(row: Problem | PictureProblem) -> str:
    return f"{'bild' if isinstance(row, PictureProblem) else 'rapport'}-{row.pk}"


def strictest(problem: str, picture: str) -> str:
    return max(problem, picture, key=RANKS.index)


def _pictures(cycle: ProcessCycle) -> list[ParticipantPicture]:
    rows = ParticipantPicture.objects.filter(cycle=cycle)
    return list(rows.select_related("report__body", "updated_by"))


def _problems(pictures: Any) -> dict[int, list[Problem | PictureProblem]]:
    """By the picture's id: what its report says still goes on, then what was written here."""
    found: dict[int, list[Problem | PictureProblem]] = {}
    of_report = {row.report_id: row.pk for row in pictures if row.report_id}
    reported = Problem.objects.filter(report__in=of_report).active()
    for problem in reported.select_related("type", "area"):
        found.setdefault(of_report[problem.report_id], []).append(problem)
    written = PictureProblem.objects.filter(picture__in=[row.pk for row in pictures])
    for problem in written.select_related("type", "area"):
        found.setdefault(problem.picture_id, []).append(problem)
    return found


def _drawn_in(cycle: ProcessCycle) -> dict[str, list[str]]:
    """The joint problems that each party's problem is part of now, by heading."""
    joint = {row.pk: row for row in JointProblem.objects.filter(cycle=cycle)}
    rows = JointProblemSource.objects.filter(joint_problem__cycle=cycle)
    drawn: dict[str, list[str]] = {}
    for problem, written, number in rows.values_list(
        "problem_id", "picture_problem_id", "joint_problem_id"
    ):
        standing = joint[number]
        while standing.merged_into_id:
            standing = joint[standing.merged_into_id]
        key = f"rapport-{problem}" if problem else f"bild-{written}"
        drawn.setdefault(key, []).append(standing.title)
    return drawn


def _reports_to_open(scope: Scope, pictures: Any) -> set[int]:
    reports = [row.report_id for row in pictures if row.report_id]
    visible = SituationReport.objects.visible_to(scope).filter(pk__in=reports)
    return set(visible.values_list("pk", flat=True))


def _party(
    scope: Scope,
    own: frozenset[int],
    party: Participant,
    picture: ParticipantPicture | None,
    problems: dict[int, list[Problem | PictureProblem]],
    drawn: dict[str, list[str]],
    open_reports: set[int],
) -> PartyPicture:
    rows = problems.get(picture.pk, []) if picture else []
    seen = [_seen(party, row, picture.classification, drawn) for row in rows if picture]
    readable = tuple(
        problem
        for problem in seen
        if can_read_party_text(scope, own, problem.classification, party)
    )
    is_withheld = picture is not None and not can_read_party_text(
        scope, own, picture.classification, party
    )
    return PartyPicture(
        participant=party,
        picture=picture,
        is_own=party.pk in own,
        is_withheld=is_withheld,
        shows_report_page=bool(picture and picture.report_id in open_reports),
        problems=readable,
        withheld=len(seen) - len(readable),
    )


def _seen(
    party: Participant,
    row: Problem | PictureProblem,
    of_picture: str,
    drawn: dict[str, list[str]],
) -> SeenProblem:
    """A problem of an attached report has its own classification, which the report gave it."""
    key = key_of(row)
    of_row = row.classification
    if isinstance(row, PictureProblem):
        of_row = strictest(of_row, of_picture)
    return SeenProblem(key, party, row, of_row, tuple(drawn.get(key, ())))


def _restricted(parties: tuple[PartyPicture, ...]) -> tuple[Any, ...]:
    pictures = [party.picture for party in parties if party.picture and not party.is_withheld]
    shown = [row for row in pictures if row.classification == Classification.RESTRICTED]
    for party in parties:
        shown += [
            problem.row
            for problem in party.problems
            if problem.classification == Classification.RESTRICTED
        ]
    return tuple(shown)
