"""Reads what a cycle has in place, in a constant number of queries."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.module_loading import import_string

from collaboration.models import (
    Cause,
    CommitmentReview,
    CycleFollowUp,
    JointProblem,
    Participant,
    ParticipantPicture,
    PictureProblem,
    ProcessCycle,
    Step,
)
from collaboration.step_facts import PartyFacts, StepFacts

Decision = JointProblem.Decision


def facts_of(cycle: ProcessCycle, step: str | None = None) -> StepFacts:
    """The facts that the requirements of ``step`` (else the present one) ask for.

    At most four queries, and those of the provider in the step of implementation.
    """
    step = step or cycle.step
    follow_up = _follow_up(cycle) if step == Step.FOLLOW_UP else None
    found: dict[str, Any] = {"parties": _parties(cycle, step, follow_up)}
    if step == Step.INITIATION:
        found |= _initiation(cycle)
    elif step == Step.ANALYSIS:
        found |= _problems(cycle)
    elif step == Step.IMPLEMENTATION:
        found["implementation"] = import_string(settings.STEP_PROVIDERS["facts"])(cycle)
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


def _parties(
    cycle: ProcessCycle, step: str, follow_up: CycleFollowUp | None
) -> tuple[PartyFacts, ...]:
    pictures = _pictures(cycle) if step == Step.MAPPING else {}
    reviewed = _reviewed(follow_up) if follow_up else set()
    rows = Participant.objects.filter(process=cycle.process_id).active().with_party()
    return tuple(
        PartyFacts(
            id=row.pk,
            name=str(row),
            has_decided=bool(row.decided_by and row.decided_on and row.registry_number),
            sets_aside_resources=sets_aside_resources(row),
            is_reviewed=row.pk in reviewed,
            **_picture(pictures.get(row.pk)),
        )
        for row in rows
    )


def _pictures(cycle: ProcessCycle) -> dict[int, Any]:
    problems = PictureProblem.objects.filter(picture=OuterRef("pk"))
    rows = ParticipantPicture.objects.filter(cycle=cycle).annotate(has_problems=Exists(problems))
    return {row.participant_id: row for row in rows}


def _reviewed(follow_up: CycleFollowUp) -> set[int]:
    reviews = CommitmentReview.objects.filter(follow_up=follow_up)
    return set(reviews.values_list("participant_id", flat=True))


def sets_aside_resources(participant: Participant) -> bool:
    """Says both time and money, where 0 is an answer; other resources may stand for either."""
    said = (participant.hours_a_month, participant.money_sek)
    return None not in said or (said != (None, None) and _written(participant.resources_note))


def _picture(picture: Any) -> dict[str, bool]:
    if picture is None:
        return {}
    return {
        "has_picture": bool(picture.report_id or picture.has_problems or _written(picture.summary)),
        "says_data_used": _written(picture.data_used),
        "says_data_rejected": _written(picture.data_rejected),
        "says_dialogue": bool(picture.staff_dialogue),
        "leadership_has_read": picture.read_by_leadership_on is not None,
    }


def _problems(cycle: ProcessCycle) -> dict[str, int]:
    causes = Cause.objects.filter(analysis__joint_problem=OuterRef("pk"))
    rows = list(
        JointProblem.objects.filter(cycle=cycle)
        .standing()
        .annotate(has_kept_cause=Exists(causes.kept()))
        .values_list("pk", "decision", "has_kept_cause")
    )
    taken_on = [kept for _pk, decision, kept in rows if decision == Decision.TAKEN_ON]
    untested = Cause.objects.filter(
        analysis__joint_problem__in=JointProblem.objects.filter(cycle=cycle).taken_on(),
        verdict=Cause.Verdict.UNTESTED,
    )
    return {
        "problems": len(rows),
        "undecided_problems": sum(decision == Decision.UNDECIDED for _pk, decision, _kept in rows),
        "problems_taken_on": len(taken_on),
        "problems_without_kept_cause": sum(not kept for kept in taken_on),
        "untested_causes": untested.count(),
    }


def _written(text: str) -> bool:
    return bool(text.strip())
