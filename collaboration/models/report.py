from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.models.classification import Classified, ClassifiedQuerySet
from programs.models import Program, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.history.track import track
from trygghet.months import add_months

MAX_TEXT = 20_000


class SituationReportQuerySet(models.QuerySet["SituationReport"]):
    def visible_to(self, scope: Scope) -> Self:
        """Own body's in every state; the central office from submitted; others when published."""
        seen = Q(state=SituationReport.State.PUBLISHED)
        if scope.for_report:
            return self.approved()
        if scope.is_central:
            seen |= Q(state__in=[SituationReport.State.SUBMITTED, SituationReport.State.APPROVED])
        elif not (scope.bodies or scope.is_committee):
            return self.none()
        return self.filter(seen | Q(body__in=scope.bodies))

    def approved(self) -> Self:
        """Reports that the body's manager stands behind."""
        return self.filter(
            state__in=[SituationReport.State.APPROVED, SituationReport.State.PUBLISHED]
        )

    def editable(self) -> Self:
        return self.filter(state__in=SituationReport.EDITABLE)


@track()
class SituationReport(models.Model):
    """A body's own picture of problems, local conditions, needs and resources in one period.

    ``period`` is the first day of the period; how many months it has is the program's decision.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        SUBMITTED = "submitted", _("Inskickad")
        RETURNED = "returned", _("Återsänd")
        APPROVED = "approved", _("Godkänd")
        PUBLISHED = "published", _("Publicerad")

    EDITABLE = ("draft", "returned")

    body = models.ForeignKey(
        ResponsibleBody, on_delete=models.PROTECT, related_name="situation_reports"
    )
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="situation_reports")
    period = models.DateField(_("period"))
    period_months = models.PositiveSmallIntegerField(_("månader i perioden"), default=1)
    due_on = models.DateField(_("ska vara inskickad"))
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.DRAFT)
    no_change = models.BooleanField(_("ingen förändring sedan förra perioden"), default=False)
    no_problems = models.BooleanField(_("inga problem att rapportera"), default=False)
    late_reason = models.CharField(_("varför rapporten är sen"), max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("påbörjad"), auto_now_add=True)
    updated_at = models.DateTimeField(_("senast ändrad"), auto_now=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("inskickad"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("godkänd eller återsänd"), null=True, blank=True)
    return_reason = models.TextField(_("varför den återsänds"), max_length=MAX_TEXT, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("publicerad"), null=True, blank=True)

    objects = SituationReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("lägesbild")
        verbose_name_plural = _("lägesbilder")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "period"],
                name="one_situation_report_per_body_and_period",
                violation_error_message=_("Det finns redan en lägesbild för den perioden."),
            ),
            models.CheckConstraint(
                condition=Q(period__day=1), name="period_begins_on_the_first_of_a_month"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""),
                name="returned_report_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"]) | Q(submitted_at__isnull=False),
                name="report_past_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published"])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="approved_report_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="published_report_says_when",
            ),
        ]
        indexes = [models.Index(fields=["period", "state"], name="report_period_state_idx")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.period:%Y-%m}"

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def last_day(self) -> date:
        return add_months(self.period, self.period_months) - timedelta(days=1)

    def is_late_on(self, day: date) -> bool:
        """Whether the report came, or has not come, after its due day."""
        sent_on = timezone.localdate(self.submitted_at) if self.submitted_at else day
        return sent_on > self.due_on


class ReportPartQuerySet(ClassifiedQuerySet):
    pass


@track()
class ReportPart(Classified):
    """One question of the report's form, with the answer in prose (see ``collaboration.parts``)."""

    class Kind(models.TextChoices):
        LOCAL_CONDITIONS = "local_conditions", _("Lokala förhållanden")
        NEEDS = "needs", _("Behov")
        RESOURCES = "resources", _("Resurser")
        STAFF_KNOWLEDGE = "staff_knowledge", _("Medarbetarnas kunskap")
        DATA_USED = "data_used", _("Data som använts")
        DATA_REJECTED = "data_rejected", _("Data som valts bort")
        REFLECTION = "reflection", _("Vad underlaget visar")
        ANALYSIS = "analysis", _("Analys")

    report = models.ForeignKey(SituationReport, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(_("del"), max_length=20, choices=Kind)
    text = models.TextField(_("text"), max_length=MAX_TEXT, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(_("senast sparad"), auto_now=True)

    objects = ReportPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("del av lägesbild")
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="report_has_each_part_once"),
            models.CheckConstraint(
                condition=~Q(classification="restricted") | ~Q(classification_reason=""),
                name="restricted_part_says_why",
                violation_error_message=_("Skriv varför uppgiften är skyddad."),
            ),
        ]
        indexes = [GinIndex(SearchVector("text", config="swedish"), name="report_part_words_idx")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"

    @property
    def history_name(self) -> str:
        return _("delen %(part)s") % {"part": self.get_kind_display()}
