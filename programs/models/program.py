from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.models.bodies import ResponsibleBody
from trygghet.history.track import track
from trygghet.months import add_months
from trygghet.swedish import swedish

REPORT_RHYTHMS = {
    1: _("Varje månad"),
    2: _("Varannan månad"),
    3: _("Varje kvartal"),
    4: _("Var fjärde månad"),
    6: _("Varje halvår"),
    12: _("Varje år"),
}


class ProgramQuerySet(models.QuerySet["Program"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def current(self, day: date) -> "Program | None":
        """The newest program in force on ``day``."""
        return self.valid_on(day).order_by("-starts_on").first()


@track()
class Program(models.Model):
    """A safety program: a steering document with a period and four focus areas."""

    code = models.SlugField(_("kod"), max_length=40, unique=True)
    name = models.CharField(_("namn"), max_length=200)
    starts_on = models.DateField(_("gäller från"))
    ends_on = models.DateField(_("gäller till"))
    goal = models.TextField(_("övergripande mål"))
    summary = models.TextField(_("sammanfattning"), blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    adopted_on = models.DateField(_("antaget"), null=True, blank=True)
    is_draft = models.BooleanField(_("förslag, inte antaget"), default=False)
    report_months = models.PositiveSmallIntegerField(
        _("månader mellan lägesbilder"),
        default=1,
        help_text=_("1 = varje månad, 3 = varje kvartal, 6 = varje halvår, 12 = varje år"),
    )
    report_due_day = models.PositiveSmallIntegerField(
        _("sista dag att skicka in"),
        default=5,
        help_text=_("Dag i månaden efter periodens slut, 1–28"),
    )

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("trygghetsprogram")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on")), name="program_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(report_months__in=list(REPORT_RHYTHMS)),
                name="program_period_divides_the_year",
                violation_error_message=_("Välj 1, 2, 3, 4, 6 eller 12 månader."),
            ),
            models.CheckConstraint(
                condition=Q(report_due_day__range=(1, 28)),
                name="program_due_day_exists_every_month",
                violation_error_message=_("Välj en dag mellan 1 och 28."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def report_rhythm(self) -> str:
        """How often situation reports are handed in, in words."""
        return str(REPORT_RHYTHMS[self.report_months])

    def period_of(self, month: date) -> date:
        """The first month of the report period that ``month`` lies in."""
        return add_months(month, -((month.month - 1) % self.report_months))

    def report_due_on(self, month: date) -> date:
        """Last day to send in the situation report that covers ``month``."""
        following = add_months(self.period_of(month), self.report_months)
        return following.replace(day=self.report_due_day)


@track()
class FocusArea(models.Model):
    """One of the program's focus areas, and what it means in this program."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="focus_areas")
    code = models.SlugField(_("kod"), max_length=40)
    name = models.CharField(_("namn"), max_length=120)
    meaning = models.TextField(_("vad det betyder"))
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)

    class Meta:
        verbose_name = _("fokusområde")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "code"], name="focus_area_code_unique_in_program"
            )
        ]

    def __str__(self) -> str:
        return self.name


@track()
class CouncilGoal(models.Model):
    """A goal of the municipal council's budget, under which the goals of the work stand."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="council_goals")
    code = models.SlugField(_("kod"), max_length=60)
    name = models.CharField(_("fullmäktiges mål"), max_length=300)
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)

    class Meta:
        verbose_name = _("mål från kommunfullmäktige")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "code"], name="council_goal_code_unique_in_program"
            )
        ]

    def __str__(self) -> str:
        return self.name


@track()
class Mandate(models.Model):
    """What one body must do, in one focus area or in general, and in which role."""

    class Role(models.TextChoices):
        SPECIAL_RESPONSIBILITY = "special_responsibility", _("Särskilt ansvar")
        COORDINATES = "coordinates", _("Samordnar")
        LEADS = "leads", _("Leder")
        ASSISTS = "assists", _("Bistår")
        CONTRIBUTES = "contributes", _("Bidrar")
        INVITED = "invited", _("Ska bjudas in")

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="mandates")
    focus_area = models.ForeignKey(
        FocusArea, on_delete=models.CASCADE, null=True, blank=True, related_name="mandates"
    )
    body = models.ForeignKey(ResponsibleBody, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(_("roll"), max_length=30, choices=Role)
    text = models.TextField(_("vad som ska göras"))
    is_unverified = models.BooleanField(_("obekräftad uppgift"), default=False)

    class Meta:
        verbose_name = _("uppdrag")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "focus_area", "body", "role", "text"],
                name="mandate_given_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.text[:60]}"


class ReportRecipientQuerySet(models.QuerySet["ReportRecipient"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class ReportRecipient(models.Model):
    """To whom the program's running report goes, from one day to another."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="recipients")
    body = models.ForeignKey(ResponsibleBody, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(_("från och med"), null=True, blank=True)
    valid_to = models.DateField(_("till och med"), null=True, blank=True)
    basis = models.CharField(_("grund"), max_length=300)
    is_by_law = models.BooleanField(_("följer av lag"), default=False)

    objects = ReportRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("mottagare av löpande rapport")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "body", "valid_from"],
                name="recipient_named_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.program_id} → {self.body_id}"


class NamedQuerySet(models.QuerySet):
    def by_name(self) -> Self:
        return self.order_by(swedish("name"), "pk")


@track()
class Concept(models.Model):
    """A word of the program with its definition, shown as help where the word is used."""

    code = models.SlugField(_("kod"), max_length=60, unique=True)
    name = models.CharField(_("begrepp"), max_length=120)
    definition = models.TextField(_("betydelse"))
    source = models.CharField(_("källa"), max_length=200, blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("begrepp")

    def __str__(self) -> str:
        return self.name


@track()
class GoverningDocument(models.Model):
    """A related plan, agreement or strategy; ``priority_areas`` are those of its period."""

    code = models.SlugField(_("kod"), max_length=60, unique=True)
    name = models.CharField(_("namn"), max_length=200)
    description = models.TextField(_("beskrivning"))
    valid_from = models.DateField(_("gäller från"), null=True, blank=True)
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    priority_areas = models.JSONField(_("prioriterade områden"), default=list, blank=True)
    programs = models.ManyToManyField(Program, related_name="documents", blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("styrdokument")

    def __str__(self) -> str:
        return self.name


@track()
class ProblemType(models.Model):
    """The maintained list of what a problem or an observation can be about."""

    code = models.SlugField(_("kod"), max_length=60, unique=True)
    name = models.CharField(_("namn"), max_length=120)
    group = models.CharField(_("grupp"), max_length=80)
    is_active = models.BooleanField(_("kan väljas"), default=True)
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("problemtyp")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
