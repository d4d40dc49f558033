"""What has changed about a thing, as its page and the API tell it; None to those who may not read.

``trygghet.history`` tells the changes; here stands which rows belong together, and what of them
the reader may not see.
"""

from collections.abc import Iterable
from datetime import timedelta

from collaboration.models import (
    Cause,
    CauseEvidence,
    CitizenPromise,
    CollaborationAgreement,
    CollaborationProcess,
    JointProblem,
    Observation,
    Obstacle,
    PartyReminder,
    PlaceCollaboration,
    WalkFinding,
)
from collaboration.permissions import can_see_process_history, can_see_report_history
from collaboration.selectors.agreements import with_all_its_parts
from collaboration.selectors.reports import ReportPage
from collaboration.selectors.walks import WalkPage
from trygghet.accounts.scope import Scope
from trygghet.history.selectors import Change, condensed, history_of

History = list[Change] | None
IN_REPORT = 100  # changes of a report that are told, before those of one sitting are put together
SITTING = timedelta(minutes=30)  # edits closer than this are one


def report_history(scope: Scope, page: ReportPage) -> History:
    """Of the report with its parts and problems, for those who may read all of it."""
    if not can_see_report_history(scope, page.report):
        return None
    parts = [part.row for part in page.parts if part.row]
    return condensed(history_of(page.report, *parts, *page.problems, limit=IN_REPORT), SITTING)


def observation_history(scope: Scope, observation: Observation) -> History:
    """A problem that it has lain in may be restricted, and is named in its history."""
    reads_all = scope.is_central or observation.body_id in scope.restricted_bodies
    return history_of(observation, withhold=("photo",) if reads_all else ("photo", "problem"))


def obstacle_history(scope: Scope, obstacle: Obstacle) -> History:
    reads_all = scope.is_central or obstacle.body_id in scope.restricted_bodies
    return history_of(obstacle) if reads_all else None


def process_history(scope: Scope, process: CollaborationProcess) -> History:
    """Of the process, its parties, reminders and the texts of its first step."""
    if not can_see_process_history(scope):
        return None
    reminders = PartyReminder.objects.filter(cycle__process=process)
    parties = process.participants.with_party()
    return history_of(process, *process.cycles.all(), *parties, *reminders)


def analysis_history(scope: Scope, problem: JointProblem) -> History:
    """Of the problem, the sub-steps of its analysis, the causes and their evidence."""
    if not can_see_process_history(scope):
        return None
    analysis = getattr(problem, "analysis", None)
    if analysis is None:
        return history_of(problem)
    evidence = CauseEvidence.objects.filter(cause__analysis=analysis)
    return history_of(problem, analysis, *analysis.causes.all(), *evidence)


def cause_history(scope: Scope, cause: Cause, evidence: Iterable[CauseEvidence]) -> History:
    return history_of(cause, *evidence) if can_see_process_history(scope) else None


def agreement_history(scope: Scope, agreement: CollaborationAgreement) -> History:
    return history_of(*with_all_its_parts(agreement)) if scope.is_staff else None


def walk_history(scope: Scope, page: WalkPage) -> History:
    """Of the walk, its groups and findings; who found and answered stands at each finding."""
    if not scope.is_staff:
        return None
    rows = [page.walk, *page.groups, *(line.row for line in page.findings)]
    return history_of(*rows, withhold=("photo", "found_by", "answered_by"))


def finding_history(scope: Scope, finding: WalkFinding) -> History:
    return history_of(finding, withhold=("photo",)) if scope.is_staff else None


def place_history(scope: Scope, row: PlaceCollaboration | CitizenPromise) -> History:
    """Of a place collaboration or a promise: the process may be closed to the reader."""
    return history_of(row, withhold=("process",)) if scope.is_staff else None
