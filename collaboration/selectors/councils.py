"""Councils with their members and meetings, and the minutes that a reader may read."""

from dataclasses import dataclass

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone

from collaboration.models import AgendaItem, CouncilMeeting, CouncilMember, PreventionCouncil
from collaboration.models.classification import readable
from trygghet.accounts.scope import Scope


def council_rows() -> QuerySet[PreventionCouncil]:
    """With ``number_members`` and the days of the last and the next meeting; closed ones last."""
    today = timezone.localdate()
    rows = PreventionCouncil.objects.select_related("body").annotate(
        number_members=Count("members", Q(members__left_on__isnull=True), distinct=True),
        last_meeting=Max("meetings__held_on", filter=Q(meetings__held_on__lte=today)),
        next_meeting=Min("meetings__held_on", filter=Q(meetings__held_on__gt=today)),
    )
    return rows.order_by(F("closed_on").asc(nulls_first=True), "level", "name", "pk")


def members_of(council: PreventionCouncil) -> QuerySet[CouncilMember]:
    return council.members.filter(left_on__isnull=True).select_related("body", "organization")


def meetings_of(council: PreventionCouncil) -> QuerySet[CouncilMeeting]:
    rows = council.meetings.annotate(
        number_items=Count("items", distinct=True), number_attended=Count("attended", distinct=True)
    )
    return rows.order_by("-held_on")


def readable_items(scope: Scope, meeting: CouncilMeeting) -> QuerySet[AgendaItem]:
    return meeting.items.filter(readable(scope, "meeting__council__body_id"))


@dataclass(frozen=True)
class Minutes:
    """``withheld`` counts the paragraphs that the reader may not read."""

    items: tuple[AgendaItem, ...]
    attended: tuple[CouncilMember, ...]
    withheld: int


def minutes_of(scope: Scope, meeting: CouncilMeeting) -> Minutes:
    """What ``scope`` may read of a meeting. Three queries."""
    items = tuple(readable_items(scope, meeting).order_by("order", "pk"))
    attended = tuple(meeting.attended.select_related("body", "organization"))
    return Minutes(items, attended, meeting.items.count() - len(items))
