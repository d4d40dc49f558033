"""Activities: planned with an owner and a date, reported as done, or dropped with the reason."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.exceptions import EditConflict
from collaboration.models import AgendaItem
from followup.exceptions import ActivityStateRefuses, OwnerNotAllowed, ReasonMissing
from followup.models import Activity, Measure
from followup.program_time import program_of, refuse_outside
from followup.selectors.owners import owners_for
from trygghet.accounts.models import User


def plan_activity(
    *,
    measure: Measure,
    title: str,
    owner: User,
    due_on: date,
    acting_user: User,
    council_item: AgendaItem | None = None,
    idempotency_key: UUID | None = None,
) -> Activity:
    """A dated piece of work; the same ``idempotency_key`` gives the same one.

    ``council_item`` is the decision that it carries out. Raises OwnerNotAllowed or ValidationError.
    """
    if idempotency_key and (sent := Activity.objects.filter(idempotency_key=idempotency_key)):
        return sent.get()
    _check_owner(measure, owner)
    refuse_outside(program_of(measure), due_on)
    activity = Activity(
        measure=measure,
        title=title,
        owner=owner,
        due_on=due_on,
        council_item=council_item,
        idempotency_key=idempotency_key,
    )
    activity.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            activity.save()
    except IntegrityError:
        return Activity.objects.get(idempotency_key=idempotency_key)
    return activity


@transaction.atomic
def change_activity(
    *,
    activity: Activity,
    version: int,
    title: str,
    owner: User,
    due_on: date,
    acting_user: User,
    late_reason: str = "",
) -> Activity:
    """Moving the day of one that is late, or was done late without a reason, says why.

    Raises EditConflict, OwnerNotAllowed or ValidationError.
    """
    stored = _locked(activity)
    if stored.version != version:
        raise EditConflict(stored)
    _check_owner(stored.measure, owner)  # also the one it has: who has left is replaced
    if due_on != stored.due_on:
        refuse_outside(program_of(stored.measure), due_on)
    _refuse_silent_move(stored, due_on, late_reason)
    stored.title, stored.owner, stored.due_on = title, owner, due_on
    stored.late_reason = late_reason.strip()
    return _saved(stored)


@transaction.atomic
def finish(
    *, activity: Activity, acting_user: User, done_on: date | None = None, late_reason: str = ""
) -> Activity:
    """It is done, today unless said otherwise. A measure that had not begun has now begun.

    ``late_reason`` is kept if one is given; one that is done late without it is asked for it later
    (``Activity.lacks_reason``). Raises ActivityStateRefuses when it was dropped.
    """
    stored = _locked(activity)
    if stored.dropped:
        raise ActivityStateRefuses
    if stored.done_on is None:
        stored.done_on = done_on or timezone.localdate()
        stored.late_reason = late_reason.strip() or stored.late_reason
        _saved(stored)
        _begin(stored)
    return stored


@transaction.atomic
def say_day(*, activity: Activity, done_on: date, acting_user: User) -> Activity:
    """The day on which it was done, when that is not the day on which somebody said so.

    Raises ActivityStateRefuses when it was dropped, ValidationError for a day to come.
    """
    stored = _locked(activity)
    if stored.dropped:
        raise ActivityStateRefuses
    if done_on > timezone.localdate():
        raise ValidationError({"done_on": _("Dagen kan inte ligga i framtiden.")})
    stored.done_on = done_on
    _begin(stored)
    return _saved(stored)


@transaction.atomic
def explain_delay(*, activity: Activity, reason: str, acting_user: User) -> Activity:
    """Why it is late, or was done late. Raises ReasonMissing or ActivityStateRefuses."""
    if not reason.strip():
        raise ReasonMissing
    stored = _locked(activity)
    if stored.dropped or (stored.done_on and stored.done_on <= stored.due_on):
        raise ActivityStateRefuses
    stored.late_reason = reason.strip()
    return _saved(stored)


@transaction.atomic
def take_up(*, activity: Activity, acting_user: User) -> Activity:
    """It was not done after all, or is to be done although it had been dropped."""
    stored = _locked(activity)
    stored.done_on, stored.dropped = None, False
    return _saved(stored)


@transaction.atomic
def drop(*, activity: Activity, reason: str, acting_user: User) -> Activity:
    """It will not be done, and why. Raises ReasonMissing, or ActivityStateRefuses when done."""
    if not reason.strip():
        raise ReasonMissing
    stored = _locked(activity)
    if stored.done_on:
        raise ActivityStateRefuses
    stored.dropped, stored.late_reason = True, reason.strip()
    return _saved(stored)


def _refuse_silent_move(activity: Activity, due_on: date, late_reason: str) -> None:
    """Raises ValidationError when a later day would hide that ``activity`` was not done in time."""
    is_behind = activity.lacks_reason or activity.is_late_on(timezone.localdate())
    if not is_behind or due_on <= activity.due_on:
        return
    if not late_reason.strip():
        said = _("Dagen har passerat. Skriv varför aktiviteten dröjer, och flytta den sedan.")
        raise ValidationError({"late_reason": said})
    if _was_said_before(activity, late_reason.strip()):
        said = _("Det skälet skrevs innan dagen passerade. Skriv varför aktiviteten dröjer nu.")
        raise ValidationError({"late_reason": said})


def _was_said_before(activity: Activity, late_reason: str) -> bool:
    """The reason is that of an earlier delay: written before the day that has passed now."""
    events = Activity.pgh_event_model.objects.filter(pgh_obj_id=activity.pk)
    first = events.filter(late_reason=late_reason).order_by("pgh_id").first()
    return first is not None and timezone.localdate(first.pgh_created_at) <= activity.due_on


def _begin(activity: Activity) -> None:
    """A measure in which something is done has begun."""
    planned = Measure.objects.filter(pk=activity.measure_id, state=Measure.State.PLANNED)
    planned.update(state=Measure.State.ONGOING)


def _locked(activity: Activity) -> Activity:
    rows = Activity.objects.select_for_update(of=("self",)).select_related("measure__process")
    return rows.get(pk=activity.pk)


def _saved(activity: Activity) -> Activity:
    activity.version += 1
    activity.full_clean(validate_unique=False)
    activity.save()
    return activity


def _check_owner(measure: Measure, owner: User) -> None:
    if not owners_for(measure).filter(pk=owner.pk).exists():
        raise OwnerNotAllowed(str(owner))
