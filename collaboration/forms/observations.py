"""The phone page's form, what a coordinator answers, and the list's filter."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import refuse_person
from collaboration.forms.kept_photo import KeptPhotoForm
from collaboration.forms.places import PlaceForm
from collaboration.models import Observation
from programs.models import ProblemType, ResponsibleBody
from trygghet.accounts.models import User
from trygghet.months import parse_month
from trygghet.ui.widgets import DateInput, RowRadioSelect

OLDEST_DAYS = 365
SLOW_CLOCK = timedelta(minutes=5)


class ObservationForm(PlaceForm, KeptPhotoForm):
    """One observation, on the phone."""

    body = forms.ModelChoiceField(ResponsibleBody.objects.none(), label=gettext_lazy("Nämnd"))
    category = forms.ModelChoiceField(
        ProblemType.objects.filter(is_active=True),
        label=gettext_lazy("Vad gäller det?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Välj vad det gäller."),
            "invalid_choice": gettext_lazy("Välj något i listan."),
        },
    )
    when = forms.ChoiceField(
        label=gettext_lazy("När?"),
        choices=[("now", gettext_lazy("Nyss")), ("earlier", gettext_lazy("Tidigare"))],
        widget=RowRadioSelect,
        initial="now",
    )
    seen_on = forms.DateField(label=gettext_lazy("Dag"), required=False, widget=DateInput)
    seen_time = forms.TimeField(
        label=gettext_lazy("Klockslag"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    text = forms.CharField(
        label=gettext_lazy("Vad såg du?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Skriv om platsen och det som händer, inte om vem."),
    )
    field_order = ["body", "category", "area", "place", "text", "photo", "when"]

    def __init__(
        self, *args: Any, user: User, bodies: list[ResponsibleBody], **kwargs: Any
    ) -> None:
        super().__init__(*args, user=user, bodies=bodies, **kwargs)
        field = self.fields["body"]
        field.queryset = ResponsibleBody.objects.filter(pk__in=[body.pk for body in bodies])
        field.choices = [(body.pk, body.name) for body in bodies]
        if len(bodies) == 1:
            field.widget, field.initial = forms.HiddenInput(), bodies[0].pk
        today = timezone.localdate()
        self.fields["seen_on"].widget.attrs |= {
            "max": today.isoformat(),
            "min": (today - timedelta(days=OLDEST_DAYS)).isoformat(),
        }

    def clean_text(self) -> str:
        return refuse_person(self.cleaned_data["text"])

    def clean_place(self) -> str:
        return refuse_person(self.cleaned_data["place"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["seen_at"] = self._seen_at(cleaned)
        return cleaned

    def _seen_at(self, cleaned: dict[str, Any]) -> datetime | None:
        now = timezone.now()
        if cleaned.get("when") != "earlier":
            return now
        day, time = cleaned.get("seen_on"), cleaned.get("seen_time")
        for name, value, message in (
            ("seen_on", day, _("Skriv vilken dag det var.")),
            ("seen_time", time, _("Skriv ungefär vilken tid det var.")),
        ):
            if value is None and name not in self.errors:
                self.add_error(name, message)
        if day is None or time is None:
            return None
        seen_at = timezone.make_aware(datetime.combine(day, time))  # noqa: DTZ007
        if seen_at > now + SLOW_CLOCK:
            self.add_error("seen_on", _("Tidpunkten ligger i framtiden."))
        if seen_at < now - timedelta(days=OLDEST_DAYS):
            self.add_error("seen_on", _("Det är mer än ett år sedan. Välj en senare dag."))
        return seen_at

    def observation(self) -> dict[str, Any]:
        """What ``services.observations.log_observation`` wants."""
        names = "body", "category", "seen_at", "area", "place", "longitude", "latitude", "text"
        return {name: self.cleaned_data[name] for name in (*names, "photo")}


class SetAsideForm(forms.Form):
    """Read, but not taken in: with an answer to who saw it, or without."""

    answer = forms.CharField(
        label=gettext_lazy("Svar till den som såg"), max_length=300, required=False
    )

    def clean_answer(self) -> str:
        return refuse_person(self.cleaned_data["answer"])


class MonthField(forms.CharField):
    """``2026-10`` as the month's first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-10"})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        if (month := parse_month(text)) is None:
            raise forms.ValidationError(_("Skriv månaden som 2026-10."))
        return month


class ObservationFilter(forms.Form):
    """What stands in the list's address; each part that is wrong is left out."""

    MINE = "mina"

    manad = MonthField(label=gettext_lazy("Månad"), required=False)
    kategori = forms.ModelChoiceField(
        ProblemType.objects.all(),
        label=gettext_lazy("Vad det gäller"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("Allt"),
    )
    lage = forms.ChoiceField(
        label=gettext_lazy("Läge"),
        required=False,
        choices=[("", gettext_lazy("Alla")), *Observation.State.choices],
    )
    vem = forms.ChoiceField(
        label=gettext_lazy("Vems"),
        required=False,
        choices=[
            ("", gettext_lazy("Alla")),
            (MINE, gettext_lazy("Mina")),
        ],
    )
