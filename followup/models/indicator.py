from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Area, ResponsibleBody
from trygghet.history.track import track
from trygghet.swedish import swedish


class IndicatorQuerySet(models.QuerySet[Any]):
    def by_name(self) -> Self:
        return self.order_by(swedish("name"), "pk")


@track()
class Indicator(models.Model):
    """What is measured: definition, source, unit, direction and how often; never a value."""

    class Direction(models.TextChoices):
        INCREASE = "increase", _("Ska öka")
        DECREASE = "decrease", _("Ska minska")

    class Frequency(models.TextChoices):
        MONTH = "month", _("Varje månad")
        QUARTER = "quarter", _("Varje kvartal")
        YEAR = "year", _("Varje år")
        SECOND_YEAR = "second_year", _("Vartannat år")
        THIRD_YEAR = "third_year", _("Vart tredje år")

    class Kind(models.TextChoices):
        COUNT = "count", _("Antal")
        SHARE = "share", _("Andel")
        SURVEY_SHARE = "survey_share", _("Andel i enkät")
        MEAN = "mean", _("Medelvärde")
        RATE = "rate", _("Antal per 1 000 invånare")

    code = models.SlugField(_("kod"), max_length=60, unique=True)
    name = models.CharField(_("namn"), max_length=200)
    definition = models.TextField(_("definition"))
    kind = models.CharField(_("slag"), max_length=12, choices=Kind)
    unit = models.CharField(_("enhet"), max_length=60)
    direction = models.CharField(_("riktning"), max_length=10, choices=Direction)
    frequency = models.CharField(_("hur ofta"), max_length=12, choices=Frequency)
    source = models.CharField(_("källa"), max_length=200)
    owner = models.CharField(_("ansvarig för måttet"), max_length=200, blank=True)
    caveats = models.TextField(_("att tänka på"), blank=True)
    breaks = models.JSONField(
        _("brott i serien"),
        default=list,
        blank=True,
        help_text=_("Lista av {date, text}, den äldsta först."),
    )
    is_active = models.BooleanField(_("används"), default=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indikator")
        verbose_name_plural = _("indikatorer")

    def __str__(self) -> str:
        return self.name


class IndicatorReadingQuerySet(models.QuerySet[Any]):
    def known_on(self, day: date) -> Self:
        return self.filter(period__lte=day)


@track()
class IndicatorReading(models.Model):
    """An indicator's value for one area or body and one period (its first day).

    ``value`` is None when the source says that it is missing. A share keeps its numerator and
    denominator (``followup.measurement`` checks them by the indicator's kind); a survey share the
    number of answers.
    """

    class Sex(models.TextChoices):
        ALL = "all", _("Alla")
        WOMEN = "women", _("Kvinnor")
        MEN = "men", _("Män")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.ForeignKey(
        ResponsibleBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    period = models.DateField(_("period"))
    sex = models.CharField(_("kön"), max_length=6, choices=Sex, default=Sex.ALL)
    age = models.CharField(_("ålder"), max_length=20, blank=True)
    value = models.DecimalField(_("värde"), max_digits=14, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(
        _("täljare"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("nämnare"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    answers = models.PositiveIntegerField(_("antal svar"), null=True, blank=True)
    is_preliminary = models.BooleanField(_("preliminär"), default=False)
    source = models.SlugField(_("källa"), max_length=60, default="manual")
    batch = models.ForeignKey(
        "followup.ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="readings",
        verbose_name=_("inläst fil"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(_("anmärkning"), max_length=300, blank=True)

    objects = IndicatorReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("utfall")
        verbose_name_plural = _("utfall")
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=False, body__isnull=True)
                | Q(area__isnull=True, body__isnull=False),
                name="reading_is_of_an_area_or_a_body",
                violation_error_message=_("Välj antingen ett område eller en nämnd."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "area", "body", "period", "sex", "age"],
                name="indicator_read_once_per_place_and_period",
                nulls_distinct=False,
                violation_error_message=_("Det finns redan ett utfall för den perioden."),
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=Decimal(0)),
                name="reading_denominator_is_more_than_zero",
                violation_error_message=_("Nämnaren ska vara större än noll."),
            ),
        ]
        indexes = [models.Index(fields=["indicator", "period"], name="reading_period_idx")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period:%Y-%m}: {self.value}"
