"""The list of situation reports, a report's page, and what is done with it as a whole."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration import permissions
from collaboration.completeness import Missing, missing_before_submission
from collaboration.exceptions import LateReasonMissing, Refused, ReportIncomplete
from collaboration.forms.reports import ReportFilterForm, ReportStartForm, ReturnForm, SubmitForm
from collaboration.models import SituationReport
from collaboration.selectors.histories import report_history
from collaboration.selectors.reports import (
    OWN,
    body_of,
    for_list,
    period_name,
    report_page,
    state_sentence,
    year_of_reports,
)
from collaboration.services import reports
from collaboration.views.trail import trail
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.history.services import record_restricted_reads
from trygghet.http import Request
from trygghet.months import first_of, parse_month, previous_month

PER_PAGE = 25
FEW_BODIES = 3
READ = ["GET", "HEAD"]
ASK = ["GET", "HEAD", "POST"]


def visible_report(request: Request, pk: int) -> SituationReport:
    """The report if the reader sees it, with its body and the people who acted on it; else 404."""
    rows = SituationReport.objects.visible_to(request.scope).select_related(
        "body", "program", "created_by", "submitted_by", "decided_by", "published_by"
    )
    return get_object_or_404(rows, pk=pk)


def require_coordinator(request: Request, report: SituationReport) -> None:
    require(
        permissions.can_write_reports(request.scope, report.body_id),
        _("Bara samordnaren för %(body)s skriver i lägesbilden.") % {"body": report.body.name},
    )


@require_safe
def report_list(request: Request) -> HttpResponse:
    scope, day = request.scope, timezone.localdate()
    require(permissions.can_read_reports(scope), _("Lägesbilder läses av stadens personal."))
    bodies = list(ResponsibleBody.objects.reporting().by_name())
    form = _filter_form(request, bodies)
    chosen = form.chosen()
    page = Paginator(for_list(scope, chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter": form,
        "is_filtered": bool(chosen),
        "day": day,
        "shows_body": _has_many_bodies(request, chosen),
        "is_part": "del" in request.GET,
        "may_start": bool(scope.coordinates),
    }
    if request.htmx or "del" in request.GET:
        return render(request, "collaboration/_report_rows.html", context)
    context |= _year(request, chosen, day) | {"tabs": _whose(request, chosen)}
    return render(request, "collaboration/report_list.html", context)


def _has_many_bodies(request: Request, chosen: dict[str, str]) -> bool:
    if chosen.get("organ") == OWN:
        return len(request.scope.bodies) > 1
    return "organ" not in chosen


def _whose(request: Request, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """One click between the reader's own bodies and all; the other filters stay."""
    if not request.scope.bodies:
        return []
    address = request.GET.copy()
    for name in ("organ", "page"):
        address.pop(name, None)
    everybody = {"url": f"?{address.urlencode()}", "label": _("Alla")}
    address["organ"] = OWN
    own = {"url": f"?{address.urlencode()}", "label": _("Där du arbetar")}
    own["current"], everybody["current"] = chosen.get("organ") == OWN, "organ" not in chosen
    return [own, everybody]


def _year(request: Request, chosen: dict[str, str], day: date) -> dict[str, Any]:
    """The year's months by body; when there are many bodies, only if it is asked for."""
    scope = request.scope
    year = int(chosen["manad"][:4]) if "manad" in chosen else day.year
    rows = ResponsibleBody.objects.reporting().valid_between(date(year, 1, 1), date(year, 12, 31))
    if not scope.is_central:
        rows = rows.filter(pk__in=scope.bodies)
    if "organ" in chosen:
        rows = rows.filter(body_of(scope, chosen["organ"]))
    bodies = list(rows.by_name())
    is_folded = len(bodies) > FEW_BODIES and request.GET.get("visa") != "aret"
    return {
        "year": str(year),
        "is_folded": is_folded,
        "rows": [] if is_folded else year_of_reports(scope, bodies, year, day),
    }


