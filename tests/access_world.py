"""One object of each kind for the access tests, with marks in the texts that not all may read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoDbBlocker

from collaboration import annexes, photos
from collaboration.models import CauseEvidence, CollaborationProcess, Observation, ReportPart
from followup.links import token_for
from followup.models import UnknownName
from followup.reports.monthly import CITY, ask_for_new_edition, ask_for_reports
from followup.services import imports
from followup.services.calendar import make_address
from followup.services.plans import gather_plan
from followup.services.report_review import ask_body
from programs.models import Coordinator, ProblemType, Program, ResponsibleBody
from programs.models import ResponsibleBodyUserPermission as Grant
from programs.services import grant_role
from tests import access_law
from tests.factories.accounts import UserFactory
from tests.factories.agreements import (
    AgreementFactory,
    AnnexFactory,
    AttemptFactory,
    SignatureFactory,
)
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ObservationFactory,
    ObstacleFactory,
    ParticipantFactory,
    PartnerOrganizationFactory,
    ProblemFactory,
    ReportPartFactory,
    SituationReportFactory,
    noon,
)
from tests.factories.councils import (
    AgendaItemFactory,
    CouncilFactory,
    CouncilMeetingFactory,
    CouncilMemberFactory,
)
from tests.factories.followup import (
    ActivityFactory,
    AssessmentFactory,
    CauseFactory,
    GoalFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
    MeasureFactory,
    TechniqueFactory,
    lead_of,
)
from tests.factories.invitations import EffectSignalFactory, InvitationFactory
from tests.factories.pictures import (
    DissentingViewFactory,
    JointProblemFactory,
    JointProblemSourceFactory,
    ParticipantPictureFactory,
    PictureProblemFactory,
)
from tests.factories.places import (
    CitizenPromiseFactory,
    PlaceCollaborationFactory,
    SafetyWalkFactory,
    WalkFindingFactory,
)
from tests.factories.programs import (
    CoordinatorFactory,
    FocusAreaFactory,
    ProblemTypeFactory,
    ProgramFactory,
    ResponsibleBodyFactory,
)
from tests.followup.publishing import publish
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.api.services import make_token
from trygghet.jobs.services import run
from trygghet.months import add_months, previous_month

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RESTRICTED_MARK = "HEMLIGMARKERING"  # only the body's coordinator and manager, and central office
INTERNAL_MARK = "INTERNMARKERING"  # the municipality's staff
OBSERVED_MARK = "IAKTTAGELSEMARKERING"  # those who work in the body, and the central office
MARKS = {"needs": INTERNAL_MARK, "staff_knowledge": RESTRICTED_MARK}
REPORT_STATES = ("approved", "published", "submitted", "returned", "draft")  # newest month first


@dataclass
class World:
    """``keys`` holds what stands in the addresses, by the names that the policy uses."""

    people: dict[str, User]
    keys: dict[str, Any] = field(default_factory=dict)


@contextmanager
def for_module(blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world while a module's tests run; each test's own transaction lies inside this one."""
    with blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def of_reports() -> World:
    """The people, and the body's reports in every state; nothing else."""
    process, kind = _begun()
    world = World(_people(process.lead_body, process))
    _reports(process.lead_body, process.program, kind, world.people["coordinator"], world)
    return world


def _begun() -> tuple[CollaborationProcess, ProblemType]:
    body = ResponsibleBodyFactory(name="Ådalens stadsdelsnämnd", code="adalen")
    process = CollaborationProcessFactory(program=ProgramFactory(), lead_body=body)
    return process, ProblemTypeFactory()


