"""What the central office asks for when it wants a month's reports now."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followup.forms.dashboards import months_offered
from followup.reports.monthly import CITY
from programs.models import ResponsibleBody
from trygghet.months import month_name, parse_month


class BuildForm(forms.Form):
    """``omfattning`` is ``staden``, a committee's code, or empty for all the month's reports."""

    manad = forms.ChoiceField(
        label=_("Månad"), error_messages={"invalid_choice": _("Välj en månad som är slut.")}
    )
    omfattning = forms.SlugField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, newest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manad"].choices = [
            (f"{month:%Y-%m}", month_name(month).capitalize()) for month in months_offered(newest)
        ]

    def clean_manad(self) -> date:
        return parse_month(self.cleaned_data["manad"])

    def clean_omfattning(self) -> str:
        code = self.cleaned_data["omfattning"]
        if code in ("", CITY) or ResponsibleBody.objects.filter(code=code).exists():
            return code
        raise forms.ValidationError(_("Det finns ingen nämnd med den koden."))


class NewEditionForm(forms.Form):
    """Why the month's report is made anew."""

    reason = forms.CharField(
        label=_("Varför behövs en ny utgåva?"),
        help_text=_("Står på framsidan, till exempel: Järvas lägesbild har kommit in."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