def _filter_form(request: Request, bodies: list[ResponsibleBody]) -> ReportFilterForm:
    visible = SituationReport.objects.visible_to(request.scope)
    periods = visible.order_by("-period").values_list("period", flat=True).distinct()
    states = SituationReport.State.values
    if not request.scope.bodies:
        states = [s for s in states if s not in SituationReport.EDITABLE]
    if not request.scope.is_staff:
        states = [SituationReport.State.PUBLISHED]
    return ReportFilterForm(
        request.GET,
        periods=periods,
        bodies=bodies,
        states=states,
        has_own=bool(request.scope.bodies),
    )


@require_http_methods(ASK)
def report_new(request: Request) -> HttpResponse:
    scope, day = request.scope, timezone.localdate()
    require(bool(scope.coordinates), _("Lägesbilder påbörjas av nämndens samordnare."))
    if request.method == "POST":
        form = ReportStartForm(request.POST, bodies=scope.coordinates, day=day)
        if form.is_valid() and (report := _start(request, form)):
            return redirect("collaboration:report-edit", pk=report.pk)
    else:
        form = ReportStartForm(
            bodies=scope.coordinates, day=day, initial=_suggested(request, scope.coordinates, day)
        )
    return render(request, "collaboration/report_new.html", {"form": form})


def _start(request: Request, form: ReportStartForm) -> SituationReport | None:
    begin = reports.report_no_change if "no_change" in request.POST else reports.start_report
    try:
        return begin(
            body=form.cleaned_data["organ"],
            period=form.cleaned_data["manad"],
            acting_user=request.user,
        )
    except Refused as refusal:
        form.add_error("manad", str(refusal))
        return None


def _suggested(request: Request, bodies: frozenset[int], day: date) -> dict[str, str]:
    """The address's own wish, else last month, else this month if last month's is begun."""
    rows = ResponsibleBody.objects.filter(pk__in=bodies)
    body = rows.filter(code=request.GET.get("organ", "")).first() or rows.by_name().first()
    month = parse_month(request.GET.get("manad", "")) or previous_month(day)
    if "manad" not in request.GET and body.situation_reports.filter(period=month).exists():
        month = first_of(day)
    return {"organ": body.code, "manad": f"{month:%Y-%m}"}


