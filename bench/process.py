"""A process of a stated size, in the step where most is shown, and its pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from collaboration.models import (
    Cause,
    CauseAnalysis,
    CollaborationProcess,
    JointProblem,
    JointProblemSource,
    Participant,
    ParticipantPicture,
    PartnerOrganization,
    PictureProblem,
    ProcessCycle,
    Step,
)
from collaboration.models.classification import Classification
from collaboration.services.processes import start_process
from followup.models import Activity, Measure
from programs.models import ProblemType, ResponsibleBody
from trygghet.accounts.models import User


@dataclass(frozen=True)
class ProcessSize:
    participants: int
    problems: int
    causes: int
    measures: int


ONE = ProcessSize(participants=1, problems=1, causes=1, measures=1)
FULL = ProcessSize(participants=12, problems=60, causes=200, measures=300)


def build_process(size: ProcessSize, *, lead_body: ResponsibleBody, user: User) -> ProcessCycle:
    """The cycle of a new process with as many of each; two thirds of its problems are taken on.

    The rows are shared out evenly: causes over the problems, measures over the causes.
    """
    process = start_process(
        lead_body=lead_body, title="Så stor som den blir", purpose="Mäts.", acting_user=user
    )
    cycle = process.cycles.get()
    parties = _parties(process, size.participants)
    problems = _problems(cycle, parties, size.problems)
    causes = _causes(problems, size.causes)
    _measures(process, causes, size.measures, user)
    return cycle


def stand_in(cycle: ProcessCycle, step: Step) -> None:
    """Let the process stand in ``step``, without the requirements of the way there."""
    ProcessCycle.objects.filter(pk=cycle.pk).update(step=step)


def addresses(cycle: ProcessCycle) -> Iterable[tuple[str, Step, str]]:
    """Each page with the step that it is measured in."""
    base = f"/samverkan/{cycle.process_id}/"
    yield "process in mapping", Step.MAPPING, base
    yield "process in analysis", Step.ANALYSIS, base
    yield "process in implementation", Step.IMPLEMENTATION, base
    yield "step of mapping", Step.MAPPING, f"{base}kartlaggning/"
    yield "step of analysis", Step.ANALYSIS, f"{base}analys/"
    yield "goals and measures", Step.IMPLEMENTATION, f"{base}mal-och-atgarder/"


def _parties(process: CollaborationProcess, number: int) -> list[Participant]:
    """The lead and ``number - 1`` organizations."""
    joined_on = process.began_on
    for index in range(number - 1):
        organization = PartnerOrganization.objects.create(
            name=f"Förening {process.pk}-{index}", kind=PartnerOrganization.Kind.ASSOCIATION
        )
        Participant.objects.create(process=process, organization=organization, joined_on=joined_on)
    return list(process.participants.all())


def _problems(cycle: ProcessCycle, parties: list[Participant], number: int) -> list[JointProblem]:
    """Each stands in a party's picture and in the joint one; every third is set aside."""
    kind = ProblemType.objects.first()
    pictures = [
        ParticipantPicture.objects.create(
            cycle=cycle, participant=party, summary="Bild", classification=Classification.OPEN
        )
        for party in parties
    ]
    found = []
    for index in range(number):
        picture, title = pictures[index % len(pictures)], f"Problem {index}"
        written = PictureProblem.objects.create(
            picture=picture, type=kind, title=title, classification=Classification.OPEN
        )
        is_set_aside = index % 3 == 2
        problem = JointProblem.objects.create(
            cycle=cycle,
            type=kind,
            title=title,
            decision="set_aside" if is_set_aside else "taken_on",
            decision_reason="Senare." if is_set_aside else "",
        )
        JointProblemSource.objects.create(
            joint_problem=problem, participant=picture.participant, picture_problem=written
        )
        found.append(problem)
    return found


def _causes(problems: list[JointProblem], number: int) -> list[Cause]:
    analyses = [
        CauseAnalysis.objects.create(joint_problem=problem)
        for problem in problems
        if problem.decision == JointProblem.Decision.TAKEN_ON
    ]
    return Cause.objects.bulk_create(
        Cause(
            analysis=analyses[index % len(analyses)],
            order=index,
            side=Cause.Side.values[index % 3],
            text=f"Orsak {index}",
            verdict=Cause.Verdict.KEPT,
            verdict_reason="Prövad.",
        )
        for index in range(number)
    )


def _measures(process: CollaborationProcess, causes: list[Cause], number: int, user: User) -> None:
    measures = Measure.objects.bulk_create(
        Measure(
            process=process,
            cause=causes[index % len(causes)],
            title=f"Åtgärd {index}",
            kind=Measure.Kind.SOCIAL,
            responsible=process.lead_body,
        )
        for index in range(number)
    )
    due_on = timezone.localdate() + timedelta(days=30)
    Activity.objects.bulk_create(
        Activity(measure=measure, title="Aktivitet", owner=user, due_on=due_on)
        for measure in measures
    )
