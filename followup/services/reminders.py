"""The daily digest: asked for by the clock, written down, and sent by a worker."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration import guard
from followup.links import token_for
from followup.models import Activity, ActivityReminder, DailyDigest
from followup.reminders import is_time_to_send
from followup.selectors.reminders import due_for, lines_of, people_to_tell
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of
from trygghet.jobs.mail import send_letter
from trygghet.jobs.models import Job
from trygghet.jobs.services import ask_all, finish

KIND = "daily_digest"
MOST_LINES = 30  # of each kind; the rest are one line together


def ensure_due() -> None:
    """The clock's question: does everybody with something due have today's digest?

    Asking again, or by two clocks at once, changes nothing. A day when the clock stood still is not
    made up for: what was due then is told of the next weekday.
    """
    now = timezone.localtime()
    if is_time_to_send(now):
        ask_for_digests(people=people_to_tell(now.date()), day=now.date())


@transaction.atomic
def ask_for_digests(*, people: Iterable[int], day: date) -> None:
    """One job and one digest for each person and day."""
    keys = {f"{user_id}:{day:%Y-%m-%d}": user_id for user_id in people}
    jobs = ask_all(kind=KIND, wishes={key: {} for key in keys})
    DailyDigest.objects.bulk_create(
        [DailyDigest(user_id=keys[key], day=day, job=job) for key, job in jobs.items()],
        ignore_conflicts=True,
    )


def send(job: Job) -> None:
    """Send the digest, unless everything in it has been done meanwhile.

    What it tells of is written down first, so that a second attempt sends the same letter.
    """
    digest = DailyDigest.objects.select_related("user").get(job=job)
    _write_down(digest)
    lines = lines_of(digest)
    if not (lines and digest.user.is_active and digest.user.wants_digest):
        finish(job)
        return
    send_letter(job, to=digest.user.email, subject=_subject(lines), text=_text(digest, lines))


@transaction.atomic
def choose_digest(*, wanted: bool, acting_user: User) -> None:
    """Get the daily e-mail, or not."""
    User.objects.filter(pk=acting_user.pk).update(wants_digest=wanted)


@transaction.atomic
def _write_down(digest: DailyDigest) -> None:
    DailyDigest.objects.select_for_update().get(pk=digest.pk)
    if not digest.reminders.exists():
        found = due_for(scope_of(digest.user), digest.day)
        ActivityReminder.objects.bulk_create(
            ActivityReminder(
                digest=digest, activity=due.activity, kind=due.kind, due_on=due.activity.due_on
            )
            for due in found
        )


def _subject(lines: list[ActivityReminder]) -> str:
    number = len({line.activity_id for line in lines})
    return ngettext(
        "%(number)d aktivitet att se till", "%(number)d aktiviteter att se till", number
    ) % {"number": number}


def _text(digest: DailyDigest, lines: list[ActivityReminder]) -> str:
    kinds = ActivityReminder.Kind
    context = {
        "user": digest.user,
        "soon": _part(digest, lines, kinds.SOON),
        "late": _part(digest, lines, kinds.LATE),
        "others": _part(digest, lines, kinds.TO_MANAGER),
        "unmanaged": _part(digest, lines, kinds.TO_CENTRAL),
        "all_url": f"{_absolute('followup:activity-list')}?vem=mina",
        "choice_url": _absolute("followup:reminder-settings"),
    }
    return render_to_string("followup/email/digest.txt", context)


def _part(digest: DailyDigest, lines: list[ActivityReminder], kind: str) -> dict[str, object]:
    chosen = [line.activity for line in lines if line.kind == kind]
    return {
        "lines": [_line(digest, activity) for activity in chosen[:MOST_LINES]],
        "more": max(0, len(chosen) - MOST_LINES),
    }


def _line(digest: DailyDigest, activity: Activity) -> dict[str, object]:
    token = token_for(activity_id=activity.pk, user_id=digest.user_id)
    return {
        "title": _safe_title(activity),
        "due_on": activity.due_on,
        "days_late": (digest.day - activity.due_on).days,
        "owner": activity.owner,
        "body": activity.measure.responsible,
        "url": _absolute("followup:activity-reminder", token),
    }


def _safe_title(activity: Activity) -> str:
    """E-mail is read by others: a title that seems to point out a person stays out of it."""
    return _("En aktivitet") if guard.find(activity.title) else activity.title


def _absolute(name: str, *parts: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name, args=parts)
