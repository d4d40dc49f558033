from followup.models.goal import GoalAcceptance, SmartGoal
from followup.models.indicator import Indicator, IndicatorReading
from followup.models.measure import Activity, Measure
from followup.models.monthly import MonthlyReport
from followup.models.plan import ActionPlan

__all__ = [
    "ActionPlan",
    "Activity",
    "GoalAcceptance",
    "Indicator",
    "IndicatorReading",
    "Measure",
    "MonthlyReport",
    "SmartGoal",
]
