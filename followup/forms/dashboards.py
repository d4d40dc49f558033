"""What the reader asks of a follow-up page, in its address."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from followup.selectors.places import Place
from programs.models import FocusArea, ProblemType, ResponsibleBody
from trygghet.months import add_months, month_name

MONTHS_BACK = 36


def months_offered(newest: date) -> list[date]:
    return [add_months(newest, -back) for back in range(MONTHS_BACK)]


class DashboardFilterForm(forms.Form):
    """Which month, bodies, type of problem and area to show; an empty choice is everything."""

    manad = forms.ChoiceField(label=_("Månad"), required=False)
    fokus = forms.ChoiceField(label=_("Fokusområde"), required=False)
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
        focus_areas: Iterable[FocusArea] = (),
    ) -> None:
        """``places`` is None on a body's page, which has neither kinds nor areas to choose."""
        super().__init__(data)
        self.fields["manad"].choices = _months(newest)
        self.fields["fokus"].choices = _focus(focus_areas)
        self.fields["problemtyp"].choices = [
            ("", _("Alla typer")),
            *((each.code, each.name) for each in types),
        ]
        if places is None:
            del self.fields["typ"], self.fields["omrade"], self.fields["fokus"]
            return
        self.fields["typ"].choices = [("", _("Alla")), *ResponsibleBody.Kind.choices]
        self.fields["omrade"].choices = [
            ("", _("Hela staden")),
            *((place.code, place.name) for place in places),
        ]


class WorkDashboardForm(forms.Form):
    """Which month, and which focus area where there is one to choose."""

    manad = forms.ChoiceField(label=_("Månad"), required=False)
    fokus = forms.ChoiceField(label=_("Fokusområde"), required=False)

    def __init__(
        self, data: QueryDict, *, newest: date, focus_areas: Iterable[FocusArea] | None
    ) -> None:
        super().__init__(data)
        self.fields["manad"].choices = _months(newest)
        if focus_areas is None:
            del self.fields["fokus"]
        else:
            self.fields["fokus"].choices = _focus(focus_areas)


def _months(newest: date) -> list[tuple[str, str]]:
    return [(f"{month:%Y-%m}", month_name(month).capitalize()) for month in months_offered(newest)]


def _focus(areas: Iterable[FocusArea]) -> list[tuple[str, object]]:
    return [("", _("Alla")), *((area.code, area.name) for area in areas)]
