"""The municipality's action plan (law 2023:196 §§ 5–6): written, decided, followed up."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.exceptions import EditConflict
from followup.models import (
    Measure,
    MunicipalPicture,
    MunicipalPlan,
    MunicipalStatement,
    PlanFollowUp,
    PlannedMeasure,
)
from followup.municipal_exceptions import (
    DecidedBeforePicture,
    FollowedUpTooEarly,
    LineWithoutGrounds,
    NoDecidedPicture,
    PlanHasNoLines,
    PlanNotInForce,
    StatementOfAnotherPicture,
)
from followup.program_time import refuse_outside
from followup.services import municipal
from followup.services.municipal import after_last, draft_of, in_force, locked_draft, next_number
from followup.services.versioned import added_once, locked
from programs.models import Program, ResponsibleBody
from trygghet.accounts.models import User


@transaction.atomic
def begin_plan(*, program: Program, acting_user: User) -> MunicipalPlan:
    """The draft, or a new one on the picture in force that begins with what the plan in force says.

    Raises NoDecidedPicture.
    """
    number = next_number(MunicipalPlan)
    if draft := draft_of(MunicipalPlan):
        return draft
    picture = in_force(MunicipalPicture)
    if picture is None:
        raise NoDecidedPicture
    before = in_force(MunicipalPlan)
    plan = MunicipalPlan.objects.create(
        program=program,
        number=number,
        picture=picture,
        title=before.title if before else _("Kommunens åtgärdsplan"),
        introduction=before.introduction if before else "",
    )
    if before:
        _copy_lines(before, plan)
    return plan


def _copy_lines(before: MunicipalPlan, plan: MunicipalPlan) -> None:
    """Each line with its measures; what it rests on is found again in the new plan's picture."""
    for old in before.lines.prefetch_related("statements", "measures"):
        new = PlannedMeasure.objects.create(
            plan=plan,
            lineage=old.lineage,
            order=old.order,
            focus_area=old.focus_area,
            text=old.text,
            responsible=old.responsible,
            due_on=old.due_on,
        )
        lineages = [statement.lineage for statement in old.statements.all()]
        new.statements.set(plan.picture.statements.filter(lineage__in=lineages))
        new.measures.set(old.measures.all())


@transaction.atomic
def rest_on_picture(
    *, plan: MunicipalPlan, picture: MunicipalPicture, acting_user: User
) -> MunicipalPlan:
    """Let the draft rest on another decided picture; the lines follow as far as they can.

    Raises NotDraft or NoDecidedPicture.
    """
    stored = locked_draft(plan)
    if picture.state == picture.State.DRAFT:
        raise NoDecidedPicture
    for line in stored.lines.prefetch_related("statements"):
        lineages = [statement.lineage for statement in line.statements.all()]
        line.statements.set(picture.statements.filter(lineage__in=lineages))
    stored.picture = picture
    stored.version += 1
    stored.save()
    return stored


@transaction.atomic
def add_line(
    *,
    plan: MunicipalPlan,
    acting_user: User,
    statements: Iterable[MunicipalStatement],
    idempotency_key: UUID | None = None,
    **fields: Any,
) -> PlannedMeasure:
    """Raises NotDraft, StatementOfAnotherPicture or ValidationError (also of a day outside the
    program)."""
    stored = locked_draft(plan)
    statements = _of_its_picture(stored, statements)
    refuse_outside(stored.program, fields.get("due_on"))
    order = after_last(stored.lines)
    line = added_once(
        PlannedMeasure(plan=stored, order=order, idempotency_key=idempotency_key, **fields)
    )
    line.statements.set(statements)
    return line


@transaction.atomic
def change_line(
    *,
    line: PlannedMeasure,
    version: int,
    acting_user: User,
    statements: Iterable[MunicipalStatement],
    measures: Iterable[Measure],
    **fields: Any,
) -> PlannedMeasure:
    """Raises NotDraft, EditConflict, StatementOfAnotherPicture or ValidationError."""
    plan = locked_draft(line.plan)
    stored = locked(line)
    statements = _of_its_picture(plan, statements)
    if stored.version != version:
        raise EditConflict(stored)
    refuse_outside(plan.program, fields.get("due_on"))
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.full_clean(validate_unique=False)
    stored.save()
    stored.statements.set(statements)
    stored.measures.set(measures)
    return stored


@transaction.atomic
def move_line(*, line: PlannedMeasure, steps: int, acting_user: User) -> None:
    """Raises NotDraft."""
    municipal.move(line, locked_draft(line.plan).lines.all(), steps)


@transaction.atomic
def delete_line(*, line: PlannedMeasure, acting_user: User) -> None:
    """Raises NotDraft."""
    locked_draft(line.plan)
    line.delete()


def decide_plan(
    *,
    plan: MunicipalPlan,
    decided_by: ResponsibleBody,
    decided_on: date,
    paragraph: str,
    registry_number: str,
    acting_user: User,
) -> MunicipalPlan:
    """Write in the decision: the content is frozen, and the plan in force is replaced.

    Raises NotDraft, PlanHasNoLines, LineWithoutGrounds, DecidedBeforePicture, DecidedInTheFuture.
    """
    return municipal.decide(
        document=plan,
        check=_refuse_unfinished,
        decided_by=decided_by,
        decided_on=decided_on,
        paragraph=paragraph,
        registry_number=registry_number,
    )


def _refuse_unfinished(plan: MunicipalPlan, content: dict[str, Any], day: date) -> None:
    if not content["lines"]:
        raise PlanHasNoLines
    for line in content["lines"]:
        if not line["statements"]:
            raise LineWithoutGrounds(line["text"])
    if plan.picture.decided_on is None or plan.picture.decided_on > day:
        raise DecidedBeforePicture


def follow_up_plan(
    *,
    plan: MunicipalPlan,
    acting_user: User,
    followed_up_on: date,
    idempotency_key: UUID | None = None,
    **fields: Any,
) -> PlanFollowUp:
    """Log that the plan was followed up and what it showed (§ 6).

    Raises PlanNotInForce, FollowedUpTooEarly or ValidationError.
    """
    if plan.state != MunicipalPlan.State.DECIDED or plan.decided_on is None:
        raise PlanNotInForce
    if followed_up_on < plan.decided_on:
        raise FollowedUpTooEarly
    return added_once(
        PlanFollowUp(
            plan=plan,
            followed_up_on=followed_up_on,
            recorded_by=acting_user,
            idempotency_key=idempotency_key,
            **fields,
        )
    )


def _of_its_picture(
    plan: MunicipalPlan, statements: Iterable[MunicipalStatement]
) -> list[MunicipalStatement]:
    statements = list(statements)
    if any(statement.picture_id != plan.picture_id for statement in statements):
        raise StatementOfAnotherPicture
    return statements
