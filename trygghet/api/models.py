"""The keys with which other systems read and write."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trygghet.history.track import track

LONGEST = timedelta(days=366)


class TokenScope(models.TextChoices):
    READ = "read", _("Läsa")
    WRITE_REPORTS = "reports:write", _("Skriva lägesbilder")
    WRITE_READINGS = "readings:write", _("Skriva utfall")
    WRITE_ACTIVITIES = "activities:write", _("Skriva aktiviteter")


class ApiTokenQuerySet(models.QuerySet[Any]):
    def in_force_on(self, day: date) -> Self:
        return self.filter(revoked_at__isnull=True, expires_on__gte=day, user__is_active=True)


@track(exclude=("secret_hash", "last_used_on"))
class ApiToken(models.Model):
    """A key of one integration. It reads and writes as ``user``, whose roles decide what.

    Only the hash of the secret is kept; ``prefix`` is its visible beginning.
    """

    name = models.CharField(_("integration"), max_length=120)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="api_tokens",
        verbose_name=_("konto"),
    )
    prefix = models.CharField(_("början av nyckeln"), max_length=16)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=20, choices=TokenScope), verbose_name=_("får"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_on = models.DateField(_("skapad"))
    expires_on = models.DateField(_("gäller till och med"))
    last_used_on = models.DateField(_("senast använd"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    revoked_at = models.DateTimeField(_("återkallad"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API-nyckel")
        verbose_name_plural = _("API-nycklar")
        ordering = ["name", "-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("made_on"), expires_on__lte=F("made_on") + LONGEST),
                name="token_lasts_a_year_at_most",
                violation_error_message=_("En nyckel gäller i högst ett år."),
            ),
            models.CheckConstraint(
                condition=~Q(scopes=[]),
                name="token_may_something",
                violation_error_message=_("Välj minst en sak som nyckeln får göra."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def state_on(self, day: date) -> str:
        """``current``, ``revoked`` or ``ended``: names in the table of statuses."""
        if self.revoked_at:
            return "revoked"
        return "ended" if self.expires_on < day else "current"
