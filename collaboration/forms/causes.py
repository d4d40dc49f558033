"""Forms of the cause analysis: its texts, a cause, its evidence and its verdict.

The analysis is read by every party, so no text may point out a person.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.forms.classified import TOO_LONG
from collaboration.forms.guarded import optional_text, refuse_person
from collaboration.models import Cause, CauseEvidence, SubStep
from collaboration.selectors.causes import CauseLine
from trygghet.ui.widgets import DateInput, RowRadioSelect

MAX_REASON = 2000
SIDE, CAUSE = "side", "cause"


class GuardedForm(forms.Form):
    """Refuses texts that point out a person, and says how long a text that is too long is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if getattr(field, "max_length", None):
                field.error_messages["max_length"] = TOO_LONG

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                try:
                    refuse_person(value)
                except forms.ValidationError as error:
                    self.add_error(name, error)
        return cleaned


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class PrepareForm(GuardedForm):
    delimitation = optional_text(
        _("Problemet, avgränsat"),
        _("Till exempel: rån mot unga vid torget, fredag och lördag kl. 20–02, sedan i våras."),
    )
    team = optional_text(
        _("Vilka som gör analysen"),
        _("Befattning och part, en per rad. Ta med någon som är på platsen ofta."),
        max_length=500,
    )
    due_on = forms.DateField(label=_("Klar senast"), required=False, widget=DateInput)
    data_available = optional_text(
        _("Underlag som finns"),
        _("Till exempel: polisens händelser, fältgruppens anteckningar, elevenkäten."),
    )
    version = _version()


class DeepenForm(GuardedForm):
    what = optional_text(
        _("Vad händer?"), _("Till exempel: unga blir av med telefon och jacka under hot.")
    )
    where = optional_text(_("Var?"), _("Till exempel: gångvägen mellan stationen och skolan."))
    when = optional_text(_("När?"), _("Till exempel: fredagar efter träningen, mest i mörker."))
    how = optional_text(
        _("Hur går det till?"), _("Till exempel: tre till fem personer omringar en.")
    )
    exposed = optional_text(
        _("Vilka drabbas?"), _("Som grupp, aldrig som person. Till exempel: pojkar 13–16 år.")
    )
    chain_of_events = optional_text(
        _("Händelsekedjan"),
        _("Vad händer före, under och efter? Skriv ett led per rad: varje led går att bryta."),
        rows=4,
    )
    offender = optional_text(_("Den som begår brottet"), _("Som grupp. Vad vill de uppnå?"))
    handler = optional_text(
        _("Vem kan hålla tillbaka?"), _("Till exempel: föräldrar, skola, fältgrupp.")
    )
    target = optional_text(
        _("Den eller det som utsätts"), _("Varför just de? Till exempel: går hem ensamma.")
    )
    guardian = optional_text(
        _("Vem kan skydda?"), _("Till exempel: kamrater, vuxna i rörelse, väktare.")
    )
    place = optional_text(
        _("Platsen"), _("Vad gör den lätt att använda? Till exempel: mörk och tom.")
    )
    manager = optional_text(
        _("Vem råder över platsen?"), _("Till exempel: trafiknämnden, fastighetsägaren.")
    )
    version = _version()


TEXT_FORMS: dict[str, type[GuardedForm]] = {
    SubStep.PREPARE: PrepareForm,
    SubStep.DEEPEN: DeepenForm,
}


class CauseForm(GuardedForm):
    """A cause and where it stands: on a side of the triangle, or under another cause."""

    text = forms.CharField(
        label=_("Orsak"),
        max_length=300,
        help_text=_("En orsak i taget, i en mening. Till exempel: gångvägen är mörk."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    under = forms.ChoiceField(
        label=_("Var den hör hemma"),
        help_text=_("Fråga ”varför?” om en orsak: svaret är en indirekt orsak, under den."),
    )

    def __init__(self, *args: Any, lines: Iterable[CauseLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        causes = [(f"{CAUSE}-{line.cause.pk}", _named(line)) for line in lines]
        sides = [(f"{SIDE}-{side}", label) for side, label in Cause.Side.choices]
        choices: list[Any] = [(_("Direkt orsak, på triangelns sida"), sides)]
        if causes:
            choices.append((_("Indirekt orsak, under orsaken"), causes))
        self.fields["under"].choices = choices

    def place(self) -> dict[str, Any]:
        """``side`` or ``parent`` (an id), as it was chosen."""
        kind, _dash, key = self.cleaned_data["under"].partition("-")
        return {"side": "", "parent": int(key)} if kind == CAUSE else {"side": key, "parent": None}


def _named(line: CauseLine) -> str:
    return f"{line.number} {line.cause.text}"


class ChangeCauseForm(CauseForm):
    version = _version()


class EvidenceForm(GuardedForm):
    prefix = "evidence"
    side = forms.ChoiceField(
        label=_("Talar det för eller emot?"),
        choices=CauseEvidence.Side.choices,
        widget=RowRadioSelect,
    )
    text = optional_text(
        _("Vad vet ni?"),
        _("Till exempel: sju av nio rån skedde efter solnedgången."),
        rows=2,
        required=True,
        max_length=1000,
    )
    source = forms.CharField(
        label=_("Källa"),
        max_length=300,
        help_text=_("Till exempel: polisens händelserapporter, januari–oktober."),
    )


class VerdictForm(GuardedForm):
    tested_how = optional_text(
        _("Hur har ni prövat den?"),
        _("Till exempel: vi jämförde tiderna för rånen med när belysningen var trasig."),
    )
    verdict = forms.ChoiceField(
        label=_("Er bedömning"),
        choices=[choice for choice in Cause.Verdict.choices if choice[0] != Cause.Verdict.UNTESTED],
        widget=RowRadioSelect,
    )
    verdict_reason = optional_text(
        _("Varför bedömer ni den så?"),
        _("Den som läser ska förstå utan att ha varit med."),
        required=True,
        max_length=MAX_REASON,
        error_messages={"required": _("Skriv varför ni bedömer orsaken så.")},
    )
    can_influence = forms.TypedChoiceField(
        label=_("Kan ni påverka orsaken?"),
        choices=[("", _("Vet inte än")), ("yes", _("Ja")), ("no", _("Nej"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=RowRadioSelect,
    )
    version = _version()
