from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.models.classification import Classified, ClassifiedQuerySet
from collaboration.models.process import CollaborationProcess
from collaboration.models.report import MAX_TEXT, SituationReport
from programs.models import ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.history.track import track


class ObstacleQuerySet(ClassifiedQuerySet):
    body_path = "body_id"

    def visible_to(self, scope: Scope) -> Self:
        """Own body's obstacles; the central office, the committee and a report see the city's."""
        rows = self.readable_by(scope)
        if scope.follows_city or scope.for_report:
            return rows
        return rows.filter(body__in=scope.bodies)

    def unanswered(self) -> Self:
        return self.filter(state__in=[Obstacle.State.OPEN, Obstacle.State.ACKNOWLEDGED])

    def not_closed(self) -> Self:
        return self.exclude(state=Obstacle.State.CLOSED)


@track()
class Obstacle(Classified):
    """What stops the work locally, lifted to the central level with the need stated."""

    class State(models.TextChoices):
        OPEN = "open", _("Öppen")
        ACKNOWLEDGED = "acknowledged", _("Kvitterad")
        ANSWERED = "answered", _("Besvarad")
        CLOSED = "closed", _("Stängd")

    body = models.ForeignKey(ResponsibleBody, on_delete=models.PROTECT, related_name="obstacles")
    report = models.ForeignKey(
        SituationReport,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="obstacles",
        verbose_name=_("lyft i lägesbilden"),
    )
    process = models.ForeignKey(
        CollaborationProcess,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="obstacles",
        verbose_name=_("lyft i samverkansprocessen"),
    )
    title = models.CharField(_("hindret i korthet"), max_length=160)
    description = models.TextField(_("vad som hindrar"), max_length=MAX_TEXT)
    need = models.TextField(_("vad som behövs"), max_length=MAX_TEXT)
    state = models.CharField(_("läge"), max_length=14, choices=State, default=State.OPEN)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(_("lyft"))
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(_("kvitterad"), null=True, blank=True)
    answer = models.TextField(_("svar"), max_length=MAX_TEXT, blank=True)
    decision = models.CharField(_("beslut"), max_length=300, blank=True)
    decided_on = models.DateField(_("beslutsdatum"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("besvarad"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopened_at = models.DateTimeField(_("öppnad igen"), null=True, blank=True)
    reopen_reason = models.TextField(
        _("varför svaret inte räcker"), max_length=MAX_TEXT, blank=True
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("stängd"), null=True, blank=True)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ObstacleQuerySet.as_manager()

    class Meta:
        verbose_name = _("hinder")
        verbose_name_plural = _("hinder")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(answer="") & Q(decided_on__isnull=False)),
                name="answered_obstacle_has_answer_and_decision_date",
                violation_error_message=_("Ett svar ska ha text och beslutsdatum."),
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="closed_obstacle_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(classification="restricted") | ~Q(classification_reason=""),
                name="restricted_obstacle_says_why",
                violation_error_message=_("Skriv varför uppgiften är skyddad."),
            ),
        ]
        indexes = [models.Index(fields=["state", "raised_at"], name="obstacle_state_raised_idx")]

    def __str__(self) -> str:
        return self.title

    @property
    def waiting_since(self) -> datetime:
        """When it was lifted, or lifted again because the answer did not help."""
        return self.reopened_at or self.raised_at

    def days_waiting_on(self, day: date) -> int:
        """Whole days from when it was lifted until the answer, or until ``day``."""
        answered = self.state in (self.State.ANSWERED, self.State.CLOSED)
        until = self.answered_at or self.closed_at if answered else None
        last = timezone.localdate(until) if until else day
        return max((last - timezone.localdate(self.waiting_since)).days, 0)
