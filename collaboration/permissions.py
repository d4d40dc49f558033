"""Who may do what in the collaboration. Views ask here, nowhere else; programs has ``require``."""

from collections.abc import Iterable

from collaboration.models import (
    CollaborationProcess,
    Observation,
    Obstacle,
    Participant,
    SafetyWalk,
    SituationReport,
    WalkFinding,
)
from collaboration.models.classification import Classification
from programs.models import ResponsibleBody
from trygghet.accounts.scope import Scope


def can_log_observation(scope: Scope, body_id: int) -> bool:
    """Everybody who works with the body's situation reports."""
    return body_id in scope.bodies


def can_see_observations(scope: Scope) -> bool:
    """Open the list: what is in it follows from ``visible_to``."""
    return scope.is_staff


def can_handle_observation(scope: Scope, observation: Observation) -> bool:
    """Take it into the situation report, or set it aside with an answer."""
    return observation.body_id in scope.coordinates


def can_raise_obstacle(scope: Scope, body_id: int) -> bool:
    return body_id in scope.coordinates


def can_see_obstacles(scope: Scope) -> bool:
    """Open the list: what is in it follows from ``visible_to``."""
    return scope.is_staff or scope.is_committee


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


def can_see_processes(scope: Scope) -> bool:
    """Staff, and invited partners, who see only the ones that they are invited to."""
    return scope.is_staff or scope.is_partner


def can_move_process(scope: Scope, process: CollaborationProcess) -> bool:
    """Move it between steps, decide who takes part and write step 1: its lead, while it runs."""
    return process.ended_on is None and can_lead_process(scope, process)


def can_write_for(
    scope: Scope, process: CollaborationProcess, participant: Participant, own: frozenset[int]
) -> bool:
    """A party's decision and resources: itself (``own``: those spoken for), or the lead for it."""
    if process.ended_on or participant.left_on:
        return False
    return participant.pk in own or can_lead_process(scope, process)


def can_remind(
    scope: Scope, process: CollaborationProcess, participant: Participant, own: frozenset[int]
) -> bool:
    """Remind a party that is waited for: the lead, of the others."""
    return can_move_process(scope, process) and participant.pk not in own


def can_write_picture(
    process: CollaborationProcess, participant: Participant, own: frozenset[int]
) -> bool:
    """A party's own picture: that party alone (``own``: those spoken for), while it takes part."""
    return process.ended_on is None and not participant.left_on and participant.pk in own


def can_dissent(process: CollaborationProcess, own: frozenset[int]) -> bool:
    """Record a dissenting view: every party, for itself."""
    return process.ended_on is None and bool(own)


def can_edit_joint_picture(scope: Scope, process: CollaborationProcess) -> bool:
    """Lay the pictures together and decide what is taken on: the lead, for the parties."""
    return can_move_process(scope, process)


def can_read_party_text(
    scope: Scope, own: frozenset[int], classification: str, participant: Participant
) -> bool:
    """A text that ``participant`` wrote, in a process that the reader sees.

    Open: every party. Internal: the municipality's staff too. Restricted: the party itself
    (``own``: those spoken for) and the central office. The party always reads its own.
    """
    if scope.is_central or classification == Classification.OPEN or participant.pk in own:
        return True
    if classification == Classification.INTERNAL:
        return scope.is_staff
    return participant.body_id in scope.restricted_bodies


def can_analyze(scope: Scope, process: CollaborationProcess, *, is_in_working_group: bool) -> bool:
    """Write in the cause analyses: the lead, and the parties of the working group."""
    is_lead = can_lead_process(scope, process)
    return process.ended_on is None and (is_lead or is_in_working_group)


def can_raise_in_process(
    scope: Scope, process: CollaborationProcess, parties: Iterable[Participant]
) -> bool:
    """Lift an obstacle, or signal that the effect is missing: coordinators of the bodies in it."""
    if process.ended_on:
        return False
    return any(each.body_id in scope.coordinates and not each.left_on for each in parties)


def can_read_signals(scope: Scope) -> bool:
    """The municipality's staff, of the processes that they see."""
    return scope.is_staff


def can_answer_signal(scope: Scope) -> bool:
    return scope.is_central


def can_see_process_history(scope: Scope) -> bool:
    """Who changed what: the municipality's staff. A partner sees the moves, not every change."""
    return scope.is_staff


def can_read_reports(scope: Scope) -> bool:
    """Open the list: what is in it follows from ``visible_to``."""
    return scope.is_staff or scope.is_committee


def can_write_reports(scope: Scope, body_id: int) -> bool:
    return body_id in scope.coordinates


def can_edit_report(scope: Scope, report: SituationReport) -> bool:
    """Write in the report, its parts and problems, and send it in."""
    return report.is_editable and can_write_reports(scope, report.body_id)


def can_decide_reports(scope: Scope, body_id: int) -> bool:
    """Approve or return them. In a small body the manager may be the coordinator too: it shows."""
    return body_id in scope.manages


def can_decide_report(scope: Scope, report: SituationReport) -> bool:
    is_waiting = report.state == SituationReport.State.SUBMITTED
    return is_waiting and can_decide_reports(scope, report.body_id)


def can_publish_reports(scope: Scope) -> bool:
    return scope.is_central


def can_publish_report(scope: Scope, report: SituationReport) -> bool:
    return report.state == SituationReport.State.APPROVED and can_publish_reports(scope)


def can_see_report_history(scope: Scope, report: SituationReport) -> bool:
    """Who changed what: those who may read everything in the report."""
    return scope.is_central or report.body_id in scope.restricted_bodies


def can_plan_walk(scope: Scope, body_id: int) -> bool:
    """Plan a safety walk, say who took part, and send what was found."""
    return body_id in scope.coordinates


def can_log_finding(scope: Scope, walk: SafetyWalk) -> bool:
    """Everybody who works in the body that walks."""
    return walk.body_id in scope.bodies


def can_change_finding(scope: Scope, finding: WalkFinding) -> bool:
    """Put it right or take it away: the one who logged it, or the coordinator, until answered."""
    if finding.state != WalkFinding.State.OPEN or not can_log_finding(scope, finding.walk):
        return False
    return finding.found_by_id == scope.user_id or can_plan_walk(scope, finding.walk.body_id)


def can_answer_finding(scope: Scope, finding: WalkFinding) -> bool:
    """Those who answer for the body that it was sent to."""
    is_sent = finding.walk.state != SafetyWalk.State.PLANNED
    return is_sent and finding.responsible_id in scope.coordinates | scope.manages


def can_write_place(scope: Scope, body: ResponsibleBody) -> bool:
    """Place collaborations are led by the district committee: its coordinator writes."""
    is_district = body.kind == ResponsibleBody.Kind.DISTRICT_COMMITTEE
    return is_district and body.pk in scope.coordinates


def can_write_promise(scope: Scope, body_id: int) -> bool:
    return body_id in scope.coordinates


def can_read_agreements(scope: Scope) -> bool:
    """Agreements and councils: the municipality's staff."""
    return scope.is_staff


def can_write_agreement(scope: Scope, body_id: int) -> bool:
    """Agreements and councils of a body: its coordinator and the central office."""
    return scope.is_central or body_id in scope.coordinates


def can_see_place_work(scope: Scope) -> bool:
    """Walks, places and promises as lists: staff, and partners, who see their processes' only."""
    return scope.is_staff or scope.is_partner


def can_carry_out_decision(scope: Scope, body_id: int) -> bool:
    """Make a council's decision an activity: those who plan the work of the body that leads it.

    The central office does it for the body where it sits.
    """
    return body_id in scope.coordinates | scope.oversees
