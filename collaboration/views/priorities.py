"""Prioritization: the matrix and its ranking, the scores, the weights and the decisions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.exceptions import EditConflict, Refused
from collaboration.forms.priorities import DecisionForm, ScoreForm, WeightsForm
from collaboration.models import CollaborationProcess, Criterion, JointProblem
from collaboration.permissions import can_edit_joint_picture
from collaboration.selectors.priorities import CriterionColumn, cells_of, priorities
from collaboration.services import priorities as services
from collaboration.views.conflicts import CONFLICT, keep_both
from collaboration.views.joint import open_problem
from collaboration.views.pictures import add_refusal
from collaboration.views.processes import ASK, asked_cycle, crumbs, to_lead, visible_process
from trygghet.http import Request


@require_safe
def priorities_page(request: Request, pk: int) -> HttpResponse:
    process = visible_process(request, pk)
    cycle = asked_cycle(request, process)
    context = {
        "process": process,
        "cycle": cycle,
        "priorities": priorities(cycle),
        "may_edit": cycle.ended_at is None and can_edit_joint_picture(request.scope, process),
        "breadcrumbs": crumbs(process, _("Prioritering")),
    }
    return render(request, "collaboration/priorities.html", context)


@require_http_methods(ASK)
def priority_score(request: Request, pk: int, problem: int) -> HttpResponse:
    process = to_lead(request, pk)
    row = open_problem(process, problem)
    cells = _cells(row)
    if request.method != "POST":
        form = ScoreForm(cells=cells, initial={"version": row.version})
        return _score_page(request, process, row, form)
    form = ScoreForm(request.POST, cells=cells)
    if form.is_valid():
        try:
            services.score_problem(
                problem=row,
                version=form.cleaned_data["version"],
                scores=form.scores(),
                acting_user=request.user,
            )
        except EditConflict as conflict:
            rows = keep_both(form, _scores(_cells(conflict.current)), conflict.current.version)
            return _score_page(request, process, row, form, rows)
        except (Refused, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            said = _("”%(title)s” är bedömt.") % {"title": row.title}
            messages.success(request, said)
            return redirect(_to_matrix(pk))
    return _score_page(request, process, row, form)


def _cells(row: JointProblem) -> Any:
    weights = services.weights_of(row.cycle)
    columns = [CriterionColumn(key, str(label), weights[key]) for key, label in Criterion.choices]
    return cells_of(row, columns)


def _scores(cells: Any) -> dict[str, str]:
    """What is stored, as the form's fields hold it."""
    stored: dict[str, str] = {}
    for cell in cells:
        stored[f"score-{cell.criterion.key}"] = "" if cell.score is None else str(cell.score)
        stored[f"reason-{cell.criterion.key}"] = cell.reason
    return stored


def _score_page(
    request: Request,
    process: CollaborationProcess,
    row: JointProblem,
    form: ScoreForm,
    conflict: list[dict[str, str]] | None = None,
) -> HttpResponse:
    heading = _("Bedöm: %(title)s") % {"title": row.title}
    state = _("0 till 3 för varje kriterium, jämfört med de andra problemen. Skriv gärna varför.")
    return _form(request, process, form, heading, state, conflict)


@require_http_methods(ASK)
def priority_weights(request: Request, pk: int) -> HttpResponse:
    process = to_lead(request, pk)
    weights = services.weights_of(process.cycles.get(ended_at=None))
    form = WeightsForm(request.POST if request.method == "POST" else None, weights=weights)
    conflict = None
    if form.is_bound and form.is_valid():
        try:
            services.set_weights(
                process=process,
                weights=form.weights(),
                seen=form.seen(),
                acting_user=request.user,
            )
        except EditConflict as refusal:
            conflict = keep_both(form, refusal.current, 0)
            for key, weight in refusal.current.items():
                form.data[f"seen-{key}"] = weight
        except (Refused, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Vikterna är sparade och rangordningen är ny."))
            return redirect(_to_matrix(pk))
    state = _(
        "0 betyder att kriteriet inte räknas, 1 är vanligt och 5 mest. Vikterna gäller alla "
        "problem i varvet."
    )
    return _form(request, process, form, _("Vad väger tyngst?"), state, conflict)


@require_http_methods(ASK)
def priority_decide(request: Request, pk: int, problem: int) -> HttpResponse:
    process = to_lead(request, pk)
    row = open_problem(process, problem)
    heading = _("Besluta: %(title)s") % {"title": row.title}
    state = _("Ta bara er an det som ni kan påverka och har resurser för.")
    if request.method != "POST":
        form = DecisionForm(initial=DecisionForm.initial_of(row))
        return _form(request, process, form, heading, state)
    form = DecisionForm(request.POST)
    conflict = None
    if form.is_valid():
        try:
            services.decide(
                problem=row,
                version=form.cleaned_data["version"],
                acting_user=request.user,
                **form.values(),
            )
        except EditConflict as refusal:
            stored = DecisionForm.initial_of(refusal.current)
            conflict = keep_both(form, stored, stored.pop("version"))
        except (Refused, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Beslutet är sparat."))
            return redirect(_to_matrix(pk))
    return _form(request, process, form, heading, state, conflict)


def _form(
    request: Request,
    process: CollaborationProcess,
    form: Any,
    heading: str,
    state: str,
    conflict: list[dict[str, str]] | None = None,
) -> HttpResponse:
    context = {
        "process": process,
        "form": form,
        "heading": heading,
        "kicker": process.title,
        "state": state,
        "conflict": conflict,
        "all_may_wait": True,
        "cancel_url": _to_matrix(process.pk),
        "breadcrumbs": crumbs(process, _("Prioritering")),
    }
    status = CONFLICT if conflict else 200
    return render(request, "collaboration/party_text_form.html", context, status=status)


def _to_matrix(pk: int) -> str:
    return reverse("collaboration:priorities", args=[pk])
