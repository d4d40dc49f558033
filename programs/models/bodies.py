from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from programs.models.areas import Area, DateRange
from trygghet.accounts.roles import BODY_PERMISSIONS
from trygghet.history.track import track
from trygghet.swedish import swedish


class ResponsibleBodyQuerySet(models.QuerySet["ResponsibleBody"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def valid_between(self, first: date, last: date) -> Self:
        """Bodies that existed some day of the period."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=last),
            Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        )

    def reporting(self) -> Self:
        """Bodies that the program asks for situation reports."""
        return self.filter(reports=True)

    def by_name(self) -> Self:
        return self.order_by(swedish("name"), "pk")


@track()
class ResponsibleBody(models.Model):
    """A committee or board that answers for part of the program: anchor of the staff's roles."""

    class Kind(models.TextChoices):
        EXECUTIVE_BOARD = "executive_board", _("Kommunstyrelse")
        COMMITTEE_OF_BOARD = "board_committee", _("Utskott")
        DISTRICT_COMMITTEE = "district_committee", _("Stadsdelsnämnd")
        SPECIALIST_COMMITTEE = "specialist_committee", _("Facknämnd")
        COMPANY_BOARD = "company_board", _("Bolagsstyrelse")
        MUNICIPAL_COUNCIL = "municipal_council", _("Kommunfullmäktige")
        FEDERATION = "federation", _("Kommunalförbund")
        AUDIT = "audit", _("Revision")

    code = models.SlugField(_("kod"), max_length=40, unique=True)
    name = models.CharField(_("namn"), max_length=200)
    kind = models.CharField(_("typ"), max_length=30, choices=Kind)
    area = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name=_("område"),
    )
    valid_from = models.DateField(_("finns från"), null=True, blank=True)
    valid_to = models.DateField(_("finns till"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("efterträdare"),
    )
    reports = models.BooleanField(_("lämnar lägesbilder"), default=True)
    is_unverified = models.BooleanField(_("obekräftad uppgift"), default=False)
    note = models.CharField(_("anmärkning"), max_length=400, blank=True)

    objects = ResponsibleBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("nämnd eller bolagsstyrelse")
        verbose_name_plural = _("nämnder och bolagsstyrelser")
        default_permissions = ()
        permissions = BODY_PERMISSIONS
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="body_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("id")), name="body_is_not_its_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodyAlias(models.Model):
    """Another spelling of a body's name, normalized (see ``programs.names``)."""

    body = models.ForeignKey(ResponsibleBody, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("namn"), max_length=200)

    class Meta:
        verbose_name = _("annat namn på nämnd eller bolag")
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="body_alias_said_once")
        ]

    def __str__(self) -> str:
        return self.name


@track()
class ResponsibleBodyUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(ResponsibleBody, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("roll")


class ResponsibleBodyGroupPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(ResponsibleBody, on_delete=models.CASCADE)


class CoordinatorQuerySet(models.QuerySet["Coordinator"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


@track()
class Coordinator(models.Model):
    """A person appointed coordinator of a body for a time, with a written mandate."""

    body = models.ForeignKey(ResponsibleBody, on_delete=models.PROTECT, related_name="coordinators")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="appointments",
        verbose_name=_("person"),
    )
    valid_from = models.DateField(_("från och med"))
    valid_to = models.DateField(_("till och med"), null=True, blank=True)
    mandate = models.TextField(_("mandat"), max_length=5000)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = CoordinatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("samordnare")
        constraints = [
            ExclusionConstraint(
                name="body_has_one_coordinator_at_a_time",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Det finns redan en samordnare för den tiden. Avsluta det uppdraget först."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="appointment_begins_before_it_ends",
                violation_error_message=_(
                    "Slutdatum ska vara samma dag som startdatum eller senare."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} för {self.body_id}"
