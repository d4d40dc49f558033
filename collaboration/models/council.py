"""Local councils and the municipality's strategic council (law 2023:196 § 10)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.classification import Classified
from collaboration.models.participation import PartnerOrganization
from collaboration.models.report import MAX_TEXT
from programs.models import ResponsibleBody
from trygghet.history.track import track


@track()
class PreventionCouncil(models.Model):
    """A council led by one of the municipality's bodies."""

    class Level(models.TextChoices):
        LOCAL = "local", _("Lokalt råd")
        STRATEGIC = "strategic", _("Strategiskt råd")

    name = models.CharField(_("namn"), max_length=200, unique=True)
    level = models.CharField(_("nivå"), max_length=10, choices=Level)
    body = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        related_name="councils",
        verbose_name=_("nämnd som leder rådet"),
    )
    purpose = models.TextField(_("syfte"), max_length=MAX_TEXT, blank=True)
    founded_on = models.DateField(_("bildat"), null=True, blank=True)
    closed_on = models.DateField(_("upphört"), null=True, blank=True)

    class Meta:
        verbose_name = _("brottsförebyggande råd")
        verbose_name_plural = _("brottsförebyggande råd")

    def __str__(self) -> str:
        return self.name


@track()
class CouncilMember(models.Model):
    """A seat in a council: which organization, which position, on which level of leadership."""

    class Position(models.TextChoices):
        POLITICAL = "political", _("Förtroendevald")
        TOP = "top", _("Högsta ledning")
        MANAGER = "manager", _("Chef")
        OFFICER = "officer", _("Handläggare")

    council = models.ForeignKey(PreventionCouncil, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(_("namn"), max_length=150)
    title = models.CharField(_("befattning"), max_length=150)
    position = models.CharField(_("nivå"), max_length=10, choices=Position)
    body = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nämnd eller bolag"),
    )
    organization = models.ForeignKey(
        PartnerOrganization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("extern part"),
    )
    is_chair = models.BooleanField(_("ordförande"), default=False)
    joined_on = models.DateField(_("från"))
    left_on = models.DateField(_("till"), null=True, blank=True)

    class Meta:
        verbose_name = _("ledamot i rådet")
        verbose_name_plural = _("ledamöter i rådet")
        ordering = ["-is_chair", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False, organization__isnull=True)
                | Q(body__isnull=True, organization__isnull=False),
                name="council_member_comes_from_one_place",
                violation_error_message=_("Välj antingen en nämnd eller en extern part."),
            ),
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(is_chair=True, left_on__isnull=True),
                name="council_has_one_chair",
                violation_error_message=_("Rådet har redan en ordförande."),
            ),
            models.CheckConstraint(
                condition=~Q(is_chair=True) | Q(body__isnull=False),
                name="council_is_led_by_the_municipality",
                violation_error_message=_("Rådet ska ledas av kommunen (lag 2023:196, 10 §)."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@track()
class CouncilMeeting(models.Model):
    council = models.ForeignKey(
        PreventionCouncil, on_delete=models.CASCADE, related_name="meetings"
    )
    held_on = models.DateField(_("datum"))
    place = models.CharField(_("plats"), max_length=150, blank=True)
    attended = models.ManyToManyField(CouncilMember, related_name="meetings", blank=True)
    is_adjusted = models.BooleanField(_("justerat"), default=False)
    adjusted_on = models.DateField(_("justerat den"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("möte")
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "held_on"],
                name="council_meets_once_a_day",
                violation_error_message=_("Det finns redan ett möte den dagen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.council_id} {self.held_on}"


@track()
class AgendaItem(Classified):
    """A point on the agenda, with what was said and decided; classified one by one."""

    meeting = models.ForeignKey(CouncilMeeting, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(_("paragraf"), default=1)
    title = models.CharField(_("ärende"), max_length=200)
    text = models.TextField(_("vad som sades"), max_length=MAX_TEXT, blank=True)
    decision = models.TextField(_("beslut"), max_length=MAX_TEXT, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("ärende på mötet")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="agenda_item_numbered_once"),
            models.CheckConstraint(
                condition=~Q(classification="restricted") | ~Q(classification_reason=""),
                name="restricted_agenda_item_says_why",
                violation_error_message=_("Skriv varför uppgiften är skyddad."),
            ),
        ]

    def __str__(self) -> str:
        return f"§ {self.order} {self.title}"
