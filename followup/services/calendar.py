"""The secret address of a person's calendar: made, renewed, stopped."""

from datetime import timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.utils import timezone

from followup.models import CalendarFeed
from followup.selectors.calendar import hash_of
from trygghet.accounts.models import User

SECRET_BYTES = 32  # 256 bits
READ_NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def make_address(*, acting_user: User) -> str:
    """A new secret, told once and kept only as its hash. The address before it ends."""
    secret = token_urlsafe(SECRET_BYTES)
    CalendarFeed.objects.update_or_create(
        user=acting_user,
        defaults={
            "secret_hash": hash_of(secret),
            "renewed_at": timezone.now(),
            "last_read_at": None,
        },
    )
    return secret


@transaction.atomic
def stop(*, acting_user: User) -> None:
    """The address ends, and there is none."""
    CalendarFeed.objects.filter(user=acting_user).delete()


def note_reading(feed: CalendarFeed) -> None:
    """That the calendar was fetched; written at most once an hour, however often it is."""
    now = timezone.now()
    if feed.last_read_at is None or feed.last_read_at < now - READ_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
