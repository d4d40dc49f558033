"""The signed link of a reminder: to one activity's page, for one person, for a time.

The link opens a page and does nothing by itself. Sign-in is asked for as everywhere: a letter is
read by others and by machines, and the history names the person who said that the work was done.
"""

from datetime import timedelta

from django.core import signing

SALT = "followup.reminder"
VALID = timedelta(days=30)


class LinkExpired(Exception):
    """The link is ours, and too old."""


class LinkUnknown(Exception):
    """The link is not ours, or is somebody else's."""


def token_for(*, activity_id: int, user_id: int) -> str:
    return signing.dumps([activity_id, user_id], salt=SALT)


def activity_behind(token: str, *, user_id: int) -> int:
    """The activity's id. Raises LinkExpired or LinkUnknown."""
    try:
        activity_id, owner = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except signing.BadSignature as error:
        raise LinkUnknown from error
    if owner != user_id:
        raise LinkUnknown
    return int(activity_id)
