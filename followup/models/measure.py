from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.models import (
    AgendaItem,
    Cause,
    CollaborationProcess,
    Participant,
    SituationReport,
)
from collaboration.models.report import MAX_TEXT
from followup.models.goal import SmartGoal
from programs.models import ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.history.track import track


@track()
class PreventionTechnique(models.Model):
    """A maintained way of preventing crime: a situational technique, or a factor to work on.

    Sources: the 25 situational techniques in five groups (Clarke and Eck, *Become a Problem-Solving
    Crime Analyst*); risk and protective factors on three levels (the program, "Social prevention").
    """

    class Approach(models.TextChoices):
        SITUATIONAL = "situational", _("Situationell prevention")
        RISK = "risk", _("Riskfaktor")
        PROTECTIVE = "protective", _("Skyddsfaktor")

    class Group(models.TextChoices):
        EFFORT = "effort", _("Öka ansträngningen")
        RISK = "risk", _("Öka risken för upptäckt")
        REWARD = "reward", _("Minska vinsten")
        PROVOCATION = "provocation", _("Minska provokationerna")
        EXCUSES = "excuses", _("Ta bort ursäkterna")
        INDIVIDUAL = "individual", _("Individuell nivå")
        SOCIAL = "social", _("Social nivå")
        STRUCTURAL = "structural", _("Strukturell nivå")

    code = models.SlugField(_("kod"), max_length=60, unique=True)
    name = models.CharField(_("namn"), max_length=150)
    approach = models.CharField(_("slag"), max_length=12, choices=Approach)
    group = models.CharField(_("grupp"), max_length=12, choices=Group)
    example = models.CharField(_("exempel"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)
    is_active = models.BooleanField(_("kan väljas"), default=True)
    # Above zero: changed by people, and no longer by the file of the list.
    version = models.PositiveIntegerField(_("version"), default=0)

    SITUATIONAL_GROUPS = (
        Group.EFFORT,
        Group.RISK,
        Group.REWARD,
        Group.PROVOCATION,
        Group.EXCUSES,
    )

    class Meta:
        verbose_name = _("teknik eller faktor")
        verbose_name_plural = _("tekniker och faktorer")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def groups_of(cls, approach: str) -> list[str]:
        """The groups of situational techniques, or the levels of factors."""
        is_situational = approach == cls.Approach.SITUATIONAL
        return [each for each in cls.Group if (each in cls.SITUATIONAL_GROUPS) == is_situational]

    def suits(self, kind: str) -> bool:
        """Whether a measure of that kind of prevention can build on it."""
        is_situational = self.approach == self.Approach.SITUATIONAL
        return is_situational == (kind == Measure.Kind.SITUATIONAL)


class MeasureQuerySet(models.QuerySet[Any]):
    def visible_to(self, scope: Scope) -> Self:
        if scope.follows_city or scope.for_report:
            return self
        seen = CollaborationProcess.objects.visible_to(scope)
        return self.filter(Q(process__in=seen) | Q(responsible__in=scope.bodies))

    def without_cause(self) -> Self:
        """Measures that may treat the symptom only."""
        return self.filter(cause__isnull=True)


@track()
class Measure(models.Model):
    """What is done against a cause; without one it carries the program's symptom warning."""

    class Kind(models.TextChoices):
        SOCIAL = "social", _("Social prevention")
        SITUATIONAL = "situational", _("Situationell prevention")

    class State(models.TextChoices):
        PLANNED = "planned", _("Ej påbörjad")
        ONGOING = "ongoing", _("Pågår")
        DONE = "done", _("Klar")
        PAUSED = "paused", _("Pausad")
        STOPPED = "stopped", _("Avbruten")

    UNDER_WAY = (State.PLANNED, State.ONGOING)

    class Evidence(models.TextChoices):
        STRONG = "strong", _("Stark: flera utvärderingar visar effekt")
        PROMISING = "promising", _("Lovande: minst en utvärdering visar effekt")
        EXPERIENCE = "experience", _("Beprövad erfarenhet")
        UNKNOWN = "unknown", _("Okänd effekt")
        CONTESTED = "contested", _("Omstridd: utvärderingarna går isär")

    process = models.ForeignKey(
        CollaborationProcess,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
    )
    cause = models.ForeignKey(
        Cause,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("orsak"),
    )
    from_report = models.ForeignKey(
        SituationReport,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("insatt direkt från lägesbilden"),
    )
    goals = models.ManyToManyField(SmartGoal, related_name="measures", blank=True)
    title = models.CharField(_("åtgärd"), max_length=200)
    description = models.TextField(_("vad som ska göras"), max_length=MAX_TEXT, blank=True)
    kind = models.CharField(_("slag av prevention"), max_length=12, choices=Kind)
    responsible = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        related_name="measures",
        verbose_name=_("ansvarig nämnd eller bolag"),
    )
    partners = models.ManyToManyField(Participant, related_name="measures", blank=True)
    starts_on = models.DateField(_("från"), null=True, blank=True)
    due_on = models.DateField(_("senast"), null=True, blank=True)
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.PLANNED)
    state_reason = models.TextField(
        _("varför den pausats eller avbrutits"), max_length=2000, blank=True
    )
    expected_effect = models.TextField(_("väntad effekt"), max_length=MAX_TEXT, blank=True)
    technique = models.ForeignKey(
        PreventionTechnique,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("teknik eller faktor"),
    )
    evidence_level = models.CharField(
        _("kunskapsstöd"), max_length=12, choices=Evidence, blank=True
    )
    evidence_source = models.CharField(_("källa till kunskapsstödet"), max_length=500, blank=True)
    hours_planned = models.DecimalField(
        _("planerad tid (timmar)"), max_digits=9, decimal_places=1, null=True, blank=True
    )
    hours_used = models.DecimalField(
        _("använd tid (timmar)"), max_digits=9, decimal_places=1, null=True, blank=True
    )
    money_planned = models.DecimalField(
        _("planerad kostnad (kr)"), max_digits=12, decimal_places=0, null=True, blank=True
    )
    money_used = models.DecimalField(
        _("använd kostnad (kr)"), max_digits=12, decimal_places=0, null=True, blank=True
    )
    trade_off = models.TextField(
        _("avvägning mot andra intressen"), max_length=MAX_TEXT, blank=True
    )
    gender_equality = models.TextField(_("jämställdhet"), max_length=2000, blank=True)
    children = models.TextField(_("barn och unga"), max_length=2000, blank=True)
    disability = models.TextField(_("funktionsnedsättning"), max_length=2000, blank=True)
    lgbtqi = models.TextField(_("hbtqi-personer"), max_length=2000, blank=True)
    older_people = models.TextField(_("äldre"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("åtgärd")
        verbose_name_plural = _("åtgärder")
        indexes = [
            models.Index(fields=["due_on", "id"], name="measure_due_idx")
        ]  # the list's order
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(starts_on__lte=F("due_on")),
                name="measure_starts_before_it_is_due",
                violation_error_message=_("Slutdatum ska vara efter startdatum."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paused", "stopped"]) | ~Q(state_reason=""),
                name="paused_or_stopped_measure_says_why",
                violation_error_message=_("Skriv varför åtgärden pausas eller avbryts."),
            ),
            models.CheckConstraint(
                condition=Q(evidence_level__in=["", "unknown", "experience"])
                | ~Q(evidence_source=""),
                name="evidence_names_its_source",
                violation_error_message=_("Ange källan till kunskapsstödet."),
            ),
            models.CheckConstraint(
                condition=(Q(hours_planned__isnull=True) | Q(hours_planned__gte=0))
                & (Q(hours_used__isnull=True) | Q(hours_used__gte=0))
                & (Q(money_planned__isnull=True) | Q(money_planned__gte=0))
                & (Q(money_used__isnull=True) | Q(money_used__gte=0)),
                name="measure_takes_no_negative_time_or_money",
                violation_error_message=_("Tid och kostnad kan inte vara mindre än noll."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


def is_waited_for() -> Q:
    """Of an activity: left to do, in a measure that is not held or done, and no ended process."""
    return Q(
        done_on__isnull=True,
        dropped=False,
        measure__state__in=Measure.UNDER_WAY,
        measure__process__ended_on__isnull=True,
    )


class ActivityQuerySet(models.QuerySet[Any]):
    def visible_to(self, scope: Scope) -> Self:
        if scope.follows_city or scope.for_report:
            return self
        return self.filter(measure__in=Measure.objects.visible_to(scope))

    def left(self) -> Self:
        return self.filter(done_on__isnull=True, dropped=False)

    def waited_for(self) -> Self:
        return self.filter(is_waited_for())

    def resting(self) -> Self:
        """Left to do, but nobody waits for it: not late, and nobody is reminded."""
        held = ~Q(measure__state__in=Measure.UNDER_WAY)
        return self.left().filter(held | Q(measure__process__ended_on__isnull=False))

    def late_on(self, day: date) -> Self:
        return self.waited_for().filter(due_on__lt=day)

    def without_reason(self) -> Self:
        """Done after their day, and nobody has said why."""
        return self.filter(done_on__gt=F("due_on"), late_reason="")


@track()
class Activity(models.Model):
    """A dated piece of work in a measure, with an owner."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="activities")
    title = models.CharField(_("aktivitet"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name=_("ansvarig person"),
    )
    council_item = models.ForeignKey(
        AgendaItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("beslut i rådet"),
    )
    due_on = models.DateField(_("klar senast"))
    done_on = models.DateField(_("klar"), null=True, blank=True)
    dropped = models.BooleanField(_("utgår"), default=False)
    late_reason = models.CharField(_("varför den är sen eller utgår"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dropped=False) | ~Q(late_reason=""),
                name="dropped_activity_says_why",
                violation_error_message=_("Skriv varför aktiviteten utgår."),
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(dropped=False),
                name="dropped_activity_is_not_done",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], name="activity_owner_due_idx"),
            models.Index(fields=["due_on", "id"], name="activity_due_idx"),  # the list's order
        ]

    def __str__(self) -> str:
        return self.title

    def is_late_on(self, day: date) -> bool:
        """As ``late_on``; the measure and its process are read."""
        process = self.measure.process
        is_waited_for = (
            self.done_on is None
            and not self.dropped
            and self.measure.state in Measure.UNDER_WAY
            and not (process and process.ended_on)
        )
        return is_waited_for and self.due_on < day

    @property
    def lacks_reason(self) -> bool:
        """As ``without_reason``."""
        return bool(self.done_on and self.done_on > self.due_on and not self.late_reason)
