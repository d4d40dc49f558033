"""A process's way through the five steps: its cycles, its moves and what it left behind."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.process import CollaborationProcess
from collaboration.models.report import MAX_TEXT
from trygghet.history.track import track


class Step(models.TextChoices):
    """The five steps, in order (Stockholm's program; Brå's handbook on local collaboration)."""

    INITIATION = "initiation", _("Initiera")
    MAPPING = "mapping", _("Egen kartläggning")
    ANALYSIS = "analysis", _("Gemensam bild, prioritering och orsaksanalys")
    IMPLEMENTATION = "implementation", _("Genomförande")
    FOLLOW_UP = "follow_up", _("Uppföljning")


@track()
class ProcessCycle(models.Model):
    """One turn through the five steps. The open one is where the process stands.

    ``lessons`` are what the turn before learnt: the new turn begins with them.
    """

    class Origin(models.TextChoices):
        OWN_GOAL = "own_goal", _("Egna mål för verksamheten")
        BUDGET = "budget", _("Uppdrag i budgeten")
        DISCOVERED = "discovered", _("Ett problem som vi har upptäckt")

    process = models.ForeignKey(
        CollaborationProcess, on_delete=models.CASCADE, related_name="cycles"
    )
    number = models.PositiveSmallIntegerField(_("varv"), default=1)
    step = models.CharField(_("steg"), max_length=20, choices=Step, default=Step.INITIATION)
    step_since = models.DateTimeField(_("i steget sedan"))
    began_at = models.DateTimeField(_("började"))
    ended_at = models.DateTimeField(_("avslutades"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    # Step 1: why this collaboration, and how it is organized.
    need = models.TextField(_("behov eller problem"), max_length=MAX_TEXT, blank=True)
    origin = models.CharField(_("varifrån det kommer"), max_length=12, choices=Origin, blank=True)
    origin_note = models.CharField(
        _("vilket mål, uppdrag eller problem"), max_length=300, blank=True
    )
    steering_group = models.TextField(_("styrgrupp"), max_length=MAX_TEXT, blank=True)
    working_group = models.TextField(_("arbetsgrupp"), max_length=MAX_TEXT, blank=True)
    communication_plan = models.TextField(_("kommunikationsplan"), max_length=MAX_TEXT, blank=True)
    communication_lead = models.CharField(
        _("ansvarig för kommunikationen"), max_length=200, blank=True
    )
    lessons = models.TextField(_("lärdomar från förra varvet"), max_length=MAX_TEXT, blank=True)

    class Meta:
        verbose_name = _("varv")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="cycle_numbered_once"),
            models.UniqueConstraint(
                fields=["process"],
                condition=Q(ended_at__isnull=True),
                name="process_has_one_open_cycle",
            ),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="cycle_step_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.process_id} varv {self.number}"


@track()
class StepMove(models.Model):
    """A process went on, or back, or into its next cycle: who, when, from, to, why.

    A step that was gone back to is gone through anew: that is kept among the moves, from the step
    to itself.
    ``missing`` are the requirements, in the words of that day, that were not met on leaving.
    """

    class Kind(models.TextChoices):
        FORWARD = "forward", _("Gick vidare")
        BACK = "back", _("Gick tillbaka")
        NEXT_CYCLE = "next_cycle", _("Började nästa varv")
        ENDED = "ended", _("Avslutade samverkan")
        REVIEWED = "reviewed", _("Gick igenom steget på nytt")

    cycle = models.ForeignKey(ProcessCycle, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(_("vad som hände"), max_length=12, choices=Kind)
    from_step = models.CharField(_("från"), max_length=20, choices=Step)
    to_step = models.CharField(_("till"), max_length=20, choices=Step, blank=True)
    reason = models.TextField(_("varför"), max_length=2000, blank=True)
    missing = models.JSONField(_("saknades"), default=list)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    moved_at = models.DateTimeField(_("när"))

    class Meta:
        verbose_name = _("förflyttning mellan steg")
        ordering = ["-moved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="back") | ~Q(reason=""),
                name="going_back_says_why",
                violation_error_message=_("Skriv varför samverkan går tillbaka."),
            ),
            models.CheckConstraint(
                condition=Q(missing=[]) | ~Q(reason=""),
                name="going_on_with_something_missing_says_why",
                violation_error_message=_("Skriv varför ni går vidare trots att något saknas."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_step} → {self.to_step}"


class StepVersionQuerySet(models.QuerySet[Any]):
    def of_step(self, cycle: ProcessCycle, step: str) -> Self:
        return self.filter(cycle=cycle, step=step).order_by("number")


class StepVersion(models.Model):
    """What a step held when the process left it, kept so that it can be read and compared.

    ``content`` is what ``collaboration.versions.content_of`` made: headings with texts, each with
    its classification and the body that wrote it. Rows are only ever inserted.
    """

    cycle = models.ForeignKey(ProcessCycle, on_delete=models.CASCADE, related_name="versions")
    step = models.CharField(_("steg"), max_length=20, choices=Step)
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("innehåll"))
    taken_at = models.DateTimeField(_("från"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = StepVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version av ett steg")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "step", "number"], name="step_version_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} v{self.number}"
