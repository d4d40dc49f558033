"""What has changed about a thing, as its page and the API tell it; None to those who may not read.

``trygghet.history`` tells the changes; here stands which rows belong together, and what of them
the reader may not see.
"""

from followup.models import (
    ActionPlan,
    Activity,
    Indicator,
    Measure,
    MonthlyReport,
    MunicipalPicture,
    MunicipalPlan,
    PreventionTechnique,
    SmartGoal,
)
from followup.permissions import (
    can_build_reports,
    can_edit_indicator,
    can_keep_law,
    can_keep_techniques,
    can_read_review,
)
from followup.selectors.assessments import assessments_of
from trygghet.accounts.scope import Scope
from trygghet.history.selectors import Change, history_of

History = list[Change] | None
FROZEN = ("content",)  # what a decided document holds is read in the document itself


def goal_history(scope: Scope, goal: SmartGoal) -> History:
    """For staff; what the central office wrote only for those that it wrote to."""
    if not scope.is_staff:
        return None
    given = assessments_of(goal) if can_read_review(scope, goal) else ()
    return history_of(goal, *goal.acceptances.all(), *given)


def measure_history(scope: Scope, measure: Measure) -> History:
    return history_of(measure, *measure.activities.all()) if scope.is_staff else None


def activity_history(scope: Scope, activity: Activity) -> History:
    return history_of(activity) if scope.is_staff else None


def technique_history(scope: Scope, technique: PreventionTechnique) -> History:
    return history_of(technique) if can_keep_techniques(scope) else None


def indicator_history(scope: Scope, indicator: Indicator) -> History:
    return history_of(indicator) if can_edit_indicator(scope) else None


def plan_history(scope: Scope, plan: ActionPlan) -> History:
    return history_of(plan, withhold=FROZEN) if scope.is_staff else None


def document_history(scope: Scope, document: MunicipalPicture | MunicipalPlan) -> History:
    return history_of(document, withhold=FROZEN) if can_keep_law(scope) else None


def edition_history(scope: Scope, report: MonthlyReport) -> History:
    return history_of(report) if can_build_reports(scope) else None
