"""A safety walk: its plan, a finding on the phone, who took part, and the answer to a finding."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import long_text, refuse_person
from collaboration.forms.kept_photo import KeptPhotoForm
from collaboration.forms.own_body import DayField, OwnBodyForm
from collaboration.forms.places import area_choices
from collaboration.models import CollaborationProcess, SafetyWalk, WalkFinding, WalkGroup
from programs.maps import is_inside_city
from programs.models import Area, ProblemType, ResponsibleBody
from trygghet.ui.widgets import DateInput

GROUP_ROWS = 6
LARGEST_GROUP = 500
OLDEST = timedelta(days=30)  # a phone keeps a finding for 14 days
State = WalkFinding.State


class WalkForm(OwnBodyForm):
    guarded = ("title", "preparation", "route")

    title = forms.CharField(
        label=gettext_lazy("Rubrik"),
        max_length=160,
        help_text=gettext_lazy("Till exempel: Kvällsvandring vid stationen"),
    )
    walk_on = DayField(label=gettext_lazy("Datum"))
    area = forms.ModelChoiceField(
        Area.objects.none(), label=gettext_lazy("Område"), required=False, empty_label="–"
    )
    preparation = long_text(
        gettext_lazy("Förberedelse"),
        gettext_lazy("Vilka som bjuds in som grupp, frågor att ha med sig, vem som leder."),
        required=False,
    )
    route = long_text(
        gettext_lazy("Sträcka"),
        gettext_lazy("Var ni samlas och vilken väg ni går."),
        required=False,
    )
    process = forms.ModelChoiceField(
        CollaborationProcess.objects.none(),
        label=gettext_lazy("Hör till samverkan"),
        required=False,
        empty_label=gettext_lazy("Ingen"),
    )

    field_order = ["body", "title", "walk_on", "area", "route", "preparation", "process"]

    def __init__(self, *args: Any, bodies: list[ResponsibleBody], **kwargs: Any) -> None:
        super().__init__(*args, bodies=bodies, **kwargs)
        choices = area_choices(bodies, timezone.localdate())
        area = self.fields["area"]
        area.queryset = Area.objects.filter(
            pk__in=[pk for _n, group in choices for pk, _l in group]
        )
        area.choices = [("", _("Välj område")), *choices]
        self.fields["process"].queryset = CollaborationProcess.objects.filter(
            lead_body__in=bodies, ended_on__isnull=True
        )
        self.ask_only_with_answers("process")


class FindingForm(KeptPhotoForm):
    """What was found, on the phone; ``found_at`` is set by a phone that was without network."""

    category = forms.ModelChoiceField(
        ProblemType.objects.filter(is_active=True),
        label=gettext_lazy("Kategori"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Välj kategori."),
            "invalid_choice": gettext_lazy("Välj något i listan."),
        },
    )
    text = forms.CharField(
        label=gettext_lazy("Vad ser du?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Alla får läsa. Skriv om platsen, inte om vem."),
    )
    place = forms.CharField(label=gettext_lazy("Plats"), max_length=160, required=False)
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput)
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput)
    found_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return refuse_person(self.cleaned_data["text"])

    def clean_place(self) -> str:
        return refuse_person(self.cleaned_data["place"])

    def clean_found_at(self) -> datetime:
        """When the phone says that it was; a clock that is wrong gives the time of arrival."""
        now = timezone.now()
        try:
            found_at = datetime.fromisoformat(self.cleaned_data["found_at"])
        except ValueError:
            return now
        is_sane = timezone.is_aware(found_at) and now - OLDEST < found_at < now
        return found_at if is_sane else now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        longitude, latitude = cleaned.get("longitude"), cleaned.get("latitude")
        if longitude is None or latitude is None:
            cleaned["longitude"] = cleaned["latitude"] = None
        elif not is_inside_city(longitude, latitude, timezone.localdate()):
            self.add_error(
                "place",
                _("Markeringen på kartan ligger utanför staden. Flytta den eller ta bort den."),
            )
        return cleaned

    def finding(self) -> dict[str, Any]:
        """What ``services.walks.log_finding`` takes."""
        names = "category", "text", "place", "longitude", "latitude", "found_at", "photo"
        return {name: self.cleaned_data[name] for name in names}


class ChangeFindingForm(FindingForm):
    """What was logged, put right at a desk: the categories as a list."""

    category = forms.ModelChoiceField(
        ProblemType.objects.filter(is_active=True),
        label=gettext_lazy("Kategori"),
        empty_label=None,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)

    field_order = ("text", "category")

    def changed(self) -> dict[str, Any]:
        """What ``services.walks.change_finding`` takes."""
        fields = self.finding()
        del fields["found_at"]
        return fields | {"version": self.cleaned_data["version"] or 0}


class FinishForm(forms.Form):
    """Who took part, by group and number, and which body each finding is for."""

    def __init__(
        self,
        *args: Any,
        walk: SafetyWalk,
        findings: Iterable[WalkFinding],
        bodies: Iterable[ResponsibleBody],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        bodies = list(bodies)
        self.findings = [finding for finding in findings if finding.state == State.OPEN]
        self.bodies = {str(body.pk): body for body in bodies}
        choices = [(body.pk, body.name) for body in bodies]
        for finding in self.findings:
            self.fields[f"responsible_{finding.pk}"] = forms.ChoiceField(
                label=_("Vem ska svara?"),
                choices=choices,
                initial=finding.responsible_id or walk.body_id,
            )
        groups = list(walk.groups.order_by("pk"))
        self.rows = range(max(GROUP_ROWS, len(groups) + 1))
        for row in self.rows:
            self._add_group(row, groups[row] if row < len(groups) else None)

    def _add_group(self, row: int, group: WalkGroup | None) -> None:
        number = {"number": row + 1}
        self.fields[f"group_{row}"] = forms.CharField(
            label=_("Grupp %(number)s") % number,
            max_length=100,
            required=False,
            initial=group.group if group else "",
        )
        self.fields[f"count_{row}"] = forms.IntegerField(
            label=_("Antal i grupp %(number)s") % number,
            min_value=1,
            max_value=LARGEST_GROUP,
            required=False,
            initial=group.count if group else None,
        )

    @property
    def group_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"group_{row}"], self[f"count_{row}"]) for row in self.rows]

    @property
    def finding_fields(self) -> list[tuple[WalkFinding, Any]]:
        return [(finding, self[f"responsible_{finding.pk}"]) for finding in self.findings]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen = set()
        for row in self.rows:
            name, count = cleaned.get(f"group_{row}", ""), cleaned.get(f"count_{row}")
            self._check_group(row, name, count)
            if name and name.casefold() in seen:
                self.add_error(f"group_{row}", _("Gruppen står redan ovanför."))
            seen.add(name.casefold())
        return cleaned

    def _check_group(self, row: int, name: str, count: int | None) -> None:
        if name and count is None and f"count_{row}" not in self.errors:
            self.add_error(f"count_{row}", _("Skriv hur många de var."))
        if count and not name and f"group_{row}" not in self.errors:
            self.add_error(f"group_{row}", _("Skriv vilken grupp det var."))
        try:
            refuse_person(name)
        except forms.ValidationError as error:
            self.add_error(f"group_{row}", error)

    def groups(self) -> list[tuple[str, int]]:
        pairs = [
            (self.cleaned_data[f"group_{row}"], self.cleaned_data[f"count_{row}"])
            for row in self.rows
        ]
        return [(name, count) for name, count in pairs if name]

    def handed_over(self) -> list[tuple[WalkFinding, ResponsibleBody]]:
        """The findings that are for another body than they were."""
        chosen = [
            (finding, self.bodies[self.cleaned_data[f"responsible_{finding.pk}"]])
            for finding in self.findings
        ]
        return [(finding, body) for finding, body in chosen if finding.responsible_id != body.pk]


class AnswerFindingForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("Vad händer med det?"),
        choices=[(state.value, state.label) for state in State if state != State.OPEN],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("Svar"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Vad ni gör och vem som gör det, så att de som gick kan få veta."),
    )
    promised_on = DayField(
        label=gettext_lazy("Klart senast"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Behövs när det ska åtgärdas."),
    )

    def clean_answer(self) -> str:
        return refuse_person(self.cleaned_data["answer"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_promise = cleaned.get("state") == State.WILL_FIX
        if is_promise and not cleaned.get("promised_on") and "promised_on" not in self.errors:
            self.add_error("promised_on", _("Skriv vilken dag det ska vara klart."))
        return cleaned


class WalkFilter(forms.Form):
    """What stands in the list's address; each part that is wrong is left out."""

    OURS = "svar"

    visa = forms.ChoiceField(
        label=gettext_lazy("Visa"),
        required=False,
        choices=[
            ("", gettext_lazy("Alla vandringar")),
            (OURS, gettext_lazy("Väntar på ert svar")),
        ],
    )
    lage = forms.ChoiceField(
        label=gettext_lazy("Läge"),
        required=False,
        choices=[("", gettext_lazy("Alla")), *SafetyWalk.State.choices],
    )
    organ = forms.ModelChoiceField(
        ResponsibleBody.objects.all(),
        label=gettext_lazy("Nämnd"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("Alla"),
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = bodies
