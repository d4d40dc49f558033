"""The rows behind a dashboard's figures, and its tables as files, with the page's own filters."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.views.processes import visible_process
from followup.permissions import can_see_dashboard
from followup.selectors.board import Selection
from followup.selectors.dashboard_rows import RowTable
from followup.selectors.overview import Overview, overview
from followup.spreadsheet import Sheet, xlsx_file
from followup.views.dashboard import (
    address_of,
    focus_area,
    problem_types,
    reporting_body,
    selection_of,
)
from followup.work_charts import work_charts
from programs.permissions import require
from trygghet.csv_file import csv_file
from trygghet.http import Request
from trygghet.months import month_name

PER_PAGE = 100


@require_safe
def dashboard_rows(request: Request, name: str) -> HttpResponse:
    """Exactly the rows that the figure ``name`` counts."""
    shown = _asked(request)
    table = _rows(shown, name)
    selection = shown.board.selection
    address = address_of(selection, request.GET)
    page = Paginator(table.lines, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "table": table,
        "page": page,
        "lines": [(line.url, list(zip(table.columns, line.cells, strict=True))) for line in page],
        "subject": shown.name,
        "month_name": month_name(selection.month),
        "seen_on": selection.seen_on,
        "csv_url": f"{reverse('followup:dashboard-rows-csv', args=[name])}?{address}",
        "xlsx_url": f"{reverse('followup:dashboard-rows-xlsx', args=[name])}?{address}",
        "back_url": _page_address(selection),
        "breadcrumbs": [
            {"label": _("Uppföljning"), "url": _page_address(selection)},
            {"label": table.title, "url": ""},
        ],
    }
    return render(request, "followup/dashboard_rows.html", context)


@require_safe
def dashboard_rows_file(request: Request, name: str, kind: str) -> HttpResponse:
    """All of them as ``kind``: "csv" or "xlsx"."""
    shown = _asked(request)
    table = _rows(shown, name)
    file_name = f"{name}-{_file_name(shown.board.selection)}.{kind}"
    if kind == "csv":
        return csv_file(table.columns, table.rows, file_name)
    return xlsx_file([Sheet(table.title, table.columns, table.rows)], file_name)


@require_safe
def dashboard_csv(request: Request, name: str) -> HttpResponse:
    """One of the page's tables as a file."""
    shown = _asked(request)
    charts = (chart for chart in work_charts(shown.board) if chart.name == name)
    table = shown.table(name) or next(charts, None)
    if table is None:
        raise Http404(_("Det finns ingen sådan tabell."))
    return csv_file(table.columns, table.rows, f"{name}-{_file_name(shown.board.selection)}.csv")


@require_safe
def dashboard_xlsx(request: Request) -> HttpResponse:
    """Every table of the page, one to a sheet."""
    shown = _asked(request)
    sheets = [Sheet(name, table.columns, table.rows) for name, table in shown.tables.items()]
    return xlsx_file(sheets, f"laget-{_file_name(shown.board.selection)}.xlsx")


def _asked(request: Request) -> Overview:
    """The dashboard that the address asks for. Raises Http404 where no program is in force."""
    shown = overview(request.scope, _selection(request))
    if shown is None:
        raise Http404(_("Inget program gäller för månaden."))
    return shown


def _selection(request: Request) -> Selection:
    asked = request.GET
    if asked.get("samverkan", "").isdecimal():
        process = visible_process(request, asked["samverkan"])
        return selection_of(asked, process=process)
    require(can_see_dashboard(request.scope))
    if asked.get("fokus"):
        return selection_of(asked, focus_area=focus_area(asked, asked["fokus"]))
    body = reporting_body(asked["organ"]) if asked.get("organ") else None
    return selection_of(asked, body, problem_types())


def _rows(shown: Overview, name: str) -> RowTable:
    table = shown.rows(name)
    if table is None:
        raise Http404(_("Det finns ingen sådan lista."))
    return table


def _file_name(selection: Selection) -> str:
    subject = "staden"
    if selection.body:
        subject = selection.body.code
    elif selection.focus_area:
        subject = selection.focus_area.code
    elif selection.process:
        subject = f"samverkan-{selection.process.pk}"
    return f"{subject}-{selection.month:%Y-%m}"


def _page_address(selection: Selection) -> str:
    url = reverse("followup:dashboard")
    if selection.body:
        url = reverse("followup:dashboard-body", args=[selection.body.code])
    elif selection.focus_area:
        url = reverse("followup:dashboard-focus", args=[selection.focus_area.code])
    elif selection.process:
        url = reverse("followup:dashboard-process", args=[selection.process.pk])
    return f"{url}?manad={selection.month:%Y-%m}"
