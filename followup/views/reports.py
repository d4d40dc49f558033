"""The monthly reports: the list, a report as a page and as a file, and asking for one by hand."""

import logging

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from followup.forms.reports import BuildForm, NewEditionForm
from followup.models import MonthlyReport
from followup.permissions import can_build_reports, can_read_reports
from followup.reports.monthly import ask_for_new_edition, ask_for_reports
from followup.selectors.histories import edition_history
from followup.selectors.report_deliveries import deliveries_of
from followup.selectors.report_parts import Part, parts_for, parts_in
from followup.selectors.reports import (
    Edition,
    approved_after,
    edition_of,
    editions_at,
    editions_of,
    months_with_reports,
)
from programs.permissions import require
from trygghet.http import Request
from trygghet.jobs.services import JobRefused
from trygghet.months import month_name, parse_month, previous_month

logger = logging.getLogger(__name__)
MONTHS_PER_PAGE = 3


@require_safe
def report_list(request: Request) -> HttpResponse:
    _require_reader(request)
    return _list(request, None)


@require_safe
def report_detail(request: Request, month: str, code: str) -> HttpResponse:
    """The report as it was printed, or how far it has come."""
    return _page(request, month, code, None)


def _page(request: Request, month: str, code: str, form: NewEditionForm | None) -> HttpResponse:
    editions = _editions(request, month, code)
    edition = _chosen(request, editions)
    central = can_build_reports(request.scope)
    is_newest = edition is editions[0]
    may_correct = is_newest and edition.report.state == MonthlyReport.State.PUBLISHED
    page = {
        "edition": edition,
        "editions": editions if len(editions) > 1 else [],
        "newest": None if is_newest else editions[0],
        "approved_after": approved_after(edition.report) if is_newest else 0,
        "form": (form or NewEditionForm()) if central and may_correct else None,
        "own_parts": parts_for(edition.report, request.scope.coordinates | request.scope.manages),
        "parts": _pages(edition) if request.scope.follows_city else (),
        "deliveries": deliveries_of(edition.report) if central else (),
        "refused": form is not None,
        "report": edition.report,
        "may_build": central,
        "history": edition_history(request.scope, edition.report),
        "breadcrumbs": [
            {"label": _("Rapporter"), "url": reverse("followup:report-list")},
            {"label": f"{month_name(edition.report.month)}, {edition.scope_name}", "url": ""},
        ],
    }
    template = "report_detail" if edition.is_built else "report_pending"
    return render(request, f"followup/{template}.html", page, status=422 if form else 200)


def _pages(edition: Edition) -> list[Part]:
    """The parts of bodies without an edition of their own."""
    return [part for part in parts_in(edition.report) if part.url]


@require_POST
def report_new_edition(request: Request, month: str, code: str) -> HttpResponse:
    """Make the report anew, as another edition beside those that are built."""
    _require_builder(request)
    newest = _editions(request, month, code)[0]
    form = NewEditionForm(request.POST)
    if not form.is_valid():
        return _page(request, month, code, form)
    try:
        new = ask_for_new_edition(
            report=newest.report, reason=form.cleaned_data["reason"], acting_user=request.user
        )
    except JobRefused as refused:
        messages.info(request, str(refused))
        return redirect(newest.url)
    messages.success(request, _("Utgåva %(n)s görs nu.") % {"n": new.edition})
    return redirect(newest.url)


@require_safe
def report_progress(request: Request, month: str, code: str) -> HttpResponse:
    """The part of the page that tells how far it has come, asked for every other second."""
    edition = chosen_edition(request, month, code)
    page = {"edition": edition, "may_build": can_build_reports(request.scope)}
    response = render(request, "followup/_report_progress.html", page)
    if not edition.is_under_way:
        response["HX-Refresh"] = "true"  # the whole page is another one now
    return response


@require_safe
def report_download(request: Request, month: str, code: str) -> HttpResponse:
    edition = chosen_edition(request, month, code)
    if not edition.is_built:
        raise Http404(_("Rapporten är inte färdig än."))
    etag = f'"{edition.report.pdf_hash}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        file = default_storage.open(edition.report.file.name)
    except FileNotFoundError:
        logger.exception("The file of report %s is gone", edition.report.pk)
        raise Http404(_("Filen finns inte kvar på servern. Hör av dig till supporten.")) from None
    response = FileResponse(
        file, as_attachment=True, filename=edition.file_name, content_type="application/pdf"
    )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
def report_build(request: Request) -> HttpResponse:
    """Ask for a month's reports, or for one of them, to be made now."""
    _require_builder(request)
    form = BuildForm(request.POST, newest=previous_month(timezone.localdate()))
    if not form.is_valid():
        return _list(request, form)
    month, code = form.cleaned_data["manad"], form.cleaned_data["omfattning"]
    try:
        reports = ask_for_reports(month=month, acting_user=request.user, scope=code)
    except JobRefused as refused:
        form.add_error("manad", str(refused))
        return _list(request, form)
    if not reports:
        form.add_error("manad", _("Inget trygghetsprogram gällde den månaden."))
        return _list(request, form)
    _tell(request, [edition_of(report) for report in reports])
    if code:
        return redirect(edition_of(reports[0]).url)
    return redirect(f"{reverse('followup:report-list')}#manad-{month:%Y-%m}")


def _require_reader(request: Request) -> None:
    require(can_read_reports(request.scope), _("Månadsrapporterna läses av stadens personal."))


def _require_builder(request: Request) -> None:
    require(can_build_reports(request.scope), _("Bara stadsledningskontoret gör månadsrapporter."))


def _editions(request: Request, month: str, code: str) -> list[Edition]:
    """The editions at the address, the newest first; 404 where there is none."""
    _require_reader(request)
    reports = editions_at(request.scope, parse_month(month), code)
    if not reports:
        raise Http404(_("Det finns ingen månadsrapport på den här adressen."))
    return [edition_of(report) for report in reports]


def chosen_edition(request: Request, month: str, code: str) -> Edition:
    """The edition that the address names, else the newest; 403 or 404 where there is none."""
    return _chosen(request, _editions(request, month, code))


def _chosen(request: Request, editions: list[Edition]) -> Edition:
    """The edition that the address names, else the newest."""
    if not (named := request.GET.get("utgava")):
        return editions[0]
    for edition in editions:
        if str(edition.report.edition) == named:
            return edition
    raise Http404(_("Den utgåvan finns inte."))


def _list(request: Request, form: BuildForm | None) -> HttpResponse:
    central = can_build_reports(request.scope)
    newest = previous_month(timezone.localdate())
    paginator = Paginator(months_with_reports(request.scope), MONTHS_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "months": editions_of(request.scope, page.object_list),
        "may_build": central,
        "form": (form or BuildForm(newest=newest)) if central else None,
    }
    refused = form is not None
    return render(request, "followup/report_list.html", context, status=422 if refused else 200)


def _tell(request: Request, editions: list[Edition]) -> None:
    """Say what happens now, and that what is built stays as it is."""
    coming = sum(not edition.is_built for edition in editions)
    if coming:
        text = ngettext("%(n)s rapport görs nu.", "%(n)s rapporter görs nu.", coming)
        messages.success(request, text % {"n": coming})
    else:
        messages.info(request, _("Rapporten är redan gjord. Gör om den när du granskar den."))
