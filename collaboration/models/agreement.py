"""Written agreements on collaboration, as law 2023:196 § 9 asks for."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.participation import PartnerOrganization
from collaboration.models.process import CollaborationProcess
from collaboration.models.report import MAX_TEXT
from programs.models import Area, GoverningDocument, ResponsibleBody
from programs.models.areas import DateRange
from trygghet.history.track import track


class CollaborationAgreementQuerySet(models.QuerySet[Any]):
    def valid_on(self, day: date) -> Self:
        return self.filter(
            state=CollaborationAgreement.State.REACHED, valid_from__lte=day, valid_to__gte=day
        )


@track()
class CollaborationAgreement(models.Model):
    """An agreement between a body and outside parties, or one that was worked for but not reached.

    ``purposes`` and ``areas_text`` are what the law asks every agreement to state (§ 9).
    """

    class State(models.TextChoices):
        IN_WORK = "in_work", _("Arbete pågår")
        REACHED = "reached", _("Ingången")
        NOT_REACHED = "not_reached", _("Verkat för, men inte ingången")
        ENDED = "ended", _("Avslutad")

    class Level(models.TextChoices):
        CENTRAL = "central", _("Central")
        LOCAL = "local", _("Lokal")

    title = models.CharField(_("rubrik"), max_length=200)
    level = models.CharField(_("nivå"), max_length=10, choices=Level)
    state = models.CharField(_("läge"), max_length=12, choices=State, default=State.IN_WORK)
    body = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        related_name="agreements",
        verbose_name=_("nämnd som ingår den"),
    )
    organization = models.ForeignKey(
        PartnerOrganization,
        on_delete=models.PROTECT,
        related_name="agreements",
        verbose_name=_("huvudsaklig motpart"),
    )
    other_parties = models.ManyToManyField(
        PartnerOrganization, related_name="+", blank=True, verbose_name=_("andra parter")
    )
    central = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="local_agreements",
        verbose_name=_("bygger på den centrala överenskommelsen"),
    )
    process = models.ForeignKey(
        CollaborationProcess,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("samverkansprocess"),
    )
    basis = models.ForeignKey(
        GoverningDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("styrdokument med prioriterade områden"),
    )
    purposes = models.TextField(_("syften"), max_length=MAX_TEXT)
    areas_text = models.TextField(_("områden som samverkan gäller"), max_length=MAX_TEXT)
    areas = models.ManyToManyField(Area, related_name="+", blank=True, verbose_name=_("platser"))
    priority_areas = models.JSONField(_("prioriterade områden"), default=list, blank=True)
    problems = models.TextField(_("problem"), max_length=MAX_TEXT, blank=True)
    goals = models.TextField(_("mål"), max_length=MAX_TEXT, blank=True)
    way_of_working = models.TextField(_("arbetssätt"), max_length=MAX_TEXT, blank=True)
    organization_text = models.TextField(_("organisation"), max_length=MAX_TEXT, blank=True)
    valid_from = models.DateField(_("gäller från"), null=True, blank=True)
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    review_on = models.DateField(_("ses över senast"), null=True, blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("ersätter"),
    )
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CollaborationAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("samverkansöverenskommelse")
        verbose_name_plural = _("samverkansöverenskommelser")
        constraints = [
            models.CheckConstraint(
                condition=~Q(purposes="") & ~Q(areas_text=""),
                name="agreement_names_purposes_and_areas",
                violation_error_message=_(
                    "En överenskommelse ska ange syften och områden (lag 2023:196, 9 §)."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lt=F("valid_to")),
                name="agreement_begins_before_it_ends",
                violation_error_message=_("Slutdatum ska vara efter startdatum."),
            ),
            models.CheckConstraint(
                condition=~Q(state="reached") | Q(valid_from__isnull=False, valid_to__isnull=False),
                name="agreement_that_is_reached_has_its_period",
                violation_error_message=_(
                    "En ingången överenskommelse ska ha start- och slutdatum."
                ),
            ),
            ExclusionConstraint(
                name="same_parties_have_one_agreement_at_a_time",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="reached"),
                violation_error_message=_(
                    "Samma parter har redan en överenskommelse för den tiden. "
                    "Avsluta den eller gör en ny version av den."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@track()
class AgreementSignature(models.Model):
    """Who signed for a party, in which position, on which day."""

    agreement = models.ForeignKey(
        CollaborationAgreement, on_delete=models.CASCADE, related_name="signatures"
    )
    party = models.CharField(_("part"), max_length=200)
    name = models.CharField(_("namn"), max_length=150)
    position = models.CharField(_("befattning"), max_length=150)
    signed_on = models.DateField(_("undertecknad"))

    class Meta:
        verbose_name = _("underskrift")
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party", "name"], name="agreement_signed_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.name}"


@track()
class AgreementAnnex(models.Model):
    """A file that belongs to an agreement; ``file`` is content-addressed and access-checked."""

    agreement = models.ForeignKey(
        CollaborationAgreement, on_delete=models.CASCADE, related_name="annexes"
    )
    name = models.CharField(_("bilagans namn"), max_length=200)
    file = models.FileField(_("fil"), upload_to="agreements", max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(_("tillagd"), auto_now_add=True)

    class Meta:
        verbose_name = _("bilaga")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


@track()
class AgreementAttempt(models.Model):
    """One attempt to reach an agreement: the duty is to work for one, so attempts count (§ 9)."""

    agreement = models.ForeignKey(
        CollaborationAgreement, on_delete=models.CASCADE, related_name="attempts"
    )
    made_on = models.DateField(_("när"))
    what = models.TextField(_("vad som gjordes"), max_length=2000)
    result = models.TextField(_("vad det ledde till"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("försök att nå överenskommelse")
        ordering = ["made_on", "pk"]

    def __str__(self) -> str:
        return f"{self.made_on}: {self.what[:40]}"
