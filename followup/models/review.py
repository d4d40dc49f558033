"""How the central office reads an edition before it is published, and to whom it is sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followup.models.monthly import MonthlyReport
from programs.models import ResponsibleBody
from trygghet.history.track import track
from trygghet.jobs.models import Job


@track()
class SectionReview(models.Model):
    """What the central office says of one section of an edition, and what a district answered.

    Without ``body`` it is the mark of the section, one for each; with a body it is a question to
    it, of which a section may have several, and which is withdrawn with a reason if it need not be
    answered. ``section_hash`` is the section's text as it was read: when the edition is made anew,
    one can see which sections have changed since.
    """

    class State(models.TextChoices):
        READ = "read", _("Läst utan anmärkning")
        COMMENTED = "commented", _("Kommenterad")
        ASKED = "asked", _("Fråga till nämnden")
        ANSWERED = "answered", _("Besvarad")
        WITHDRAWN = "withdrawn", _("Återtagen")

    report = models.ForeignKey(MonthlyReport, on_delete=models.CASCADE, related_name="reviews")
    section = models.CharField(_("avsnitt"), max_length=60)
    state = models.CharField(_("läge"), max_length=9, choices=State)
    comment = models.TextField(_("kommentar"), max_length=2000, blank=True)
    body = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nämnd som frågan går till"),
    )
    question = models.TextField(_("fråga"), max_length=2000, blank=True)
    answer = models.TextField(_("svar"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("besvarad"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("återtagen"), null=True, blank=True)
    withdrawn_reason = models.TextField(
        _("varför frågan togs tillbaka"), max_length=1000, blank=True
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("skriven"), auto_now=True)
    section_hash = models.CharField(_("lästa innehållet"), max_length=64, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("granskning av avsnitt")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["asked", "answered", "withdrawn"])
                | Q(body__isnull=False) & ~Q(question=""),
                name="question_names_its_district",
                violation_error_message=_("Välj nämnd och skriv frågan."),
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="answered_question_has_its_answer",
                violation_error_message=_("Skriv svaret."),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | Q(withdrawn_at__isnull=False, answer="") & ~Q(withdrawn_reason=""),
                name="withdrawn_question_says_why",
                violation_error_message=_("Skriv varför frågan tas tillbaka."),
            ),
            models.UniqueConstraint(
                fields=["report", "section"],
                condition=Q(body__isnull=True),
                name="one_mark_for_a_section",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section}"


class ReportDelivery(models.Model):
    """That a published edition was sent to a person, and whether the file went along."""

    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="deliveries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    with_file = models.BooleanField(_("med filen"), default=False)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="report_delivery")
    asked_at = models.DateTimeField(_("begärd"), auto_now_add=True)

    class Meta:
        verbose_name = _("utskick av månadsrapport")
        constraints = [
            models.UniqueConstraint(fields=["report", "user"], name="edition_sent_once_to_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.user_id}"
