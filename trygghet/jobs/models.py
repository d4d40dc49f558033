from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=6)  # longer than the task's hard time limit


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self) -> Self:
        """Jobs that a worker should take: queued, or left behind by a worker that died."""
        now = timezone.now()
        left_behind = Q(state=Job.State.RUNNING, lease_until__lt=now)
        its_time = Q(not_before__isnull=True) | Q(not_before__lte=now)
        return self.filter(Q(state=Job.State.QUEUED) | left_behind).filter(its_time)


class Job(models.Model):
    """Something that must be done once: the row is the truth, the broker only rings.

    ``kind`` names a handler in ``settings.JOB_HANDLERS``; ``key`` makes the same wish one row,
    whoever asks and however often.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Väntar")
        RUNNING = "running", _("Pågår")
        DONE = "done", _("Klar")
        FAILED = "failed", _("Misslyckades")

    kind = models.CharField(_("slag"), max_length=60)
    key = models.CharField(_("nyckel"), max_length=200)
    payload = models.JSONField(_("uppgifter"), default=dict)
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("försök"), default=0)
    lease_until = models.DateTimeField(_("upptagen till"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(_("procent klart"), default=0)
    progress_text = models.CharField(_("gör nu"), max_length=200, blank=True)
    error = models.TextField(_("fel"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("skapat"), auto_now_add=True)
    not_before = models.DateTimeField(_("tidigast"), null=True, blank=True)
    rung_at = models.DateTimeField(_("senast ringt"), null=True, blank=True)
    finished_at = models.DateTimeField(_("klart"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("jobb")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_asked_for_once"),
            models.CheckConstraint(
                condition=Q(attempts__lte=MAX_ATTEMPTS), name="job_tried_three_times_at_most"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_is_percent"),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="job_unfinished_idx",
                condition=Q(state__in=["queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}

    @property
    def is_planned(self) -> bool:
        """Asked for, but its time has not come."""
        return (
            self.state == self.State.QUEUED
            and self.not_before is not None
            and self.not_before > timezone.now()
        )


class DroppedRing(models.Model):
    """How often a worker could not be rung for, because the broker did not answer."""

    day = models.DateField(unique=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"

    @classmethod
    def add_one(cls) -> None:
        cls.objects.get_or_create(day=timezone.localdate())
        cls.objects.filter(day=timezone.localdate()).update(count=F("count") + 1)
