"""Who takes part in a process: bodies of the municipality, and partner organizations."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.process import CollaborationProcess
from programs.models import ResponsibleBody
from trygghet.history.track import track
from trygghet.swedish import swedish


class PartnerOrganizationQuerySet(models.QuerySet[Any]):
    def by_name(self) -> Self:
        return self.order_by(swedish("name"), "pk")


@track()
class PartnerOrganization(models.Model):
    """A party outside the municipality's own committees and boards."""

    class Kind(models.TextChoices):
        POLICE = "police", _("Polisen")
        REGION = "region", _("Regionen")
        PROPERTY_OWNER = "property_owner", _("Fastighetsägare")
        ASSOCIATION = "association", _("Förening")
        BUSINESS = "business", _("Näringsliv")
        AUTHORITY = "authority", _("Annan myndighet")

    name = models.CharField(_("namn"), max_length=200, unique=True)
    kind = models.CharField(_("slag"), max_length=20, choices=Kind)

    objects = PartnerOrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("samverkanspart")
        verbose_name_plural = _("samverkansparter")

    def __str__(self) -> str:
        return self.name


class ParticipantQuerySet(models.QuerySet[Any]):
    def active(self) -> Self:
        return self.filter(left_on__isnull=True)

    def with_party(self) -> Self:
        return self.select_related("body", "organization")


@track()
class Participant(models.Model):
    """One party of a process, with its leadership's decision to take part and what it sets aside.

    Step 1 asks for the decision (who, date, registry number), the role and the resources.
    """

    class Role(models.TextChoices):
        LEADS = "leads", _("Leder samverkan")
        STEERING = "steering", _("Styrgrupp")
        WORKING = "working", _("Arbetsgrupp")
        BOTH = "both", _("Styrgrupp och arbetsgrupp")
        SUPPORTS = "supports", _("Bidrar vid behov")

    process = models.ForeignKey(
        CollaborationProcess, on_delete=models.CASCADE, related_name="participants"
    )
    body = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("nämnd eller bolag"),
    )
    organization = models.ForeignKey(
        PartnerOrganization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("extern part"),
    )
    role = models.CharField(_("roll"), max_length=10, choices=Role, default=Role.WORKING)
    decided_by = models.CharField(_("vem som har beslutat"), max_length=200, blank=True)
    decided_on = models.DateField(_("beslutsdatum"), null=True, blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    hours_a_month = models.PositiveSmallIntegerField(_("timmar i månaden"), null=True, blank=True)
    money_sek = models.PositiveIntegerField(_("pengar, kronor"), null=True, blank=True)
    resources_note = models.CharField(_("andra resurser"), max_length=300, blank=True)
    joined_on = models.DateField(_("med sedan"))
    left_on = models.DateField(_("lämnade"), null=True, blank=True)
    left_reason = models.CharField(_("varför parten lämnade"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("part i samverkan")
        verbose_name_plural = _("parter i samverkan")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False, organization__isnull=True)
                | Q(body__isnull=True, organization__isnull=False),
                name="participant_is_a_body_or_an_organization",
                violation_error_message=_("Välj antingen en nämnd eller en extern part."),
            ),
            models.UniqueConstraint(
                fields=["process", "body"],
                condition=Q(left_on__isnull=True, body__isnull=False),
                name="body_takes_part_once",
                violation_error_message=_("Nämnden är redan med i samverkan."),
            ),
            models.UniqueConstraint(
                fields=["process", "organization"],
                condition=Q(left_on__isnull=True, organization__isnull=False),
                name="organization_takes_part_once",
                violation_error_message=_("Parten är redan med i samverkan."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | ~Q(left_reason=""),
                name="participant_that_left_says_why",
                violation_error_message=_("Skriv varför parten lämnar samverkan."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(joined_on__lte=F("left_on")),
                name="participant_joins_before_it_leaves",
            ),
        ]

    def __str__(self) -> str:
        return str(self.body or self.organization)


class InvitationQuerySet(models.QuerySet[Any]):
    def open_at(self, moment: datetime) -> Self:
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=moment)


@track(exclude=("token_hash",))
class Invitation(models.Model):
    """An e-mailed invitation of one person at a partner organization to one process.

    Only the hash of the secret in the link is kept; the link stops working at ``expires_at``.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-postadress"))
    name = models.CharField(_("namn"), max_length=150)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(_("inbjuden"))
    expires_at = models.DateTimeField(_("gäller till"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="invitations"
    )
    accepted_at = models.DateTimeField(_("tackade ja"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("återtagen"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbjudan")
        verbose_name_plural = _("inbjudningar")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="invitation_lasts_a_while"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accepted_invitation_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.participant_id}"

    def state_at(self, moment: datetime) -> str:
        """``removed``, ``revoked``, ``accepted``, ``expired`` or ``invited``."""
        if self.revoked_at:
            return "removed" if self.accepted_at else "revoked"
        if self.accepted_at:
            return "accepted"
        return "expired" if self.expires_at <= moment else "invited"

    def is_open_at(self, moment: datetime) -> bool:
        return self.state_at(moment) == "invited"