def build() -> World:
    process, kind = _begun()
    body, program = process.lead_body, process.program
    people = _people(body, process)
    world = World(people)
    reports = _reports(body, program, kind, people["coordinator"], world)
    _field_work(body, kind, people, world)
    _obstacles(body, people, reports, world)
    _walks(body, kind, people, world)
    _pictures(process, reports["published"], kind, world)
    _causes(process, world)
    _work(process, people, reports, world)
    _agreements(process, world)
    _council(body, world)
    world.keys |= access_law.build(people, body, program, reports["approved"])
    person = UserFactory(name="Någon Annan")
    grant_role(person, Role.CONTRIBUTOR, body)
    world.keys |= {
        "program_code": program.code,
        "body_code": body.code,
        "level": "district",
        "appointment": Coordinator.objects.get(body=body).pk,
        "person": person.pk,
        "token": make_token(
            name="Verksamhetssystemet",
            scopes=["read"],
            expires_on=timezone.localdate(),
            acting_user=people["central"],
        )[0].pk,
        "grant": Grant.objects.get(user=person).pk,
        "process": process.pk,
        "step": "kartlaggning",
        "participant": ParticipantFactory(process=process).pk,
        "part_kind": ReportPart.Kind.ANALYSIS.value,
        "table": "namnder",
        "rows": "hinder",
        "focus_area": FocusAreaFactory(program=program).code,
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    _partners(process, people["partner"], world)
    _monthly_report(people["central"], world)
    return world


def _partners(process: CollaborationProcess, partner: User, world: World) -> None:
    """The organization that the partner speaks for, and an invitation that waits for its answer."""
    party = ParticipantFactory(
        process=process, body=None, organization=PartnerOrganizationFactory()
    )
    InvitationFactory(
        participant=party, email=partner.email, accepted_by=partner, accepted_at=timezone.now()
    )
    invitation = InvitationFactory(participant=party, token="hemlig")
    world.keys |= {
        "organization_party": party.pk,
        "invitation": invitation.pk,
        "invitation_token": "hemlig",
        "signal": EffectSignalFactory(process=process, reason=f"Skäl {INTERNAL_MARK}").pk,
    }


def address(world: World, name: str, needs: dict[str, str], query: dict[str, str]) -> str:
    """The address ``name`` of the world's objects."""
    url = reverse(name, kwargs={part: world.keys[key] for part, key in needs.items()})
    asked = urlencode({part: world.keys[key] for part, key in query.items()})
    return f"{url}?{asked}" if asked else url


def _work(
    process: CollaborationProcess, people: dict[str, User], reports: dict[str, Any], world: World
) -> None:
    """A whole red thread with its plan; the measure was put in from a report full of marks."""
    goal = GoalFactory(process=process)
    cause = CauseFactory(problem=goal.problem)
    measure = MeasureFactory(process=process, cause=cause, from_report=reports["approved"])
    measure.goals.add(goal)
    reading = IndicatorReadingFactory(indicator=goal.indicator, body=process.lead_body)
    file = imports.upload(
        content="Område;År;Antal\nRegion Nord;2025;1\n".encode(),
        file_name="tabell.csv",
        source="generic",
        indicator=IndicatorFactory(frequency="year"),
        acting_user=people["coordinator"],
    )
    plan = gather_plan(
        process=process,
        title="Åtgärdsplan",
        introduction="",
        measures=[measure],
        reports=[reports["approved"]],
        acting_user=people["coordinator"],
    )
    activity = ActivityFactory(measure=measure, owner=people["contributor"])
    world.keys |= {
        "goal": goal.pk,
        "assessment": AssessmentFactory(goal=goal).pk,
        "technique": TechniqueFactory().pk,
        "measure": measure.pk,
        "measure_state": "done",
        "activity": activity.pk,
        "reminder_token": token_for(activity_id=activity.pk, user_id=activity.owner_id),
        "calendar_secret": make_address(acting_user=people["contributor"]),
        "plan": plan.pk,
        "indicator": goal.indicator.code,
        "reading": reading.pk,
        "file": file.pk,
        "unknown_name": UnknownName.objects.get().pk,
        "lead_participant": lead_of(process).pk,
    }


def _people(body: ResponsibleBody, process: CollaborationProcess) -> dict[str, User]:
    board = ResponsibleBodyFactory(
        name="Kommunstyrelsen",
        code="ks",
        kind=ResponsibleBody.Kind.EXECUTIVE_BOARD,
        reports=False,
    )
    another = ResponsibleBodyFactory()
    people = {
        "coordinator": _person(Role.COORDINATOR, body),
        "manager": _person(Role.MANAGER, body),
        "contributor": _person(Role.CONTRIBUTOR, body),
        "central": _person(Role.CENTRAL_OFFICE, board),
        "committee": _person(Role.COMMITTEE, board),
        "administrator": _person(Role.ADMINISTRATOR, board),
        "partner": _person(Role.PARTNER, process),
        "other_coordinator": _person(Role.COORDINATOR, another),
        "outsider": UserFactory(),
    }
    CoordinatorFactory(user=people["coordinator"], body=body)
    CoordinatorFactory(user=people["other_coordinator"], body=another)
    return people


def _person(role: Role, anchor: Model) -> User:
    user = UserFactory()
    grant_role(user, role, anchor)
    return user


def _monthly_report(central: User, world: World) -> None:
    """The city's report for the newest month, built as a worker builds it and published; and a
    second edition under review, with a question to the body. A specialist committee has its own
    part."""
    ResponsibleBodyFactory(code="trafik", kind=ResponsibleBody.Kind.SPECIALIST_COMMITTEE)
    (report,) = ask_for_reports(month=_newest(), acting_user=central, scope=CITY)
    run(report.job_id)
    report.refresh_from_db()
    assert report.built_at, report.job.error
    publish(report)
    later = ask_for_new_edition(report=report, reason="Fler har svarat.", acting_user=central)
    run(later.job_id)
    question = ask_body(
        report=later,
        section="hinder",
        body=ResponsibleBody.objects.get(code="adalen"),
        question=f"Stämmer det? {RESTRICTED_MARK}",
        acting_user=central,
    )
    world.keys |= {
        "month": f"{_newest():%Y-%m}",
        "scope": CITY,
        "draft_edition": later.edition,
        "section": "hinder",
        "part_body": "trafik",
        "report_question": question.pk,
    }


def _newest() -> date:
    return previous_month(timezone.localdate())


def _reports(
    body: ResponsibleBody, program: Program, kind: ProblemType, author: User, world: World
) -> dict[str, Any]:
    """One report in each state, the newest month's approved, each with all classifications."""
    found = {}
    for back, state in enumerate(REPORT_STATES):
        report = SituationReportFactory(
            body=body,
            program=program,
            period=add_months(_newest(), -back),
            state=state,
            created_by=author,
        )
        found[state] = report
        world.keys[state] = report.pk
        for kind_of_part in ReportPart.Kind.values:
            mark = MARKS.get(kind_of_part, "")
            ReportPartFactory(
                report=report, kind=kind_of_part, text=f"Öppet. {mark}", **_classification(mark)
            )
        for mark in ("", INTERNAL_MARK, RESTRICTED_MARK):
            world.keys["problem"] = ProblemFactory(
                report=report,
                type=kind,
                title=f"Problem {mark}",
                place=f"Plats {mark}",
                description=f"Beskrivning {mark}",
                consequences=mark,
                sources=mark,
                **_classification(mark),
            ).pk
    return found


def _classification(mark: str) -> dict[str, str]:
    if mark == RESTRICTED_MARK:
        return {"classification": "restricted", "classification_reason": f"Skäl {mark}"}
    return {"classification": "internal" if mark else "open"}


def _field_work(
    body: ResponsibleBody, kind: ProblemType, people: dict[str, User], world: World
) -> None:
    common = {
        "body": body,
        "category": kind,
        "seen_at": noon(add_months(_newest(), 1 - len(REPORT_STATES))),  # the draft's month
        "text": OBSERVED_MARK,
        "place": OBSERVED_MARK,
        "logged_by": people["contributor"],
    }
    picture = BytesIO()
    Image.new("RGB", (8, 8), "grey").save(picture, "PNG")
    picture.seek(0)
    photo = photos.store(photos.reencode(picture))
    world.keys["observation"] = ObservationFactory(photo=photo, **common).pk
    world.keys["handled_observation"] = ObservationFactory(
        state="set_aside", answer=OBSERVED_MARK, **common
    ).pk


def _walks(body: ResponsibleBody, kind: ProblemType, people: dict[str, User], world: World) -> None:
    common = {"category": kind, "found_by": people["contributor"]}
    process = CollaborationProcess.objects.get(lead_body=body)
    walk = SafetyWalkFactory(body=body, process=process)
    finished = SafetyWalkFactory(body=body, state="walked", previous=walk)
    photo = Observation.objects.get(pk=world.keys["observation"]).photo.name
    world.keys |= {
        "walk": walk.pk,
        "finding": WalkFindingFactory(walk=walk, photo=photo, **common).pk,
        "finished_walk": finished.pk,
        "place": PlaceCollaborationFactory(body=body, process=process).pk,
        "promise": CitizenPromiseFactory(body=body, process=process).pk,
        "sent_finding": WalkFindingFactory(walk=finished, responsible=body, **common).pk,
    }


def _obstacles(
    body: ResponsibleBody, people: dict[str, User], reports: dict[str, Any], world: World
) -> None:
    for key, mark in (
        ("open_obstacle", ""),
        ("restricted_obstacle", RESTRICTED_MARK),
        ("obstacle", INTERNAL_MARK),
    ):
        world.keys[key] = ObstacleFactory(
            body=body,
            report=reports["published"],
            process=CollaborationProcess.objects.get(lead_body=body),
            title=f"Hinder {mark}",
            description=f"Hindrar {mark}",
            need=f"Behov {mark}",
            raised_by=people["coordinator"],
            **_classification(mark),
        ).pk
    world.keys["answered_obstacle"] = ObstacleFactory(
        body=body, state="answered", classification="internal", raised_by=people["coordinator"]
    ).pk


def _pictures(process: CollaborationProcess, report: Any, kind: ProblemType, world: World) -> None:
    """The body's picture in the process with marked problems, and a joint picture of them."""
    party = process.participants.get(body=process.lead_body)
    picture = ParticipantPictureFactory(
        participant=party, report=report, summary=f"Vår bild {INTERNAL_MARK}",
        **_classification(INTERNAL_MARK),
    )  # fmt: skip
    for mark in (INTERNAL_MARK, RESTRICTED_MARK):
        written = PictureProblemFactory(
            picture=picture, type=kind, title=f"Problem {mark}", description=mark,
            **_classification(mark),
        )  # fmt: skip
    cycle = process.cycles.get()
    joint = JointProblemFactory(cycle=cycle, type=kind)
    merged = JointProblemFactory(cycle=cycle, type=kind, merged_into=joint)
    JointProblemFactory(cycle=cycle, type=kind, decision="set_aside", decision_reason="Regionens.")
    for problem in (joint, merged):
        JointProblemSourceFactory(
            joint_problem=problem, participant=party, picture_problem=written, disagreement="Oense."
        )
    DissentingViewFactory(joint_problem=joint, participant=party)
    world.keys |= {
        "own_party": party.pk,
        "picture_problem": written.pk,
        "joint_problem": joint.pk,
        "merged_problem": merged.pk,
    }


def _causes(process: CollaborationProcess, world: World) -> None:
    """A cause under another, with evidence, behind a problem that the parties have taken on."""
    above = CauseFactory(problem__process=process)
    cause = CauseFactory(problem=above.analysis.joint_problem, parent=above)
    evidence = CauseEvidence.objects.create(
        cause=cause, side="for", text="Sju av nio rån skedde i mörker.", source="Polisen"
    )
    world.keys |= {
        "analysed_problem": above.analysis.joint_problem_id,
        "cause": cause.pk,
        "evidence": evidence.pk,
    }


def _agreements(process: CollaborationProcess, world: World) -> None:
    """One that the process works for, with all its parts, and one that is in force."""
    agreement = AgreementFactory(body=process.lead_body, process=process)
    picture = BytesIO()
    Image.new("RGB", (8, 8), "grey").save(picture, "PNG")
    picture.seek(0)
    file = annexes.store(annexes.read(picture))
    world.keys |= {
        "agreement": agreement.pk,
        "annex": AnnexFactory(agreement=agreement, file=file).pk,
        "attempt": AttemptFactory(agreement=agreement).pk,
        "signature": SignatureFactory(agreement=agreement).pk,
        "reached_agreement": AgreementFactory(
            body=process.lead_body, reached=True, priority_areas=["Inte längre"]
        ).pk,
    }


def _council(body: ResponsibleBody, world: World) -> None:
    """A council whose meeting has a paragraph of each classification."""
    council = CouncilFactory(body=body)
    member = CouncilMemberFactory(council=council, body=body)
    meeting = CouncilMeetingFactory(council=council)
    meeting.attended.add(member)
    for order, mark in enumerate((RESTRICTED_MARK, INTERNAL_MARK, ""), start=1):
        item = AgendaItemFactory(
            meeting=meeting, order=order, title=f"Ärende {mark}", text=mark,
            decision=f"Beslut {mark}", **_classification(mark),
        )  # fmt: skip
    world.keys |= {
        "council": council.pk,
        "council_member": member.pk,
        "meeting": meeting.pk,
        "agenda_item": item.pk,
    }
