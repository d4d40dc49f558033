"""Step 5: three questions apart, a decision, and what was learnt; and the coordinator's signal."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.models.cycle import ProcessCycle
from collaboration.models.participation import Participant
from collaboration.models.process import CollaborationProcess
from collaboration.models.report import MAX_TEXT
from trygghet.accounts.scope import Scope
from trygghet.history.track import track

# Word stems, and the words as they are written: so that half a word is found too. As the index has
# it, so must a search ask for it.
LESSON_WORDS = SearchVector("lessons", config="swedish", weight="A") + SearchVector(
    "lessons", config="simple"
)


@track()
class CycleFollowUp(models.Model):
    """Effect on the problem, commitments kept, how the work went: asked apart (Brå's step 5)."""

    class Decision(models.TextChoices):
        CONTINUE = "continue", _("Fortsätt")
        ADJUST = "adjust", _("Justera")
        STOP = "stop", _("Avsluta")
        SPREAD = "spread", _("Sprid till fler")

    cycle = models.OneToOneField(ProcessCycle, on_delete=models.CASCADE, related_name="follow_up")
    effect = models.TextField(_("hur problemet har påverkats"), max_length=MAX_TEXT, blank=True)
    work = models.TextField(_("hur arbetet har fungerat"), max_length=MAX_TEXT, blank=True)
    lessons = models.TextField(_("lärdomar"), max_length=MAX_TEXT, blank=True)
    decision = models.CharField(_("beslut"), max_length=10, choices=Decision, blank=True)
    decision_reason = models.TextField(_("skäl"), max_length=2000, blank=True)
    decided_on = models.DateField(_("beslutsdatum"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("uppföljning")
        indexes = [GinIndex(LESSON_WORDS, name="lesson_words_idx")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_on__isnull=False),
                name="follow_up_decision_has_a_date",
                violation_error_message=_("Skriv när beslutet togs."),
            )
        ]

    def __str__(self) -> str:
        return f"Uppföljning {self.cycle_id}"


@track()
class CommitmentReview(models.Model):
    """Whether a party did what it had promised in the cycle."""

    class Kept(models.TextChoices):
        FULLY = "fully", _("Helt")
        PARTLY = "partly", _("Delvis")
        NOT = "not", _("Inte")

    follow_up = models.ForeignKey(CycleFollowUp, on_delete=models.CASCADE, related_name="reviews")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="reviews")
    kept = models.CharField(_("åtagandet uppfyllt"), max_length=8, choices=Kept)
    note = models.TextField(_("kommentar"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("parts åtaganden")
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "participant"], name="party_reviewed_once_a_cycle"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.kept}"


class EffectSignalQuerySet(models.QuerySet[Any]):
    def visible_to(self, scope: Scope) -> Self:
        """Staff: of the processes that they see; the committee follows the city. No partner."""
        if scope.follows_city:
            return self
        if not scope.is_staff:
            return self.none()
        seen = CollaborationProcess.objects.visible_to(scope)
        return self.filter(process__in=seen.values("pk"))

    def waiting_on(self, day: date) -> Self:
        """Raised and not answered by the end of ``day``."""
        answered_later = Q(closed_at__isnull=True) | Q(closed_at__date__gt=day)
        return self.filter(answered_later, raised_at__date__lte=day)


@track()
class EffectSignal(models.Model):
    """The coordinator says that the collaboration does not give the effect that was sought."""

    process = models.ForeignKey(
        CollaborationProcess, on_delete=models.CASCADE, related_name="signals"
    )
    reason = models.TextField(_("varför"), max_length=MAX_TEXT)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(_("signalerad"))
    answer = models.TextField(_("svar"), max_length=MAX_TEXT, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("stängd"), null=True, blank=True)

    objects = EffectSignalQuerySet.as_manager()

    class Meta:
        verbose_name = _("signal om utebliven effekt")
        verbose_name_plural = _("signaler om utebliven effekt")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(answer=""),
                name="closed_signal_was_answered",
                violation_error_message=_("Skriv ett svar."),
            ),
            models.UniqueConstraint(
                fields=["process"],
                condition=Q(closed_at__isnull=True),
                name="process_has_one_open_signal",
                violation_error_message=_("Det finns redan en öppen signal för samverkan."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:60]

    @property
    def raised_on(self) -> date:
        return timezone.localdate(self.raised_at)

    def days_waiting_on(self, day: date) -> int:
        """Whole days until the answer, or until ``day``."""
        last = timezone.localdate(self.closed_at) if self.closed_at else day
        return max((last - self.raised_on).days, 0)
