"""The causes of a problem: put in, moved about as an outline, tested, and kept or dropped.

The cycle is held while a tree changes, so that two people who move causes at once do it one after
the other: no cause can end up under itself, and none is lost.
"""

from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from collaboration.cause_tree import CauseTree, Place
from collaboration.exceptions import CauseGone, CauseHasMeasures
from collaboration.models import Cause, CauseAnalysis, CauseEvidence, JointProblem
from collaboration.services.cause_analyses import begun
from collaboration.services.merging import merge, write
from trygghet.accounts.models import User

VERDICT = ("tested_how", "verdict", "verdict_reason", "can_influence")


class Move(StrEnum):
    """Up and down among its siblings; in under the one before it, or out beside its own cause."""

    UP = "up"
    DOWN = "down"
    INDENT = "indent"
    OUTDENT = "outdent"


@transaction.atomic
def add_cause(
    *,
    problem: JointProblem,
    text: str,
    acting_user: User,
    side: str = "",
    parent: Cause | None = None,
    idempotency_key: UUID | None = None,
) -> Cause:
    """Put a cause last on ``side``, or last under ``parent``, whose side it then takes.

    The same key again gives the one already put in. Raises what ``begun`` raises, CauseGone,
    CauseTooDeep and ValidationError.
    """
    analysis = begun(problem)
    if idempotency_key and (added := analysis.causes.filter(idempotency_key=idempotency_key)):
        return added.get()
    if parent:
        side = _held(analysis, parent).side
    cause = Cause(
        analysis=analysis,
        text=" ".join(text.split()),
        side=side,
        order=analysis.causes.count(),
        idempotency_key=idempotency_key,
    )
    cause.full_clean()
    cause.save()
    if parent:
        tree = tree_of(analysis)
        tree.put_under(cause.pk, parent.pk)
        _keep(analysis, tree)
        cause.refresh_from_db()
    return cause


@transaction.atomic
def change_cause(*, cause: Cause, text: str, version: int, acting_user: User) -> Cause:
    """Other words for it. Raises TextsClash, CauseGone and what ``begun`` raises."""
    cause = _locked(cause)
    write(cause, merge(cause, version, {"text": " ".join(text.split())}))
    return cause


@transaction.atomic
def move_cause(*, cause: Cause, how: str, acting_user: User) -> Cause:
    """One step in the outline; at the end of the way it stays. Raises CauseTooDeep, CauseGone."""
    cause = _locked(cause)
    tree = tree_of(cause.analysis)
    getattr(tree, Move(how))(cause.pk)
    return _moved(cause, tree)


@transaction.atomic
def place_cause(*, cause: Cause, parent: Cause | None, acting_user: User, side: str = "") -> Cause:
    """Put it, with what stands under it, under ``parent``; without one on ``side`` of the problem.

    Where it stands there already it keeps its place. Raises CauseUnderItself, CauseTooDeep,
    CauseGone and what ``begun`` raises.
    """
    cause = _locked(cause)
    if parent:
        parent = _held(cause.analysis, parent)
    stays = cause.parent_id == (parent.pk if parent else None)
    if stays and (parent or side in ("", cause.side)):
        return cause
    tree = tree_of(cause.analysis)
    tree.put_under(cause.pk, parent.pk if parent else None, side)
    return _moved(cause, tree)


@transaction.atomic
def delete_cause(*, cause: Cause, acting_user: User) -> None:
    """Take it away with its evidence; the causes under it take its place.

    Raises CauseHasMeasures, CauseGone and what ``begun`` raises. The history stays.
    """
    cause = _locked(cause)
    analysis, pk = cause.analysis, cause.pk
    tree = tree_of(analysis)
    tree.remove(pk)
    _keep(analysis, tree)
    try:
        Cause.objects.filter(pk=pk).delete()
    except ProtectedError as error:
        raise CauseHasMeasures from error


@transaction.atomic
def judge_cause(*, cause: Cause, version: int, acting_user: User, **verdict: Any) -> Cause:
    """Say how it was tested and what came of it. A verdict says why.

    Raises TextsClash, CauseGone, ValidationError and what ``begun`` raises.
    """
    cause = _locked(cause)
    write(cause, merge(cause, version, {name: verdict[name] for name in VERDICT}))
    return cause


@transaction.atomic
def add_evidence(
    *, cause: Cause, side: str, text: str, source: str, acting_user: User
) -> CauseEvidence:
    """What speaks for or against it, with its source; said twice it stands once."""
    said = {"side": side, "text": text.strip(), "source": source.strip()}
    evidence = CauseEvidence(cause=_locked(cause), **said)
    if already := CauseEvidence.objects.filter(cause=cause.pk, **said).first():
        return already
    evidence.full_clean()
    evidence.save()
    return evidence


@transaction.atomic
def delete_evidence(*, evidence: CauseEvidence, acting_user: User) -> None:
    """Take it away; one that is gone already stays gone. Raises what ``begun`` raises."""
    _locked(evidence.cause)
    CauseEvidence.objects.filter(pk=evidence.pk).delete()


def tree_of(analysis: CauseAnalysis) -> CauseTree:
    """The tree as it is stored. One query."""
    rows = analysis.causes.values_list("pk", "parent_id", "side", "order")
    return CauseTree(Place(*row) for row in rows)


def _locked(cause: Cause) -> Cause:
    """The cause as it is now, with its cycle held."""
    problem = JointProblem.objects.get(analysis__pk=cause.analysis_id)
    return _held(begun(problem), cause)


def _held(analysis: CauseAnalysis, cause: Cause) -> Cause:
    found = Cause.objects.filter(analysis=analysis, pk=cause.pk).first()
    if found is None:
        raise CauseGone
    found.analysis = analysis
    return found


def _moved(cause: Cause, tree: CauseTree) -> Cause:
    _keep(cause.analysis, tree)
    cause.refresh_from_db()
    return cause


def _keep(analysis: CauseAnalysis, tree: CauseTree) -> None:
    """Write down where each cause stands, for those that have moved."""
    places, moved = tree.places(), []
    for cause in analysis.causes.all():
        if place := places.get(cause.pk):
            before = (cause.parent_id, cause.side, cause.order)
            cause.parent_id, cause.side, cause.order = place.parent, place.side, place.order
            if before != (place.parent, place.side, place.order):
                moved.append(cause)
    Cause.objects.bulk_update(moved, ["parent", "side", "order"])
