"""Every address of the API that is read takes as many queries with three rows as with one."""

from datetime import date
from typing import Any

import pghistory
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collaboration.models import (
    CauseEvidence,
    CollaborationProcess,
    CommitmentReview,
    CycleFollowUp,
    PreventionCouncil,
    PriorityScore,
    SituationReport,
    StepVersion,
)
from followup.models import ActionPlan, ImportBatch, LawEvidence, ReadingRevision, UnknownName
from followup.services import law
from followup.services.introductions import log_introduction
from programs.models import ResponsibleBody
from programs.names import normalize
from tests.api_policy import ORACLE
from tests.factories.agreements import (
    AgreementFactory,
    AnnexFactory,
    AttemptFactory,
    SignatureFactory,
)
from tests.factories.api import client_of
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ObservationFactory,
    ObstacleFactory,
    ParticipantFactory,
    PartnerOrganizationFactory,
    ProblemFactory,
    ReportPartFactory,
    SituationReportFactory,
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
    IndicatorReadingFactory,
    MeasureFactory,
    TechniqueFactory,
)
from tests.factories.invitations import EffectSignalFactory
from tests.factories.pictures import (
    DissentingViewFactory,
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
    AreaFactory,
    ConceptFactory,
    CoordinatorFactory,
    GoverningDocumentFactory,
    MandateFactory,
    ProblemTypeFactory,
    ReportRecipientFactory,
)
from trygghet.accounts.models import User

# One answer whatever the rows; the editions of a report, and the municipality's documents, of which
# one is in force, are built in tests of their own; who leads a process reads whom it invited.
NOT_ROWS = {
    "schema", "me", "report-list", "report", "report-part-list", "report-part", "report-review",
    "report-body-list", "report-body", "report-deliveries", "report-comparison",
    "municipal-picture-list", "municipal-picture", "municipal-plan-list", "municipal-plan",
    "municipal-picture-comparison", "municipal-plan-comparison",
    "report-question-list", "report-question", "process-invitations",
    "report-history", "municipal-picture-history", "municipal-plan-history",
}  # fmt: skip


