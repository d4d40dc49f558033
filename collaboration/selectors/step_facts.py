"""Reads what a cycle has in place, in a constant number of queries."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from collaboration.models import (
    Cause,
    CommitmentReview,
    CycleFollowUp,
    Invitation,
    JointProblem,
    Participant,
    ParticipantPicture,
    PictureProblem,
    ProcessCycle,
    Step,
    StepMove,
    SubStep,
)
from collaboration.reopening import is_gone_through, reopened_at
from collaboration.step_facts import PartyFacts, Pointer, StepFacts

Decision = JointProblem.Decision


def facts_of(cycle: ProcessCycle, step: str | None = None) -> StepFacts:
    """The facts that the requirements of ``step`` (else the present one) ask for.

    At most five queries, and those of the provider in the step of implementation.
    """
    step = step or cycle.step
    follow_up = _follow_up(cycle) if step == Step.FOLLOW_UP else None
    moves = list(cycle.moves.filter(kind__in=(StepMove.Kind.BACK, StepMove.Kind.REVIEWED)))
    since = reopened_at(moves, step)
    found: dict[str, Any] = {
        "parties": _parties(cycle, step, follow_up, since),
        "was_reopened": since is not None,
        "is_reopened": since is not None and not is_gone_through(moves, step, since),
    }
    if step == Step.INITIATION:
        found |= _initiation(cycle)
    elif step == Step.ANALYSIS:
        found |= _problems(cycle)
    elif step == Step.IMPLEMENTATION:
        found |= _implementation(cycle)
    elif follow_up:
        found |= {
            "has_effect": _written(follow_up.effect),
            "has_work": _written(follow_up.work),
            "has_lessons": _written(follow_up.lessons),
            "decision": follow_up.decision,
        }
    return StepFacts(**found)


def _follow_up(cycle: ProcessCycle) -> CycleFollowUp | None:
    return CycleFollowUp.objects.filter(cycle=cycle).first()


def _initiation(cycle: ProcessCycle) -> dict[str, bool]:
    return {
        "has_need": _written(cycle.need),
        "has_origin": bool(cycle.origin),
        "has_group": _written(cycle.steering_group) or _written(cycle.working_group),
        "has_communication_plan": _written(cycle.communication_plan),
        "has_communication_lead": _written(cycle.communication_lead),
    }


def _implementation(cycle: ProcessCycle) -> dict[str, Any]:
    facts = import_string(settings.STEP_PROVIDERS["facts"])(cycle)
    return {
        "implementation": facts,
        "pointers": facts.pointers,
        "party_urls": facts.party_urls,
    }


def _parties(
    cycle: ProcessCycle, step: str, follow_up: CycleFollowUp | None, since: datetime | None
) -> tuple[PartyFacts, ...]:
    pictures = _pictures(cycle) if step == Step.MAPPING else {}
    reviewed = _reviewed(follow_up) if follow_up else set()
    rows = Participant.objects.filter(process=cycle.process_id).active().with_party()
    return tuple(
        replace(
            party_facts(row, pictures.get(row.pk), since, is_reviewed=row.pk in reviewed),
            has_people=bool(row.body_id or row.has_accepted),
            is_invited=row.is_invited,
        )
        for row in rows.annotate(**_invitations())
    )


def _invitations() -> dict[str, Exists]:
    """Whether somebody of an organization takes part, and whether one is asked and may answer."""
    of_party = Invitation.objects.filter(participant=OuterRef("pk"))
    accepted = of_party.filter(accepted_at__isnull=False, revoked_at__isnull=True)
    return {
        "has_accepted": Exists(accepted),
        "is_invited": Exists(of_party.open_at(timezone.now())),
    }


def party_facts(
    row: Participant,
    picture: ParticipantPicture | None,
    since: datetime | None,
    *,
    is_reviewed: bool,
) -> PartyFacts:
    """``picture`` comes from ``with_problems``; ``since`` is when the mapping was opened anew."""
    return PartyFacts(
        id=row.pk,
        name=str(row),
        has_decided=bool(row.decided_by and row.decided_on and row.registry_number),
        sets_aside_resources=sets_aside_resources(row),
        is_reviewed=is_reviewed,
        **_picture(picture, since),
    )


def with_problems() -> Any:
    """The parties' pictures, each knowing whether problems are written in it."""
    problems = PictureProblem.objects.filter(picture=OuterRef("pk"))
    return ParticipantPicture.objects.annotate(has_problems=Exists(problems))


