"""The signal that a collaboration does not give the effect that was sought, and its answer."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from collaboration.models import CollaborationProcess, EffectSignal
from collaboration.partner_exceptions import SignalAlreadyOpen, SignalClosed
from collaboration.services.steps import locked_cycle
from trygghet.accounts.models import User


@transaction.atomic
def raise_signal(*, process: CollaborationProcess, reason: str, acting_user: User) -> EffectSignal:
    """Tell the central office; one signal is open at a time.

    Raises ProcessEnded or SignalAlreadyOpen.
    """
    locked_cycle(process)
    signal = EffectSignal(
        process=process, reason=reason.strip(), raised_by=acting_user, raised_at=timezone.now()
    )
    signal.full_clean(exclude=["closed_by"], validate_constraints=False)
    try:
        with transaction.atomic():
            signal.save()
    except IntegrityError as error:
        raise SignalAlreadyOpen from error
    return signal


@transaction.atomic
def answer_signal(*, signal: EffectSignal, answer: str, acting_user: User) -> EffectSignal:
    """Answer it, which closes it. Raises SignalClosed."""
    signal = EffectSignal.objects.select_for_update().get(pk=signal.pk)
    if signal.closed_at:
        raise SignalClosed
    signal.answer, signal.closed_by, signal.closed_at = answer.strip(), acting_user, timezone.now()
    signal.full_clean()
    signal.save()
    return signal
