from followup.models.goal import GoalAcceptance, GoalAssessment, GoalRevision, SmartGoal
from followup.models.indicator import Indicator, IndicatorReading
from followup.models.introduction import ProgramIntroduction
from followup.models.measure import Activity, Measure, PreventionTechnique
from followup.models.monthly import MonthlyReport
from followup.models.municipal import (
    CouncilReport,
    LawEvidence,
    MunicipalPicture,
    MunicipalPlan,
    MunicipalStatement,
    PlanFollowUp,
    PlannedMeasure,
)
from followup.models.plan import ActionPlan
from followup.models.readings import ColumnMapping, ImportBatch, ReadingRevision, UnknownName
from followup.models.reminder import ActivityReminder, CalendarFeed, DailyDigest
from followup.models.review import ReportDelivery, SectionReview

__all__ = [
    "ActionPlan",
    "Activity",
    "ActivityReminder",
    "CalendarFeed",
    "ColumnMapping",
    "CouncilReport",
    "DailyDigest",
    "GoalAcceptance",
    "GoalAssessment",
    "GoalRevision",
    "ImportBatch",
    "Indicator",
    "IndicatorReading",
    "LawEvidence",
    "Measure",
    "MonthlyReport",
    "MunicipalPicture",
    "MunicipalPlan",
    "MunicipalStatement",
    "PlanFollowUp",
    "PlannedMeasure",
    "PreventionTechnique",
    "ProgramIntroduction",
    "ReadingRevision",
    "ReportDelivery",
    "SectionReview",
    "SmartGoal",
    "UnknownName",
]
