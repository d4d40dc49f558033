"""A process in its fourth step with what stands around it, for the path through follow-up."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from collaboration.models import CollaborationProcess, Invitation, Participant, SituationReport
from programs.models import Area, Program, ResponsibleBody
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.agreements import AgreementFactory
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ParticipantFactory,
    ProblemFactory,
    ReportPartFactory,
    SituationReportFactory,
)
from tests.factories.councils import CouncilFactory, CouncilMeetingFactory, CouncilMemberFactory
from tests.factories.followup import (
    ActivityFactory,
    CauseFactory,
    IndicatorFactory,
    JointProblemFactory,
    MeasureFactory,
)
from tests.factories.invitations import InvitationFactory
from tests.factories.programs import (
    AreaFactory,
    AreaNestingFactory,
    CoordinatorFactory,
    FocusAreaFactory,
    ProgramFactory,
    ResponsibleBodyFactory,
)
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.months import add_months, previous_month

AREA, FIGHTS = "Ådalen", "Bråk vid stationen"
INDICATOR, CODE = "Bråk vid stationen per månad", "brak"
MEASURE, ACTIVITY = "Fältgruppen går vid stationen", "Gör schemat för kvällarna"
SCHOOL = "skolan@exempel.se"


@dataclass(frozen=True)
class World:
    """The process, and those who work in it beside its lead."""

    process: CollaborationProcess
    school: User
    police: User


def today() -> date:
    return timezone.localdate()


def month() -> date:
    """The month that the report is about."""
    return previous_month(today())


def build(lead: ResponsibleBody, board: ResponsibleBody) -> World:
    """Three parties, a kept cause with a measure, a late activity; of the law only 8–10 §§."""
    program = ProgramFactory(
        starts_on=add_months(month(), -24), ends_on=add_months(month(), 36) - timedelta(days=1)
    )
    FocusAreaFactory(program=program)
    _place(lead)
    process = CollaborationProcessFactory(
        title="Lugna kvällar vid stationen",
        program=program,
        lead_body=lead,
        began_on=add_months(month(), -6),
        stands__step="implementation",
    )
    police = _police(process)
    _work(process, police.accepted_by)
    _situation(lead, program)
    _law_in_part(board, police.participant)
    return World(process, _school(process), police.accepted_by)


def _place(body: ResponsibleBody) -> None:
    body.area = AreaFactory(name=AREA)
    body.save()
    city = AreaFactory(kind=Area.Kind.CITY, name="Staden")
    AreaNestingFactory(area=body.area, parent=city)
    IndicatorFactory(name=INDICATOR, code=CODE)


def _school(process: CollaborationProcess) -> User:
    committee = ResponsibleBodyFactory(name="Utbildningsnämnden", kind="specialist_committee")
    ParticipantFactory(process=process, body=committee)
    user = UserFactory(name="Sol Skola", email=SCHOOL)
    grant_role(user, Role.COORDINATOR, committee)
    CoordinatorFactory(user=user, body=committee)
    return user


def _police(process: CollaborationProcess) -> Invitation:
    """An invitation that was accepted."""
    user = UserFactory(name="Pol Is")
    grant_role(user, Role.PARTNER, process)
    return InvitationFactory(
        participant__process=process,
        participant__organization__name="Lokalpolisområde Ådalen",
        participant__organization__kind="police",
        accepted_by=user,
        accepted_at=timezone.now(),
    )


def _work(process: CollaborationProcess, owner: User) -> None:
    problem = JointProblemFactory(process=process, title=FIGHTS)
    cause = CauseFactory(problem=problem, text="Inga vuxna är kvar efter klockan 18")
    due = add_months(today(), 6)
    measure = MeasureFactory(process=process, title=MEASURE, cause=cause, due_on=due)
    late = today() - timedelta(days=20)
    ActivityFactory(measure=measure, title=ACTIVITY, owner=owner, due_on=late)


def _situation(body: ResponsibleBody, program: Program) -> None:
    """An open text for each part of the city's picture."""
    report = approved(body, program)
    ProblemFactory(
        report=report,
        title=FIGHTS,
        description="Tjugo bråk på en månad.",
        consequences="Pendlare väljer en annan väg.",
        development="increasing",
    )
    ReportPartFactory(report=report, kind="local_conditions", text="Stationen byggs om.")
    ReportPartFactory(report=report, kind="analysis", text="Bråken hör ihop med tomma kvällar.")


def approved(body: ResponsibleBody, program: Program) -> SituationReport:
    """Just now."""
    return SituationReportFactory(
        body=body, program=program, period=month(), state="approved", decided_at=timezone.now()
    )


def _law_in_part(board: ResponsibleBody, police: Participant) -> None:
    """An agreement and a living council; nothing else is written in."""
    until = add_months(today(), 24)
    AgreementFactory(body=board, state="reached", valid_from=month(), valid_to=until)
    council = CouncilFactory(body=board, level="strategic")
    CouncilMemberFactory(council=council, body=board, is_chair=True, joined_on=month())
    CouncilMemberFactory(
        council=council, body=None, organization=police.organization, joined_on=month()
    )
    CouncilMeetingFactory(council=council, held_on=month())
