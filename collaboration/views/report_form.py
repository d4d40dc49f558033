"""The situation report's form: one part at a time, saved by its writer or by the page itself."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.completeness import progress_of_part
from collaboration.exceptions import EditConflict, Refused, ReportNotEditable
from collaboration.forms.classified import person_error
from collaboration.forms.reports import PartForm
from collaboration.models import ReportPart, SituationReport
from collaboration.models.classification import Classification
from collaboration.parts import PART_BY_KIND, PROBLEMS, SECTION_BY_KEY
from collaboration.selectors.observations import observation_panel
from collaboration.selectors.obstacles import obstacles_for_report
from collaboration.selectors.reports import (
    ReportForm,
    carry_over_from,
    period_name,
    report_form,
    state_sentence,
)
from collaboration.services import parts, reports
from collaboration.views.reports import require_coordinator, visible_report
from trygghet.history.services import record_restricted_reads
from trygghet.http import Request

UNPROCESSABLE, LOCKED = 422, 423
CHOICES = ("mine", "theirs", "merged")


@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request: Request, pk: int) -> HttpResponse:
    """One part of the form; ``?del=`` names it, else the first that is not done."""
    report = visible_report(request, pk)
    require_coordinator(request, report)
    if not report.is_editable:
        return _locked(request, report, request.POST.get("text", ""))
    state = report_form(report)
    key = request.POST.get("del") or request.GET.get("del") or state.first_unfinished
    if key not in SECTION_BY_KEY:
        raise Http404
    if request.method == "POST" and key != PROBLEMS:
        return _save(request, report, key)
    form = None if key == PROBLEMS else PartForm(instance=state.parts[key])
    return _render(request, report, state, key, form=form)


def _save(request: Request, report: SituationReport, key: str) -> HttpResponse:
    part = report.parts.select_related("updated_by").get(kind=key)
    form = PartForm(_resolved(request, part), instance=part)
    if not form.is_valid():
        return _render(request, report, report_form(report), key, form=form)
    fields = form.cleaned_data
    fields["version"] = fields["version"] if fields["version"] is not None else part.version
    try:
        parts.save_part(report=report, kind=key, acting_user=request.user, **fields)
    except EditConflict as conflict:
        context = conflict_context(key, fields, conflict.current)
        return _render(request, report, report_form(report), key, form=form, conflict=context)
    except ReportNotEditable:
        return _locked(request, visible_report(request, report.pk), fields["text"])
    except ValidationError as error:
        form.add_error(None, error)
        return _render(request, report, report_form(report), key, form=form)
    return _onwards(request, report, key)


def _resolved(request: Request, part: ReportPart) -> Any:
    """What was posted; where a conflict was answered, with the text that was chosen."""
    data = request.POST.copy()
    choice = data.get("text-choice")
    if choice in CHOICES:
        texts = {"mine": data.get("mine", ""), "theirs": part.text, "merged": data.get("text", "")}
        data["text"] = texts[choice]
    return data


def _onwards(request: Request, report: SituationReport, key: str) -> HttpResponse:
    state = report_form(report)
    address = reverse("collaboration:report-edit", args=[report.pk])
    if "next" not in request.POST:
        messages.success(request, _("Sparat."))
        return redirect(f"{address}?del={key}")
    if following := state.after(key):
        return redirect(f"{address}?del={following}")
    return redirect("collaboration:report-submit", pk=report.pk)


def conflict_context(key: str, fields: dict[str, Any], current: ReportPart) -> dict[str, Any]:
    """What the choice between two texts is shown with (``_part_conflict.html``)."""
    return {
        "kind": key,
        "label": PART_BY_KIND[key].label,
        "mine": fields["text"],
        "theirs": current.text,
        "their_name": current.updated_by,
        "their_at": current.updated_at,
        "version": current.version,
        "classification": fields["classification"],
        "classification_reason": fields["classification_reason"],
    }


def _render(
    request: Request,
    report: SituationReport,
    state: ReportForm,
    key: str,
    **extra: Any,
) -> HttpResponse:
    context = page_context(request, report, state, key) | extra
    return render(request, "collaboration/report_form.html", context)


def page_context(
    request: Request, report: SituationReport, state: ReportForm, key: str
) -> dict[str, Any]:
    """The form's page with the section ``key`` open."""
    address = reverse("collaboration:report-edit", args=[report.pk])
    part = state.parts.get(key)
    shown = state.problems if key == PROBLEMS else [part] if part and part.text else []
    record_restricted_reads(
        request.user, [row for row in shown if row.classification == Classification.RESTRICTED]
    )
    return {
        "report": report,
        "period": period_name(report),
        "state_sentence": state_sentence(report, timezone.localdate()),
        "is_late": report.is_late_on(timezone.localdate()),
        "state": state,
        "key": key,
        "spec": SECTION_BY_KEY[key],
        "part": part,
        "sections": [
            {
                "key": section.key,
                "label": section.label,
                "url": f"{address}?del={section.key}",
                "state": section.state,
                "current": section.key == key,
            }
            for section in state.sections
        ],
        "carry": carry_over_from(report) if key == PROBLEMS else None,
        "panel": observation_panel(request.scope, report),
        "obstacles": obstacles_for_report(request.scope, report),
    }


