from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

BEAT_EVERY = timedelta(seconds=10)
ALIVE_WITHIN = 3 * BEAT_EVERY
FORGOTTEN_AFTER = timedelta(days=1)


class HeartbeatQuerySet(models.QuerySet["WorkerHeartbeat"]):
    def alive(self) -> Self:
        return self.filter(seen_at__gte=timezone.now() - ALIVE_WITHIN)


class WorkerHeartbeat(models.Model):
    """When a worker process last said, in the database, that it lives."""

    worker = models.CharField(_("arbetsprocess"), max_length=200, unique=True)
    seen_at = models.DateTimeField(_("senast sedd"))

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("livstecken")
        verbose_name_plural = _("livstecken")

    def __str__(self) -> str:
        return f"{self.worker} {self.seen_at}"

    @classmethod
    def beat(cls, worker: str) -> None:
        """Note that the worker lives, and forget those that have been silent for a day."""
        now = timezone.now()
        cls.objects.update_or_create(worker=worker, defaults={"seen_at": now})
        cls.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
