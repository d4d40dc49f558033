from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models import CollaborationProcess, SituationReport, StepVersion
from collaboration.models.report import MAX_TEXT
from followup.models.measure import Measure
from followup.models.municipal import FROZEN_WHEN_DECIDED
from programs.models import ResponsibleBody
from trygghet.history.track import track


@track()
class ActionPlan(models.Model):
    """The measures of a process gathered as a decided document (law 2023:196 § 5).

    ``content`` is frozen when the plan is decided: what was decided never changes afterwards.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        DECIDED = "decided", _("Beslutad")
        REPLACED = "replaced", _("Ersatt")

    process = models.ForeignKey(
        CollaborationProcess, on_delete=models.PROTECT, related_name="action_plans"
    )
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("rubrik"), max_length=200)
    introduction = models.TextField(_("inledning"), max_length=MAX_TEXT, blank=True)
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.DRAFT)
    measures = models.ManyToManyField(Measure, related_name="plans", blank=True)
    rests_on_reports = models.ManyToManyField(SituationReport, related_name="plans", blank=True)
    rests_on_picture = models.ForeignKey(
        StepVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("gemensam lägesbild som planen vilar på"),
    )
    decided_by = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("beslutande organ"),
    )
    decided_on = models.DateField(_("beslutsdatum"), null=True, blank=True)
    paragraph = models.CharField(_("paragraf"), max_length=20, blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    content = models.JSONField(_("beslutat innehåll"), default=dict, blank=True)
    version = models.PositiveIntegerField(_("ändring"), default=0)

    class Meta:
        verbose_name = _("åtgärdsplan")
        verbose_name_plural = _("åtgärdsplaner")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="plan_numbered_once"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                )
                & ~Q(paragraph="")
                & ~Q(registry_number=""),
                name="decided_plan_has_its_decision",
                violation_error_message=_(
                    "Ange beslutande organ, datum, paragraf och diarienummer."
                ),
            ),
        ]
        triggers = FROZEN_WHEN_DECIDED

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
