"""The municipality's own situation picture and plan, and how they are kept up (law 2023:196)."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models import SituationReport
from collaboration.models.report import MAX_TEXT
from followup.models.measure import Measure
from programs.models import FocusArea, Program, ResponsibleBody
from trygghet.history.track import track

HAS_ITS_DECISION = Q(state="draft") | Q(decided_by__isnull=False, decided_on__isnull=False) & ~Q(
    paragraph=""
) & ~Q(registry_number="")
DECISION_MISSING = _("Ange beslutande organ, datum, paragraf och diarienummer.")

# What was decided stays as it was, whoever writes: only that it was replaced may be added.
FROZEN_WHEN_DECIDED = (
    pgtrigger.Protect(
        name="decided_is_kept",
        operation=pgtrigger.Delete,
        condition=pgtrigger.Condition("OLD.state <> 'draft'"),
    ),
    pgtrigger.Protect(
        name="decided_is_frozen",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.state <> 'draft' AND NOT ("
            "to_jsonb(OLD.*) - 'state' = to_jsonb(NEW.*) - 'state' AND ("
            "OLD.state = NEW.state OR (OLD.state = 'decided' AND NEW.state = 'replaced')))"
        ),
    ),
)


def frozen_with(table: str, key: str) -> pgtrigger.Trigger:
    """The rows of a decided document neither come, change nor go; ``key`` leads to it."""
    return pgtrigger.Trigger(
        name="frozen_with_its_document",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("document_id", "bigint")],
        func=f"""
            IF TG_OP = 'INSERT' THEN document_id = NEW.{key}; ELSE document_id = OLD.{key}; END IF;
            IF EXISTS (SELECT 1 FROM {table} WHERE id = document_id AND state <> 'draft') THEN
                RAISE EXCEPTION 'pgtrigger: a decided document is frozen (%)', TG_TABLE_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF;
        """,  # noqa: S608 - names that stand in this file
    )


class Decided(models.Model):
    """A numbered document, drafted, then decided; what was decided is frozen in ``content``."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        DECIDED = "decided", _("Beslutad")
        REPLACED = "replaced", _("Ersatt")

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="%(class)ss")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("rubrik"), max_length=200)
    introduction = models.TextField(_("inledning"), max_length=MAX_TEXT, blank=True)
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.DRAFT)
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
    content_hash = models.CharField(_("kontrollsumma"), max_length=64, blank=True)
    version = models.PositiveIntegerField(_("ändring"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


@track()
class MunicipalPicture(Decided):
    """The situation picture of the whole municipality (§ 4), composed from approved reports."""

    class Meta:
        verbose_name = _("kommunens lägesbild")
        verbose_name_plural = _("kommunens lägesbilder")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="municipal_picture_numbered_once"),
            models.CheckConstraint(
                condition=HAS_ITS_DECISION,
                name="decided_municipal_picture_has_its_decision",
                violation_error_message=DECISION_MISSING,
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=~Q(state="replaced"),
                name="one_municipal_picture_drafted_and_one_in_force",
            ),
        ]
        triggers = FROZEN_WHEN_DECIDED


@track()
class MunicipalStatement(models.Model):
    """A statement in the picture, in one of the parts that § 4 asks for, with its grounds.

    ``lineage`` is the same for a statement in every version of the picture that it stands in.
    """

    class Part(models.TextChoices):
        EXTENT = "extent", _("Brottslighetens omfattning")
        CONSEQUENCES = "consequences", _("Brottslighetens konsekvenser")
        OTHER = "other", _("Annan information av betydelse")
        ANALYSIS = "analysis", _("Analys")

    picture = models.ForeignKey(
        MunicipalPicture, on_delete=models.CASCADE, related_name="statements"
    )
    part = models.CharField(_("del"), max_length=12, choices=Part)
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)
    heading = models.CharField(_("rubrik"), max_length=200)
    text = models.TextField(_("text"), max_length=MAX_TEXT)
    reports = models.ManyToManyField(
        SituationReport, related_name="+", blank=True, verbose_name=_("vilar på lägesbilder")
    )
    other_grounds = models.CharField(_("annat underlag"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    lineage = models.UUIDField(default=uuid4, editable=False)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("påstående i lägesbilden")
        ordering = ["part", "order", "pk"]
        triggers = [frozen_with("followup_municipalpicture", "picture_id")]

    def __str__(self) -> str:
        return self.heading


@track()
class MunicipalPlan(Decided):
    """The municipality's action plan (§ 5), decided on a decided situation picture."""

    picture = models.ForeignKey(
        MunicipalPicture,
        on_delete=models.PROTECT,
        related_name="plans",
        verbose_name=_("lägesbild som planen vilar på"),
    )

    class Meta:
        verbose_name = _("kommunens åtgärdsplan")
        verbose_name_plural = _("kommunens åtgärdsplaner")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="municipal_plan_numbered_once"),
            models.CheckConstraint(
                condition=HAS_ITS_DECISION,
                name="decided_municipal_plan_has_its_decision",
                violation_error_message=DECISION_MISSING,
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=~Q(state="replaced"),
                name="one_municipal_plan_drafted_and_one_in_force",
            ),
        ]
        triggers = FROZEN_WHEN_DECIDED


