"""The municipality's situation picture (law 2023:196 § 4): composed, decided, renewed."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.exceptions import EditConflict
from collaboration.models import SituationReport
from followup.models import MunicipalPicture, MunicipalStatement
from followup.municipal_exceptions import GroundsMissing, PictureIncomplete, ReportNotApproved
from followup.services import municipal
from followup.services.municipal import after_last, draft_of, in_force, locked_draft, next_number
from followup.services.versioned import added_once, locked
from programs.models import Program, ResponsibleBody
from trygghet.accounts.models import User

Part = MunicipalStatement.Part
SEPARATOR = "\n\n"


@transaction.atomic
def begin_picture(*, program: Program, acting_user: User) -> MunicipalPicture:
    """The draft, or a new one that begins with what the decided picture says."""
    number = next_number(MunicipalPicture)
    if draft := draft_of(MunicipalPicture):
        return draft
    before = in_force(MunicipalPicture)
    picture = MunicipalPicture.objects.create(
        program=program,
        number=number,
        title=before.title if before else _("Kommunens lägesbild"),
        introduction=before.introduction if before else "",
    )
    if before:
        _copy_statements(before, picture)
    return picture


def _copy_statements(before: MunicipalPicture, picture: MunicipalPicture) -> None:
    for old in before.statements.prefetch_related("reports"):
        new = MunicipalStatement.objects.create(
            picture=picture,
            lineage=old.lineage,
            part=old.part,
            order=old.order,
            heading=old.heading,
            text=old.text,
            other_grounds=old.other_grounds,
        )
        new.reports.set(old.reports.all())


@transaction.atomic
def add_statement(
    *,
    picture: MunicipalPicture,
    part: str,
    heading: str,
    text: str,
    acting_user: User,
    reports: Iterable[SituationReport] = (),
    other_grounds: str = "",
    idempotency_key: UUID | None = None,
) -> MunicipalStatement:
    """A statement last in its part. Raises NotDraft, GroundsMissing or ReportNotApproved."""
    picture = locked_draft(picture)
    reports = _approved(reports)
    _check_grounds(reports, other_grounds)
    statement = added_once(
        MunicipalStatement(
            picture=picture,
            part=part,
            heading=heading,
            text=text,
            other_grounds=other_grounds,
            order=after_last(picture.statements.filter(part=part)),
            idempotency_key=idempotency_key,
        )
    )
    statement.reports.add(*reports)
    return statement


@transaction.atomic
def change_statement(
    *,
    statement: MunicipalStatement,
    version: int,
    acting_user: User,
    reports: Iterable[SituationReport],
    **fields: Any,
) -> MunicipalStatement:
    """Raises NotDraft, EditConflict, GroundsMissing, ReportNotApproved or ValidationError."""
    locked_draft(statement.picture)
    stored = locked(statement)
    reports = _approved(reports)
    _check_grounds(reports, fields["other_grounds"])
    if stored.version != version:
        raise EditConflict(stored)
    if stored.part != fields["part"]:
        stored.order = after_last(stored.picture.statements.filter(part=fields["part"]))
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.full_clean(validate_unique=False)
    stored.save()
    stored.reports.set(reports)
    return stored


@transaction.atomic
def take_into_statement(
    *, statement: MunicipalStatement, text: str, report: SituationReport, acting_user: User
) -> MunicipalStatement:
    """Add a report's text last in the statement, which then rests on the report too.

    A text that stands there already is not added again. Raises NotDraft or ReportNotApproved.
    """
    locked_draft(statement.picture)
    stored = locked(statement)
    (report,) = _approved([report])
    if text not in stored.text:
        stored.text = SEPARATOR.join(filter(None, [stored.text, text]))
        stored.version += 1
        stored.full_clean(validate_unique=False)
        stored.save()
    stored.reports.add(report)
    return stored


@transaction.atomic
def move_statement(*, statement: MunicipalStatement, steps: int, acting_user: User) -> None:
    """Earlier or later within its part. Raises NotDraft."""
    picture = locked_draft(statement.picture)
    municipal.move(statement, picture.statements.filter(part=statement.part), steps)


@transaction.atomic
def delete_statement(*, statement: MunicipalStatement, acting_user: User) -> None:
    """Raises NotDraft."""
    locked_draft(statement.picture)
    statement.delete()


def decide_picture(
    *,
    picture: MunicipalPicture,
    decided_by: ResponsibleBody,
    decided_on: date,
    paragraph: str,
    registry_number: str,
    acting_user: User,
) -> MunicipalPicture:
    """Write in the decision: the content is frozen, and the picture in force is replaced.

    Raises NotDraft, PictureIncomplete, GroundsMissing or DecidedInTheFuture.
    """
    return municipal.decide(
        document=picture,
        check=_refuse_incomplete,
        decided_by=decided_by,
        decided_on=decided_on,
        paragraph=paragraph,
        registry_number=registry_number,
    )


def _refuse_incomplete(picture: MunicipalPicture, content: dict[str, Any], day: date) -> None:
    empty = [part["label"] for part in content["parts"] if not part["statements"]]
    if empty:
        raise PictureIncomplete(empty)
    for part in content["parts"]:
        for statement in part["statements"]:
            _check_grounds(statement["reports"], statement["other_grounds"])


def _check_grounds(reports: list[Any], other_grounds: str) -> None:
    if not reports and not other_grounds.strip():
        raise GroundsMissing


def _approved(reports: Iterable[SituationReport]) -> list[SituationReport]:
    wanted = {report.pk for report in reports}
    found = list(SituationReport.objects.approved().filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise ReportNotApproved
    return found
