from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RestrictedRead(models.Model):
    """Somebody opened a restricted record: who, which, when. Rows are only ever inserted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    record_type = models.CharField(_("slag"), max_length=100)
    record_id = models.BigIntegerField(_("post"))
    read_at = models.DateTimeField(_("läst"), auto_now_add=True)

    class Meta:
        verbose_name = _("läsning av skyddad uppgift")
        indexes = [models.Index(fields=["record_type", "record_id"], name="restricted_read_idx")]

    def __str__(self) -> str:
        return f"{self.record_type}#{self.record_id}"
