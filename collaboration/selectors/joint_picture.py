"""The joint picture of a cycle: the parties' problems side by side, and what became of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Prefetch

from collaboration.models import (
    DissentingView,
    JointProblem,
    JointProblemSource,
    Participant,
    ProcessCycle,
)
from collaboration.permissions import can_read_party_text
from collaboration.selectors.pictures import (
    PartyPicture,
    Pictures,
    party_pictures,
    strictest,
)
from collaboration.selectors.priorities import priorities
from trygghet.accounts.scope import Scope

MayRead = Callable[[JointProblemSource], bool]


@dataclass(frozen=True)
class SourceLine:
    """Where a joint problem comes from. ``title`` is what the party calls it: empty when it was
    only brought up in words, or when the reader may not read it (``is_withheld``). ``through``
    names the merged problem that it came with.
    """

    source: JointProblemSource
    participant: Participant
    title: str
    is_withheld: bool
    through: str

    @property
    def disagreement(self) -> str:
        return self.source.disagreement


@dataclass(frozen=True)
class JointLine:
    """A standing problem with everything that was merged into it (``merged``: direct ones)."""

    problem: JointProblem
    sources: tuple[SourceLine, ...]
    merged: tuple[JointProblem, ...]
    dissents: tuple[DissentingView, ...]

    @property
    def parties(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(line.participant) for line in self.sources))

    @property
    def disagreements(self) -> tuple[SourceLine, ...]:
        return tuple(line for line in self.sources if line.disagreement)


@dataclass(frozen=True)
class JointPicture:
    pictures: Pictures
    problems: tuple[JointLine, ...]

    @property
    def waiting(self) -> tuple[PartyPicture, ...]:
        """The parties' columns that hold something."""
        return tuple(party for party in self.pictures.parties if party.number_of_problems)

    @property
    def number_waiting(self) -> int:
        """Problems that the reader sees and that no joint problem rests on yet."""
        return sum(not problem.joint for problem in self.pictures.seen.values())

    @property
    def number_drawable(self) -> int:
        """Those of them that can be drawn in as they stand."""
        return sum(not seen.joint and seen.is_open for seen in self.pictures.seen.values())

    @property
    def number_shared(self) -> int:
        """Joint problems that more than one party has brought."""
        return sum(len(line.parties) > 1 for line in self.problems)


def joint_picture(scope: Scope, cycle: ProcessCycle) -> JointPicture:
    """At most eleven queries, whatever the number of parties and problems.

    The joint words are for every party; a source that the reader may not read is named by its
    party only.
    """
    pictures = party_pictures(scope, cycle)
    rows = _rows(cycle)
    children: dict[int, list[JointProblem]] = {}
    for row in rows:
        if row.merged_into_id:
            children.setdefault(row.merged_into_id, []).append(row)
    may_read = partial(_may_read, scope, pictures.own)
    lines = tuple(_line(row, children, may_read) for row in rows if row.merged_into_id is None)
    return JointPicture(pictures, lines)


def analysis_context(scope: Scope, cycle: ProcessCycle) -> dict[str, Any]:
    """What step 3 shows of the joint picture and the prioritization."""
    return {"joint": joint_picture(scope, cycle), "priorities": priorities(cycle)}


def _rows(cycle: ProcessCycle) -> list[JointProblem]:
    party = ("participant__body", "participant__organization")
    sources = JointProblemSource.objects.select_related(
        *party, "problem", "picture_problem__picture"
    )
    dissents = DissentingView.objects.select_related(*party, "recorded_by")
    return list(
        JointProblem.objects.filter(cycle=cycle)
        .select_related("type", "area", "split_from")
        .prefetch_related(Prefetch("sources", sources), Prefetch("dissents", dissents))
    )


def _line(
    problem: JointProblem, children: dict[int, list[JointProblem]], may_read: MayRead
) -> JointLine:
    family = _family(problem, children)
    sources = [
        _source(source, member if member is not problem else None, may_read)
        for member in family
        for source in member.sources.all()
    ]
    return JointLine(
        problem=problem,
        sources=tuple(sources),
        merged=tuple(children.get(problem.pk, ())),
        dissents=tuple(view for member in family for view in member.dissents.all()),
    )


def _family(problem: JointProblem, children: dict[int, list[JointProblem]]) -> list[JointProblem]:
    """The problem and all that was merged into it, directly or through another."""
    family = [problem]
    for member in family:
        family += children.get(member.pk, [])
    return family


def _may_read(scope: Scope, own: frozenset[int], source: JointProblemSource) -> bool:
    written = source.picture_problem
    if written:
        classification = strictest(written.classification, written.picture.classification)
    else:
        classification = source.problem.classification
    return can_read_party_text(scope, own, classification, source.participant)


def _source(
    source: JointProblemSource, through: JointProblem | None, may_read: MayRead
) -> SourceLine:
    row = source.problem or source.picture_problem
    is_withheld = row is not None and not may_read(source)
    return SourceLine(
        source=source,
        participant=source.participant,
        title=row.title if row and not is_withheld else "",
        is_withheld=is_withheld,
        through=through.title if through else "",
    )
