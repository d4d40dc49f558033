"""The cause analysis of one problem: its five sub-steps, one at a time."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.exceptions import Refused, TextsClash
from collaboration.fishbone import draw
from collaboration.forms.causes import TEXT_FORMS, CauseForm, GuardedForm
from collaboration.models import (
    CauseAnalysis,
    CollaborationProcess,
    JointProblem,
    SubStep,
)
from collaboration.permissions import can_see_process_history
from collaboration.selectors.causes import (
    AnalysisState,
    CauseLine,
    analyzes,
    by_side,
    outline,
    state_of,
)
from collaboration.selectors.histories import analysis_history
from collaboration.services.cause_analyses import TEXTS, save_texts
from collaboration.steps import ANALYSIS
from collaboration.sub_steps import SUB_STEPS
from collaboration.views.clashes import CONFLICT, clash_context, resolved
from collaboration.views.processes import ASK, crumbs, visible_process
from programs.permissions import require
from trygghet.http import Request

GO_ON = "vidare"


@dataclass(frozen=True)
class Work:
    """The analysis that is open; ``may_write`` for the working group, while the turn runs."""

    process: CollaborationProcess
    problem: JointProblem
    may_write: bool

    @property
    def analysis(self) -> CauseAnalysis | None:
        return getattr(self.problem, "analysis", None)

    def address(self, sub_step: str = "", anchor: str = "") -> str:
        url = reverse("collaboration:cause-analysis", args=[self.process.pk, self.problem.pk])
        query = f"?del={sub_step}" if sub_step else ""
        return f"{url}{query}{anchor}"


def open_work(request: Request, pk: int, problem: int) -> Work:
    """What the reader sees of it; 404 when the process or the problem is hidden."""
    process = visible_process(request, pk)
    rows = JointProblem.objects.filter(cycle__process=process)
    rows = rows.select_related("cycle", "type", "area", "merged_into", "analysis")
    found = get_object_or_404(rows, pk=problem)
    return Work(process, found, analyzes(request.scope, process, found.cycle))


def to_write(request: Request, pk: int, problem: int) -> Work:
    """The same to somebody who may write in it; else 403 that says who may."""
    work = open_work(request, pk, problem)
    require(
        work.may_write,
        _("Det gör de som leder eller sitter i arbetsgruppen, så länge varvet pågår."),
    )
    return work


@require_http_methods(ASK)
def cause_analysis(request: Request, pk: int, problem: int) -> HttpResponse:
    """``?del=`` names the sub-step; without it, the first that is not done."""
    if request.method == "POST":
        return _save(request, to_write(request, pk, problem))
    return analysis_page(request, open_work(request, pk, problem))


def _save(request: Request, work: Work) -> HttpResponse:
    sub_step = _asked(request) or SubStep.PREPARE
    if sub_step not in TEXT_FORMS:
        return redirect(work.address(sub_step))
    form = TEXT_FORMS[sub_step](resolved(request.POST, work.analysis, TEXTS[SubStep(sub_step)]))
    if form.is_valid():
        try:
            save_texts(
                problem=work.problem,
                sub_step=sub_step,
                acting_user=request.user,
                **form.cleaned_data,
            )
        except TextsClash as clash:
            context = clash_context(form, clash)
            return analysis_page(request, work, sub_step, form, CONFLICT, **context)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return analysis_page(request, work, sub_step, form, may_write=True)  # keep the texts
        else:
            messages.success(request, _("Sparat."))
            goes_on = GO_ON in request.POST
            return redirect(work.address(_following(sub_step) if goes_on else sub_step))
    return analysis_page(request, work, sub_step, form)


@require_safe
def cause_history(request: Request, pk: int, problem: int) -> HttpResponse:
    """Who wrote what in the sub-steps, in the causes and in their evidence."""
    work = open_work(request, pk, problem)
    require(can_see_process_history(request.scope), _("Ändringarna läses av stadens personal."))
    context = {
        "process": work.process,
        "problem": work.problem,
        "history": analysis_history(request.scope, work.problem),
        "breadcrumbs": cause_crumbs(work, _("Alla ändringar")),
    }
    return render(request, "collaboration/process_history.html", context)


def analysis_page(
    request: Request,
    work: Work,
    sub_step: str = "",
    form: GuardedForm | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    lines = outline(work.analysis)
    state = state_of(work.problem, work.analysis, lines)
    sub_step = sub_step or _asked(request) or str(state.next_sub_step)
    sides = by_side(lines)
    is_standing = work.problem.merged_into_id is None
    is_taken_on = is_standing and work.problem.decision == JointProblem.Decision.TAKEN_ON
    context = {
        "process": work.process,
        "problem": work.problem,
        "analysis": work.analysis,
        "lines": lines,
        "sides": sides,
        "kept_lines": [line for line in lines if line.cause.verdict == "kept"],
        "state": state,
        "info": SUB_STEPS[sub_step],
        "sub_step": sub_step,
        "sub_steps": _line(work, state, sub_step),
        "before": _neighbour(work, sub_step, -1),
        "after": _neighbour(work, sub_step, 1),
        "is_taken_on": is_taken_on,
        "may_see_history": work.analysis is not None and can_see_process_history(request.scope),
        "opens_help": work.may_write and sub_step not in state.done,
        "may_write": work.may_write and is_taken_on,
        "form": form or _form(request, work, sub_step, lines),
        "fishbone": draw(work.problem.title, sides) if lines else "",
        "breadcrumbs": cause_crumbs(work),
        **context,
    }
    return render(request, "collaboration/cause_analysis.html", context, status=status)


def cause_crumbs(work: Work, here: str = "") -> list[dict[str, str]]:
    """Through step 3, where the analyses are listed."""
    trail = crumbs(work.process, str(_("Orsaksanalys")))
    step = reverse("collaboration:process-step", args=[work.process.pk, ANALYSIS.slug])
    trail.insert(-1, {"label": str(ANALYSIS.short), "url": f"{step}#orsaker"})
    if here:
        trail[-1]["url"] = work.address()
        trail.append({"label": here, "url": ""})
    return trail


def _form(
    request: Request, work: Work, sub_step: str, lines: tuple[CauseLine, ...]
) -> GuardedForm | None:
    if sub_step in TEXT_FORMS:
        names = (*TEXTS[SubStep(sub_step)], "version")
        initial = {name: getattr(work.analysis, name, "") for name in names}
        initial["version"] = initial["version"] or 0
        return TEXT_FORMS[sub_step](initial=initial)
    if sub_step == SubStep.IDENTIFY:
        return CauseForm(lines=lines, initial={"under": request.GET.get("under", "")})
    return None


def _asked(request: Request) -> str:
    asked = request.GET.get("del", "")
    return asked if asked in SUB_STEPS else ""


def _following(sub_step: str) -> str:
    steps = list(SUB_STEPS)
    return steps[min(steps.index(sub_step) + 1, len(steps) - 1)]


def _line(work: Work, state: AnalysisState, sub_step: str) -> list[dict[str, str]]:
    """The progress line: each sub-step is open at any time, in any order."""
    return [
        {
            "label": str(info.step.label),
            "url": work.address(key),
            "state": "current" if key == sub_step else "done" if key in state.done else "upcoming",
        }
        for key, info in SUB_STEPS.items()
    ]


def _neighbour(work: Work, sub_step: str, by: int) -> dict[str, str] | None:
    steps = list(SUB_STEPS)
    place = steps.index(sub_step) + by
    if not 0 <= place < len(steps):
        return None
    key = steps[place]
    return {"label": str(SUB_STEPS[key].step.label), "url": work.address(key)}
