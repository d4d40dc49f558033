"""What texts of a report have in common: how far they may travel, and no persons in them."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration import guard
from collaboration.completeness import REASON_PENDING
from collaboration.models.classification import Classification
from trygghet.ui.widgets import RowRadioSelect

CONTEXT = 24  # characters shown on each side of a find
SHOWN = 5
TOO_LONG = gettext_lazy(
    "Texten är för lång: %(show_value)d tecken av högst %(limit_value)d. Korta den."
)


def marked(text: str) -> SafeString:
    """The places where ``text`` seems to point out a person, each marked in its surroundings."""
    return format_html_join(
        "",
        "<br>{}: ”{}{}<mark>{}</mark>{}{}”",
        (
            (
                match.kind.label,
                "…" if match.start > CONTEXT else "",
                text[max(0, match.start - CONTEXT) : match.start],
                text[match.start : match.end],
                text[match.end : match.end + CONTEXT],
                "…" if match.end + CONTEXT < len(text) else "",
            )
            for match in guard.find(text)[:SHOWN]
        ),
    )


def person_error(text: str) -> SafeString | None:
    """What to say at the field of an open or internal text that seems to point out a person."""
    if not (places := marked(text)):
        return None
    return format_html(
        "{}{}",
        _(
            "Texten ser ut att peka ut en person. Skriv om platsen i stället, eller välj Skyddad "
            "och skriv varför."
        ),
        places,
    )


class ClassifiedForm(forms.ModelForm):
    """A form whose ``guarded`` fields may not point out a person unless the text is restricted."""

    guarded: tuple[str, ...] = ()
    classification = forms.ChoiceField(
        label=gettext_lazy("Vem får läsa?"),
        choices=Classification,
        widget=RowRadioSelect,
        help_text=gettext_lazy(
            "Öppen: alla, även månadsrapporten. Intern: kommunens personal. Skyddad: bara ni och "
            "stadsledningskontoret."
        ),
    )
    classification_reason = forms.CharField(
        label=gettext_lazy("Varför är uppgiften skyddad?"), max_length=300, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        for field in self.fields.values():
            if getattr(field, "max_length", None):
                field.error_messages["max_length"] = TOO_LONG
        if self.instance.classification_reason == REASON_PENDING:
            self.initial["classification_reason"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("classification") == Classification.RESTRICTED:
            if not cleaned.get("classification_reason"):
                self.add_error("classification_reason", _("Skriv varför uppgiften är skyddad."))
            return cleaned
        cleaned["classification_reason"] = ""
        for name in self.guarded:
            if error := person_error(cleaned.get(name) or ""):
                self.add_error(name, error)
        return cleaned

    def _post_clean(self) -> None:
        """The instance is left as it was read: the service writes, and checks its constraints."""
