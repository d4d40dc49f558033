"""The joint picture: the parties' problems laid together, merged, split, and disagreed about.

Every writer holds the cycle's row, so that two people never merge the same problem twice.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from collaboration.exceptions import (
    CycleEnded,
    EditConflict,
    MergedProblemHasAnalysis,
    NothingToMerge,
    NotInThePictures,
    ParticipantHasLeft,
    ProblemAlreadyMerged,
    ProblemInJointPicture,
    ProblemNotMerged,
    ProblemNotOpen,
)
from collaboration.models import (
    CauseAnalysis,
    CollaborationProcess,
    DissentingView,
    JointProblem,
    JointProblemSource,
    Participant,
    ParticipantPicture,
    PictureProblem,
    Problem,
    ProcessCycle,
)
from collaboration.models.classification import Classification
from collaboration.process_exceptions import ProblemInUse
from collaboration.services.steps import locked_cycle
from trygghet.accounts.models import User

Source = Problem | PictureProblem
SHARED = ("type", "title", "description", "place", "longitude", "latitude", "development")
KNOCK_OUTS = ("can_influence", "has_resources")  # None until the parties have said


@transaction.atomic
def draw_in(
    *, process: CollaborationProcess, sources: Iterable[Source], acting_user: User
) -> list[JointProblem]:
    """Take problems of the parties' pictures into the joint one, each as it stands.

    Only what every party may read: raises ProblemNotOpen otherwise, and NotInThePictures,
    ProblemInJointPicture, ProcessEnded.
    """
    cycle = locked_cycle(process)
    return [_draw_in(cycle, source) for source in sources]


def _draw_in(cycle: ProcessCycle, source: Source) -> JointProblem:
    if is_open(source) is False:
        raise ProblemNotOpen(source.title)
    fields = {name: getattr(source, name) for name in SHARED}
    return _added(cycle, source, area=getattr(source, "area", None), **fields)


def is_open(source: Source) -> bool:
    """Whether every party may read it: a problem is never more open than its picture."""
    rows = [source, source.picture] if isinstance(source, PictureProblem) else [source]
    return all(row.classification == Classification.OPEN for row in rows)


@transaction.atomic
def add_joint_problem(
    *,
    process: CollaborationProcess,
    acting_user: User,
    source: Source | None = None,
    participants: Iterable[Participant] = (),
    **fields: Any,
) -> JointProblem:
    """Add a problem in words that every party may read.

    It comes from ``source`` in a party's picture, or was brought up by ``participants``. Raises
    NotInThePictures, ProblemInJointPicture (also for the same heading twice), ProcessEnded.
    """
    cycle = locked_cycle(process)
    if source is None:
        same = JointProblem.objects.filter(cycle=cycle, title=fields["title"]).standing()
        if same.exists():
            raise ProblemInJointPicture(fields["title"])
    problem = _added(cycle, source, **fields)
    for participant in participants:
        _add_source(JointProblemSource(joint_problem=problem, participant=participant))
    return problem


@transaction.atomic
def save_joint_problem(
    *,
    problem: JointProblem,
    version: int,
    acting_user: User,
    disagreements: Mapping[int, str] | None = None,
    **fields: Any,
) -> JointProblem:
    """Change the joint words, and where each source (by id) sees it differently.

    Raises EditConflict, ProblemAlreadyMerged, CycleEnded, ProcessEnded and ValidationError.
    """
    problem = locked_problem(problem)
    changed = {name: value for name, value in fields.items() if getattr(problem, name) != value}
    differing = [
        row
        for row in JointProblemSource.objects.filter(pk__in=disagreements or {})
        if row.disagreement != (disagreements or {})[row.pk]
    ]
    if not changed and not differing:
        return problem
    if problem.version != version:
        raise EditConflict(problem)
    for row in differing:
        _disagree(row, (disagreements or {})[row.pk])
    for name, value in changed.items():
        setattr(problem, name, value)
    return saved(problem)


@transaction.atomic
def merge(
    *,
    problem: JointProblem,
    others: Mapping[int, str],
    versions: Mapping[int, int],
    acting_user: User,
    **fields: Any,
) -> JointProblem:
    """Make ``others`` part of ``problem``: their sources and everything else stay with them.

    ``others`` maps ids to where that picture differs, in words; ``versions`` says how each was
    when the person read it. Raises NothingToMerge, ProblemAlreadyMerged, EditConflict,
    MergedProblemHasAnalysis.
    """
    root = locked_problem(problem, versions.get(problem.pk))
    chosen = _standing(root, others)
    for row in chosen:
        _merge_into(root, row, versions.get(row.pk), others[row.pk])
    for name, value in fields.items():
        setattr(root, name, value)
    return saved(root)


def _standing(root: JointProblem, others: Iterable[int]) -> list[JointProblem]:
    rows = JointProblem.objects.filter(cycle=root.cycle_id, pk__in=others).exclude(pk=root.pk)
    found = list(rows.select_related("merged_into"))
    if not found:
        raise NothingToMerge
    return found


def _merge_into(
    root: JointProblem, row: JointProblem, version: int | None, disagreement: str
) -> None:
    if row.merged_into:
        raise ProblemAlreadyMerged(row.title, row.merged_into.title)
    if version is not None and row.version != version:
        raise EditConflict(row)
    if CauseAnalysis.objects.filter(joint_problem=row).exists():
        raise MergedProblemHasAnalysis(row.title)
    if disagreement:
        for source in row.sources.all():
            _disagree(source, disagreement)
    row.merged_into = root
    saved(row)


@transaction.atomic
def unmerge(*, problem: JointProblem, acting_user: User) -> JointProblem:
    """Let a merged problem stand by itself again, as it was. Raises ProblemNotMerged."""
    problem = _in_open_cycle(problem)
    if problem.merged_into_id is None:
        raise ProblemNotMerged(problem.title)
    problem.merged_into = None
    return saved(problem)


@transaction.atomic
def split(
    *,
    problem: JointProblem,
    version: int,
    acting_user: User,
    sources: Iterable[JointProblemSource] = (),
    **fields: Any,
) -> JointProblem:
    """A new problem parted from this one, resting on the chosen ``sources``; both keep them.

    Raises EditConflict, ProblemAlreadyMerged, ProblemInJointPicture, CycleEnded.
    """
    problem = locked_problem(problem, version)
    if fields["title"] == problem.title:
        raise ProblemInJointPicture(problem.title)
    saved(problem)  # a second split from the same page is asked about
    part = saved(JointProblem(cycle=problem.cycle, split_from=problem, **fields))
    for source in sources:
        source.pk = None
        source._state.adding = True
        source.joint_problem = part
        _add_source(source)
    return part


@transaction.atomic
def add_dissent(
    *, problem: JointProblem, participant: Participant, text: str, acting_user: User
) -> DissentingView:
    """Keep that a party sees the problem differently; the same words twice are kept once.

    Raises ParticipantHasLeft, ProblemAlreadyMerged, CycleEnded, ProcessEnded.
    """
    problem = locked_problem(problem)
    participant = Participant.objects.with_party().get(
        pk=participant.pk, process=problem.cycle.process_id
    )
    if participant.left_on:
        raise ParticipantHasLeft(str(participant))
    text = text.replace("\r\n", "\n").strip()
    same = problem.dissents.filter(participant=participant, text=text)
    if found := same.first():
        return found
    view = DissentingView(
        joint_problem=problem, participant=participant, text=text, recorded_by=acting_user
    )
    view.full_clean()
    view.save()
    return view


@transaction.atomic
def delete_joint_problem(*, problem: JointProblem, version: int, acting_user: User) -> None:
    """Take away a problem that came in by mistake; the parties' pictures are as they were.

    Raises ProblemInUse when something hangs on it, EditConflict, ProblemAlreadyMerged, CycleEnded.
    """
    problem = locked_problem(problem, version)
    if hanging := hanging_on(problem):
        raise ProblemInUse(problem.title, hanging)
    try:
        problem.delete()
    except ProtectedError as refusal:
        raise ProblemInUse(problem.title, [_("mål")]) from refusal


def hanging_on(problem: JointProblem) -> list[str]:
    """What stands in the way of taking the problem away, in words."""
    found = {
        _("andra problem är sammanslagna med det"): problem.merged.exists(),
        _("ett problem är delat ur det"): problem.split.exists(),
        _("en part har antecknat en avvikande mening"): problem.dissents.exists(),
        _("det är bedömt i prioriteringen"): problem.scores.exists(),
        _("det är beslutat om"): problem.decision != JointProblem.Decision.UNDECIDED,
        _("det har en orsaksanalys"): CauseAnalysis.objects.filter(joint_problem=problem).exists(),
    }
    return [words for words, is_there in found.items() if is_there]


def locked_problem(problem: JointProblem, version: int | None = None) -> JointProblem:
    """The problem as it is now, held. Raises ProblemAlreadyMerged, EditConflict, CycleEnded."""
    problem = _in_open_cycle(problem)
    if problem.merged_into:
        raise ProblemAlreadyMerged(problem.title, problem.merged_into.title)
    if version is not None and problem.version != version:
        raise EditConflict(problem)
    return problem


def saved(problem: JointProblem) -> JointProblem:
    problem.version += 1
    problem.full_clean(exclude=[name for name in KNOCK_OUTS if getattr(problem, name) is None])
    problem.save()
    return problem


def _in_open_cycle(problem: JointProblem) -> JointProblem:
    cycle = locked_cycle(problem.cycle.process)
    if problem.cycle_id != cycle.pk:
        raise CycleEnded
    return JointProblem.objects.select_related("cycle__process", "merged_into").get(pk=problem.pk)


def _added(cycle: ProcessCycle, source: Source | None, **fields: Any) -> JointProblem:
    if source is not None:
        picture = _picture_of(cycle, source)
        is_written_here = isinstance(source, PictureProblem)
        kept = JointProblemSource(
            participant=picture.participant,
            problem=None if is_written_here else source,
            picture_problem=source if is_written_here else None,
        )
        _check_not_drawn_in(cycle, kept, source.title)
    problem = saved(JointProblem(cycle=cycle, **fields))
    if source is not None:
        kept.joint_problem = problem
        _add_source(kept)
    return problem


def _picture_of(cycle: ProcessCycle, source: Source) -> ParticipantPicture:
    pictures = ParticipantPicture.objects.filter(cycle=cycle).select_related("participant")
    if isinstance(source, PictureProblem):
        found = pictures.filter(pk=source.picture_id).first()
    else:
        found = pictures.filter(report=source.report_id).first()
    if found is None:
        raise NotInThePictures
    return found


def _check_not_drawn_in(cycle: ProcessCycle, kept: JointProblemSource, title: str) -> None:
    drawn = JointProblemSource.objects.filter(
        joint_problem__cycle=cycle, problem=kept.problem, picture_problem=kept.picture_problem
    )
    if drawn.exists():
        raise ProblemInJointPicture(title)


def _add_source(source: JointProblemSource) -> None:
    source.full_clean()
    source.save()


def _disagree(source: JointProblemSource, text: str) -> None:
    source.disagreement = text
    source.full_clean()
    source.save()
