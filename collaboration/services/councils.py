"""Councils for crime prevention (law 2023:196 § 10): members, meetings, what was decided."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.agreement_exceptions import MeetingAdjusted, MeetingNotHeld
from collaboration.exceptions import EditConflict
from collaboration.models import AgendaItem, CouncilMeeting, CouncilMember, PreventionCouncil
from collaboration.services.once import save_once
from trygghet.accounts.models import User


@transaction.atomic
def save_council(
    *, council: PreventionCouncil, acting_user: User, **fields: Any
) -> PreventionCouncil:
    """A new council, or one that changes. Raises ValidationError."""
    return _save(council, **fields)


@transaction.atomic
def add_member(*, council: PreventionCouncil, acting_user: User, **fields: Any) -> CouncilMember:
    """Raises ValidationError: one chair, from the municipality; one place each comes from."""
    return _save(CouncilMember(council=council), **fields)


@transaction.atomic
def end_membership(*, member: CouncilMember, left_on: date, acting_user: User) -> CouncilMember:
    if left_on < member.joined_on:
        raise ValidationError({"left_on": _("Dagen ligger före att ledamoten kom med.")})
    return _save(member, left_on=left_on)


@transaction.atomic
def plan_meeting(
    *, council: PreventionCouncil, acting_user: User, held_on: date, place: str = ""
) -> CouncilMeeting:
    """Raises ValidationError when the council already meets that day."""
    return _save(CouncilMeeting(council=council), held_on=held_on, place=place)


@transaction.atomic
def change_meeting(
    *,
    meeting: CouncilMeeting,
    version: int,
    acting_user: User,
    held_on: date,
    place: str,
    attended: Iterable[CouncilMember],
) -> CouncilMeeting:
    """When, where, and who was there. Raises MeetingAdjusted and EditConflict."""
    meeting = _at(version, _open(meeting))
    _save(meeting, held_on=held_on, place=place, version=version + 1)
    meeting.attended.set(attended)
    return meeting


@transaction.atomic
def add_item(
    *,
    meeting: CouncilMeeting,
    acting_user: User,
    idempotency_key: UUID | None = None,
    **fields: Any,
) -> AgendaItem:
    """The next paragraph; the same key gives the same one. Raises MeetingAdjusted."""
    meeting = _open(meeting)
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem(meeting=meeting, order=last + 1, **fields)
    return save_once(item, idempotency_key, meeting=meeting)[0]


@transaction.atomic
def change_item(*, item: AgendaItem, version: int, acting_user: User, **fields: Any) -> AgendaItem:
    """Raises MeetingAdjusted, and EditConflict when somebody has written since ``version``."""
    _open(item.meeting)
    item = _at(version, AgendaItem.objects.get(pk=item.pk))
    return _save(item, version=version + 1, **fields)


@transaction.atomic
def adjust_minutes(*, meeting: CouncilMeeting, acting_user: User) -> CouncilMeeting:
    """The minutes say what they say from now on. Raises MeetingAdjusted and MeetingNotHeld."""
    meeting, today = _open(meeting), timezone.localdate()
    if meeting.held_on > today:
        raise MeetingNotHeld
    return _save(meeting, is_adjusted=True, adjusted_on=today)


def _open(meeting: CouncilMeeting) -> CouncilMeeting:
    meeting = CouncilMeeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.is_adjusted:
        raise MeetingAdjusted
    return meeting


def _at(version: int, row: Any) -> Any:
    if row.version != version:
        raise EditConflict(row)
    return row


def _save(row: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row
