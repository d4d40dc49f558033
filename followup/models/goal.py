from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.models import CollaborationProcess, JointProblem, Participant
from collaboration.models.report import MAX_TEXT
from followup.models.indicator import Indicator
from programs.models import CouncilGoal, FocusArea, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.history.track import track
from trygghet.months import MONTH_NAMES, month_name


class SmartGoalQuerySet(models.QuerySet[Any]):
    def visible_to(self, scope: Scope) -> Self:
        """Goals of the processes that the reader sees, and of its own body."""
        if scope.follows_city or scope.for_report:
            return self
        seen = CollaborationProcess.objects.visible_to(scope)
        return self.filter(Q(process__in=seen) | Q(body__in=scope.bodies))


@track()
class SmartGoal(models.Model):
    """Specific, measurable, accepted, realistic, time-bound: each letter has its own fields.

    Source: the program, "Formulera mål".
    """

    class Term(models.TextChoices):
        SHORT = "short", _("Kortsiktigt")
        LONG = "long", _("Långsiktigt")

    class Direction(models.TextChoices):
        INCREASE = "increase", _("Öka")
        DECREASE = "decrease", _("Minska")

    process = models.ForeignKey(
        CollaborationProcess, on_delete=models.PROTECT, null=True, blank=True, related_name="goals"
    )
    body = models.ForeignKey(ResponsibleBody, on_delete=models.PROTECT, related_name="goals")
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="goals")
    council_goal = models.ForeignKey(
        CouncilGoal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("fullmäktiges mål"),
    )
    title = models.CharField(_("mål"), max_length=300)
    term = models.CharField(_("sikt"), max_length=6, choices=Term, default=Term.SHORT)
    # Specific
    problem = models.ForeignKey(
        JointProblem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("problem som målet gäller"),
    )
    change = models.TextField(_("hur problemet ska förändras"), max_length=MAX_TEXT, blank=True)
    # Measurable
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("indikator"),
    )
    direction = models.CharField(_("riktning"), max_length=10, choices=Direction, blank=True)
    baseline = models.DecimalField(
        _("utgångsvärde"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    baseline_period = models.DateField(_("utgångsvärdets period"), null=True, blank=True)
    target = models.DecimalField(
        _("målvärde"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    # Realistic
    resources = models.TextField(_("avsatta resurser"), max_length=MAX_TEXT, blank=True)
    judgement = models.TextField(_("varför målet går att nå"), max_length=MAX_TEXT, blank=True)
    # Time-bound
    starts_on = models.DateField(_("från"), null=True, blank=True)
    due_on = models.DateField(_("senast"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SmartGoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("SMART-mål")
        verbose_name_plural = _("SMART-mål")
        indexes = [models.Index(fields=["due_on", "id"], name="goal_due_idx")]  # the list's order
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(starts_on__lt=F("due_on")),
                name="goal_starts_before_it_is_due",
                violation_error_message=_("Slutdatum ska vara efter startdatum."),
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True)
                | Q(target__isnull=True)
                | Q(direction="increase", target__gt=F("baseline"))
                | Q(direction="decrease", target__lt=F("baseline")),
                name="goal_target_lies_in_its_direction",
                violation_error_message=_("Målvärdet ligger åt fel håll från utgångsvärdet."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@track()
class GoalAcceptance(models.Model):
    """A participating party accepts the goal, or not, with its reason."""

    goal = models.ForeignKey(SmartGoal, on_delete=models.CASCADE, related_name="acceptances")
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="acceptances"
    )
    accepted = models.BooleanField(_("accepterar"))
    reason = models.TextField(_("skäl"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("svarade"))
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("svar på mål")
        constraints = [
            models.UniqueConstraint(fields=["goal", "participant"], name="party_answers_goal_once"),
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(reason=""),
                name="party_that_declines_says_why",
                violation_error_message=_("Skriv varför ni inte accepterar målet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.accepted}"


@track()
class GoalRevision(models.Model):
    """What a goal aimed at from one decision to the next; number 1 is the goal as it was set.

    A changed target is a new revision with its reason and decider, never an overwritten one.
    """

    goal = models.ForeignKey(SmartGoal, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("revidering"))
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    direction = models.CharField(_("riktning"), max_length=10, blank=True)
    baseline = models.DecimalField(
        _("utgångsvärde"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    baseline_period = models.DateField(_("utgångsvärdets period"), null=True, blank=True)
    target = models.DecimalField(
        _("målvärde"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    due_on = models.DateField(_("senast"), null=True, blank=True)
    reason = models.TextField(_("varför målet ändrades"), max_length=2000, blank=True)
    decided_by = models.CharField(_("beslutat av"), max_length=200, blank=True)
    decided_on = models.DateField(_("beslutsdatum"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("registrerad"), auto_now_add=True)

    class Meta:
        verbose_name = _("revidering av mål")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "number"], name="goal_revision_numbered_once"),
            models.CheckConstraint(
                condition=Q(number=1)
                | ~Q(reason="") & ~Q(decided_by="") & Q(decided_on__isnull=False),
                name="later_goal_revision_has_reason_and_decider",
                violation_error_message=_(
                    "Ange varför målet ändras, vem som beslutat det och när."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} ({self.number})"


@track()
class GoalAssessment(models.Model):
    """How far a goal was reached in a period, on the city's own scale, and who says so.

    ``figures_say`` is what the indicator said when the judgement was given, of ``latest_value``,
    which was read in ``latest_period`` (empty for the first ones); a judgement that differs says
    why.
    """

    class Grade(models.TextChoices):
        FULLY = "fully", _("Uppnås helt")
        PARTLY = "partly", _("Uppnås delvis")
        NOT = "not", _("Uppnås ej")

    class Review(models.TextChoices):
        WAITING = "waiting", _("Väntar på granskning")
        AGREED = "agreed", _("Granskad")
        RETURNED = "returned", _("Återsänd")

    goal = models.ForeignKey(SmartGoal, on_delete=models.CASCADE, related_name="assessments")
    period_start = models.DateField(_("period från"))
    period_end = models.DateField(_("period till"))
    grade = models.CharField(_("bedömning"), max_length=6, choices=Grade)
    figures_say = models.CharField(_("siffrorna säger"), max_length=6, choices=Grade, blank=True)
    latest_value = models.DecimalField(
        _("senaste utfall"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    latest_period = models.DateField(_("utfallets period"), null=True, blank=True)
    latest_is_preliminary = models.BooleanField(_("utfallet var preliminärt"), default=False)
    comment = models.TextField(_("kommentar"), max_length=MAX_TEXT)
    deviation_reason = models.TextField(
        _("varför bedömningen skiljer sig från siffrorna"), max_length=2000, blank=True
    )
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    assessed_at = models.DateTimeField(_("bedömd"))
    review = models.CharField(_("granskning"), max_length=8, choices=Review, default=Review.WAITING)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("granskad"), null=True, blank=True)
    review_comment = models.TextField(
        _("stadsledningskontorets kommentar"), max_length=2000, blank=True
    )
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("bedömning av mål")
        ordering = ["-period_end", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "period_start", "period_end"],
                name="goal_assessed_once_per_period",
                violation_error_message=_("Målet är redan bedömt för den perioden."),
            ),
            models.CheckConstraint(
                condition=Q(period_start__lte=F("period_end")),
                name="assessed_period_begins_before_it_ends",
                violation_error_message=_("Periodens slut ska vara efter dess början."),
            ),
            models.CheckConstraint(
                condition=Q(figures_say="") | Q(figures_say=F("grade")) | ~Q(deviation_reason=""),
                name="judgement_that_differs_from_the_figures_says_why",
                violation_error_message=_(
                    "Bedömningen skiljer sig från vad siffrorna säger. Skriv varför."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(review="returned") | ~Q(review_comment=""),
                name="returned_assessment_says_why",
                violation_error_message=_("Skriv vad som behöver ändras."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.period_end:%Y-%m}: {self.grade}"

    @property
    def period_text(self) -> str:
        """``maj–augusti 2026``."""
        first = MONTH_NAMES[self.period_start.month - 1]
        return f"{first}–{month_name(self.period_end)}"

    @property
    def look(self) -> str:
        """The name of its status tag."""
        return {"fully": "achieved", "partly": "partly_achieved", "not": "not_achieved"}[self.grade]
