from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Program, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.history.track import track
from trygghet.jobs.models import Job


class MonthlyReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, scope: Scope) -> Self:
        """A public document: all staff and committee members read it."""
        if scope.is_staff or scope.is_committee:
            return self
        return self.none()

    def built(self) -> Self:
        return self.filter(built_at__isnull=False)


@track(exclude=("html", "data"))
class MonthlyReport(models.Model):
    """One edition of a month's report for the city (``body`` is empty) or for one district.

    ``html`` is what was printed, ``content_hash`` its SHA-256: printing it again gives the same
    pages.
    ``file`` is content-addressed (``pdf_hash``), written and synced before the row says so.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Under granskning")
        APPROVED = "approved", _("Godkänd")
        PUBLISHED = "published", _("Publicerad")
        REPLACED = "replaced", _("Ersatt av en ny utgåva")

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="monthly_reports")
    body = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="monthly_reports",
        verbose_name=_("omfattning"),
    )
    month = models.DateField(_("månad"))
    edition = models.PositiveSmallIntegerField(_("utgåva"), default=1)
    reason = models.TextField(_("varför en ny utgåva görs"), max_length=1000, blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    recipient = models.CharField(_("mottagare"), max_length=200, blank=True)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="monthly_report")
    html = models.TextField(_("innehåll"), blank=True)
    content_hash = models.CharField(_("kontrollsumma"), max_length=64, blank=True)
    file = models.FileField(_("fil"), upload_to="reports", max_length=200, blank=True)
    pdf_hash = models.CharField(_("filens kontrollsumma"), max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(_("sidor"), null=True, blank=True)
    built_at = models.DateTimeField(_("skapad"), null=True, blank=True)

    data = models.JSONField(_("siffror som rapporten vilar på"), default=dict, blank=True)
    state = models.CharField(_("läge"), max_length=9, choices=State, default=State.DRAFT)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("godkänd"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("publicerad"), null=True, blank=True)

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("månadsrapport")
        verbose_name_plural = _("månadsrapporter")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "body", "month", "edition"],
                name="one_monthly_report_per_program_scope_month_and_edition",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(edition=1) | ~Q(reason=""),
                name="later_edition_says_why",
                violation_error_message=_("Skriv varför en ny utgåva behövs."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="monthly_report_month_is_its_first_day"
            ),
            models.CheckConstraint(
                condition=Q(built_at__isnull=True, file="")
                | (Q(built_at__isnull=False) & ~Q(file="") & ~Q(pdf_hash="")),
                name="built_monthly_report_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program_id} {self.body_id or 'staden'} {self.month:%Y-%m}"
