from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from programs.models import Area, FocusArea, Program, ResponsibleBody
from trygghet.accounts.roles import PROCESS_PERMISSIONS
from trygghet.accounts.scope import Scope
from trygghet.history.track import track


class CollaborationProcessQuerySet(models.QuerySet["CollaborationProcess"]):
    def visible_to(self, scope: Scope) -> Self:
        """Staff see the processes of their body, partners those that they are invited to."""
        if scope.is_central:
            return self
        taking_part = self.model._default_manager.filter(
            participants__body__in=scope.bodies, participants__left_on__isnull=True
        )
        return self.filter(
            Q(lead_body__in=scope.bodies)
            | Q(pk__in=scope.processes)
            | Q(pk__in=taking_part.values("pk"))
        )


@track()
class CollaborationProcess(models.Model):
    """One piece of collaboration, under the program that it began under: the partners' anchor."""

    title = models.CharField(_("rubrik"), max_length=200)
    purpose = models.TextField(_("syfte"), blank=True)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="processes")
    lead_body = models.ForeignKey(
        ResponsibleBody, on_delete=models.PROTECT, related_name="led_processes"
    )
    focus_areas = models.ManyToManyField(
        FocusArea, related_name="processes", blank=True, verbose_name=_("fokusområden")
    )
    areas = models.ManyToManyField(
        Area, related_name="processes", blank=True, verbose_name=_("områden")
    )
    place = models.CharField(_("plats"), max_length=160, blank=True)
    longitude = models.FloatField(_("longitud"), null=True, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True)
    began_on = models.DateField(_("startade"))
    ended_on = models.DateField(_("avslutades"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    objects = CollaborationProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("samverkansprocess")
        verbose_name_plural = _("samverkansprocesser")
        default_permissions = ()
        permissions = PROCESS_PERMISSIONS
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(began_on__lte=models.F("ended_on")),
                name="process_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="process_pin_is_a_position",
                violation_error_message=_("Markeringen på kartan är inte en giltig position."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@track()
class CollaborationProcessUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(CollaborationProcess, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("inbjudan till process")


class CollaborationProcessGroupPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(CollaborationProcess, on_delete=models.CASCADE)
