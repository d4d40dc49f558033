"""What the reader asks of a follow-up page, in its address."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from followup.selectors.places import Place
from programs.models import ProblemType, ResponsibleBody
from trygghet.months import add_months, month_name

MONTHS_BACK = 36


def months_offered(newest: date) -> list[date]:
    return [add_months(newest, -back) for back in range(MONTHS_BACK)]


class DashboardFilterForm(forms.Form):
    """Which month, bodies, type of problem and area to show; an empty choice is everything."""

    manad = forms.ChoiceField(label=_("Månad"), required=False)
    typ = forms.ChoiceField(label=_("Nämnder och bolag"), required=False)
    problemtyp = forms.ChoiceField(label=_("Typ av problem"), required=False)
    omrade = forms.ChoiceField(label=_("Område"), required=False)

    def __init__(
        self,
        data: QueryDict,
        *,
        newest: date,
        types: Iterable[ProblemType],
        places: Iterable[Place] | None,
    ) -> None:
        """``places`` is None on a body's page, which has neither kinds nor areas to choose."""
        super().__init__(data)
        self.fields["manad"].choices = [
            (f"{month:%Y-%m}", month_name(month).capitalize()) for month in months_offered(newest)
        ]
        self.fields["problemtyp"].choices = [
            ("", _("Alla typer")),
            *((each.code, each.name) for each in types),
        ]
        if places is None:
            del self.fields["typ"], self.fields["omrade"]
            return
        self.fields["typ"].choices = [("", _("Alla")), *ResponsibleBody.Kind.choices]
        self.fields["omrade"].choices = [
            ("", _("Hela staden")),
            *((place.code, place.name) for place in places),
        ]
