"""Where a problem is, and which way it goes: the same for all problems written in a process."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.problem import Problem
from programs.models import Area


class Located(models.Model):
    """An area, a place in words and a position (WGS 84, degrees), each of which may be unknown."""

    area = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("område"),
    )
    place = models.CharField(_("plats"), max_length=160, blank=True)
    longitude = models.FloatField(_("longitud"), null=True, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True)
    development = models.CharField(
        _("åt vilket håll det går"), max_length=12, choices=Problem.Development, blank=True
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="%(class)s_pin_is_a_position",
                violation_error_message=_("Markeringen på kartan är inte en giltig position."),
            )
        ]
