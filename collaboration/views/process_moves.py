"""Moving a process: on, back, into the next cycle, and to its end. Each asks before it is done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.exceptions import Refused, StepNotComplete
from collaboration.forms.process_steps import BackForm, MoveForm, ReviewForm
from collaboration.models import CollaborationProcess, CycleFollowUp
from collaboration.selectors.process import ProcessPage, process_page
from collaboration.services import steps
from collaboration.steps import STEPS, steps_before
from collaboration.views.processes import ASK, crumbs, to_lead
from trygghet.http import Request


@require_http_methods(ASK)
def process_forward(request: Request, pk: int) -> HttpResponse:
    page = _page(request, pk)
    if page.following is None:
        return redirect("collaboration:process-next-cycle", pk=pk)
    words = {"step": page.following.step.label}
    return _move(
        request,
        page,
        steps.move_forward,
        done=_("Samverkan är nu i steget %(step)s.") % words,
        title=_("Gå vidare till %(step)s?") % words,
        text=_("Det ni har skrivit i steget sparas som en version som går att läsa senare."),
        confirm_text=_("Gå vidare"),
    )


@require_http_methods(ASK)
def process_next_cycle(request: Request, pk: int) -> HttpResponse:
    page = _page(request, pk)
    words = {"number": page.cycle.number + 1}
    return _move(
        request,
        page,
        steps.begin_next_cycle,
        done=_("Varv %(number)s har börjat, med lärdomarna från det förra.") % words,
        title=_("Börja varv %(number)s?") % words,
        text=_(
            "Det nya varvet börjar i steget Initiera. Lärdomar, organisation och "
            "kommunikationsplan följer med; allt från det här varvet går att läsa även sedan."
        ),
        confirm_text=_("Börja nästa varv"),
    )


def _move(
    request: Request,
    page: ProcessPage,
    service: Callable[..., Any],
    *,
    done: str,
    **context: Any,
) -> HttpResponse:
    """Ask, with what is missing; then let the service decide."""
    missing = [line for line in page.checklist if not line.done]
    initial = {"from_step": page.cycle.step}
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, initial=initial, asks_why=bool(missing))
    if data is not None and form.is_valid():
        try:
            service(process=page.process, acting_user=request.user, **form.cleaned_data)
        except StepNotComplete as refusal:
            form.add_error(None, str(refusal))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("collaboration:process-detail", pk=page.process.pk)
        else:
            messages.success(request, done)
            return redirect("collaboration:process-detail", pk=page.process.pk)
    context |= {"form": form, "missing": missing}
    return _render(request, page, context)


@require_http_methods(ASK)
def process_review(request: Request, pk: int) -> HttpResponse:
    """After going back: the step has been gone through anew."""
    page = _page(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ReviewForm(data, initial={"from_step": page.cycle.step})
    if data is not None and form.is_valid():
        done = _("Det står nu att steget är genomgånget på nytt.")
        return _act(request, page.process, steps.go_through_anew, done, **form.cleaned_data)
    context = {
        "form": form,
        "title": _("Har ni gått igenom steget på nytt?"),
        "text": _(
            "Ni har gått tillbaka i det här varvet. Läs igenom det som står i steget och ändra "
            "det som inte stämmer längre. Bekräfta sedan här, så kan samverkan gå vidare."
        ),
        "confirm_text": _("Steget är genomgånget"),
    }
    return _render(request, page, context)


@require_http_methods(ASK)
def process_back(request: Request, pk: int) -> HttpResponse:
    page = _page(request, pk)
    earlier = steps_before(page.cycle.step)
    if not earlier:
        messages.info(request, _("Samverkan är i sitt första steg."))
        return redirect("collaboration:process-detail", pk=pk)
    data = request.POST if request.method == "POST" else None
    form = BackForm(data, initial={"from_step": page.cycle.step}, earlier=earlier)
    if data is not None and form.is_valid():
        step = STEPS[form.cleaned_data["to_step"]].step.label
        done = _("Samverkan är tillbaka i steget %(step)s. Inget har försvunnit.") % {"step": step}
        return _act(request, page.process, steps.move_back, done, **form.cleaned_data)
    context = {
        "form": form,
        "title": _("Gå tillbaka till ett tidigare steg?"),
        "text": _(
            "Det är en vanlig del av arbetet. Inget försvinner: det ni har nu sparas som versioner "
            "som går att läsa och jämföra."
        ),
        "confirm_text": _("Gå tillbaka"),
    }
    return _render(request, page, context)


@require_http_methods(ASK)
def process_end(request: Request, pk: int) -> HttpResponse:
    page = _page(request, pk)
    stops = CycleFollowUp.objects.filter(
        cycle=page.cycle, decision=CycleFollowUp.Decision.STOP
    ).exists()
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, initial={"from_step": page.cycle.step}, asks_why=not stops)
    if data is not None and form.is_valid():
        done = _("Samverkan är avslutad. Allt går att läsa även sedan.")
        reason = form.cleaned_data["reason"]
        return _act(request, page.process, steps.end_process, done, reason=reason)
    context = {
        "form": form,
        "title": _("Avsluta samverkan?"),
        "text": _("Ingen kan skriva i den efteråt. Allt som är skrivet går att läsa."),
        "confirm_text": _("Avsluta samverkan"),
        "danger": True,
    }
    return _render(request, page, context)


def _page(request: Request, pk: int) -> ProcessPage:
    return process_page(request.scope, to_lead(request, pk))


def _act(
    request: Request,
    process: CollaborationProcess,
    service: Callable[..., Any],
    done: str,
    **fields: Any,
) -> HttpResponse:
    try:
        service(process=process, acting_user=request.user, **fields)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("collaboration:process-detail", pk=process.pk)


def _render(request: Request, page: ProcessPage, context: dict[str, Any]) -> HttpResponse:
    process = page.process
    context |= {
        "page": page,
        "process": process,
        "breadcrumbs": crumbs(process, context["confirm_text"]),
        "cancel_url": reverse("collaboration:process-detail", args=[process.pk]),
    }
    return render(request, "collaboration/process_move.html", context)
