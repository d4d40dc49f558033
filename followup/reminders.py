"""When a person is reminded of an activity, and on which days the one e-mail a day leaves.

Reminders leave on weekdays only. What falls on a Saturday or Sunday is told of on the Friday
before, what grows late over a weekend on the Monday. Public holidays are not known: on one that is
a weekday the letter leaves as usual.
"""

from datetime import date, datetime, timedelta

SOON = timedelta(days=3)  # first told this long before the due day, then on the day itself
LATE_AGAIN = timedelta(days=7)  # how often a late activity is told of again
TO_MANAGER_AFTER = timedelta(days=7)  # late this long: named once to the body's managers
SEND_FROM_HOUR = 6  # o'clock, local time
FRIDAY = 4


def is_sending_day(day: date) -> bool:
    return day.weekday() <= FRIDAY


def is_time_to_send(now: datetime) -> bool:
    """``now`` in local time."""
    return is_sending_day(now.date()) and now.hour >= SEND_FROM_HOUR


def days_covered_by(day: date) -> date:
    """The last day before the next letter: the same day, or on a Friday the Sunday after it."""
    last = day
    while not is_sending_day(last + timedelta(days=1)):
        last += timedelta(days=1)
    return last
