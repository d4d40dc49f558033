from collaboration.models.agreement import (
    AgreementAnnex,
    AgreementAttempt,
    AgreementSignature,
    CollaborationAgreement,
)
from collaboration.models.cause import Cause, CauseAnalysis, CauseEvidence, SubStep
from collaboration.models.council import (
    AgendaItem,
    CouncilMeeting,
    CouncilMember,
    PreventionCouncil,
)
from collaboration.models.cycle import ProcessCycle, Step, StepMove, StepVersion
from collaboration.models.observation import Observation
from collaboration.models.obstacle import Obstacle
from collaboration.models.outcome import CommitmentReview, CycleFollowUp, EffectSignal
from collaboration.models.participation import Invitation, Participant, PartnerOrganization
from collaboration.models.picture import (
    Criterion,
    CriterionWeight,
    DissentingView,
    JointProblem,
    JointProblemSource,
    ParticipantPicture,
    PictureProblem,
    PriorityScore,
)
from collaboration.models.place import (
    CitizenPromise,
    PlaceCollaboration,
    SafetyWalk,
    WalkFinding,
    WalkGroup,
)
from collaboration.models.problem import Problem
from collaboration.models.process import (
    CollaborationProcess,
    CollaborationProcessGroupPermission,
    CollaborationProcessUserPermission,
)
from collaboration.models.reminder import PartyReminder
from collaboration.models.report import ReportPart, SituationReport

__all__ = [
    "AgendaItem",
    "AgreementAnnex",
    "AgreementAttempt",
    "AgreementSignature",
    "Cause",
    "CauseAnalysis",
    "CauseEvidence",
    "CitizenPromise",
    "CollaborationAgreement",
    "CollaborationProcess",
    "CollaborationProcessGroupPermission",
    "CollaborationProcessUserPermission",
    "CommitmentReview",
    "CouncilMeeting",
    "CouncilMember",
    "Criterion",
    "CriterionWeight",
    "CycleFollowUp",
    "DissentingView",
    "EffectSignal",
    "Invitation",
    "JointProblem",
    "JointProblemSource",
    "Observation",
    "Obstacle",
    "Participant",
    "ParticipantPicture",
    "PartnerOrganization",
    "PartyReminder",
    "PictureProblem",
    "PlaceCollaboration",
    "PreventionCouncil",
    "PriorityScore",
    "Problem",
    "ProcessCycle",
    "ReportPart",
    "SafetyWalk",
    "SituationReport",
    "Step",
    "StepMove",
    "StepVersion",
    "SubStep",
    "WalkFinding",
    "WalkGroup",
]
