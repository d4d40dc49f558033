"""Who may see the follow-up, and make its reports. Views ask here, nowhere else."""

from collections.abc import Collection

from collaboration.models import CollaborationProcess, Participant
from collaboration.permissions import can_lead_process, can_move_process
from followup.models import (
    Activity,
    IndicatorReading,
    Measure,
    MonthlyReport,
    SectionReview,
    SmartGoal,
)
from trygghet.accounts.scope import Scope


def can_see_dashboard(scope: Scope) -> bool:
    """The municipality's staff and the committee; the figures are what each of them may read."""
    return scope.is_staff or scope.is_committee


def can_read_reports(scope: Scope) -> bool:
    """A built report is a public document; the pages are for staff and the committee."""
    return scope.is_staff or scope.is_committee


def can_build_reports(scope: Scope) -> bool:
    """Ask for the month's reports, see why one failed, and try again."""
    return scope.is_central


def can_answer_report_question(scope: Scope, review: SectionReview) -> bool:
    """The coordinator of the body that the question went to."""
    return review.body_id in scope.coordinates


def can_read_asked_section(scope: Scope, review: SectionReview) -> bool:
    """Of a draft, the one section that a question sends back: who answers it, while it is asked.

    Nothing else of the draft. ``report`` is read.
    """
    is_asked = review.state != SectionReview.State.WITHDRAWN
    is_draft = review.report.state == MonthlyReport.State.DRAFT
    return is_asked and is_draft and can_answer_report_question(scope, review)


def can_see_work(scope: Scope) -> bool:
    """Goals, measures and activities as lists; each reader gets what its querysets allow."""
    return scope.is_staff or scope.is_committee or scope.is_partner


def can_set_goal(scope: Scope, process: CollaborationProcess) -> bool:
    """The coordinator of the body that leads the process, while it runs."""
    return can_move_process(scope, process)


def can_change_goal(scope: Scope, goal: SmartGoal) -> bool:
    if goal.process is None:
        return goal.body_id in scope.coordinates
    return can_set_goal(scope, goal.process)


def can_assess_goal(scope: Scope, goal: SmartGoal) -> bool:
    """Say how far it is reached: the coordinator and the manager of the responsible body."""
    return goal.body_id in scope.coordinates | scope.manages


def can_review_assessment(scope: Scope) -> bool:
    """Agree with what the bodies have said of their goals, or send it back."""
    return scope.is_central


def can_read_review(scope: Scope, goal: SmartGoal) -> bool:
    """What the central office wrote to the body."""
    return scope.is_central or goal.body_id in scope.restricted_bodies


def can_read_lessons(scope: Scope) -> bool:
    """What collaborations have learnt: staff and the committee, partners of their own."""
    return scope.is_staff or scope.is_committee or scope.is_partner


def can_keep_techniques(scope: Scope) -> bool:
    """Add to the list of techniques and factors, change them, and take them off the list."""
    return scope.is_central


def can_answer_goal(process: CollaborationProcess, party: int, own: frozenset[int]) -> bool:
    """A party accepts or declines for itself; ``own`` are those that the reader speaks for."""
    return process.ended_on is None and party in own


def can_add_measure(
    scope: Scope, process: CollaborationProcess, parties: Collection[Participant]
) -> bool:
    """The lead, and the coordinator of each body that takes part."""
    if process.ended_on:
        return False
    return can_lead_process(scope, process) or bool(
        scope.coordinates & {party.body_id for party in parties}
    )


def can_add_measure_from_report(scope: Scope, body_id: int) -> bool:
    return body_id in scope.coordinates


def can_change_measure(scope: Scope, measure: Measure) -> bool:
    """The coordinator of the responsible body, or of the one that leads the process.

    The central office for what the body where it sits is responsible for.
    """
    if measure.process and measure.process.ended_on:
        return False
    leads = measure.process is not None and can_lead_process(scope, measure.process)
    return leads or measure.responsible_id in scope.coordinates | scope.oversees


def can_plan_activity(scope: Scope, measure: Measure, own: frozenset[int]) -> bool:
    """Those who change the measure, and the parties that carry it out together with it."""
    if measure.process and measure.process.ended_on:
        return False
    partners = {partner.pk for partner in measure.partners.all()}
    return can_change_measure(scope, measure) or bool(partners & own)


def can_report_activity(scope: Scope, activity: Activity, own: frozenset[int]) -> bool:
    """Say that it is done: its owner, or those who plan the measure's activities."""
    return activity.owner_id == scope.user_id or can_plan_activity(scope, activity.measure, own)


def can_write_plan(scope: Scope, process: CollaborationProcess) -> bool:
    """Gather the action plan, and write in its decision."""
    return can_move_process(scope, process)


def can_write_outcome(scope: Scope, process: CollaborationProcess) -> bool:
    """The follow-up's three answers, its lessons and decision."""
    return can_move_process(scope, process)


def can_keep_indicators(scope: Scope) -> bool:
    """Add to the catalogue, and enter readings of one's own bodies (the central office: of all)."""
    return scope.is_central or bool(scope.coordinates)


def can_edit_indicator(scope: Scope) -> bool:
    """The catalogue's definitions are the central office's: one word means one thing everywhere."""
    return scope.is_central


def can_enter_reading(scope: Scope, reading: IndicatorReading) -> bool:
    """Of one's own bodies and their areas; the central office, of all. ``area`` is read."""
    if scope.is_central or reading.body_id in scope.coordinates:
        return True
    own = reading.area.bodies.filter(pk__in=scope.coordinates) if reading.area else None
    return own is not None and own.exists()


def can_read_in_files(scope: Scope) -> bool:
    """Files of readings: of one's own bodies (the central office: of all)."""
    return can_keep_indicators(scope)


def can_resolve_names(scope: Scope) -> bool:
    """What a name in a file means is said once, for all files."""
    return scope.is_central


def can_follow_law(scope: Scope) -> bool:
    """The law's page, and the municipality's decided picture and plan."""
    return scope.is_staff or scope.is_committee


def can_keep_law(scope: Scope) -> bool:
    """Write the municipality's picture and plan, their decisions, and evidence for the law."""
    return scope.is_central


def can_see_duties(scope: Scope, body_id: int) -> bool:
    """How a body does what the program asks: those who work there, and who follow the city."""
    return scope.follows_city or body_id in scope.bodies


def can_see_all_duties(scope: Scope) -> bool:
    return scope.follows_city


def can_introduce_program(scope: Scope, body_id: int) -> bool:
    """Log that the program was made known in a body: its coordinator or manager."""
    return body_id in scope.coordinates | scope.manages
