"""What a person has been reminded of, and the secret address of a person's calendar."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from followup.models.measure import Activity
from trygghet.jobs.models import Job


class DailyDigest(models.Model):
    """The one e-mail a day that tells a person what is due, late, or not done by others."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests"
    )
    day = models.DateField(_("dag"))
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="digest")

    class Meta:
        verbose_name = _("daglig påminnelse")
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_person_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class ActivityReminder(models.Model):
    """That an activity stood in a person's digest, and as what: each kind once."""

    class Kind(models.TextChoices):
        SOON = "soon", _("Snart klar senast")
        LATE = "late", _("Sen")
        TO_MANAGER = "to_manager", _("Till chefen")
        TO_CENTRAL = "to_central", _("Till stadsledningskontoret: chef saknas")

    digest = models.ForeignKey(DailyDigest, on_delete=models.CASCADE, related_name="reminders")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(_("slag"), max_length=10, choices=Kind)
    due_on = models.DateField(_("klar senast, då"))

    class Meta:
        verbose_name = _("påminnelse om aktivitet")
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "activity", "kind"], name="activity_stands_once_in_a_digest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.kind}"


class CalendarFeed(models.Model):
    """The secret address of a person's calendar (RFC 5545); renewing it ends the old one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    secret_hash = models.CharField(_("hemlighetens kontrollsumma"), max_length=64, unique=True)
    renewed_at = models.DateTimeField(_("adressen gjord"))
    last_read_at = models.DateTimeField(_("senast hämtad"), null=True, blank=True)

    class Meta:
        verbose_name = _("kalenderadress")

    def __str__(self) -> str:
        return f"{self.user_id}"