def _locked(request: Request, report: SituationReport, typed: str) -> HttpResponse:
    """Why the form is closed, by whom and since when; what was typed can be copied."""
    context = {
        "report": report,
        "period": period_name(report),
        "state_sentence": state_sentence(report, timezone.localdate()),
        "typed": typed,
    }
    return render(request, "collaboration/report_locked.html", context)


@require_POST
def report_no_problems(request: Request, pk: int) -> HttpResponse:
    """Say that there are no problems to report, or take it back."""
    report = visible_report(request, pk)
    require_coordinator(request, report)
    try:
        reports.say_no_problems(
            report=report, no_problems="undo" not in request.POST, acting_user=request.user
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("collaboration:report-edit", args=[pk]) + f"?del={PROBLEMS}")


@require_POST
def part_autosave(request: Request, pk: int, kind: str) -> HttpResponse:
    """Keep a text while it is written. JSON in and out; see ``read_draft`` for what is 400.

    409: somebody saved another text, with the choice as HTML. 422: too long for a draft.
    423: the report has been sent in.
    """
    report = visible_report(request, pk)
    require_coordinator(request, report)
    if kind not in PART_BY_KIND:
        raise Http404
    draft = read_draft(request)
    if draft is None or not isinstance(draft["version"], int):
        return JsonResponse({"message": _("Anropet går inte att läsa.")}, status=400)
    try:
        part = parts.autosave_part(report=report, kind=kind, acting_user=request.user, **draft)
    except EditConflict as conflict:
        html = render_to_string(
            "collaboration/_part_conflict.html",
            {"conflict": conflict_context(kind, draft, conflict.current), "report": report},
            request,
        )
        return JsonResponse({"message": str(conflict), "html": html}, status=409)
    except ReportNotEditable:
        sentence = state_sentence(visible_report(request, pk), timezone.localdate())
        return JsonResponse({"message": sentence}, status=LOCKED)
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=UNPROCESSABLE)
    return JsonResponse(_saved(part))


def read_draft(request: Request) -> dict[str, Any] | None:
    """The posted draft; None when it is not JSON, lacks a text or names no classification."""
    try:
        data = json.loads(request.body)
        draft = {
            "text": data["text"],
            "classification": data["classification"],
            "classification_reason": data.get("classification_reason", "")[:300],
            "version": data["version"],
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    is_known = draft["classification"] in Classification.values
    return draft if is_known and isinstance(draft["text"], str) else None


def _saved(part: ReportPart) -> dict[str, Any]:
    is_restricted = part.classification == Classification.RESTRICTED
    warning = None if is_restricted else person_error(part.text)
    return {
        "version": part.version,
        "saved_at": f"{timezone.localtime(part.updated_at):%H.%M}",
        "state": progress_of_part(part).value,
        "warning": warning or "",
    }
