from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Program, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.history.track import track
from trygghet.jobs.models import Job

IS_PUBLIC = Q(state__in=["published", "replaced"])
# Held by the database, whoever writes: a person, a task or a hand on the server.
PUBLISHED_STAYS = (
    pgtrigger.Protect(
        name="edition_begins_as_draft",
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.state <> 'draft'"),
    ),
    pgtrigger.Protect(
        name="edition_goes_one_step_at_a_time",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('draft', 'approved'), "
            "('approved', 'draft'), ('approved', 'published'), ('published', 'replaced'))"
        ),
    ),
    pgtrigger.Protect(
        name="approved_edition_is_published_as_read",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.state = 'approved' AND NEW.state <> 'draft' AND (OLD.content_hash, OLD.html, "
            "OLD.data, OLD.pdf_hash, OLD.file, OLD.approved_at) IS DISTINCT FROM (NEW.content_hash,"
            " NEW.html, NEW.data, NEW.pdf_hash, NEW.file, NEW.approved_at)"
        ),
    ),
    pgtrigger.Protect(
        name="published_edition_is_frozen",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.state IN ('published', 'replaced') "
            "AND to_jsonb(OLD.*) - 'state' <> to_jsonb(NEW.*) - 'state'"
        ),
    ),
    pgtrigger.Protect(
        name="published_edition_is_kept",
        operation=pgtrigger.Delete,
        condition=pgtrigger.Condition("OLD.state IN ('published', 'replaced')"),
    ),
    pgtrigger.Trigger(
        name="published_editions_are_kept",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="""
            IF EXISTS (
                SELECT 1 FROM followup_monthlyreport WHERE state IN ('published', 'replaced')
            ) THEN
                RAISE EXCEPTION 'pgtrigger: published editions are kept (%)', TG_TABLE_NAME;
            END IF;
            RETURN NULL;
        """,
    ),
)


class MonthlyReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, scope: Scope) -> Self:
        """Before it is published only the central office sees an edition; then it is public."""
        if scope.is_central:
            return self
        if scope.is_staff or scope.is_committee:
            return self.public()
        return self.none()

    def public(self) -> Self:
        """Published, whether or not a later edition has replaced it."""
        return self.filter(IS_PUBLIC)

    def built(self) -> Self:
        return self.filter(built_at__isnull=False)


@track(exclude=("html", "data"))
class MonthlyReport(models.Model):
    """One edition of a month's report for the city (``body`` is empty) or for one district.

    ``html`` is what was printed and ``data`` what it was written from; ``content_hash`` is the
    SHA-256 of both. Writing ``data`` out again gives the same ``html``, and printing that the same
    pages. ``file`` is content-addressed (``pdf_hash``), written and synced before the row says so.

    It is drafted (built, and built again, while it is read), approved, published, and replaced when
    a later edition is published. What is published never changes: the database refuses it.
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
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(built_at__isnull=False, approved_at__isnull=False) & ~Q(content_hash=""),
                name="approved_monthly_report_is_built",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "approved"]) | Q(published_at__isnull=False),
                name="published_monthly_report_has_its_day",
            ),
        ]
        triggers = PUBLISHED_STAYS

    def __str__(self) -> str:
        return f"{self.program_id} {self.body_id or 'staden'} {self.month:%Y-%m}"

    @property
    def is_public(self) -> bool:
        return self.state in (self.State.PUBLISHED, self.State.REPLACED)
