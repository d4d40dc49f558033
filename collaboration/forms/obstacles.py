"""Lifting an obstacle, answering it, and the list's filter."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.classified import person_error
from collaboration.forms.guarded import long_text, refuse_person
from collaboration.models import Obstacle
from collaboration.models.classification import Classification
from programs.models import ResponsibleBody
from trygghet.ui.widgets import DateInput, RowRadioSelect


class ObstacleForm(forms.Form):
    """What stops the work, and what is needed. Text that points out a person must be restricted."""

    GUARDED = ("title", "description", "need")

    body = forms.ModelChoiceField(ResponsibleBody.objects.none(), label=gettext_lazy("Nämnd"))
    title = forms.CharField(
        label=gettext_lazy("Hindret i korthet"),
        max_length=160,
        help_text=gettext_lazy("Till exempel: Felanmäld belysning lagas för sent"),
    )
    description = long_text(
        gettext_lazy("Vad är det som hindrar?"),
        gettext_lazy("Vad ni har försökt, och varför ni inte kan lösa det själva."),
    )
    need = long_text(
        gettext_lazy("Vad behövs?"),
        gettext_lazy("Det som stadsledningskontoret behöver besluta eller ordna."),
    )
    classification = forms.ChoiceField(
        label=gettext_lazy("Vem får läsa"),
        choices=Classification.choices,
        widget=RowRadioSelect,
        initial=Classification.INTERNAL,
        help_text=gettext_lazy(
            "Öppen: alla, även i månadsrapporten. Intern: stadens medarbetare. "
            "Skyddad: samordnare, chef och stadsledningskontoret."
        ),
    )
    classification_reason = forms.CharField(
        label=gettext_lazy("Varför uppgiften är skyddad"), max_length=300, required=False
    )

    def __init__(self, *args: Any, bodies: list[ResponsibleBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        field.queryset = ResponsibleBody.objects.filter(pk__in=[body.pk for body in bodies])
        field.choices = [(body.pk, body.name) for body in bodies]
        if len(bodies) == 1:
            field.widget, field.initial = forms.HiddenInput(), bodies[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        restricted = cleaned.get("classification") == Classification.RESTRICTED
        if restricted and not cleaned.get("classification_reason"):
            self.add_error("classification_reason", _("Skriv varför uppgiften är skyddad."))
        for name in () if restricted else self.GUARDED:
            if error := person_error(cleaned.get(name) or ""):
                self.add_error(name, error)
        if not restricted:
            cleaned["classification_reason"] = ""
        return cleaned


class AnswerForm(forms.Form):
    """The central office's answer."""

    answer = long_text(
        gettext_lazy("Svar"), gettext_lazy("Vad som händer nu, och vem som gör vad.")
    )
    decision = forms.CharField(
        label=gettext_lazy("Beslut"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Vad som beslutades och var, gärna med diarienummer."),
    )
    decided_on = forms.DateField(label=gettext_lazy("Beslutsdatum"), widget=DateInput)

    def __init__(self, *args: Any, obstacle: Obstacle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obstacle = obstacle
        self.fields["decided_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Beslutsdatumet kan inte ligga i framtiden."))
        if day < timezone.localdate(self.obstacle.raised_at).replace(month=1, day=1):
            raise forms.ValidationError(_("Datumet ligger långt före att hindret lyftes."))
        return day

    def clean_answer(self) -> str:
        return _guarded(self.cleaned_data["answer"], self.obstacle)

    def clean_decision(self) -> str:
        return _guarded(self.cleaned_data["decision"], self.obstacle)


class ReopenForm(forms.Form):
    reason = long_text(gettext_lazy("Varför räcker inte svaret?"))

    def __init__(self, *args: Any, obstacle: Obstacle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obstacle = obstacle

    def clean_reason(self) -> str:
        return _guarded(self.cleaned_data["reason"], self.obstacle)


def _guarded(text: str, obstacle: Obstacle) -> str:
    """An answer is read by those who read the obstacle."""
    restricted = obstacle.classification == Classification.RESTRICTED
    return text if restricted else refuse_person(text)


class ObstacleFilter(forms.Form):
    """What stands in the list's address; each part that is wrong is left out."""

    WAITING = "vantar"

    lage = forms.ChoiceField(
        label=gettext_lazy("Läge"),
        required=False,
        choices=[
            ("", gettext_lazy("Alla")),
            (WAITING, gettext_lazy("Väntar på svar")),
            *Obstacle.State.choices,
        ],
    )
    organ = forms.ModelChoiceField(
        ResponsibleBody.objects.none(),
        label=gettext_lazy("Nämnd"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("Alla"),
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if bodies is None:
            del self.fields["organ"]
        else:
            self.fields["organ"].queryset = bodies
