"""That the program was made known in a body."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.models import Program, ResponsibleBody
from trygghet.history.track import track


class IntroductionQuerySet(models.QuerySet["ProgramIntroduction"]):
    def standing(self) -> Self:
        """Those that count: what was taken back was written in by mistake."""
        return self.filter(withdrawn_at=None)


@track()
class ProgramIntroduction(models.Model):
    """That the program was made known to a body's managers or staff: by whom, to whom, when.

    One that was written in by mistake is taken back with a reason: it stays, and does not
    count.
    """

    class Audience(models.TextChoices):
        MANAGERS = "managers", _("Chefer")
        STAFF = "staff", _("Medarbetare")

    body = models.ForeignKey(
        ResponsibleBody, on_delete=models.PROTECT, related_name="introductions"
    )
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="introductions")
    audience = models.CharField(_("för vilka"), max_length=8, choices=Audience)
    held_on = models.DateField(_("datum"))
    how = models.CharField(_("hur"), max_length=300)
    people = models.PositiveIntegerField(_("antal personer"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("återtagen"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("återtagen av"),
    )
    withdrawn_reason = models.CharField(_("varför den togs tillbaka"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("spridning av programmet")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
                name="withdrawn_introduction_says_why",
                violation_error_message=_("Skriv varför uppgiften tas tillbaka."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.audience} {self.held_on}"

    @property
    def history_name(self) -> str:
        said = gettext("uppgiften att programmet gjordes känt för %(audience)s")
        return said % {"audience": str(self.get_audience_display()).lower()}