@require_safe
def report_detail(request: Request, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    context = _page(request, report)
    context["history"] = report_history(request.scope, context["page"])
    return render(request, "collaboration/report_detail.html", context)


@require_safe
def report_preview(request: Request, pk: int) -> HttpResponse:
    """The report as the manager will read it."""
    report = visible_report(request, pk)
    require_coordinator(request, report)
    return render(request, "collaboration/report_preview.html", _page(request, report))


def _page(request: Request, report: SituationReport) -> dict[str, Any]:
    scope, day = request.scope, timezone.localdate()
    page = report_page(scope, report)
    record_restricted_reads(request.user, page.restricted)
    return {
        "report": report,
        "page": page,
        "period": period_name(report),
        "breadcrumbs": trail(_("Lägesbilder"), "report-list", period_name(report).capitalize()),
        "state_sentence": state_sentence(report, day),
        "is_late": report.is_late_on(day),
        "may_edit": permissions.can_edit_report(scope, report),
        "may_decide": permissions.can_decide_report(scope, report),
        "may_publish": permissions.can_publish_report(scope, report),
        "is_coordinator": permissions.can_write_reports(scope, report.body_id),
    }


@require_http_methods(ASK)
def report_submit(request: Request, pk: int) -> HttpResponse:
    """What is missing, with links to it; or the last question before the report is sent in."""
    report = visible_report(request, pk)
    require_coordinator(request, report)
    if not report.is_editable:
        messages.info(request, _("Lägesbilden är redan inskickad."))
        return redirect("collaboration:report-detail", pk=pk)
    is_late = report.is_late_on(timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = SubmitForm(data, initial={"late_reason": report.late_reason}) if is_late else None
    missing = missing_before_submission(report)
    if data is not None and (form is None or form.is_valid()):
        late_reason = form.cleaned_data["late_reason"] if form else ""
        try:
            reports.submit_report(report=report, acting_user=request.user, late_reason=late_reason)
        except ReportIncomplete as refusal:
            missing = list(refusal.missing)
        except LateReasonMissing:
            return redirect("collaboration:report-submit", pk=pk)
        else:
            messages.success(request, _("Lägesbilden är inskickad. Chefen ser den på sin sida."))
            return redirect("collaboration:report-detail", pk=pk)
    context = {
        "report": report,
        "period": period_name(report),
        "form": form,
        "missing": [(item, _place(report, item)) for item in missing],
    }
    return render(request, "collaboration/report_submit.html", context)


def _place(report: SituationReport, item: Missing) -> str:
    """Where in the form the missing thing is written."""
    if item.problem_id:
        return reverse("collaboration:problem-edit", args=[report.pk, item.problem_id])
    return reverse("collaboration:report-edit", args=[report.pk]) + f"?del={item.section}"


@require_http_methods(ASK)
def report_approve(request: Request, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    may_decide = permissions.can_decide_reports(request.scope, report.body_id)
    require(may_decide, _("Nämndens chef godkänner lägesbilden."))
    if request.method == "POST":
        done = _("Lägesbilden är godkänd. Stadsledningskontoret kan nu publicera den.")
        return _act(request, report, reports.approve_report, done)
    return _ask(
        request,
        report,
        title=_("Godkänn lägesbilden?"),
        text=_(
            "Du står bakom lägesbilden för %(body)s, %(period)s. Den går vidare till "
            "stadsledningskontoret och kan inte ändras efteråt."
        ),
        confirm_text=_("Godkänn"),
    )


@require_http_methods(ASK)
def report_return(request: Request, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    may_decide = permissions.can_decide_reports(request.scope, report.body_id)
    require(may_decide, _("Nämndens chef återsänder lägesbilden."))
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        done = _("Lägesbilden är återsänd. Samordnaren ser vad som behöver ändras.")
        return _act(request, report, reports.return_report, done, **form.cleaned_data)
    return _ask(
        request,
        report,
        form=form,
        title=_("Återsänd lägesbilden?"),
        text=_("Samordnaren för %(body)s får tillbaka lägesbilden för %(period)s och kan ändra."),
        confirm_text=_("Återsänd"),
    )


@require_http_methods(ASK)
def report_publish(request: Request, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    may_publish = permissions.can_publish_reports(request.scope)
    require(may_publish, _("Stadsledningskontoret publicerar lägesbilder."))
    if request.method == "POST":
        return _act(request, report, reports.publish_report, _("Lägesbilden är publicerad."))
    return _ask(
        request,
        report,
        title=_("Publicera lägesbilden?"),
        text=_(
            "Alla som följer stadens arbete kan läsa de öppna delarna av lägesbilden för %(body)s, "
            "%(period)s."
        ),
        confirm_text=_("Publicera"),
    )


@require_POST
def report_no_change(request: Request, pk: int) -> HttpResponse:
    """Fill the draft with the last report's problems and texts."""
    report = visible_report(request, pk)
    require_coordinator(request, report)
    try:
        reports.report_no_change(body=report.body, period=report.period, acting_user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("collaboration:report-edit", pk=pk)
    messages.success(
        request, _("Förra periodens problem och texter är med. Läs igenom och skicka in.")
    )
    return redirect("collaboration:report-preview", pk=pk)


def _act(
    request: Request, report: SituationReport, service: Any, done: str, **fields: Any
) -> HttpResponse:
    """Let the service decide; a refusal says who was first."""
    try:
        service(report=report, acting_user=request.user, **fields)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("collaboration:report-detail", pk=report.pk)


def _ask(request: Request, report: SituationReport, *, text: str, **context: Any) -> HttpResponse:
    words = {"body": report.body.name, "period": period_name(report)}
    context |= {
        "text": text % words,
        "cancel_url": reverse("collaboration:report-detail", args=[report.pk]),
    }
    return render(request, "confirm.html", context)
