from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models import Coordinator, Program, ResponsibleBody
from programs.models.program import REPORT_RHYTHMS
from programs.names import normalize
from trygghet.accounts.models import User
from trygghet.accounts.roles import BODY_ROLES, Role
from trygghet.swedish import swedish
from trygghet.ui.widgets import DateInput


class BodyFilter(forms.Form):
    """The list of bodies; without choices it shows those that exist now."""

    sok = forms.CharField(label=_("Namn"), required=False, max_length=100)
    typ = forms.ChoiceField(
        label=_("Typ"),
        required=False,
        choices=[("", _("Alla")), *ResponsibleBody.Kind.choices],
    )
    samordnare = forms.ChoiceField(
        label=_("Samordnare"),
        required=False,
        choices=[("", _("Med eller utan")), ("med", _("Har samordnare")), ("utan", _("Saknar"))],
    )
    visa = forms.ChoiceField(
        label=_("Finns"),
        required=False,
        choices=[("", _("Nu")), ("alla", _("Även upphörda och kommande"))],
    )

    def apply(self, bodies: QuerySet[ResponsibleBody]) -> QuerySet[ResponsibleBody]:
        """Narrow the list by what is chosen; a choice that does not exist narrows nothing."""
        self.is_valid()
        chosen, today = self.cleaned_data, timezone.localdate()
        if chosen.get("visa") != "alla":
            bodies = bodies.valid_on(today)
        if kind := chosen.get("typ"):
            bodies = bodies.filter(kind=kind)
        if wanted := chosen.get("samordnare"):
            held = Coordinator.objects.valid_on(today).values("body_id")
            bodies = bodies.filter(pk__in=held) if wanted == "med" else _vacant(bodies, held)
        if name := normalize(chosen.get("sok") or ""):
            names = bodies.values_list("pk", "name")
            bodies = bodies.filter(pk__in=[pk for pk, other in names if name in normalize(other)])
        return bodies


def _vacant(bodies: QuerySet[ResponsibleBody], held: QuerySet) -> QuerySet[ResponsibleBody]:
    return bodies.reporting().exclude(pk__in=held)


class MatrixFilter(forms.Form):
    typ = forms.ChoiceField(
        label=_("Typ av organ"),
        required=False,
        choices=[("", _("Alla")), *ResponsibleBody.Kind.choices],
    )


class PersonChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person.name} ({person.email})"


class AppointmentForm(forms.Form):
    """Whom the central office appoints, from when, with which mandate."""

    user = PersonChoiceField(label=_("Person"), queryset=User.objects.none())
    valid_from = forms.DateField(label=_("Från och med"), widget=DateInput)
    valid_to = forms.DateField(
        label=_("Till och med"),
        widget=DateInput,
        required=False,
        help_text=_("Lämna tomt om uppdraget gäller tills vidare."),
    )
    mandate = forms.CharField(
        label=_("Skriftligt mandat"),
        widget=forms.Textarea,
        max_length=5000,
        help_text=_("Vad samordnaren får besluta och vilka resurser som finns."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = get_user_model().objects.filter(is_active=True, is_service=False)
        self.fields["user"].queryset = active.order_by(swedish("name"), "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error(
                "valid_to", _("Slutdatum ska vara samma dag som startdatum eller senare.")
            )
        return data


class EndAppointmentForm(forms.Form):
    last_day = forms.DateField(label=_("Sista dag"), widget=DateInput)


class PersonFilter(forms.Form):
    sok = forms.CharField(label=_("Namn eller e-post"), required=False, max_length=100)
    visa = forms.ChoiceField(
        label=_("Visa"),
        required=False,
        choices=[("", _("Personer som får logga in")), ("alla", _("Även avslutade konton"))],
    )

    def apply(self, people: QuerySet[User]) -> QuerySet[User]:
        self.is_valid()
        if self.cleaned_data.get("visa") != "alla":
            people = people.filter(is_active=True)
        if text := normalize(self.cleaned_data.get("sok") or ""):
            names = people.values_list("pk", "name", "email")
            people = people.filter(
                pk__in=[pk for pk, *words in names if text in normalize(" ".join(words))]
            )
        return people


class PersonForm(forms.ModelForm):
    """A new person's account. Who it is, never what it may do."""

    class Meta:
        model = User
        fields = ("name", "email", "title", "phone")

    def clean_email(self) -> str:
        email = User.objects.normalize_email(self.cleaned_data["email"])
        others = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(_("Det finns redan ett konto med den e-postadressen."))
        return email


class RoleForm(forms.Form):
    """A role on a body. That of coordinator follows the appointment and is not offered to people.

    The account of an integration has no appointment: it is offered all of them.
    """

    role = forms.ChoiceField(
        label=_("Roll"),
        choices=[(role.value, role.label) for role in BODY_ROLES if role != Role.COORDINATOR],
    )
    body = forms.ModelChoiceField(
        label=_("Nämnd eller bolag där personen arbetar"),
        queryset=ResponsibleBody.objects.none(),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person.is_service:
            self.fields["role"].choices = [(role.value, role.label) for role in BODY_ROLES]
        bodies = ResponsibleBody.objects.valid_on(timezone.localdate())
        self.fields["body"].queryset = bodies.by_name()


class ProgramSettingsForm(forms.ModelForm):
    report_months = forms.TypedChoiceField(
        label=_("Hur ofta lägesbilder lämnas"), coerce=int, choices=list(REPORT_RHYTHMS.items())
    )

    class Meta:
        model = Program
        fields = ("report_months", "report_due_day")
