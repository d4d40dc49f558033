"""A person's calendar feed (RFC 5545): what is due when, and nothing that is restricted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from collaboration import guard
from collaboration.models import SituationReport
from followup.models import Activity, CalendarFeed
from programs.models import Program, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.months import add_months, first_of, month_name

MONTHS_BACK, MONTHS_AHEAD = 3, 6  # of situation reports
MOST_ACTIVITIES = 500
READ_AGAIN_AFTER = "PT1H"
State = SituationReport.State


@dataclass(frozen=True)
class Entry:
    """A day in the calendar; ``uid`` stays the same when the day moves."""

    uid: str
    day: date
    title: str
    text: str
    url: str
    sequence: int = 0


def hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def feed_behind(secret: str) -> CalendarFeed | None:
    """The feed with that address, if its owner may still sign in. One query.

    The secret is looked up by its hash, so that neither the database nor the time that the answer
    takes tells anything of it.
    """
    feeds = CalendarFeed.objects.select_related("user").filter(user__is_active=True)
    return feeds.filter(secret_hash=hash_of(secret)).first()


def calendar_of(scope: Scope, feed: CalendarFeed, day: date) -> bytes:
    """The feed as a file; the same rows give the same bytes. Four queries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Trygghet//Kalender//SV")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Trygghet: att göra"))
    calendar.add("refresh-interval;value=duration", READ_AGAIN_AFTER)
    calendar.add("x-published-ttl", READ_AGAIN_AFTER)
    for entry in (*_activities(scope), *_reports(scope, day)):
        calendar.add_component(_event(entry, feed.renewed_at))
    return bytes(calendar.to_ical())


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("url", settings.SITE_URL.rstrip("/") + entry.url)
    return event


def _activities(scope: Scope) -> Iterator[Entry]:
    rows = Activity.objects.visible_to(scope).waited_for().filter(owner=scope.user_id)
    shown = rows.select_related("measure__responsible").order_by("due_on", "pk")
    for activity in shown[:MOST_ACTIVITIES]:
        yield Entry(
            uid=f"activity-{activity.pk}@trygghet",
            day=activity.due_on,
            title=_("Klar senast: %(title)s") % {"title": _safe(activity.title)},
            text=str(activity.measure.responsible),
            url=reverse("followup:activity-detail", args=[activity.pk]),
            sequence=activity.version,
        )


def _reports(scope: Scope, day: date) -> Iterator[Entry]:
    """The due days of the situation reports that the person's bodies have not sent in."""
    bodies = list(ResponsibleBody.objects.filter(pk__in=scope.restricted_bodies, reports=True))
    if not bodies:
        return
    first = add_months(first_of(day), -MONTHS_BACK)
    programs = list(Program.objects.filter(ends_on__gte=first).order_by("-starts_on"))
    sent = set(
        SituationReport.objects.filter(body__in=bodies, period__gte=first)
        .exclude(state__in=[State.DRAFT, State.RETURNED])
        .values_list("body", "period")
    )
    for month in (add_months(first, step) for step in range(MONTHS_BACK + MONTHS_AHEAD + 1)):
        program = next((p for p in programs if p.starts_on <= month <= p.ends_on), None)
        if program is None or program.period_of(month) != month:
            continue
        for body in bodies:
            if (body.pk, month) not in sent and _existed(body, month, program):
                yield _report(body, month, program)


def _existed(body: ResponsibleBody, month: date, program: Program) -> bool:
    after = add_months(month, program.report_months)
    return not (
        (body.valid_from and body.valid_from >= after) or (body.valid_to and body.valid_to < month)
    )


def _report(body: ResponsibleBody, month: date, program: Program) -> Entry:
    return Entry(
        uid=f"report-{body.pk}-{month:%Y-%m}@trygghet",
        day=program.report_due_on(month),
        title=_("Lägesbilden för %(month)s lämnas senast") % {"month": month_name(month)},
        text=body.name,
        url=f"{reverse('collaboration:report-list')}?organ={body.code}",
    )


def _safe(title: str) -> str:
    """Calendars are read by others: a title that seems to point out a person stays out of them."""
    return _("en aktivitet") if guard.find(title) else title
