"""Activities as forms: they validate, and never save."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.forms.guarded import GuardedTexts, refuse_person
from followup.models import Activity, Measure
from followup.selectors.owners import owners_for
from trygghet.ui.widgets import DateInput


class WorkForm(GuardedTexts, forms.ModelForm):
    """A form over a row that a service writes; ``guarded`` texts may not point out a person."""

    def _post_clean(self) -> None:
        """The instance is left as it was read: the service writes, and checks its constraints."""


class AmountField(forms.DecimalField):
    """A number as people write it: ``125 000``, with any kind of space between the thousands."""

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class StateForm(forms.Form):
    """Why a measure is paused or stopped."""

    reason = forms.CharField(
        label=_("Varför?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_reason(self) -> str:
        return refuse_person(self.cleaned_data["reason"])


class LateReasonForm(forms.Form):
    """Why an activity is late, or was; it may be sent together with the word that it is done."""

    late_reason = forms.CharField(
        label=_("Varför den är sen"),
        max_length=500,
        required=False,
        widget=forms.TextInput,
        error_messages={"required": _("Skriv varför, så att alla som är med förstår.")},
    )

    def __init__(
        self, *args: Any, activity: Activity, is_required: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["late_reason"]
        field.required = is_required
        field.widget.attrs["id"] = f"sen-{activity.pk}"
        if activity.done_on:
            field.label = _("Skriv varför den blev sen")

    def clean_late_reason(self) -> str:
        return refuse_person(self.cleaned_data["late_reason"])


class DoneDayForm(forms.Form):
    done_on = forms.DateField(label=_("Klar den"), widget=DateInput)


class ActivityForm(WorkForm):
    guarded = ("title", "late_reason")

    class Meta:
        model = Activity
        fields = ("title", "owner", "due_on", "late_reason")
        widgets = {"due_on": DateInput}
        help_texts = {
            "title": _("Till exempel: Beställ ny belysning till gångvägen"),
            "late_reason": _("Behövs när en dag som har passerat flyttas framåt."),
        }
        labels = {"late_reason": _("Varför den är sen")}

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_owners(measure)
        self.fields["late_reason"].required = False
        if not self._is_late():
            del self.fields["late_reason"]

    def _is_late(self) -> bool:
        """Late, or done late, or said why: else there is nothing to ask for."""
        row = self.instance
        if row.pk is None:
            return False
        return bool(row.late_reason) or (row.done_on or timezone.localdate()) > row.due_on

    def _offer_owners(self, measure: Measure) -> None:
        """Those who work with the measure; one who has left is named, and cannot stay."""
        field = self.fields["owner"]
        field.queryset = owners_for(measure)
        field.empty_label = _("Välj person")
        field.error_messages["invalid_choice"] = _(
            "Personen har slutat eller har ingen roll hos dem som arbetar med åtgärden. Välj en "
            "annan ansvarig."
        )
        owner = self.instance.owner if self.instance.pk else None
        if owner and owner not in field.queryset:
            said = _("%(name)s har slutat eller har ingen roll här längre. Välj en ny ansvarig.")
            field.help_text = said % {"name": owner.name}
