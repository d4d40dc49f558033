"""Who may do what in the collaboration. Views ask here, nowhere else; programs has ``require``."""

from collaboration.models import (
    CollaborationProcess,
    Observation,
    Obstacle,
    SituationReport,
)
from trygghet.accounts.scope import Scope


def can_log_observation(scope: Scope, body_id: int) -> bool:
    """Everybody who works with the body's situation reports."""
    return body_id in scope.bodies


def can_handle_observation(scope: Scope, observation: Observation) -> bool:
    """Take it into the situation report, or set it aside with an answer."""
    return observation.body_id in scope.coordinates


def can_raise_obstacle(scope: Scope, body_id: int) -> bool:
    return body_id in scope.coordinates


def can_answer_obstacle(scope: Scope) -> bool:
    return scope.is_central


def can_close_obstacle(scope: Scope, obstacle: Obstacle) -> bool:
    """The body that met the obstacle says whether it is gone."""
    return obstacle.body_id in scope.coordinates


def can_start_process(scope: Scope, body_id: int) -> bool:
    return body_id in scope.coordinates


def can_lead_process(scope: Scope, process: CollaborationProcess) -> bool:
    """Change the process and invite partners to it: the coordinator of the body that leads it."""
    return process.lead_body_id in scope.coordinates


def can_start_report(scope: Scope, body_id: int) -> bool:
    return body_id in scope.coordinates


def can_edit_report(scope: Scope, report: SituationReport) -> bool:
    """Write in the report, its parts and problems, and send it in."""
    return report.is_editable and report.body_id in scope.coordinates


def can_decide_report(scope: Scope, report: SituationReport) -> bool:
    """Approve or return it. In a small body the manager may also be the coordinator: it shows."""
    return report.state == SituationReport.State.SUBMITTED and report.body_id in scope.manages


def can_publish_report(scope: Scope, report: SituationReport) -> bool:
    return report.state == SituationReport.State.APPROVED and scope.is_central


def can_see_report_history(scope: Scope, report: SituationReport) -> bool:
    """Who changed what: those who may read everything in the report."""
    return scope.is_central or report.body_id in scope.restricted_bodies
