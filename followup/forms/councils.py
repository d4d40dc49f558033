"""A council's decision as an activity: in which measure, by whom, and when."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import GuardedTexts
from collaboration.forms.own_body import DayField
from followup.models import Measure
from followup.selectors.owners import owners_for
from programs.models import ResponsibleBody
from trygghet.accounts.models import User
from trygghet.swedish import swedish
from trygghet.ui.widgets import RowRadioSelect


class CarryOutForm(GuardedTexts, forms.Form):
    """``body`` leads the council: it gets a measure of its own when none of ``measures`` fits."""

    guarded = ("title", "new_measure")

    title = forms.CharField(
        label=gettext_lazy("Aktivitet"),
        max_length=200,
        help_text=gettext_lazy("Vad som ska göras, så att det går att säga när det är klart."),
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Ansvarig person"),
        empty_label=gettext_lazy("Välj person"),
    )
    due_on = DayField(label=gettext_lazy("Klar senast"))
    measure = forms.ModelChoiceField(
        Measure.objects.none(),
        label=gettext_lazy("Hör till åtgärden"),
        required=False,
        empty_label=gettext_lazy("En ny åtgärd hos nämnden"),
    )
    new_measure = forms.CharField(
        label=gettext_lazy("Den nya åtgärden"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Behövs bara när ingen av era åtgärder passar."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Slag av prevention i den nya åtgärden"),
        choices=Measure.Kind.choices,
        widget=RowRadioSelect,
        required=False,
        initial=Measure.Kind.SITUATIONAL,
    )

    def __init__(
        self, *args: Any, body: ResponsibleBody, measures: QuerySet[Measure], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own = Measure(responsible=body)
        rows = list(measures)
        self.fields["measure"].queryset = measures
        self.fields["measure"].choices = self._grouped(rows)
        self.fields["owner"].queryset = self._people(rows)
        if not rows:
            del self.fields["measure"]

    def _grouped(self, rows: list[Measure]) -> list[tuple[Any, Any]]:
        groups: dict[str, list[tuple[int, str]]] = {}
        for row in rows:
            name = row.process.title if row.process else _("Utan samverkan")
            groups.setdefault(name, []).append((row.pk, row.title))
        return [("", self.fields["measure"].empty_label), *groups.items()]

    def _people(self, rows: list[Measure]) -> QuerySet[User]:
        """Everybody who may own an activity in one of them; once for each process and body."""
        kinds = {(row.process_id, row.responsible_id): row for row in (self.own, *rows)}
        people: set[int] = set()
        for row in kinds.values():
            people.update(owners_for(row).values_list("pk", flat=True))
        return User.objects.filter(pk__in=people).order_by(swedish("name"), "pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "measure" not in self.errors and not cleaned.get("measure"):
            self._check_new(cleaned)
        owner = cleaned.get("owner")
        works_in = cleaned.get("measure") or self.own
        if owner and not owners_for(works_in).filter(pk=owner.pk).exists():
            self.add_error("owner", _("%(name)s är inte med i den åtgärden.") % {"name": owner})
        return cleaned

    def _check_new(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("new_measure"):
            self.add_error("new_measure", _("Välj en åtgärd, eller skriv vad den nya ska heta."))
        if not cleaned.get("kind"):
            self.add_error("kind", _("Välj slag av prevention."))

    def to_carry_out(self) -> dict[str, Any]:
        """What ``services.council_activities.carry_out`` takes."""
        cleaned = self.cleaned_data
        measure = cleaned.get("measure")
        new = None if measure else (cleaned["new_measure"], cleaned["kind"])
        names = "title", "owner", "due_on"
        return {name: cleaned[name] for name in names} | {"measure": measure, "new_measure": new}
