"""The action plan of a process: gathered, decided, and kept as it was decided."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from collaboration.exceptions import EditConflict
from collaboration.models import CollaborationProcess, SituationReport, StepVersion
from collaboration.services.steps import locked_cycle
from followup.exceptions import (
    DecidedTooEarly,
    GoalNotOfProcess,
    PlanExists,
    PlanIsEmpty,
    PlanRestsOnNothing,
)
from followup.models import ActionPlan, Measure
from followup.municipal_exceptions import NotDraft
from followup.plan_content import gathered
from programs.models import ResponsibleBody
from trygghet.accounts.models import User

State = ActionPlan.State


@transaction.atomic
def gather_plan(
    *,
    process: CollaborationProcess,
    title: str,
    introduction: str,
    measures: Iterable[Measure],
    acting_user: User,
    picture: StepVersion | None = None,
    reports: Iterable[SituationReport] = (),
) -> ActionPlan:
    """A new draft, numbered after the last. Raises PlanExists, GoalNotOfProcess or ProcessEnded."""
    locked_cycle(process)
    draft = ActionPlan.objects.filter(process=process, state=State.DRAFT).first()
    if draft:
        raise PlanExists(draft)
    last = ActionPlan.objects.filter(process=process).aggregate(last=Max("number"))["last"] or 0
    plan = ActionPlan(process=process, number=last + 1)
    return _filled(plan, title, introduction, measures, picture, reports)


@transaction.atomic
def change_plan(
    *,
    plan: ActionPlan,
    version: int,
    title: str,
    introduction: str,
    measures: Iterable[Measure],
    acting_user: User,
    picture: StepVersion | None = None,
    reports: Iterable[SituationReport] = (),
) -> ActionPlan:
    """``version`` is the one that was read. Raises NotDraft, EditConflict, GoalNotOfProcess."""
    stored = _locked_draft(plan)
    if stored.version != version:
        raise EditConflict(stored)
    stored.version += 1
    return _filled(stored, title, introduction, measures, picture, reports)


@transaction.atomic
def decide_plan(
    *,
    plan: ActionPlan,
    decided_by: ResponsibleBody,
    decided_on: date,
    paragraph: str,
    registry_number: str,
    acting_user: User,
) -> ActionPlan:
    """Write in the decision and freeze the content; an earlier decided plan is replaced.

    Raises NotDraft, PlanIsEmpty, PlanRestsOnNothing or DecidedTooEarly.
    """
    plan = _locked_draft(plan)
    if not plan.measures.exists():
        raise PlanIsEmpty
    if plan.rests_on_picture is None and not plan.rests_on_reports.exists():
        raise PlanRestsOnNothing
    if not plan.process.began_on <= decided_on <= timezone.localdate():
        raise DecidedTooEarly
    plan.decided_by, plan.decided_on = decided_by, decided_on
    plan.paragraph, plan.registry_number = paragraph.strip(), registry_number.strip()
    plan.content = gathered(plan)
    before = ActionPlan.objects.filter(process=plan.process, state=State.DECIDED)
    before.update(state=State.REPLACED)
    plan.state = State.DECIDED
    plan.full_clean()
    plan.save()
    return plan


def _locked_draft(plan: ActionPlan) -> ActionPlan:
    rows = ActionPlan.objects.select_for_update(of=("self",))
    plan = rows.select_related("process", "rests_on_picture", "decided_by").get(pk=plan.pk)
    if plan.state != State.DRAFT:
        raise NotDraft(plan)
    return plan


def _filled(
    plan: ActionPlan,
    title: str,
    introduction: str,
    measures: Iterable[Measure],
    picture: StepVersion | None,
    reports: Iterable[SituationReport],
) -> ActionPlan:
    measures = list(measures)
    foreign = any(measure.process_id != plan.process_id for measure in measures)
    if foreign or (picture and picture.cycle.process_id != plan.process_id):
        raise GoalNotOfProcess
    plan.title, plan.introduction, plan.rests_on_picture = title, introduction, picture
    plan.full_clean()
    plan.save()
    plan.measures.set(measures)
    plan.rests_on_reports.set(reports)
    return plan
