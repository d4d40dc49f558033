"""A measure's state: begun, paused, stopped with the reason, taken up again, finished."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from followup.forms.work import StateForm
from followup.models import Measure
from followup.services import measures
from followup.views.measures import measure_to_change
from followup.views.shared import ASK, tell
from trygghet.http import Request

State = Measure.State


@dataclass(frozen=True)
class _Hold:
    state: State
    title: Any
    button: Any
    done: Any


PAUSE = _Hold(
    State.PAUSED,
    gettext_lazy("Pausa åtgärden?"),
    gettext_lazy("Pausa"),
    gettext_lazy("Åtgärden är pausad."),
)
STOP = _Hold(
    State.STOPPED,
    gettext_lazy("Avbryta åtgärden?"),
    gettext_lazy("Avbryt åtgärden"),
    gettext_lazy("Åtgärden är avbruten."),
)


@require_http_methods(ASK)
def measure_pause(request: Request, pk: int) -> HttpResponse:
    return _hold(request, pk, PAUSE)


@require_http_methods(ASK)
def measure_stop(request: Request, pk: int) -> HttpResponse:
    return _hold(request, pk, STOP)


def _hold(request: Request, pk: int, hold: _Hold) -> HttpResponse:
    """Ask for the reason, which stays on the measure's page."""
    measure = measure_to_change(request, pk)
    form = StateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tell(
            request,
            lambda: measures.change_state(
                measure=measure, state=hold.state, acting_user=request.user, **form.cleaned_data
            ),
            str(hold.done),
        )
        return redirect("followup:measure-detail", pk=pk)
    context = {
        "title": hold.title,
        "text": _(
            "Skälet står kvar på åtgärdens sida, och den kan tas upp igen. Aktiviteter som är kvar "
            "vilar så länge: de räknas inte som sena och ingen påminns om dem."
        ),
        "confirm_text": hold.button,
        "cancel_url": reverse("followup:measure-detail", args=[pk]),
        "form": form,
    }
    return render(request, "confirm.html", context)


@require_POST
def measure_state(request: Request, pk: int) -> HttpResponse:
    """Begin it, take it up again, or say that it is done: one click."""
    measure = measure_to_change(request, pk)
    wanted = request.POST.get("state", "")
    if wanted not in (State.ONGOING, State.DONE):
        raise Http404(_("Det finns inget sådant läge."))
    done = _finished(measure) if wanted == State.DONE else _("Åtgärden pågår.")
    tell(
        request,
        lambda: measures.change_state(measure=measure, state=wanted, acting_user=request.user),
        done,
    )
    return redirect("followup:measure-detail", pk=pk)


def _finished(measure: Measure) -> str:
    if left := measure.activities.left().count():
        said = ngettext(
            "Åtgärden är klar. %(number)d aktivitet som inte är gjord vilar.",
            "Åtgärden är klar. %(number)d aktiviteter som inte är gjorda vilar.",
            left,
        )
        return said % {"number": left}
    return _("Åtgärden är klar.")
