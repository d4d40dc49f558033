"""A page with every component on it, so that each is looked at by a real browser."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import include, path
from django.utils.safestring import SafeString

from trygghet.history.selectors import Change, FieldChange
from trygghet.ui.widgets import DateInput, RowRadioSelect

TEMPLATE = Path(__file__).with_name("gallery.html")
CURVE = SafeString(
    '<svg viewBox="0 0 96 32" role="img" aria-label="Kurva"><polyline fill="none"'
    ' stroke="currentColor" stroke-width="2" points="0,24 24,22 48,16 72,12 96,8"/></svg>'
)
NOW = datetime(2026, 11, 3, 9, 24, tzinfo=UTC)
received: list[dict[str, str]] = []


class GalleryForm(forms.Form):
    title = forms.CharField(label="Rubrik", help_text="Till exempel ”Otrygg gångtunnel”.")
    seen_on = forms.DateField(label="Datum", widget=DateInput)
    kind = forms.ChoiceField(label="Typ av problem", choices=[("a", "Skadegörelse")])
    frequency = forms.ChoiceField(
        label="Hur ofta?",
        widget=forms.RadioSelect,
        choices=[("a", "Enstaka gång"), ("b", "Varje vecka")],
        help_text="Välj det som stämmer bäst.",
    )
    reader = forms.ChoiceField(
        label="Vem får läsa?",
        widget=RowRadioSelect,
        choices=[("open", "Öppen"), ("internal", "Intern"), ("restricted", "Skyddad")],
    )
    groups = forms.MultipleChoiceField(
        label="Vilka drabbas?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Boende"), ("b", "Barn")],
    )
    text = forms.CharField(label="Beskrivning", widget=forms.Textarea)
    photo = forms.FileField(label="Bild", required=False)
    checked = forms.BooleanField(label="Jag har kontrollerat texten")


class FilterForm(forms.Form):
    q = forms.CharField(label="Sök", required=False)
    body = forms.ChoiceField(label="Nämnd", required=False, choices=[("", "Alla nämnder")])
    late = forms.BooleanField(label="Bara försenade", required=False)


def _link(label: str, url: str = "#", **more: object) -> dict[str, Any]:
    return {"label": label, "url": url} | more


def _context(form: forms.Form) -> dict[str, Any]:
    states = [("Problem", "done"), ("Behov", "started"), ("Analys", "error"), ("Data", "empty")]
    return {
        "form": form,
        "ffilter": FilterForm(),
        "steps": [
            _link("Initiera", state="done", note="12 dagar"),
            _link("Kartlägga", state="current", note="dag 9"),
            _link("Lägesbild och orsaksanalys", "", state="upcoming"),
            _link("Genomföra", "", state="upcoming"),
            _link("Följa upp", "", state="upcoming"),
        ],
        "parts": [
            _link(label, f"?del={state}", key=state, state=state, current=state == "started")
            for label, state in states
        ],
        "rows": [
            ("Norrmalm", "approved", "restricted", "increasing", 12),
            ("Enskede-Årsta-Vantör", "late", "open", "decreasing", 5),
            ("Hägersten-Älvsjö", "returned", "internal", "new", 3),
            ("Östermalm", "draft", "open", "ended", 0),
        ],
        "events": [
            Change(NOW, "Anna Lind", "insert", "Skapade", "lägesbild", ()),
            Change(
                NOW,
                "Bo Ek",
                "update",
                "Ändrade",
                "lägesbild",
                (FieldChange("rubrik", "Torget", "Tunneln"), FieldChange("text", "", "Lång " * 60)),
            ),
        ],
        "months": [
            ("jan", "success", "check", "Godkänd"),
            ("feb", "danger", "alarm-clock", "Försenad"),
            ("mar", "info", "clock", "Väntar"),
            ("apr", "neutral", "circle-dashed", "Inte dags än"),
        ],
        "page": Paginator(range(200), 10).page(7),
        "curve": CURVE,
        "tabs": [_link("Översikt", current=True), _link("Problem", count=4)],
        "breadcrumbs": [_link("Lägesbilder", "/"), _link("Oktober 2026", "")],
        "now": NOW,
        "items": [_link("Beslut om samverkan", done=True), _link("En lägesbild från varje part")],
        "ctable": {"columns": ["Månad", "Antal"], "rows": [["Oktober", 12], ["November", None]]},
    }


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    form = GalleryForm()
    if request.method == "POST":
        received.append(request.POST.dict())
        form = GalleryForm(request.POST)
        if form.is_valid():
            messages.success(request, "Lägesbilden är sparad.")
            return redirect("gallery")
    template = engines["django"].from_string(TEMPLATE.read_text(encoding="utf-8"))
    return HttpResponse(template.render(_context(form), request))


@login_not_required
def question(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        messages.success(request, "Lägesbilden är borttagen.")
        return redirect("gallery")
    return render(
        request,
        "confirm.html",
        {
            "title": "Ta bort lägesbilden?",
            "text": "Texten går inte att få tillbaka.",
            "confirm_text": "Ta bort",
            "danger": True,
            "cancel_url": "/galleri/",
        },
    )


urlpatterns = [
    path("galleri/", gallery, name="gallery"),
    path("galleri/fraga/", question, name="question"),
    path("", include("trygghet.urls")),
]
