"""Step 1 of a process, and moving it from one step to another."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import GuardedTexts, optional_text, refuse_person
from collaboration.models import ProcessCycle
from collaboration.services.initiation import TEXTS
from collaboration.steps import StepInfo

MAX_REASON = 2000


class InitiationForm(GuardedTexts, forms.Form):
    """Everything may be left empty: the step says what is missing before it is left."""

    guarded = TEXTS

    need = optional_text(
        gettext_lazy("Behov eller problem"),
        gettext_lazy("Vad är det som ni behöver lösa tillsammans, och varför just nu?"),
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("Varifrån det kommer"),
        required=False,
        choices=[("", gettext_lazy("Inte sagt än")), *ProcessCycle.Origin.choices],
    )
    origin_note = forms.CharField(
        label=gettext_lazy("Vilket mål, uppdrag eller problem"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Till exempel: uppdrag 3.2 i budgeten för 2026"),
    )
    steering_group = optional_text(
        gettext_lazy("Styrgrupp"),
        gettext_lazy("Befattning och part, en per rad. Styrgruppen beslutar om mål och resurser."),
    )
    working_group = optional_text(
        gettext_lazy("Arbetsgrupp"),
        gettext_lazy("Befattning och part, en per rad. De gör arbetet och träffas ofta."),
    )
    communication_plan = optional_text(
        gettext_lazy("Kommunikationsplan"),
        gettext_lazy("Vad ska berättas, för vilka, när och hur? Den behöver bara vara påbörjad."),
    )
    communication_lead = forms.CharField(
        label=gettext_lazy("Ansvarig för kommunikationen"), required=False, max_length=200
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MoveForm(forms.Form):
    """``from_step`` is where the reader saw the process; a reason is asked for when needed."""

    reason = forms.CharField(
        label=gettext_lazy("Varför"),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Skriv varför, så att alla som är med förstår.")},
    )
    from_step = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asks_why: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_why:
            self.fields["reason"].required = False
            self.fields["reason"].widget = forms.HiddenInput()

    def clean_reason(self) -> str:
        return refuse_person(self.cleaned_data["reason"])


class ReviewForm(MoveForm):
    """What has changed, or why it stands: wanted, but nobody is stopped for want of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("Vad har ändrats, eller varför står det kvar?")


class BackForm(MoveForm):
    to_step = forms.ChoiceField(
        label=gettext_lazy("Till vilket steg"), widget=forms.RadioSelect, choices=()
    )
    field_order = ("to_step", "reason", "from_step")

    def __init__(self, *args: Any, earlier: Iterable[StepInfo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(str(info.step), str(info.step.label)) for info in earlier]
        self.fields["to_step"].choices = steps
        if steps:
            self.fields["to_step"].initial = steps[-1][0]
        self.fields["reason"].help_text = _(
            "Till exempel: en ny part har kommit med, eller nya uppgifter har ändrat bilden."
        )
