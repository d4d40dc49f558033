"""Steps 4 and 5 inside a process's page, and its red thread.

A process's page loads the two first by their addresses; without JavaScript they are pages.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.models import (
    CollaborationProcess,
    CommitmentReview,
    CycleFollowUp,
    ProcessCycle,
)
from collaboration.permissions import can_write_for
from collaboration.selectors.process_parties import spoken_for
from collaboration.services import follow_up as follow_ups
from collaboration.views.processes import visible_process
from followup.forms.plans import AnswersForm, DecideForm, ReviewForm
from followup.permissions import can_add_measure, can_set_goal, can_write_outcome, can_write_plan
from followup.red_thread_drawing import draw, in_words
from followup.selectors.implementation import commitment_of, implementation, outcome
from followup.selectors.red_thread import thread_of
from followup.views.shared import (
    ASK,
    Theirs,
    latest_cycle,
    process_crumbs,
    save_over,
)
from programs.permissions import require
from trygghet.http import Request


@require_safe
def process_implementation(request: Request, pk: int) -> HttpResponse:
    """Goals, measures and the action plan of one cycle."""
    process = visible_process(request, pk)
    cycle = _cycle(request, process)
    is_open = cycle.ended_at is None
    context = {
        "process": process,
        "cycle": cycle,
        "work": implementation(request.scope, cycle, timezone.localdate()),
        "may_set_goal": is_open and can_set_goal(request.scope, process),
        "may_add_measure": is_open
        and can_add_measure(request.scope, process, process.participants.active()),
        "may_plan": is_open and can_write_plan(request.scope, process),
        "title": _("Mål, åtgärder och plan"),
        "part": "followup/_implementation.html",
        "breadcrumbs": process_crumbs(process, (_("Mål, åtgärder och plan"), "")),
    }
    return _part(request, context)


@require_safe
def process_outcome(request: Request, pk: int) -> HttpResponse:
    """The three questions of the follow-up, its decision and lessons, for one cycle."""
    process = visible_process(request, pk)
    cycle = _cycle(request, process)
    own = spoken_for(request.scope, pk)
    is_open = cycle.ended_at is None
    found = outcome(cycle, own, timezone.localdate())
    may_write = is_open and can_write_outcome(request.scope, process)
    context = {
        "process": process,
        "cycle": cycle,
        "outcome": found,
        "may_write": may_write,
        "may_review": {
            each.party.pk
            for each in found.commitments
            if is_open and can_write_for(request.scope, process, each.party, own)
        },
        "title": _("Uppföljning"),
        "part": "followup/_outcome.html",
        "breadcrumbs": process_crumbs(process, (_("Uppföljning"), "")),
    }
    return _part(request, context)


def _part(request: Request, context: dict[str, Any]) -> HttpResponse:
    template = context["part"] if request.htmx else "followup/process_part.html"
    return render(request, template, context)


def _cycle(request: Request, process: CollaborationProcess) -> ProcessCycle:
    """The cycle that ``?varv=`` names, else the latest."""
    number = request.GET.get("varv", "")
    if number.isdecimal():
        return get_object_or_404(process.cycles, number=number[:4])
    return latest_cycle(process)


@require_safe
def red_thread(request: Request, pk: int) -> HttpResponse:
    process = visible_process(request, pk)
    cycle = _cycle(request, process)
    thread = thread_of(cycle)
    context = {
        "process": process,
        "cycle": cycle,
        "thread": thread,
        "sentence": in_words(thread),
        "picture": draw(thread) if thread.roots else "",
        "may_add_measure": can_add_measure(request.scope, process, process.participants.active()),
        "breadcrumbs": process_crumbs(process, (_("Den röda tråden"), "")),
    }
    return render(request, "followup/red_thread.html", context)


@require_http_methods(ASK)
def follow_up_edit(request: Request, pk: int) -> HttpResponse:
    process = _to_write(request, pk)
    stored = _stored(process)
    texts = {name: getattr(stored, name) for name in follow_ups.TEXTS}
    form = AnswersForm(request.POST or None, initial=texts)
    edit = save_over(
        request,
        form,
        stored.version,
        lambda version: follow_ups.save_answers(
            process=process, version=version, acting_user=request.user, **form.cleaned_data
        ),
        theirs=_theirs,
    )
    if edit.saved:
        messages.success(request, _("Uppföljningen är sparad."))
        return _to_step(process)
    context = _form_page(process, form, _("Skriv uppföljningen"), _("Spara"))
    return render(
        request,
        "followup/follow_up_form.html",
        context | {"version": edit.version, "conflict": edit.conflict},
    )


def _theirs(form: AnswersForm, stored: CycleFollowUp) -> list[Theirs]:
    return [
        Theirs(str(form.fields[name].label), getattr(stored, name) or _("tomt"))
        for name in follow_ups.TEXTS
        if getattr(stored, name) != form.cleaned_data[name]
    ]


@require_http_methods(ASK)
def follow_up_decide(request: Request, pk: int) -> HttpResponse:
    process = _to_write(request, pk)
    stored = _stored(process)
    initial = {
        "decision": stored.decision,
        "reason": stored.decision_reason,
        "decided_on": stored.decided_on or timezone.localdate(),
    }
    form = DecideForm(request.POST or None, initial=initial)
    edit = save_over(
        request,
        form,
        stored.version,
        lambda version: follow_ups.decide(
            process=process, acting_user=request.user, version=version, **form.cleaned_data
        ),
        theirs=_decided,
    )
    if edit.saved:
        messages.success(request, _("Beslutet är sparat."))
        return _to_step(process)
    context = _form_page(process, form, _("Besluta vad som händer nu"), _("Spara beslutet"))
    context |= {"version": edit.version, "conflict": edit.conflict}
    return render(request, "followup/follow_up_form.html", context)


def _decided(form: DecideForm, stored: CycleFollowUp) -> list[Theirs]:
    """What somebody else decided meanwhile."""
    said = {
        "decision": stored.get_decision_display(),
        "reason": stored.decision_reason,
        "decided_on": date_format(stored.decided_on, "j F Y") if stored.decided_on else _("tomt"),
    }
    return [Theirs(str(form.fields[name].label), text) for name, text in said.items()]


@require_http_methods(ASK)
def commitment_review(request: Request, pk: int, participant: int) -> HttpResponse:
    process = visible_process(request, pk)
    party = get_object_or_404(process.participants.with_party(), pk=participant)
    require(
        can_write_for(request.scope, process, party, spoken_for(request.scope, pk)),
        _("Det gör %(party)s själv, eller den som leder samverkan.") % {"party": party},
    )
    before = party.reviews.filter(follow_up__cycle=latest_cycle(process)).first()
    initial = {"kept": before.kept, "note": before.note} if before else {}
    form = ReviewForm(request.POST or None, initial=initial)
    edit = save_over(
        request,
        form,
        before.version if before else 0,
        lambda version: follow_ups.review_commitments(
            process=process,
            participant=party,
            acting_user=request.user,
            version=version,
            **form.cleaned_data,
        ),
        theirs=_reviewed,
    )
    if edit.saved:
        messages.success(request, _("Genomgången av %(party)s är sparad.") % {"party": party})
        return _to_step(process)
    heading = _("Åtaganden: %(party)s") % {"party": party}
    context = _form_page(process, form, heading, _("Spara genomgången"))
    promised = commitment_of(latest_cycle(process), party, timezone.localdate())
    context |= {"party": party, "commitment": promised}
    context |= {"version": edit.version, "conflict": edit.conflict}
    return render(request, "followup/follow_up_form.html", context)


def _reviewed(form: ReviewForm, stored: CommitmentReview) -> list[Theirs]:
    """What somebody else answered meanwhile."""
    said = {"kept": stored.get_kept_display(), "note": stored.note or _("tomt")}
    return [Theirs(str(form.fields[name].label), text) for name, text in said.items()]


def _to_write(request: Request, pk: int) -> CollaborationProcess:
    process = visible_process(request, pk)
    require(
        can_write_outcome(request.scope, process),
        _("Uppföljningen skrivs av samordnaren för %(body)s, så länge samverkan pågår.")
        % {"body": process.lead_body.name},
    )
    return process


def _stored(process: CollaborationProcess) -> CycleFollowUp:
    cycle = latest_cycle(process)
    return CycleFollowUp.objects.filter(cycle=cycle).first() or CycleFollowUp(cycle=cycle)


def _to_step(process: CollaborationProcess) -> HttpResponse:
    return redirect("collaboration:process-step", process.pk, "uppfoljning")


def _form_page(
    process: CollaborationProcess, form: Any, heading: str, button: str
) -> dict[str, Any]:
    return {
        "process": process,
        "form": form,
        "heading": heading,
        "button": button,
        "breadcrumbs": process_crumbs(process, (heading, "")),
    }
