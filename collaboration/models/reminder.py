from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.models.cycle import ProcessCycle, Step
from collaboration.models.participation import Participant
from trygghet.history.track import track


@track()
class PartyReminder(models.Model):
    """The lead reminded a party of what it is waited for; once a day at most."""

    cycle = models.ForeignKey(ProcessCycle, on_delete=models.CASCADE, related_name="reminders")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(gettext_lazy("steg"), max_length=20, choices=Step)
    asked_for = models.TextField(gettext_lazy("vad som saknas"), max_length=2000)
    sent_on = models.DateField(gettext_lazy("dag"))
    sent_at = models.DateTimeField(gettext_lazy("skickad"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("skickad av"),
    )

    class Meta:
        verbose_name = gettext_lazy("påminnelse")
        verbose_name_plural = gettext_lazy("påminnelser")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "sent_on"], name="party_reminded_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.sent_on}"

    @property
    def history_name(self) -> str:
        return _("påminnelsen %(day)s") % {"day": date_format(self.sent_on, "j F")}
