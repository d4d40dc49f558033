"""Step 2 and the first part of step 3: each party's own picture, and the joint one."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.classification import Classified, ClassifiedQuerySet
from collaboration.models.cycle import ProcessCycle
from collaboration.models.participation import Participant
from collaboration.models.problem import Problem
from collaboration.models.report import MAX_TEXT, SituationReport
from collaboration.models.whereabouts import Located
from programs.models import ProblemType
from trygghet.history.track import track


@track()
class ParticipantPicture(Classified):
    """One party's picture in a cycle: a situation report it attaches, or one written here.

    ``confirmed_at`` is when the party last changed something in it, or said that it still holds.
    """

    class Dialogue(models.TextChoices):
        HELD = "held", _("Ja, vi har haft dialog med medarbetarna")
        NOT_HELD = "not_held", _("Nej, inte den här gången")

    cycle = models.ForeignKey(ProcessCycle, on_delete=models.CASCADE, related_name="pictures")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="pictures")
    report = models.ForeignKey(
        SituationReport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pictures",
        verbose_name=_("lägesbild"),
    )
    summary = models.TextField(_("vår bild"), max_length=MAX_TEXT, blank=True)
    data_used = models.TextField(_("data som använts"), max_length=MAX_TEXT, blank=True)
    data_rejected = models.TextField(
        _("data som valts bort, och varför"), max_length=MAX_TEXT, blank=True
    )
    staff_dialogue = models.CharField(
        _("dialog med medarbetarna"), max_length=10, choices=Dialogue, blank=True
    )
    staff_dialogue_note = models.CharField(
        _("när dialogen hölls, eller varför inte"), max_length=300, blank=True
    )
    read_by_leadership_on = models.DateField(_("ledningen tog del av den"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(_("senast sparad"), auto_now=True)
    confirmed_at = models.DateTimeField(_("senast bekräftad"), null=True, blank=True)

    class Meta:
        verbose_name = _("parts egen bild")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "participant"], name="party_has_one_picture_a_cycle"
            ),
            models.CheckConstraint(
                condition=~Q(classification="restricted") | ~Q(classification_reason=""),
                name="restricted_picture_says_why",
                violation_error_message=_("Skriv varför uppgiften är skyddad."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} i {self.cycle_id}"


@track()
class PictureProblem(Classified, Located):
    """A problem that a party writes in the process, when it attaches no situation report."""

    picture = models.ForeignKey(
        ParticipantPicture, on_delete=models.CASCADE, related_name="problems"
    )
    type = models.ForeignKey(
        ProblemType, on_delete=models.PROTECT, related_name="+", verbose_name=_("typ av problem")
    )
    title = models.CharField(_("problemet i korthet"), max_length=160)
    description = models.TextField(_("beskrivning"), max_length=MAX_TEXT, blank=True)
    consequences = models.TextField(_("konsekvenser"), max_length=MAX_TEXT, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("problem i parts egen bild")
        ordering = ["pk"]
        constraints = [
            *Located.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(classification="restricted") | ~Q(classification_reason=""),
                name="restricted_picture_problem_says_why",
                violation_error_message=_("Skriv varför uppgiften är skyddad."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class JointProblemQuerySet(ClassifiedQuerySet):
    def standing(self) -> Self:
        """Problems that have not been merged into another."""
        return self.filter(merged_into__isnull=True)

    def taken_on(self) -> Self:
        return self.standing().filter(decision=JointProblem.Decision.TAKEN_ON)


@track()
class JointProblem(Located):
    """A problem in the joint picture: what the parties see together, and what they decided.

    Merging keeps the merged one with all its sources. ``can_influence`` and ``has_resources`` are
    the program's two knock-outs: collaboration is limited to what the parties can affect and have
    the means for; what is set aside stays, with its reason.
    """

    class Decision(models.TextChoices):
        UNDECIDED = "undecided", _("Inte prioriterat än")
        TAKEN_ON = "taken_on", _("Vi tar oss an det")
        SET_ASIDE = "set_aside", _("Läggs åt sidan")

    cycle = models.ForeignKey(ProcessCycle, on_delete=models.CASCADE, related_name="joint_problems")
    type = models.ForeignKey(
        ProblemType, on_delete=models.PROTECT, related_name="+", verbose_name=_("typ av problem")
    )
    title = models.CharField(_("problemet i korthet"), max_length=160)
    description = models.TextField(_("gemensam beskrivning"), max_length=MAX_TEXT, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="split"
    )
    can_influence = models.BooleanField(_("vi kan påverka det"), null=True)
    has_resources = models.BooleanField(_("vi har resurser för det"), null=True)
    decision = models.CharField(
        _("beslut"), max_length=10, choices=Decision, default=Decision.UNDECIDED
    )
    decision_reason = models.TextField(_("skäl"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    objects = JointProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("gemensamt problem")
        verbose_name_plural = _("gemensamma problem")
        ordering = ["pk"]
        constraints = [
            *Located.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="problem_is_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(decision="set_aside") | ~Q(decision_reason=""),
                name="problem_set_aside_says_why",
                violation_error_message=_("Skriv varför problemet läggs åt sidan."),
            ),
            models.CheckConstraint(
                condition=~Q(decision="taken_on")
                | (~Q(can_influence=False) & ~Q(has_resources=False)),
                name="problem_taken_on_is_not_knocked_out",
                violation_error_message=_(
                    "Problemet kan inte tas med: ni har sagt att ni inte kan påverka det eller "
                    "saknar resurser."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@track()
class JointProblemSource(models.Model):
    """Where a joint problem comes from; ``disagreement`` says where this source differs."""

    joint_problem = models.ForeignKey(
        JointProblem, on_delete=models.CASCADE, related_name="sources"
    )
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, null=True, blank=True, related_name="joint_sources"
    )
    picture_problem = models.ForeignKey(
        PictureProblem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="joint_sources",
    )
    disagreement = models.TextField(_("där bilderna skiljer sig"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("källa till gemensamt problem")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(problem__isnull=False, picture_problem__isnull=False),
                name="source_is_one_problem",
            )
        ]

    def __str__(self) -> str:
        return f"{self.joint_problem_id} ← {self.participant_id}"


@track()
class DissentingView(models.Model):
    """A party that sees a joint problem, or what was decided of it, differently: it is kept."""

    joint_problem = models.ForeignKey(
        JointProblem, on_delete=models.CASCADE, related_name="dissents"
    )
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="dissents")
    text = models.TextField(_("avvikande mening"), max_length=MAX_TEXT)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("antecknad"), auto_now_add=True)

    class Meta:
        verbose_name = _("avvikande mening")
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.text[:40]}"


class Criterion(models.TextChoices):
    """What problems are weighed by (Brå, "Prioritera mellan problemen")."""

    COMMON = "common", _("Hur vanligt det är")
    RISING = "rising", _("Ökar eller avviker")
    EXPOSED = "exposed", _("Drabbar särskilt utsatt plats eller grupp")
    MANY = "many", _("Berör många")
    CONSEQUENCES = "consequences", _("Hur allvarliga följderna är")
    INFLUENCE = "influence", _("Möjligt att påverka")
    RESOURCES = "resources", _("Parterna har resurser")
    COSTS = "costs", _("Kostar lite i förhållande till nyttan")


@track()
class CriterionWeight(models.Model):
    """How much a criterion counts in this cycle (1 unless somebody has said otherwise)."""

    cycle = models.ForeignKey(ProcessCycle, on_delete=models.CASCADE, related_name="weights")
    criterion = models.CharField(_("kriterium"), max_length=12, choices=Criterion)
    weight = models.PositiveSmallIntegerField(_("vikt"), default=1)

    class Meta:
        verbose_name = _("vikt")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "criterion"], name="criterion_weighed_once"),
            models.CheckConstraint(condition=Q(weight__lte=5), name="weight_is_zero_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} × {self.weight}"


@track()
class PriorityScore(models.Model):
    """How a problem stands on a criterion, 0 (not at all) to 3 (very much), and why."""

    joint_problem = models.ForeignKey(JointProblem, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(_("kriterium"), max_length=12, choices=Criterion)
    score = models.PositiveSmallIntegerField(_("poäng"))
    reason = models.CharField(_("varför"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("poäng")
        constraints = [
            models.UniqueConstraint(
                fields=["joint_problem", "criterion"], name="problem_scored_once_per_criterion"
            ),
            models.CheckConstraint(condition=Q(score__lte=3), name="score_is_zero_to_three"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.score}"
