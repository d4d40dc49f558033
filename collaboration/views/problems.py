"""A problem's form: on a page of its own, or in place in the report's form."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.completeness import REASON_PENDING
from collaboration.exceptions import EditConflict, Refused, ReportNotEditable
from collaboration.forms.problems import ProblemForm
from collaboration.models import Problem, SituationReport
from collaboration.models.classification import Classification
from collaboration.models.problem import PROBLEM_TEXTS
from collaboration.parts import PROBLEMS
from collaboration.selectors.reports import period_name, report_form
from collaboration.services import problems
from collaboration.views.report_form import LOCKED, UNPROCESSABLE, page_context
from collaboration.views.reports import require_coordinator, visible_report
from trygghet.history.services import record_restricted_reads
from trygghet.http import Request

ASK = ["GET", "HEAD", "POST"]


@require_http_methods(ASK)
def problem_add(request: Request, pk: int) -> HttpResponse:
    report = _report(request, pk)
    problem = Problem(report=report)
    if not report.is_editable and request.method != "POST":
        return redirect("collaboration:report-edit", pk=pk)
    if request.method != "POST":
        return _form(request, report, ProblemForm(instance=problem, body=report.body))
    form = ProblemForm(request.POST, instance=problem, body=report.body)
    if not form.is_valid():
        return _form(request, report, form)
    try:
        problem = problems.add_problem(
            report=report,
            acting_user=request.user,
            idempotency_key=_key(request.POST.get("idempotency_key")),
            **form.values(),
        )
        # The page may have added it already while it was written: then this is the later text.
        problems.save_problem(
            problem=problem, version=problem.version, acting_user=request.user, **form.values()
        )
    except (Refused, ValidationError) as refusal:
        return _refused(request, report, form, refusal)
    return _done(request, report, problem)


@require_http_methods(ASK)
def problem_edit(request: Request, pk: int, problem_id: int) -> HttpResponse:
    report = _report(request, pk)
    problem = _problem(report, problem_id)
    if not report.is_editable and request.method != "POST":
        return redirect("collaboration:report-edit", pk=pk)
    if request.method != "POST":
        if problem.classification == Classification.RESTRICTED:
            record_restricted_reads(request.user, [problem])
        return _form(request, report, ProblemForm(instance=problem, body=report.body))
    form = ProblemForm(request.POST, instance=problem, body=report.body)
    if not form.is_valid():
        return _form(request, report, form)
    version = form.cleaned_data["version"]
    try:
        problems.save_problem(
            problem=problem,
            version=problem.version if version is None else version,
            acting_user=request.user,
            **form.values(),
        )
    except EditConflict as conflict:
        return _form(request, report, form, conflict=_differences(form, conflict.current))
    except (Refused, ValidationError) as refusal:
        return _refused(request, report, form, refusal)
    return _done(request, report, problem)


@require_http_methods(ASK)
def problem_delete(request: Request, pk: int, problem_id: int) -> HttpResponse:
    report = _report(request, pk)
    problem = _problem(report, problem_id)
    if request.method == "POST":
        try:
            problems.delete_problem(problem=problem, acting_user=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Problemet är borttaget."))
        return redirect(_problems_address(report))
    context = {
        "title": _("Ta bort problemet?"),
        "text": _("”%(title)s” tas bort ur lägesbilden. Det går inte att ångra.")
        % {"title": problem.title},
        "confirm_text": _("Ta bort"),
        "danger": True,
        "cancel_url": _problems_address(report),
    }
    return render(request, "confirm.html", context)


@require_POST
def problem_carry(request: Request, pk: int) -> HttpResponse:
    """Take over one of the last report's problems, or all of them as unchanged."""
    report = _report(request, pk)
    how = request.POST.get("how", "")
    if how not in problems.DEVELOPMENT_WHEN:
        return HttpResponse(_("Välj om problemet fortsätter."), status=400)
    chosen = Problem.objects.filter(report__body=report.body_id).select_related("report")
    old = get_object_or_404(chosen, pk=_number(request.POST.get("problem")))
    try:
        copy = problems.carry_over(report=report, problem=old, how=how, acting_user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_problems_address(report))
    if how == problems.CHANGED:
        return redirect("collaboration:problem-edit", pk=pk, problem_id=copy.pk)
    return _section(request, report) if request.htmx else redirect(_problems_address(report))


