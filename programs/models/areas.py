from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from trygghet.history.track import track
from trygghet.swedish import swedish


class DateRange(Func):
    """``[from, to]`` as a PostgreSQL range; an open end is NULL."""

    function = "DATERANGE"

    def __init__(self, start: str, end: str) -> None:
        super().__init__(F(start), F(end), Value("[]"))


class AreaQuerySet(models.QuerySet["Area"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def within(self, area: "Area", day: date) -> Self:
        """The areas that lie in ``area`` on ``day``, itself included."""
        parents = AreaNesting.objects.valid_on(day)
        nearest = parents.filter(parent_id=area.pk).values("area_id")
        further = parents.filter(parent_id__in=nearest).values("area_id")
        return self.filter(Q(pk=area.pk) | Q(pk__in=nearest) | Q(pk__in=further))

    def by_name(self) -> Self:
        return self.order_by(swedish("name"), "pk")


@track()
class Area(models.Model):
    """A part of the municipality on one of its geographic levels.

    ``boundary`` is a GeoJSON geometry in WGS84 (longitude, latitude), imported by the municipality;
    until then a map draws schematic cells round the centre points.
    """

    class Kind(models.TextChoices):
        CITY = "city", _("Staden")
        DISTRICT = "district", _("Stadsdelsområde")
        NEIGHBORHOOD = "neighborhood", _("Stadsdel")
        BASE_AREA = "base_area", _("Basområde")

    kind = models.CharField(_("nivå"), max_length=20, choices=Kind)
    code = models.SlugField(_("kod"), max_length=80)
    name = models.CharField(_("namn"), max_length=150)
    valid_from = models.DateField(_("gäller från"), null=True, blank=True)
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("uppgått i"),
    )
    longitude = models.FloatField(_("longitud"), null=True, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True)
    boundary = models.JSONField(_("gräns"), null=True, blank=True)
    boundary_source = models.CharField(_("gränsens källa"), max_length=300, blank=True)
    is_unverified = models.BooleanField(_("obekräftad uppgift"), default=False)
    note = models.CharField(_("anmärkning"), max_length=300, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("område")
        verbose_name_plural = _("områden")
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="area_code_unique_on_its_level"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="area_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="area_center_is_a_position",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaNestingQuerySet(models.QuerySet["AreaNesting"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class AreaNesting(models.Model):
    """In which larger area an area lies, from one day to another."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="nestings")
    parent = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="nested")
    valid_from = models.DateField(_("gäller från"), null=True, blank=True)
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)

    objects = AreaNestingQuerySet.as_manager()

    class Meta:
        verbose_name = _("områdets tillhörighet")
        constraints = [
            ExclusionConstraint(
                name="area_lies_in_one_area_at_a_time",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_id} i {self.parent_id}"


class AreaAlias(models.Model):
    """Another spelling of an area's name, normalized (see ``programs.names``)."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("namn"), max_length=150)

    class Meta:
        verbose_name = _("annat namn på område")
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="area_alias_said_once")
        ]

    def __str__(self) -> str:
        return self.name
