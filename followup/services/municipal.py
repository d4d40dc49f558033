"""What picture and plan have in common: numbering, ordering, texts and the decision."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone

from collaboration.exceptions import DecidedInTheFuture
from followup.models import MunicipalPicture, MunicipalPlan, MunicipalStatement, PlannedMeasure
from followup.municipal_content import gathered, hash_of
from followup.municipal_exceptions import DocumentIsDecided, NotDraft
from followup.services.versioned import changed, locked
from programs.models import Program, ResponsibleBody
from trygghet.accounts.models import User

Document = TypeVar("Document", MunicipalPicture, MunicipalPlan)
Row = TypeVar("Row", MunicipalStatement, PlannedMeasure)


def draft_of(model: type[Document]) -> Document | None:
    return model.objects.filter(state=model.State.DRAFT).first()


def in_force(model: type[Document]) -> Document | None:
    return model.objects.filter(state=model.State.DECIDED).first()


def next_number(model: type[Document]) -> int:
    """The number after the last; two who begin at once wait for each other on the program's row."""
    Program.objects.select_for_update().order_by("pk").first()
    last = model.objects.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def locked_draft(document: Document) -> Document:
    """Raises NotDraft."""
    stored = locked(document)
    if stored.state != stored.State.DRAFT:
        raise NotDraft(stored)
    return stored


@transaction.atomic
def change_heading(
    *, document: Document, version: int, title: str, introduction: str, acting_user: User
) -> Document:
    """The draft's title and introduction. Raises NotDraft, EditConflict or ValidationError."""
    return changed(locked_draft(document), version, title=title, introduction=introduction)


@transaction.atomic
def throw_away(*, document: Document, acting_user: User) -> None:
    """Delete a draft with everything in it. Raises DocumentIsDecided."""
    stored = locked(document)
    if stored.state != stored.State.DRAFT:
        raise DocumentIsDecided
    stored.delete()


@transaction.atomic
def decide(
    *,
    document: Document,
    check: Callable[[Document, dict[str, Any], date], None],
    decided_by: ResponsibleBody,
    decided_on: date,
    paragraph: str,
    registry_number: str,
) -> Document:
    """Freeze what it says with its hash, and let it replace the one in force.

    ``check`` refuses what may not be decided. Raises NotDraft, DecidedInTheFuture and what
    ``check`` raises.
    """
    stored = locked_draft(document)
    if decided_on > timezone.localdate():
        raise DecidedInTheFuture
    content = gathered(stored)
    check(stored, content, decided_on)
    model = type(stored)
    model.objects.filter(state=model.State.DECIDED).update(state=model.State.REPLACED)
    stored.decided_by, stored.decided_on = decided_by, decided_on
    stored.paragraph, stored.registry_number = paragraph.strip(), registry_number.strip()
    stored.content, stored.content_hash = content, hash_of(content)
    stored.state = model.State.DECIDED
    stored.full_clean()
    stored.save()
    return stored


def after_last(rows: Any) -> int:
    """The order of a row that comes last among ``rows``."""
    last = rows.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def move(row: Row, siblings: Any, steps: int) -> None:
    """Put ``row`` that many steps later (negative: earlier) among ``siblings``, at most last."""
    rows: list[Model] = list(siblings)
    place = next(place for place, each in enumerate(rows) if each.pk == row.pk)
    rows.insert(max(place + steps, 0), rows.pop(place))
    for order, each in enumerate(rows):
        if each.order != order:  # type: ignore[attr-defined]
            each.order = order  # type: ignore[attr-defined]
            each.save(update_fields=["order"])