@require_POST
def problem_autosave(request: Request, pk: int, problem_id: int | None = None) -> HttpResponse:
    """Keep a problem while it is written; a new one is added when it has type and heading.

    JSON in and out. 400: not JSON. 409: somebody saved another text. 422: not yet possible to keep,
    with the reason. 423: the report has been sent in.
    """
    report = visible_report(request, pk)
    require_coordinator(request, report)
    problem = _problem(report, problem_id) if problem_id else Problem(report=report)
    data = _posted(request)
    if data is None:
        return JsonResponse({"message": _("Anropet går inte att läsa.")}, status=400)
    if data.get("classification") == Classification.RESTRICTED:
        data["classification_reason"] = data.get("classification_reason") or REASON_PENDING
    form = ProblemForm(data, instance=problem, body=report.body)
    form.guarded = ()
    if not form.is_valid():
        return JsonResponse({"message": _first_fault(form)}, status=UNPROCESSABLE)
    try:
        problem = _keep(request, report, problem, form, data)
    except EditConflict:
        text = _("Någon annan har sparat problemet. Tryck Spara, så får du se båda texterna.")
        return JsonResponse({"message": text}, status=409)
    except ReportNotEditable as refusal:
        return JsonResponse({"message": str(refusal)}, status=LOCKED)
    except (Refused, ValidationError) as refusal:
        return JsonResponse({"message": str(refusal)}, status=UNPROCESSABLE)
    return JsonResponse(
        {
            "version": problem.version,
            "saved_at": f"{timezone.localtime(problem.updated_at):%H.%M}",
            "action": reverse("collaboration:problem-edit", args=[report.pk, problem.pk]),
            "autosave": reverse("collaboration:problem-autosave", args=[report.pk, problem.pk]),
        }
    )


def _keep(
    request: Request,
    report: SituationReport,
    problem: Problem,
    form: ProblemForm,
    data: MultiValueDict,
) -> Problem:
    if problem.pk:
        return problems.save_problem(
            problem=problem,
            version=form.cleaned_data["version"] or 0,
            acting_user=request.user,
            **form.values(),
        )
    return problems.add_problem(
        report=report,
        acting_user=request.user,
        idempotency_key=_key(data.get("idempotency_key")),
        **form.values(),
    )


def _posted(request: Request) -> MultiValueDict | None:
    """A JSON object of texts and lists of texts, as a form reads it."""
    try:
        data = json.loads(request.body)
        return MultiValueDict(
            {
                str(name): [str(v) for v in value] if isinstance(value, list) else [str(value)]
                for name, value in data.items()
            }
        )
    except (ValueError, AttributeError):
        return None


def _first_fault(form: ProblemForm) -> str:
    required = [name for name in ("type", "title") if name in form.errors]
    if required:
        return _("Välj typ och skriv vad problemet är i korthet, så sparas resten.")
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}: {errors[0]}"


def _report(request: Request, pk: int) -> SituationReport:
    report = visible_report(request, pk)
    require_coordinator(request, report)
    return report


def _problem(report: SituationReport, problem_id: int) -> Problem:
    rows = report.problems.select_related("type", "area", "updated_by")
    return get_object_or_404(rows, pk=problem_id)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _problems_address(report: SituationReport) -> str:
    return reverse("collaboration:report-edit", args=[report.pk]) + f"?del={PROBLEMS}"


def _form(
    request: Request,
    report: SituationReport,
    form: ProblemForm,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "report": report,
        "period": period_name(report),
        "form": form,
        "problem": form.instance,
        "conflict": conflict,
        "idempotency_key": request.POST.get("idempotency_key") or uuid4(),
        "cancel_url": _problems_address(report),
    }
    if request.htmx:
        form.fields["title"].widget.attrs["autofocus"] = True  # the link that opened it is gone
    name = "_problem_form" if request.htmx else "problem_form"
    return render(request, f"collaboration/{name}.html", context)


def _refused(
    request: Request, report: SituationReport, form: ProblemForm, refusal: Exception
) -> HttpResponse:
    if isinstance(refusal, ValidationError):
        form.add_error(None, refusal)
    else:
        form.add_error(None, str(refusal))
    return _form(request, report, form)


def _differences(form: ProblemForm, current: Problem) -> dict[str, Any]:
    """The fields in which the two texts differ, and the version that the next save replaces."""
    theirs = ProblemForm(instance=current, body=current.report.body)
    rows = [
        {"label": field.label, "mine": field.value(), "theirs": theirs[field.name].value()}
        for field in form
        if field.name in PROBLEM_TEXTS
        and str(field.value() or "") != str(theirs[field.name].value() or "")
    ]
    form.data = form.data.copy()
    form.data["version"] = current.version
    return {"rows": rows, "who": current.updated_by, "at": current.updated_at}


def _done(request: Request, report: SituationReport, problem: Problem) -> HttpResponse:
    if request.htmx:
        return _section(request, report)
    messages.success(request, _("Problemet är sparat."))
    return redirect(f"{_problems_address(report)}#problem-{problem.pk}")


def _section(request: Request, report: SituationReport) -> HttpResponse:
    """The problems' section anew, in place of the open form."""
    report = visible_report(request, report.pk)
    context = page_context(request, report, report_form(report), PROBLEMS) | {"just_saved": True}
    response = render(request, "collaboration/_problems_swap.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "#section", "outerHTML"
    return response
