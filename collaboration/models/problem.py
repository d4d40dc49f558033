from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.classification import Classified, ClassifiedQuerySet
from collaboration.models.report import MAX_TEXT, SituationReport
from programs.models import Area, ProblemType
from trygghet.accounts.scope import Scope
from trygghet.history.track import track

WEEKDAYS = 7
TIMES_OF_DAY = 4
PROBLEM_TEXTS = ("title", "place", "description", "consequences", "sources")


class ProblemQuerySet(ClassifiedQuerySet):
    def visible_to(self, scope: Scope) -> Self:
        """Problems of the reports that the reader sees, and only those it may read."""
        reports = SituationReport.objects.visible_to(scope)
        return self.filter(report__in=reports).readable_by(scope)

    def active(self) -> Self:
        return self.exclude(development=Problem.Development.ENDED)


@track()
class Problem(Classified):
    """One problem in a situation report: where, when, how often, who is exposed, what follows.

    ``when`` holds cells of a week, ``weekday * 4 + time_of_day`` (0 = Monday morning, 27 = Sunday
    night; morning 06–12, afternoon 12–18, evening 18–24, night 00–06).
    """

    class Frequency(models.TextChoices):
        SINGLE = "single", _("Enstaka gång")
        MONTHLY = "monthly", _("Någon gång i månaden")
        WEEKLY = "weekly", _("Varje vecka")
        DAILY = "daily", _("I stort sett varje dag")

    class Development(models.TextChoices):
        NEW = "new", _("Nytt")
        INCREASING = "increasing", _("Ökar")
        UNCHANGED = "unchanged", _("Oförändrat")
        DECREASING = "decreasing", _("Minskar")
        ENDED = "ended", _("Upphört")

    class Exposed(models.TextChoices):
        RESIDENTS = "residents", _("Boende")
        CHILDREN = "children", _("Barn")
        YOUTH = "youth", _("Unga")
        WOMEN = "women", _("Kvinnor och flickor")
        OLDER = "older", _("Äldre")
        VISITORS = "visitors", _("Besökare och förbipasserande")
        BUSINESSES = "businesses", _("Butiker och företag")
        STAFF = "staff", _("Personal")
        OTHER = "other", _("Annan grupp")

    report = models.ForeignKey(SituationReport, on_delete=models.CASCADE, related_name="problems")
    type = models.ForeignKey(
        ProblemType, on_delete=models.PROTECT, related_name="+", verbose_name=_("typ av problem")
    )
    title = models.CharField(_("problemet i korthet"), max_length=160)
    area = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("område"),
    )
    place = models.CharField(_("plats"), max_length=160, blank=True)
    longitude = models.FloatField(_("longitud"), null=True, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True)
    when = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("när"), default=list, blank=True
    )
    frequency = models.CharField(_("hur ofta"), max_length=10, choices=Frequency, blank=True)
    exposed = ArrayField(
        models.CharField(max_length=12, choices=Exposed),
        verbose_name=_("vilka som drabbas"),
        default=list,
        blank=True,
    )
    description = models.TextField(_("beskrivning"), max_length=MAX_TEXT, blank=True)
    consequences = models.TextField(_("konsekvenser"), max_length=MAX_TEXT, blank=True)
    sources = models.TextField(_("källor"), max_length=MAX_TEXT, blank=True)
    development = models.CharField(
        _("utveckling sedan förra perioden"),
        max_length=12,
        choices=Development,
        default=Development.NEW,
    )
    continues = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("fortsättning på"),
    )
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)
    version = models.PositiveIntegerField(_("version"), default=0)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(_("senast sparad"), auto_now=True)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problem")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(classification="restricted") | ~Q(classification_reason=""),
                name="restricted_problem_says_why",
                violation_error_message=_("Skriv varför uppgiften är skyddad."),
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="problem_pin_is_a_position",
                violation_error_message=_("Markeringen på kartan är inte en giltig position."),
            ),
            models.UniqueConstraint(
                fields=["report", "continues"],
                name="problem_carried_over_once",
                violation_error_message=_("Problemet är redan med från förra perioden."),
            ),
            models.CheckConstraint(
                condition=Q(when__contained_by=list(range(WEEKDAYS * TIMES_OF_DAY))),
                name="problem_when_is_cells_of_a_week",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "type"], name="problem_area_type_idx"),
            GinIndex(SearchVector(*PROBLEM_TEXTS, config="swedish"), name="problem_words_idx"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def history_name(self) -> str:
        return _("problemet ”%(title)s”") % {"title": self.title}