@track()
class PlannedMeasure(models.Model):
    """A line of the municipality's plan: what is to be done, by whom, until when, and why.

    ``lineage`` is the same for a line in every version of the plan that it stands in.
    """

    plan = models.ForeignKey(MunicipalPlan, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)
    focus_area = models.ForeignKey(
        FocusArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("åtgärd"), max_length=MAX_TEXT)
    responsible = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("ansvarig nämnd eller bolag"),
    )
    due_on = models.DateField(_("senast"), null=True, blank=True)
    statements = models.ManyToManyField(
        MunicipalStatement, related_name="lines", blank=True, verbose_name=_("grundas på")
    )
    measures = models.ManyToManyField(
        Measure, related_name="+", blank=True, verbose_name=_("åtgärder i samverkan")
    )
    version = models.PositiveIntegerField(_("version"), default=0)
    lineage = models.UUIDField(default=uuid4, editable=False)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("åtgärd i planen")
        verbose_name_plural = _("åtgärder i planen")
        ordering = ["order", "pk"]
        triggers = [frozen_with("followup_municipalplan", "plan_id")]

    def __str__(self) -> str:
        return self.text[:60]


@track()
class PlanFollowUp(models.Model):
    """That the plan was followed up (§ 6): when, what was found, what is decided next."""

    plan = models.ForeignKey(MunicipalPlan, on_delete=models.PROTECT, related_name="follow_ups")
    followed_up_on = models.DateField(_("uppföljd den"))
    result = models.TextField(_("vad uppföljningen visar"), max_length=MAX_TEXT)
    next_steps = models.TextField(_("vad som görs härnäst"), max_length=MAX_TEXT, blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    recorded_at = models.DateTimeField(_("registrerad"), auto_now_add=True)

    class Meta:
        verbose_name = _("uppföljning av planen")
        ordering = ["-followed_up_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.followed_up_on}"


@track()
class LawEvidence(models.Model):
    """Something dated that shows that a section of the law is met, where no other record does."""

    class Section(models.TextChoices):
        INTEGRATION = "7", _("7 § Samordning med annan planering")
        COORDINATING_FUNCTION = "11", _("11 § Samordningsfunktion")
        INFORMATION = "12", _("12 § Information till invånarna")
        LEADING_BODY = "13", _("13 § Ansvarig nämnd")
        CAMERAS = "14", _("14 § Kamerabevakning")

    section = models.CharField(_("paragraf i lagen"), max_length=2, choices=Section)
    title = models.CharField(_("vad"), max_length=200)
    text = models.TextField(_("beskrivning"), max_length=MAX_TEXT, blank=True)
    body = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nämnd"),
    )
    valid_from = models.DateField(_("från och med"))
    valid_to = models.DateField(_("till och med"), null=True, blank=True)
    review_on = models.DateField(_("omprövas"), null=True, blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    contact = models.CharField(_("kontaktuppgift"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(_("version"), default=0)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("underlag för lagen")
        ordering = ["section", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=models.F("valid_to")),
                name="law_evidence_begins_before_it_ends",
                violation_error_message=_("Slutdatum ska vara efter startdatum."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@track()
class CouncilReport(models.Model):
    """A report to the municipal council on the work under the law (§ 13)."""

    reported_on = models.DateField(_("rapporterat den"))
    subject = models.CharField(_("vad som rapporterades"), max_length=300)
    registry_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    monthly_report = models.ForeignKey(
        "followup.MonthlyReport",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="council_reports",
        verbose_name=_("månadsrapport"),
    )
    picture = models.ForeignKey(
        MunicipalPicture, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plan = models.ForeignKey(
        MunicipalPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(_("version"), default=0)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("rapport till kommunfullmäktige")
        verbose_name_plural = _("rapporter till kommunfullmäktige")
        ordering = ["-reported_on", "-pk"]

    def __str__(self) -> str:
        return self.subject
