"""The causes of a problem: put in, moved, changed, taken away, tested and judged."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.exceptions import Refused, TextsClash
from collaboration.forms.causes import CauseForm, ChangeCauseForm, EvidenceForm, VerdictForm
from collaboration.models import Cause, CauseEvidence, SubStep
from collaboration.selectors.causes import CauseLine, outline
from collaboration.selectors.histories import cause_history
from collaboration.services import causes
from collaboration.services.causes import VERDICT, Move
from collaboration.views.cause_analysis import (
    Work,
    analysis_page,
    cause_crumbs,
    open_work,
    to_write,
)
from collaboration.views.clashes import CONFLICT, clash_context, resolved
from collaboration.views.processes import ASK
from collaboration.views.sent import sent_key
from trygghet.http import Request

INVALID = 422


@require_POST
def cause_add(request: Request, pk: int, problem: int) -> HttpResponse:
    work = to_write(request, pk, problem)
    form = CauseForm(request.POST, lines=outline(work.analysis))
    if form.is_valid():
        place = form.place()
        added = _attempt(
            form,
            lambda: causes.add_cause(
                problem=work.problem,
                text=form.cleaned_data["text"],
                side=place["side"],
                parent=_cause(work, place["parent"]) if place["parent"] else None,
                acting_user=request.user,
                idempotency_key=sent_key(request),
            ),
        )
        if added:
            return _outline(request, work, _("Tillagd: %(cause)s") % {"cause": added}, "#ny")
    return analysis_page(request, work, SubStep.IDENTIFY.value, form, INVALID, may_write=True)


@require_POST
def cause_move(request: Request, pk: int, problem: int, cause: int) -> HttpResponse:
    """One step in the outline; the buttons and the keys send the same."""
    work = to_write(request, pk, problem)
    row = _cause(work, cause)
    how = request.POST.get("how", "")
    if how not in set(Move):
        return redirect(work.address(SubStep.IDENTIFY.value))
    try:
        causes.move_cause(cause=row, how=how, acting_user=request.user)
    except Refused as refusal:
        return _outline(request, work, str(refusal), f"#orsak-{cause}", messages.error)
    return _outline(request, work, _("Flyttad: %(cause)s") % {"cause": row}, f"#orsak-{cause}")


@require_http_methods(ASK)
def cause_edit(request: Request, pk: int, problem: int, cause: int) -> HttpResponse:
    """Its words, and where it stands."""
    work = to_write(request, pk, problem)
    row, lines = _cause(work, cause), outline(work.analysis)
    if request.method != "POST":
        under = f"cause-{row.parent_id}" if row.parent_id else f"side-{row.side}"
        initial = {"text": row.text, "under": under, "version": row.version}
        return _edit_page(request, work, row, ChangeCauseForm(initial=initial, lines=lines))
    form = ChangeCauseForm(resolved(request.POST, row, ("text",)), lines=lines)
    if form.is_valid():
        try:
            if _attempt(form, lambda: _change(request, work, row, form)):
                messages.success(request, _("Orsaken är sparad."))
                return redirect(work.address(SubStep.IDENTIFY.value, f"#orsak-{cause}"))
        except TextsClash as clash:
            context = clash_context(form, clash)
            return _edit_page(request, work, row, form, CONFLICT, **context)
    return _edit_page(request, work, row, form)


def _change(request: Request, work: Work, row: Cause, form: ChangeCauseForm) -> Cause:
    place = form.place()
    causes.change_cause(
        cause=row,
        text=form.cleaned_data["text"],
        version=form.cleaned_data["version"],
        acting_user=request.user,
    )
    return causes.place_cause(
        cause=row,
        parent=_cause(work, place["parent"]) if place["parent"] else None,
        side=place["side"],
        acting_user=request.user,
    )


def _edit_page(
    request: Request,
    work: Work,
    row: Cause,
    form: ChangeCauseForm,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {
        "process": work.process,
        "problem": work.problem,
        "cause": row,
        "form": form,
        "breadcrumbs": cause_crumbs(work, _("Ändra orsak")),
        "back_url": work.address(SubStep.IDENTIFY.value, f"#orsak-{row.pk}"),
    }
    return render(request, "collaboration/cause_form.html", context, status=status)


@require_http_methods(ASK)
def cause_delete(request: Request, pk: int, problem: int, cause: int) -> HttpResponse:
    work = to_write(request, pk, problem)
    row = _cause(work, cause)
    back = work.address(SubStep.IDENTIFY.value, "#orsaker")
    if request.method == "POST":
        try:
            causes.delete_cause(cause=row, acting_user=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Orsaken är borttagen."))
        return redirect(back)
    context = {
        "title": _("Ta bort orsaken?"),
        "text": _(
            "”%(cause)s” tas bort med sina belägg. De orsaker som ligger under den finns kvar och "
            "tar dess plats. En orsak som ni har prövat är bättre att avfärda: då syns varför."
        )
        % {"cause": row},
        "confirm_text": _("Ta bort orsaken"),
        "danger": True,
        "cancel_url": back,
        "breadcrumbs": cause_crumbs(work, _("Ta bort orsak")),
    }
    return render(request, "confirm.html", context)


@require_http_methods(ASK)
def cause_test(request: Request, pk: int, problem: int, cause: int) -> HttpResponse:
    """What speaks for and against it, and the verdict."""
    if request.method != "POST":
        work = open_work(request, pk, problem)
        return _test_page(request, work, _cause(work, cause))
    work = to_write(request, pk, problem)
    row = _cause(work, cause)
    form = VerdictForm(resolved(request.POST, row, ("tested_how", "verdict_reason")))
    if form.is_valid():
        try:
            saved = _attempt(
                form,
                lambda: causes.judge_cause(
                    cause=row, acting_user=request.user, **form.cleaned_data
                ),
            )
        except TextsClash as clash:
            context = clash_context(form, clash)
            return _test_page(request, work, row, verdict=form, status=CONFLICT, **context)
        if saved:
            messages.success(request, _("Bedömningen är sparad."))
            return redirect(work.address(SubStep.TEST.value, f"#orsak-{cause}"))
    return _test_page(request, work, row, verdict=form)


@require_POST
def evidence_add(request: Request, pk: int, problem: int, cause: int) -> HttpResponse:
    work = to_write(request, pk, problem)
    row = _cause(work, cause)
    form = EvidenceForm(request.POST)
    if form.is_valid() and _attempt(
        form,
        lambda: causes.add_evidence(cause=row, acting_user=request.user, **form.cleaned_data),
    ):
        messages.success(request, _("Belägget är tillagt."))
        return redirect(_test_address(work, row, "#belagg"))
    return _test_page(request, work, row, evidence=form, status=INVALID)


@require_http_methods(ASK)
def evidence_delete(
    request: Request, pk: int, problem: int, cause: int, evidence: int
) -> HttpResponse:
    work = to_write(request, pk, problem)
    row = _cause(work, cause)
    said = get_object_or_404(CauseEvidence.objects.select_related("cause"), pk=evidence, cause=row)
    back = _test_address(work, row, "#belagg")
    if request.method == "POST":
        try:
            causes.delete_evidence(evidence=said, acting_user=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Belägget är borttaget."))
        return redirect(back)
    context = {
        "title": _("Ta bort belägget?"),
        "text": said.text,
        "confirm_text": _("Ta bort belägget"),
        "danger": True,
        "cancel_url": back,
        "breadcrumbs": cause_crumbs(work, _("Ta bort belägg")),
    }
    return render(request, "confirm.html", context)


def _test_page(
    request: Request,
    work: Work,
    row: Cause,
    *,
    verdict: VerdictForm | None = None,
    evidence: EvidenceForm | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    lines = outline(work.analysis)
    line = next(line for line in lines if line.cause.pk == row.pk)
    said = [*line.speaks_for, *line.speaks_against]
    context = {
        "process": work.process,
        "problem": work.problem,
        "line": line,
        "following": _untested_after(lines, line),
        "may_write": work.may_write,
        "opens_evidence": not said or bool(evidence),
        "form": verdict or VerdictForm(initial=_verdict(row)),
        "evidence_form": evidence or EvidenceForm(),
        "history": cause_history(request.scope, row, said),
        "back_url": work.address(SubStep.TEST.value, f"#orsak-{row.pk}"),
        "breadcrumbs": cause_crumbs(work, _("Pröva orsak")),
        **context,
    }
    return render(request, "collaboration/cause_test.html", context, status=status)


def _verdict(row: Cause) -> dict[str, Any]:
    answers = {True: "yes", False: "no", None: ""}
    initial = {name: getattr(row, name) for name in (*VERDICT, "version")}
    return initial | {"can_influence": answers[row.can_influence]}


def _untested_after(lines: tuple[CauseLine, ...], line: CauseLine) -> CauseLine | None:
    place = lines.index(line)
    rest = (*lines[place + 1 :], *lines[:place])
    return next((each for each in rest if each.cause.verdict == Cause.Verdict.UNTESTED), None)


def _outline(
    request: Request, work: Work, said: str, anchor: str, tell: Any = messages.success
) -> HttpResponse:
    """The outline as it is now: swapped in with script, else after a redirect."""
    if request.htmx:
        work = open_work(request, work.process.pk, work.problem.pk)
        lines = outline(work.analysis)
        form = CauseForm(lines=lines, initial={"under": request.POST.get("under", "")})
        return analysis_page(request, work, SubStep.IDENTIFY.value, form, said=said)
    tell(request, said)
    return redirect(work.address(SubStep.IDENTIFY.value, anchor))


def _attempt(form: CauseForm | VerdictForm | EvidenceForm, service: Callable[[], Any]) -> Any:
    """What the service made; None when it refused, which then stands in the form."""
    try:
        return service()
    except TextsClash:
        raise
    except Refused as refusal:
        form.add_error("under" if "under" in form.fields else None, str(refusal))
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    return None


def _cause(work: Work, pk: int) -> Cause:
    return get_object_or_404(Cause, analysis__joint_problem=work.problem, pk=pk)


def _test_address(work: Work, row: Cause, anchor: str) -> str:
    keys = [work.process.pk, work.problem.pk, row.pk]
    return reverse("collaboration:cause-test", args=keys) + anchor
