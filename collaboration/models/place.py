"""Work bound to places: place collaborations, safety walks and promises to the residents."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.agreement import CollaborationAgreement
from collaboration.models.participation import PartnerOrganization
from collaboration.models.process import CollaborationProcess
from collaboration.models.report import MAX_TEXT
from programs.models import Area, ProblemType, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.history.track import track


def position(name: str, message: Any) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(longitude__isnull=True, latitude__isnull=True)
        | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
        name=name,
        violation_error_message=message,
    )


BAD_PIN = _("Markeringen på kartan är inte en giltig position.")


class PlaceWorkQuerySet(models.QuerySet[Any]):
    """Staff read all of it, whichever body they work in; an invited partner what belongs to its
    processes (``process_path`` leads there), and nothing else.
    """

    process_path = "process"

    def visible_to(self, scope: Scope) -> Self:
        if scope.is_staff:
            return self
        return self.filter(**{f"{self.process_path}__in": scope.processes})


class WalkFindingQuerySet(PlaceWorkQuerySet):
    process_path = "walk__process"

    def unanswered(self) -> Self:
        return self.filter(state=WalkFinding.State.OPEN)

    def waiting_for(self, scope: Scope) -> Self:
        """Sent to a body where the person answers for it, and not answered yet."""
        sent = self.unanswered().exclude(walk__state=SafetyWalk.State.PLANNED)
        return sent.filter(responsible__in=scope.coordinates | scope.manages)


@track()
class PlaceCollaboration(models.Model):
    """Parties round one place with a vision and goals, led by the district committee."""

    name = models.CharField(_("namn"), max_length=200)
    body = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        related_name="place_collaborations",
        verbose_name=_("stadsdelsnämnd som leder"),
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    place = models.CharField(_("plats"), max_length=160)
    longitude = models.FloatField(_("longitud"), null=True, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True)
    vision = models.TextField(_("vision"), max_length=MAX_TEXT)
    goals = models.TextField(_("mål"), max_length=MAX_TEXT, blank=True)
    bodies = models.ManyToManyField(ResponsibleBody, related_name="+", blank=True)
    organizations = models.ManyToManyField(PartnerOrganization, related_name="+", blank=True)
    agreement = models.ForeignKey(
        CollaborationAgreement,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="places",
    )
    process = models.ForeignKey(
        CollaborationProcess,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="places",
    )
    began_on = models.DateField(_("startade"))
    ended_on = models.DateField(_("avslutades"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = PlaceWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("platssamverkan")
        verbose_name_plural = _("platssamverkan")
        constraints = [
            position("place_collaboration_pin_is_a_position", BAD_PIN),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(began_on__lte=F("ended_on")),
                name="place_collaboration_begins_before_it_ends",
                violation_error_message=_("Slutdatum ska vara efter startdatum."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@track()
class SafetyWalk(models.Model):
    """A walk with a target group; participants by group and number, never by name."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planerad")
        WALKED = "walked", _("Genomförd")
        ANSWERED = "answered", _("Alla fynd har fått svar")

    body = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        related_name="safety_walks",
        verbose_name=_("nämnd"),
    )
    title = models.CharField(_("rubrik"), max_length=160)
    walk_on = models.DateField(_("datum"))
    preparation = models.TextField(_("förberedelse"), max_length=MAX_TEXT, blank=True)
    route = models.TextField(_("sträcka"), max_length=MAX_TEXT, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.PLANNED)
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rewalks",
        verbose_name=_("återvandring av"),
    )
    process = models.ForeignKey(
        CollaborationProcess, on_delete=models.SET_NULL, null=True, blank=True, related_name="walks"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = PlaceWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("trygghetsvandring")
        verbose_name_plural = _("trygghetsvandringar")
        ordering = ["-walk_on"]

    def __str__(self) -> str:
        return self.title


@track()
class WalkGroup(models.Model):
    """How many of a group took part."""

    walk = models.ForeignKey(SafetyWalk, on_delete=models.CASCADE, related_name="groups")
    group = models.CharField(_("grupp"), max_length=100)
    count = models.PositiveSmallIntegerField(_("antal"))

    class Meta:
        verbose_name = _("grupp på vandringen")
        constraints = [models.UniqueConstraint(fields=["walk", "group"], name="walk_group_once")]

    def __str__(self) -> str:
        return f"{self.group}: {self.count}"


@track()
class WalkFinding(models.Model):
    """Something found on a walk: where, what, whose it is, and what that body answers."""

    class State(models.TextChoices):
        OPEN = "open", _("Öppen")
        WILL_FIX = "will_fix", _("Ska åtgärdas")
        FIXED = "fixed", _("Åtgärdad")
        WILL_NOT = "will_not", _("Åtgärdas inte")

    walk = models.ForeignKey(SafetyWalk, on_delete=models.CASCADE, related_name="findings")
    category = models.ForeignKey(ProblemType, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("vad vi såg"), max_length=500)
    place = models.CharField(_("plats"), max_length=160, blank=True)
    longitude = models.FloatField(_("longitud"), null=True, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True)
    photo = models.ImageField(_("bild"), upload_to="walks/%Y/%m", blank=True)
    responsible = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("ansvarig nämnd eller bolag"),
    )
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(_("svar"), max_length=2000, blank=True)
    promised_on = models.DateField(_("klart senast"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("besvarad"), null=True, blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    found_at = models.DateTimeField(_("sett"))
    version = models.PositiveIntegerField(default=1, editable=False)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = WalkFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("fynd på vandring")
        verbose_name_plural = _("fynd på vandring")
        ordering = ["found_at", "pk"]
        constraints = [
            position("finding_pin_is_a_position", BAD_PIN),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(answer=""),
                name="answered_finding_has_an_answer",
                violation_error_message=_("Skriv ett svar."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


@track()
class CitizenPromise(models.Model):
    """What police and municipality promise the residents, by when, and how they report back."""

    class State(models.TextChoices):
        MADE = "made", _("Lovat")
        KEPT = "kept", _("Uppfyllt")
        PARTLY = "partly", _("Delvis uppfyllt")
        BROKEN = "broken", _("Inte uppfyllt")

    body = models.ForeignKey(ResponsibleBody, on_delete=models.PROTECT, related_name="promises")
    organization = models.ForeignKey(
        PartnerOrganization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("tillsammans med"),
    )
    process = models.ForeignKey(
        CollaborationProcess,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="promises",
    )
    title = models.CharField(_("löftet"), max_length=200)
    basis = models.TextField(_("dialog som det bygger på"), max_length=MAX_TEXT, blank=True)
    commitment = models.TextField(_("vad vi ska göra"), max_length=MAX_TEXT)
    valid_from = models.DateField(_("gäller från"))
    due_on = models.DateField(_("klart senast"))
    report_back = models.CharField(_("hur vi berättar hur det gick"), max_length=300)
    report_back_on = models.DateField(_("berättar senast"))
    reported_on = models.DateField(_("berättade"), null=True, blank=True)
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.MADE)
    result = models.TextField(_("hur det gick"), max_length=MAX_TEXT, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = PlaceWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("medborgarlöfte")
        verbose_name_plural = _("medborgarlöften")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__lt=F("due_on")),
                name="promise_begins_before_it_is_due",
                violation_error_message=_("Slutdatum ska vara efter startdatum."),
            ),
            models.CheckConstraint(
                condition=Q(state="made") | ~Q(result=""),
                name="promise_that_is_judged_says_how_it_went",
                violation_error_message=_("Skriv hur det gick."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
