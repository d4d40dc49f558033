from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.problem import Problem
from programs.models import Area, ProblemType, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.history.track import track


class ObservationQuerySet(models.QuerySet[Any]):
    def visible_to(self, scope: Scope) -> Self:
        """Observations stay within the body (and are seen by the central office)."""
        if scope.is_central:
            return self
        return self.filter(body__in=scope.bodies)

    def for_report(self, report: Any) -> Self:
        """The body's observations within the report's period."""
        return self.filter(
            body_id=report.body_id, seen_at__date__range=(report.period, report.last_day)
        )

    def sightings(self) -> Self:
        """Without those that say that there was nothing to report."""
        return self.filter(nothing_to_report=False)

    def unread(self) -> Self:
        """Waiting for the coordinator to take them in or set them aside."""
        return self.sightings().filter(state=Observation.State.NEW)

    def release(self) -> int:
        """Put them back among the unread: the problem that they supported is removed."""
        return self.update(state=Observation.State.NEW, problem=None)


@track()
class Observation(models.Model):
    """What somebody saw in the field, or that there was nothing to report in a week."""

    class State(models.TextChoices):
        NEW = "new", _("Ny")
        TAKEN_IN = "taken_in", _("Med i lägesbilden")
        SET_ASIDE = "set_aside", _("Läst, inte med i lägesbilden")

    body = models.ForeignKey(ResponsibleBody, on_delete=models.PROTECT, related_name="observations")
    nothing_to_report = models.BooleanField(_("inget att rapportera"), default=False)
    category = models.ForeignKey(
        ProblemType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vad det gäller"),
    )
    seen_at = models.DateTimeField(_("när"))
    area = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("område"),
    )
    place = models.CharField(_("plats"), max_length=160, blank=True)
    longitude = models.FloatField(_("longitud"), null=True, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True)
    text = models.CharField(_("vad du såg"), max_length=500, blank=True)
    photo = models.ImageField(_("bild"), upload_to="observations/%Y/%m", blank=True)
    state = models.CharField(_("vad som hänt med den"), max_length=10, choices=State, default="new")
    answer = models.CharField(_("svar till den som såg"), max_length=300, blank=True)
    problem = models.ForeignKey(
        Problem, on_delete=models.SET_NULL, null=True, blank=True, related_name="observations"
    )
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="observations"
    )
    logged_at = models.DateTimeField(_("loggad"), auto_now_add=True)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("iakttagelse")
        verbose_name_plural = _("iakttagelser")
        constraints = [
            models.CheckConstraint(
                condition=Q(nothing_to_report=True) | Q(category__isnull=False),
                name="observation_says_what_it_is_about",
                violation_error_message=_("Välj vad iakttagelsen gäller."),
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="observation_pin_is_a_position",
                violation_error_message=_("Markeringen på kartan är inte en giltig position."),
            ),
        ]
        indexes = [models.Index(fields=["body", "seen_at"], name="observation_body_seen_idx")]

    def __str__(self) -> str:
        return self.text[:60] or str(self.get_state_display())
