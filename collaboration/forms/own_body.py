"""A form that a body's coordinator writes: for which body, in texts that point out nobody."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from collaboration.forms.guarded import GuardedTexts
from programs.models import ResponsibleBody
from trygghet.ui.widgets import DateInput

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
ODD_DAY = _("Kontrollera årtalet: skriv ett datum mellan 2000 och 2099.")


class DayField(forms.DateField):
    """A day within living memory: a slip of the finger in the year is told."""

    widget = DateInput
    default_validators = [MinValueValidator(FIRST, ODD_DAY), MaxValueValidator(LAST, ODD_DAY)]


class OwnBodyForm(GuardedTexts, forms.Form):
    """``guarded`` names the texts; ``bodies`` are those that the person writes for.

    A form that changes something carries the ``version`` that it was read in.
    """

    body = forms.ModelChoiceField(ResponsibleBody.objects.none(), label=_("Nämnd eller bolag"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, bodies: Sequence[ResponsibleBody] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(bodies)

    def offer(self, bodies: Sequence[ResponsibleBody]) -> None:
        """Let the person choose among ``bodies``; one alone is not asked about."""
        field = self.fields["body"]
        field.queryset = ResponsibleBody.objects.filter(pk__in=[body.pk for body in bodies])
        field.choices = [(body.pk, body.name) for body in bodies]
        if len(bodies) == 1:
            field.widget, field.initial = forms.HiddenInput(), bodies[0].pk

    def ask_only_with_answers(self, *names: str) -> None:
        """Leave out the optional choices that have nothing to choose."""
        for name in names:
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """What the service takes, besides the body and the version."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("body", "version")
        }
