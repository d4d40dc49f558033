"""Step 3, the cause analysis: one per problem taken on, in its five sub-steps."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.models.picture import JointProblem
from collaboration.models.report import MAX_TEXT
from trygghet.history.track import track


class SubStep(models.TextChoices):
    """The program, "Orsaksanalys"; Brå, Polisen and SKL, "Orsaksanalys i lokalt …" (2018)."""

    PREPARE = "prepare", _("Förbered")
    DEEPEN = "deepen", _("Fördjupa kunskapen")
    IDENTIFY = "identify", _("Hitta troliga orsaker")
    TEST = "test", _("Pröva och gallra")
    CHOOSE = "choose", _("Välj åtgärder")


@track()
class CauseAnalysis(models.Model):
    """Why a problem exists. The problem triangle (Clarke and Eck): offender with handler, target
    with guardian, place with manager.
    """

    joint_problem = models.OneToOneField(
        JointProblem, on_delete=models.CASCADE, related_name="analysis"
    )
    delimitation = models.TextField(_("problemet, avgränsat"), max_length=MAX_TEXT, blank=True)
    team = models.CharField(_("vilka som gör analysen"), max_length=500, blank=True)
    due_on = models.DateField(_("klar senast"), null=True, blank=True)
    data_available = models.TextField(_("underlag som finns"), max_length=MAX_TEXT, blank=True)
    what = models.TextField(_("vad som händer"), max_length=MAX_TEXT, blank=True)
    where = models.TextField(_("var"), max_length=MAX_TEXT, blank=True)
    when = models.TextField(_("när"), max_length=MAX_TEXT, blank=True)
    how = models.TextField(_("hur det går till"), max_length=MAX_TEXT, blank=True)
    exposed = models.TextField(_("vilka som drabbas, som grupp"), max_length=MAX_TEXT, blank=True)
    chain_of_events = models.TextField(_("händelsekedja"), max_length=MAX_TEXT, blank=True)
    offender = models.TextField(_("den som begår brottet"), max_length=MAX_TEXT, blank=True)
    handler = models.TextField(_("den som kan hålla tillbaka"), max_length=MAX_TEXT, blank=True)
    target = models.TextField(_("den eller det som utsätts"), max_length=MAX_TEXT, blank=True)
    guardian = models.TextField(_("den som kan skydda"), max_length=MAX_TEXT, blank=True)
    place = models.TextField(_("platsen"), max_length=MAX_TEXT, blank=True)
    manager = models.TextField(_("den som råder över platsen"), max_length=MAX_TEXT, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("orsaksanalys")
        verbose_name_plural = _("orsaksanalyser")

    def __str__(self) -> str:
        return f"Orsaksanalys {self.joint_problem_id}"


class CauseQuerySet(models.QuerySet[Any]):
    def kept(self) -> "CauseQuerySet":
        return self.filter(verdict=Cause.Verdict.KEPT)


@track()
class Cause(models.Model):
    """A hypothesis of why the problem exists; a cause under another is an indirect one.

    ``path`` is the order in the outline, dotted (``1.2``), renumbered by the service.
    """

    class Side(models.TextChoices):
        OFFENDER = "offender", _("Den som begår brottet")
        TARGET = "target", _("Den eller det som utsätts")
        PLACE = "place", _("Platsen")

    class Verdict(models.TextChoices):
        UNTESTED = "untested", _("Inte prövad")
        KEPT = "kept", _("Behålls")
        DROPPED = "dropped", _("Avfärdas")
        UNCERTAIN = "uncertain", _("Osäker")

    analysis = models.ForeignKey(CauseAnalysis, on_delete=models.CASCADE, related_name="causes")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)
    side = models.CharField(_("sida i triangeln"), max_length=10, choices=Side)
    text = models.CharField(_("orsak"), max_length=300)
    tested_how = models.TextField(_("hur den har prövats"), max_length=MAX_TEXT, blank=True)
    verdict = models.CharField(
        _("bedömning"), max_length=10, choices=Verdict, default=Verdict.UNTESTED
    )
    verdict_reason = models.TextField(_("varför"), max_length=2000, blank=True)
    can_influence = models.BooleanField(_("går att påverka"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("orsak")
        verbose_name_plural = _("orsaker")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="cause_is_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(verdict="untested") | ~Q(verdict_reason=""),
                name="cause_with_a_verdict_says_why",
                violation_error_message=_("Skriv varför ni bedömer orsaken så."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def history_name(self) -> str:
        return gettext("orsaken ”%(text)s”") % {"text": self.text}


@track()
class CauseEvidence(models.Model):
    """Something that speaks for or against a cause, with its source."""

    class Side(models.TextChoices):
        FOR = "for", _("Talar för")
        AGAINST = "against", _("Talar emot")

    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="evidence")
    side = models.CharField(_("för eller emot"), max_length=8, choices=Side)
    text = models.CharField(_("vad som talar för eller emot"), max_length=1000)
    source = models.CharField(_("källa"), max_length=300)

    class Meta:
        verbose_name = _("belägg")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def history_name(self) -> str:
        return gettext("belägget ”%(text)s”") % {"text": self.text[:60]}
