"""The law's page: how the municipality stands to law 2023:196, and what shows it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from followup.forms.law import CouncilReportForm, EndEvidenceForm, EvidenceForm
from followup.models import CouncilReport, LawEvidence
from followup.permissions import can_follow_law, can_keep_law
from followup.selectors.law import law_page
from followup.services import law as services
from followup.views.form_pages import form_page, save_new
from followup.views.shared import ASK, PER_PAGE, attempt, save_over
from programs.permissions import require
from trygghet.http import Request


@require_safe
def law(request: Request) -> HttpResponse:
    require(can_follow_law(request.scope), _("Sidan är för stadens personal och ledamöterna."))
    today = timezone.localdate()
    reports = CouncilReport.objects.select_related("monthly_report", "picture", "plan")
    reports = reports.defer("monthly_report__html", "picture__content", "plan__content")
    context = {
        "page": law_page(request.scope, today),
        "today": today,
        "reports": Paginator(reports, PER_PAGE).get_page(request.GET.get("page")),
        "may_keep": can_keep_law(request.scope),
    }
    return render(request, "followup/law.html", context)


@require_http_methods(ASK)
def evidence_new(request: Request) -> HttpResponse:
    _require_keeper(request)
    initial = {"section": request.GET.get("paragraf"), "valid_from": timezone.localdate()}
    form = EvidenceForm(request.POST or None, initial=initial)
    if made := save_new(request, form, services.add_evidence):
        messages.success(request, _("Underlaget är sparat."))
        return redirect(to_law(made.section))
    return form_page(
        request,
        form,
        heading=_("Skriv in underlag"),
        button=_("Spara underlaget"),
        cancel_url=reverse("followup:law"),
    )


@require_http_methods(ASK)
def evidence_edit(request: Request, pk: int) -> HttpResponse:
    _require_keeper(request)
    row = get_object_or_404(LawEvidence, pk=pk)
    form = EvidenceForm(request.POST or None, instance=row)
    edit = save_over(
        request,
        form,
        row.version,
        lambda version: services.change_evidence(
            evidence=row, version=version, acting_user=request.user, **form.cleaned_data
        ),
    )
    if edit.saved:
        messages.success(request, _("Underlaget är sparat."))
        return redirect(to_law(edit.saved.section))
    return form_page(
        request,
        form,
        heading=_("Ändra underlaget"),
        button=_("Spara underlaget"),
        cancel_url=to_law(row.section),
        edit=edit,
    )


@require_http_methods(ASK)
def evidence_end(request: Request, pk: int) -> HttpResponse:
    _require_keeper(request)
    row = get_object_or_404(LawEvidence, pk=pk)
    form = EndEvidenceForm(request.POST or None, initial={"valid_to": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        ended = attempt(
            form,
            lambda: services.end_evidence(
                evidence=row, acting_user=request.user, **form.cleaned_data
            ),
        )
        if ended:
            messages.success(request, _("Underlaget är avslutat. Det står kvar som tidigare."))
            return redirect(to_law(row.section))
    return form_page(
        request,
        form,
        heading=_("Avsluta underlaget"),
        button=_("Avsluta"),
        cancel_url=to_law(row.section),
        state=row.title,
    )


@require_http_methods(ASK)
def council_report_new(request: Request) -> HttpResponse:
    _require_keeper(request)
    form = CouncilReportForm(request.POST or None, initial={"reported_on": timezone.localdate()})
    if save_new(request, form, services.log_council_report):
        messages.success(request, _("Rapporten till fullmäktige är inskriven."))
        return redirect(to_reports())
    return form_page(
        request,
        form,
        heading=_("Skriv in en rapport till fullmäktige"),
        button=_("Spara"),
        cancel_url=to_reports(),
    )


@require_http_methods(ASK)
def council_report_edit(request: Request, pk: int) -> HttpResponse:
    _require_keeper(request)
    row = get_object_or_404(CouncilReport, pk=pk)
    form = CouncilReportForm(request.POST or None, instance=row)
    edit = save_over(
        request,
        form,
        row.version,
        lambda version: services.change_council_report(
            report=row, version=version, acting_user=request.user, **form.cleaned_data
        ),
    )
    if edit.saved:
        messages.success(request, _("Rapporten till fullmäktige är sparad."))
        return redirect(to_reports())
    return form_page(
        request,
        form,
        heading=_("Ändra rapporten till fullmäktige"),
        button=_("Spara"),
        cancel_url=to_reports(),
        edit=edit,
    )


def to_law(section: str) -> str:
    return f"{reverse('followup:law')}#paragraf-{section}"


def to_reports() -> str:
    return f"{reverse('followup:law')}#rapporter"


def _require_keeper(request: Request) -> None:
    require(can_keep_law(request.scope), _("Underlag skrivs in av stadsledningskontoret."))
