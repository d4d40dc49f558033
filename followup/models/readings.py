"""Files of readings: what was read, how its columns were understood, and what it replaced."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followup.models.indicator import Indicator, IndicatorReading
from programs.models import Area, ResponsibleBody
from trygghet.history.track import track
from trygghet.jobs.models import Job


@track(exclude=("seen", "preview", "problems", "outcome"))
class ImportBatch(models.Model):
    """One uploaded file of readings: taken in whole or not at all, and undone whole.

    One that is thrown away before it was taken in keeps its name, who and when; nothing of what it
    said.

    ``seen`` is what the file holds (``followup.imports.overview``), empty until it has been read;
    ``mapping`` says which column is what, ``problems`` lists ``{"row", "column", "text"}`` for
    every row that cannot be taken in, ``preview`` holds the first rows as they were understood,
    ``outcome`` how many rows are new, changed, the same and skipped, and ``decisions`` what a
    person chose where another source says something else:
    ``{"all": "replace" | "leave", "rows": {"12": "leave"}, "reason": ""}``.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uppladdad")
        CHECKED = "checked", _("Kontrollerad")
        APPLIED = "applied", _("Inläst")
        UNDONE = "undone", _("Ångrad")
        REFUSED = "refused", _("Kunde inte läsas")
        THROWN = "thrown", _("Kastad")

    source = models.SlugField(_("källa"), max_length=60)
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="batches",
        verbose_name=_("indikator"),
    )
    file = models.FileField(_("fil"), upload_to="imports", max_length=200)
    file_name = models.CharField(_("filnamn"), max_length=200)
    file_hash = models.CharField(_("filens kontrollsumma"), max_length=64)
    encoding = models.CharField(_("teckenkodning"), max_length=20, blank=True)
    seen = models.JSONField(_("vad filen innehåller"), default=dict, blank=True)
    mapping = models.JSONField(_("kolumner"), default=dict, blank=True)
    preview = models.JSONField(_("förhandsvisning"), default=list, blank=True)
    problems = models.JSONField(_("fel per rad"), default=list, blank=True)
    rows = models.PositiveIntegerField(_("rader"), default=0)
    outcome = models.JSONField(_("vad raderna gör"), default=dict, blank=True)
    decisions = models.JSONField(_("val vid krockar"), default=dict, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.UPLOADED)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uppladdad"), auto_now_add=True)
    applied_at = models.DateTimeField(_("inläst"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("ångrad"), null=True, blank=True)
    thrown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    thrown_at = models.DateTimeField(_("kastad"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("inläst fil")
        verbose_name_plural = _("inlästa filer")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def may_be_thrown(self) -> bool:
        """It waits for somebody, and nothing builds on it."""
        waits = (self.State.UPLOADED, self.State.CHECKED, self.State.REFUSED)
        return self.state in waits and not self.is_read

    @property
    def is_read(self) -> bool:
        """Whether a worker has it, or will."""
        return self.job is not None and not self.job.is_finished


class ColumnMapping(models.Model):
    """How the columns of files with these headings were last understood."""

    source = models.SlugField(_("källa"), max_length=60)
    headings = models.CharField(_("rubrikernas kontrollsumma"), max_length=64)
    mapping = models.JSONField(_("kolumner"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(_("sparad"), auto_now=True)

    class Meta:
        verbose_name = _("kolumner i en fil")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "headings"], name="columns_remembered_once_per_source"
            )
        ]

    def __str__(self) -> str:
        return self.source


@track()
class UnknownName(models.Model):
    """A name in a file that matches no area or body; a person says once what it means."""

    name = models.CharField(_("namn i filen"), max_length=200)
    normalized = models.CharField(_("namn, förenklat"), max_length=200, unique=True)
    first_batch = models.ForeignKey(
        ImportBatch, on_delete=models.SET_NULL, null=True, related_name="unknown_names"
    )
    seen_at = models.DateTimeField(_("först sett"), auto_now_add=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.ForeignKey(
        ResponsibleBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_skipped = models.BooleanField(_("ska hoppas över"), default=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(_("avgjort"), null=True, blank=True)

    class Meta:
        verbose_name = _("okänt namn")
        verbose_name_plural = _("okända namn")
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(body__isnull=True),
                name="unknown_name_means_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReadingRevision(models.Model):
    """What a reading said before it was changed, by whom or by which file it was replaced.

    Undoing a file puts the last revision back, or takes the reading away if there was none.
    """

    reading = models.ForeignKey(
        IndicatorReading, on_delete=models.CASCADE, related_name="revisions"
    )
    value = models.DecimalField(_("värde"), max_digits=14, decimal_places=4, null=True)
    numerator = models.DecimalField(_("täljare"), max_digits=14, decimal_places=2, null=True)
    denominator = models.DecimalField(_("nämnare"), max_digits=14, decimal_places=2, null=True)
    answers = models.PositiveIntegerField(_("antal svar"), null=True)
    is_preliminary = models.BooleanField(_("preliminär"), default=False)
    source = models.SlugField(_("källa"), max_length=60)
    batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("fil som det kom ur"),
    )
    note = models.CharField(_("anmärkning"), max_length=300, blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replaced_by_batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, null=True, related_name="replaced"
    )
    replaced_at = models.DateTimeField(_("ersatt"), auto_now_add=True)
    reason = models.CharField(_("varför det ändrades"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tidigare utfall")
        verbose_name_plural = _("tidigare utfall")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.reading_id}: {self.value}"