def _pictures(cycle: ProcessCycle) -> dict[int, Any]:
    return {row.participant_id: row for row in with_problems().filter(cycle=cycle)}


def _reviewed(follow_up: CycleFollowUp) -> set[int]:
    reviews = CommitmentReview.objects.filter(follow_up=follow_up)
    return set(reviews.values_list("participant_id", flat=True))


def sets_aside_resources(participant: Participant) -> bool:
    """Says both time and money, where 0 is an answer; other resources may stand for either."""
    said = (participant.hours_a_month, participant.money_sek)
    return None not in said or (said != (None, None) and _written(participant.resources_note))


def is_confirmed(picture: ParticipantPicture, since: datetime | None) -> bool:
    """Whether the party has changed or confirmed it since the mapping was opened anew."""
    return since is None or (picture.confirmed_at or picture.updated_at) >= since


def _picture(picture: Any, since: datetime | None) -> dict[str, bool]:
    if picture is None:
        return {}
    return {
        "has_confirmed": is_confirmed(picture, since),
        "has_picture": bool(picture.report_id or picture.has_problems or _written(picture.summary)),
        "says_data_used": _written(picture.data_used),
        "says_data_rejected": _written(picture.data_rejected),
        "says_dialogue": bool(picture.staff_dialogue),
        "leadership_has_read": picture.read_by_leadership_on is not None,
    }


def _problems(cycle: ProcessCycle) -> dict[str, Any]:
    causes = Cause.objects.filter(analysis__joint_problem=OuterRef("pk"))
    rows: list[Any] = list(
        JointProblem.objects.filter(cycle=cycle)
        .standing()
        .annotate(has_kept_cause=Exists(causes.kept()))
        .only("pk", "decision", "title")
    )
    taken_on = [row for row in rows if row.decision == Decision.TAKEN_ON]
    unexplained = [row for row in taken_on if not row.has_kept_cause]
    untested = Cause.objects.filter(
        analysis__joint_problem__in=[row.pk for row in taken_on],
        verdict=Cause.Verdict.UNTESTED,
    )
    waiting = list(untested.values_list("analysis__joint_problem", flat=True))
    untried = [row for row in taken_on if row.pk in waiting]
    return {
        "problems": len(rows),
        "undecided_problems": sum(row.decision == Decision.UNDECIDED for row in rows),
        "problems_taken_on": len(taken_on),
        "problems_without_kept_cause": len(unexplained),
        "untested_causes": len(waiting),
        "pointers": _to_analyze(cycle, causes=unexplained, tested=untried),
    }


def _to_analyze(cycle: ProcessCycle, **lacking: list[JointProblem]) -> dict[str, Pointer]:
    """To the first problem of each list; causes are tested in a sub-step of their own."""
    pointers = {}
    for key, problems in lacking.items():
        if problems:
            args = [cycle.process_id, problems[0].pk]
            url = reverse("collaboration:cause-analysis", args=args)
            url += f"?del={SubStep.TEST}" if key == "tested" else ""
            pointers[key] = Pointer(url, first_of(problems), is_for_all=True)
    return pointers


def first_of(rows: list[Any]) -> str:
    """The first one's title, and how many more there are."""
    title = {"title": rows[0].title, "more": len(rows) - 1}
    if len(rows) == 1:
        return _("Gäller ”%(title)s”.") % title
    return _("Gäller ”%(title)s” och %(more)d till.") % title


def _written(text: str) -> bool:
    return bool(text.strip())