class Rows:
    """Rows of every kind under one process, body and council, so that each ``add`` gives more."""

    def __init__(self, process: CollaborationProcess, body: ResponsibleBody, user: User) -> None:
        self.process, self.body, self.user = process, body, user
        self.council: PreventionCouncil = CouncilFactory(body=body)
        self.walk = SafetyWalkFactory(body=body, process=process)
        self.agreement = AgreementFactory(body=body, process=process)
        self.report: SituationReport = SituationReportFactory(
            body=body, program=process.program, state="published", period=date(2026, 6, 1)
        )
        self.goal = GoalFactory(process=process)
        self.measure = MeasureFactory(process=process, technique=TechniqueFactory())
        self.cause = CauseFactory(problem=self.goal.problem)
        self.reading = IndicatorReadingFactory(indicator=self.goal.indicator, body=body)
        self.area = AreaFactory()
        self.file = self._file("Okänd")
        self.follow_up = self._follow_up(process)

    def _follow_up(self, process: CollaborationProcess) -> CycleFollowUp:
        return CycleFollowUp.objects.create(
            cycle=process.cycles.get(), lessons="Börja i tid.", decision="continue",
            decided_on=timezone.localdate(),
        )  # fmt: skip

    def add(self) -> None:
        for part in (self._program, self._process, self._work, self._places, self._law):
            part()

    def _program(self) -> None:
        program = self.process.program
        MandateFactory(body=self.body, program=program)
        ReportRecipientFactory(program=program)
        program.documents.add(GoverningDocumentFactory())
        CoordinatorFactory()
        AreaFactory()
        ConceptFactory()
        ProblemTypeFactory()
        problem = ProblemFactory(report=self.report, classification="restricted")
        ObservationFactory(body=self.body, problem=problem, state="taken_in")
        ReportPartFactory(report=self.report, kind=self._next_part())
        ObstacleFactory(body=self.body, process=self.process, report=self.report)

    def _next_part(self) -> str:
        kinds = [kind for kind, _label in self.report.parts.model.kind.field.choices]
        return str(kinds[self.report.parts.count()])

    def _process(self) -> None:
        party = ParticipantFactory(process=self.process)
        ParticipantFactory(process=CollaborationProcessFactory(), body=self.body)
        picture = ParticipantPictureFactory(participant=party)
        PictureProblemFactory(picture=picture, classification="restricted")
        problem = self.goal.problem
        JointProblemSourceFactory(joint_problem=problem, participant=party)
        DissentingViewFactory(joint_problem=problem, participant=party)
        taken = PriorityScore.objects.filter(joint_problem=problem).count()
        criterion = PriorityScore.criterion.field.choices[taken][0]
        PriorityScore.objects.create(joint_problem=problem, criterion=criterion, score=2)
        cause = CauseFactory(problem=problem)
        CauseEvidence.objects.create(cause=cause, side="for", text="Ja", source="Räkning")
        EffectSignalFactory(process=self.process, answer="Tack", closed_at=timezone.now())
        CommitmentReview.objects.create(follow_up=self.follow_up, participant=party, kept="fully")
        self._follow_up(CollaborationProcessFactory())
        cycle = self.process.cycles.get()
        number = cycle.versions.count() + 1
        StepVersion.objects.create(
            cycle=cycle, step="mapping", number=number, content=[], taken_at=timezone.now(),
            taken_by=self.user,
        )  # fmt: skip

    def _work(self) -> None:
        party = self.process.participants.last()
        for measure in (MeasureFactory(process=self.process, cause=self.cause), self.measure):
            measure.partners.add(party)
            measure.goals.add(self.goal)
            ActivityFactory(measure=measure, due_on=date(2026, 1, 1))
        goal = GoalFactory(process=self.process)
        goal.acceptances.create(
            participant=party, accepted=True, answered_by=self.user, answered_at=timezone.now()
        )
        start = date(2020 + self.goal.assessments.count(), 1, 1)
        AssessmentFactory(goal=self.goal, period_start=start, period_end=start)
        AssessmentFactory(goal=goal)
        IndicatorReadingFactory(indicator=goal.indicator, body=self.body)
        month = 1 + self.goal.indicator.readings.count()
        IndicatorReadingFactory(
            indicator=self.goal.indicator, body=self.body, period=date(2026, month, 1)
        )
        ReadingRevision.objects.create(reading=self.reading, source="manual", value=1)
        TechniqueFactory()
        name = f"Okänd {UnknownName.objects.count()}"
        self._file(name)
        self.file.outcome["unknown"][name] = 1
        self.file.save()
        number = self.process.action_plans.count() + 1
        plan = ActionPlan.objects.create(process=self.process, number=number, title="Plan")
        plan.measures.add(self.measure)

    def _file(self, name: str) -> ImportBatch:
        """With ``name``, which nobody knew."""
        file = ImportBatch.objects.create(
            source="generic", indicator=self.goal.indicator, file_name="tabell.csv",
            state="checked", outcome={"unknown": {name: 1}}, uploaded_by=self.user,
        )  # fmt: skip
        UnknownName.objects.create(
            name=name, normalized=normalize(name), first_batch=file, body=self.body,
            resolved_by=self.user, resolved_at=timezone.now(),
        )  # fmt: skip
        return file

    def _places(self) -> None:
        AgreementFactory(body=self.body, process=self.process)
        SignatureFactory(agreement=self.agreement)
        AttemptFactory(agreement=self.agreement)
        AnnexFactory(agreement=self.agreement)
        self.agreement.other_parties.add(PartnerOrganizationFactory())
        CouncilFactory()
        member = CouncilMemberFactory(council=self.council)
        meeting = CouncilMeetingFactory(council=self.council)
        meeting.attended.add(member)
        AgendaItemFactory(meeting=meeting, classification="restricted", classification_reason="x")
        SafetyWalkFactory(body=self.body, process=self.process)
        WalkFindingFactory(walk=self.walk, responsible=self.body)
        self.walk.groups.create(group=f"Grupp {self.walk.groups.count()}", count=3)
        place = PlaceCollaborationFactory(body=self.body, process=self.process)
        place.bodies.add(self.body)
        CitizenPromiseFactory(body=self.body, process=self.process)

    def _law(self) -> None:
        law.add_evidence(
            section=LawEvidence.Section.CAMERAS, title="Kameror", valid_from=date(2026, 1, 1),
            acting_user=self.user,
        )  # fmt: skip
        law.add_evidence(
            section=LawEvidence.Section.COORDINATING_FUNCTION, title="Funktionen",
            contact="trygghet@stad.example", valid_from=date(2026, 1, 1), acting_user=self.user,
        )  # fmt: skip
        law.log_council_report(reported_on=date(2026, 6, 1), subject="Läget", acting_user=self.user)
        log_introduction(
            body=self.body, audience="staff", held_on=date(2026, 3, 1), how="Möte",
            acting_user=self.user,
        )  # fmt: skip

    def keys(self, name: str) -> dict[str, Any]:
        """What stands in the address, by its names."""
        first = name.split("-")[0]
        owners = {
            "process": self.process.pk, "step": self.process.pk, "situation": self.report.pk,
            "action": self.process.action_plans.first().pk, "council": self.council.pk,
            "agreement": self.agreement.pk, "walk": self.walk.pk, "goal": self.goal.pk,
            "measure": self.measure.pk, "activity": self.measure.activities.first().pk,
            "reading": self.reading.pk, "obstacle": self.body.obstacles.first().pk,
            "area": self.area.pk, "place": self.body.place_collaborations.first().pk,
            "promise": self.body.promises.first().pk, "dashboard": self.process.pk,
            "file": self.file.pk, "observation": self.body.observations.first().pk,
            "assessment": self.goal.assessments.first().pk,
        }  # fmt: skip
        codes = {
            "program": self.process.program.code, "indicator": self.goal.indicator.code,
            "technique": self.measure.technique.code,
        }  # fmt: skip
        if name.startswith("dashboard-focus-area"):
            codes["dashboard"] = self.goal.focus_area.code
        of_process = name.startswith("process-problem")
        problem = self.goal.problem if of_process else self.report.problems.first()
        return {
            "pk": owners.get(first), "code": codes.get(first, self.body.code), "key": "hinder",
            "step": "mapping", "kind": self.report.parts.first().kind, "problem": problem.pk,
            "finding": self.walk.findings.first().pk,
        }  # fmt: skip


def _addresses(rows: Rows) -> dict[str, str]:
    found = {}
    for name, rule in ORACLE.items():
        if rule.opens is None or name in NOT_ROWS:
            continue
        keys = rows.keys(name)
        url = reverse(f"api:{name}", kwargs={part: keys[part] for part in rule.needs})
        found[name] = f"{url}?body={rows.body.code}" if name == "indicator-series" else url
    return found


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.content)
    return len(queries)


def test_three_rows_take_as_many_queries_as_one(
    central: User, process: CollaborationProcess, body: ResponsibleBody
) -> None:
    client = client_of(central)
    with pghistory.context(user=central.pk):  # whose name the histories look up
        rows = Rows(process, body, central)
        rows.add()
    addresses = _addresses(rows)
    for url in addresses.values():
        client.get(url)  # what is read once for all
    one = {name: _count(client, url) for name, url in addresses.items()}
    with pghistory.context(user=central.pk):
        rows.add()
        rows.add()
    three = {name: _count(client, url) for name, url in addresses.items()}

    grown = {name: (one[name], three[name]) for name in one if three[name] != one[name]}
    assert not grown
