from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from followup.charts import Chart
from followup.forms import DashboardFilterForm, months_offered
from followup.map_data import map_data
from followup.permissions import can_see_dashboard
from followup.selectors.dashboard import ROWS_SHOWN, Dashboard, Selection, dashboard
from followup.selectors.dashboard_figures import (
    body_figures,
    body_sentence,
    city_figures,
    city_sentence,
)
from followup.selectors.dashboard_tables import tables
from followup.selectors.situation import BodyStatus
from followup.situation_charts import MAP
from programs.models import ProblemType, ResponsibleBody
from programs.permissions import require
from trygghet.accounts.scope import Scope
from trygghet.csv_file import csv_file
from trygghet.http import Request
from trygghet.months import month_name, parse_month, previous_month

OWN_SHOWN = 3


@require_safe
def dashboard_city(request: Request) -> HttpResponse:
    require(can_see_dashboard(request.scope))
    return _page(request, None)


@require_safe
def dashboard_body(request: Request, code: str) -> HttpResponse:
    require(can_see_dashboard(request.scope))
    return _page(request, _reporting_body(code))


@require_safe
def dashboard_csv(request: Request, name: str, code: str = "") -> HttpResponse:
    """One of the page's tables as a file, with the same filters."""
    require(can_see_dashboard(request.scope))
    body = _reporting_body(code) if code else None
    selection = _selection(request.GET, body, _types())
    board = dashboard(request.scope, selection)
    table = tables(board).get(name) if board else None
    if table is None:
        raise Http404(_("Det finns ingen sådan tabell."))
    file_name = f"{name}-{body.code if body else 'staden'}-{selection.month:%Y-%m}.csv"
    return csv_file(table.columns, table.rows, file_name)


def _reporting_body(code: str) -> ResponsibleBody:
    return get_object_or_404(ResponsibleBody.objects.reporting(), code=code)


def _types() -> list[ProblemType]:
    return list(ProblemType.objects.filter(is_active=True))


def _selection(
    asked: QueryDict, body: ResponsibleBody | None, types: Iterable[ProblemType]
) -> Selection:
    """The choices of the address that are on their lists; the rest is left out."""
    today = timezone.localdate()
    newest = previous_month(today)
    month = parse_month(asked.get("manad", ""))
    kind, type_code = asked.get("typ", ""), asked.get("problemtyp", "")
    return Selection(
        month=month if month in months_offered(newest) else newest,
        day=today,
        body=body,
        body_kind=kind if not body and kind in ResponsibleBody.Kind.values else "",
        type_code=type_code if any(each.code == type_code for each in types) else "",
        area_code=asked.get("omrade", "") if not body else "",
    )


def _page(request: Request, body: ResponsibleBody | None) -> HttpResponse:
    types = _types()
    selection = _selection(request.GET, body, types)
    board = dashboard(request.scope, selection)
    places = None if body else board.places.places if board else ()
    form = DashboardFilterForm(
        request.GET, newest=previous_month(selection.day), types=types, places=places
    )
    page = {
        "body": body,
        "board": board,
        "selection": selection,
        "form": form,
        "month_name": month_name(selection.month),
        "title": _("Läget i %(month)s") % {"month": month_name(selection.month)},
        "breadcrumbs": _breadcrumbs(body),
        "query": request.GET.urlencode(),
    }
    if board:
        page |= _shown(board, body, request.GET)
        page["own_bodies"] = () if body else _own(board, request.scope)
    return render(request, "followup/dashboard.html", page)


@dataclass(frozen=True)
class ShownChart:
    """A chart with the address of its file."""

    chart: Chart
    csv_url: str
    is_map: bool


def _shown(board: Dashboard, body: ResponsibleBody | None, asked: QueryDict) -> dict[str, object]:
    rows = board.rows if "alla" in asked else board.rows[:ROWS_SHOWN]
    return {
        "figures": body_figures(board) if body else city_figures(board),
        "sentence": body_sentence(board) if body else city_sentence(board),
        "map": map_data(board),
        "body_rows": rows,
        "rows_more": len(board.rows) > len(rows),
        "due_on": board.overdue[0].due_on if board.overdue else None,
        "charts": [_shown_chart(chart, body, asked) for chart in board.charts],
        "bodies_csv": _csv_url("namnder", body, asked),
        "obstacles_csv": _csv_url("hinder", body, asked),
    }


def _own(board: Dashboard, scope: Scope) -> list[BodyStatus]:
    """The reader's own bodies, when they are so few that each gets a button."""
    own = [body for body in board.month.bodies if body.body_id in scope.bodies]
    return own if len(own) <= OWN_SHOWN else []


def _shown_chart(chart: Chart, body: ResponsibleBody | None, asked: QueryDict) -> ShownChart:
    return ShownChart(chart, _csv_url(chart.name, body, asked), chart.name == MAP)


def _csv_url(name: str, body: ResponsibleBody | None, asked: QueryDict) -> str:
    url = (
        reverse("followup:dashboard-body-csv", args=[body.code, name])
        if body
        else reverse("followup:dashboard-csv", args=[name])
    )
    return f"{url}?{asked.urlencode()}" if asked else url


def _breadcrumbs(body: ResponsibleBody | None) -> list[dict[str, str]]:
    if body is None:
        return []
    return [
        {"label": _("Uppföljning"), "url": reverse("followup:dashboard")},
        {"label": body.name, "url": ""},
    ]
