"""The dashboards: of the city, of a body, of a focus area and of a process."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.models import CollaborationProcess
from collaboration.views.processes import visible_process
from followup.charts import Chart
from followup.forms.dashboards import DashboardFilterForm, WorkDashboardForm, months_offered
from followup.map_data import MapData, map_data
from followup.permissions import can_see_dashboard
from followup.selectors.board import Selection, first
from followup.selectors.dashboard import ROWS_SHOWN, Dashboard
from followup.selectors.figures import Figure
from followup.selectors.overview import Overview, overview
from followup.selectors.situation import BodyStatus
from followup.situation_charts import MAP
from followup.views.shared import process_crumbs
from followup.work_charts import work_charts
from programs.models import FocusArea, ProblemType, ResponsibleBody
from programs.permissions import require
from trygghet.accounts.scope import Scope
from trygghet.http import Request
from trygghet.months import month_name, parse_month, previous_month

OWN_SHOWN = 3
GOALS_SHOWN = 6


@require_safe
def dashboard_city(request: Request) -> HttpResponse:
    require(can_see_dashboard(request.scope))
    if asked := request.GET.get("fokus"):
        return _to_focus(request, asked)
    return _situation_page(request, None)


@require_safe
def dashboard_body(request: Request, code: str) -> HttpResponse:
    require(can_see_dashboard(request.scope))
    return _situation_page(request, reporting_body(code))


@require_safe
def dashboard_focus(request: Request, code: str) -> HttpResponse:
    """A focus area; another one, or none, may be chosen in its filter."""
    require(can_see_dashboard(request.scope))
    asked = request.GET.get("fokus", code)
    if asked != code:
        return _to_focus(request, asked)
    selection = selection_of(request.GET, focus_area=focus_area(request.GET, code))
    return _work_page(request, selection, _city_crumbs(str(selection.focus_area)))


@require_safe
def dashboard_process(request: Request, pk: int) -> HttpResponse:
    process = visible_process(request, pk)
    selection = selection_of(request.GET, process=process)
    return _work_page(request, selection, process_crumbs(process, (_("Läget"), "")))


def reporting_body(code: str) -> ResponsibleBody:
    return get_object_or_404(ResponsibleBody.objects.reporting(), code=code)


def focus_area(asked: QueryDict, code: str) -> FocusArea:
    """The focus area in the program that was in force in the month."""
    month = selection_of(asked).month
    rows = FocusArea.objects.filter(program__starts_on__lte=month, program__ends_on__gte=month)
    found = rows.filter(code=code).order_by("-program__starts_on").first()
    return found or get_object_or_404(FocusArea.objects.none())


def problem_types() -> list[ProblemType]:
    return list(ProblemType.objects.filter(is_active=True))


def selection_of(
    asked: QueryDict,
    body: ResponsibleBody | None = None,
    types: Iterable[ProblemType] = (),
    *,
    focus_area: FocusArea | None = None,
    process: CollaborationProcess | None = None,
) -> Selection:
    """The choices of the address that are on their lists; the rest is left out."""
    today = timezone.localdate()
    newest = previous_month(today)
    month = parse_month(asked.get("manad", ""))
    kind, type_code = asked.get("typ", ""), asked.get("problemtyp", "")
    is_city = not (body or focus_area or process)
    return Selection(
        month=month if month in months_offered(newest) else newest,
        day=today,
        body=body,
        body_kind=kind if is_city and kind in ResponsibleBody.Kind.values else "",
        type_code=type_code if any(each.code == type_code for each in types) else "",
        area_code=asked.get("omrade", "") if is_city else "",
        focus_area=focus_area,
        process=process,
    )


def address_of(selection: Selection, asked: QueryDict) -> str:
    """What follows the question mark of every file and list of the dashboard."""
    kept = {
        name: asked[name] for name in ("manad", "typ", "problemtyp", "omrade") if asked.get(name)
    }
    if selection.body:
        kept["organ"] = selection.body.code
    if selection.focus_area:
        kept["fokus"] = selection.focus_area.code
    if selection.process:
        kept["samverkan"] = str(selection.process.pk)
    return urlencode({"manad": f"{selection.month:%Y-%m}"} | kept)


@dataclass(frozen=True)
class ShownFigure:
    """A figure with the address of the rows behind it."""

    figure: Figure
    url: str


@dataclass(frozen=True)
class ShownChart:
    """A chart with the address of its file; ``map`` is what its browser's map is told, if any."""

    chart: Chart
    csv_url: str
    map: MapData | None = None


@dataclass(frozen=True)
class Reports:
    """How many reports the figures are counted on, and how many those of the month before."""

    now: int
    before: int


def _to_focus(request: Request, code: str) -> HttpResponse:
    month = {"manad": request.GET["manad"]} if request.GET.get("manad") else {}
    url = (
        reverse("followup:dashboard-focus", args=[focus_area(request.GET, code).code])
        if code
        else reverse("followup:dashboard")
    )
    return redirect(f"{url}?{urlencode(month)}" if month else url)


def _situation_page(request: Request, body: ResponsibleBody | None) -> HttpResponse:
    types = problem_types()
    selection = selection_of(request.GET, body, types)
    shown = overview(request.scope, selection)
    board = shown.board if shown else None
    newest = previous_month(selection.day)
    places = None if body else board.places.places if isinstance(board, Dashboard) else ()
    page = _common(request, selection, shown) | {
        "body": body,
        "form": DashboardFilterForm(
            request.GET,
            newest=newest,
            types=types,
            places=places,
            focus_areas=() if body else _focus_areas(selection),
        ),
        "breadcrumbs": _city_crumbs(body.name) if body else [],
    }
    if isinstance(board, Dashboard):
        page |= _situation(board, body, request.GET)
        page["own_bodies"] = () if body else _own(board, request.scope)
    return render(request, "followup/dashboard.html", page)


def _work_page(
    request: Request, selection: Selection, breadcrumbs: list[dict[str, str]]
) -> HttpResponse:
    shown = overview(request.scope, selection)
    page = _common(request, selection, shown) | {
        "form": WorkDashboardForm(
            request.GET | {"fokus": selection.focus_area.code}
            if selection.focus_area
            else request.GET,
            newest=previous_month(selection.day),
            focus_areas=_focus_areas(selection) if selection.focus_area else None,
        ),
        "breadcrumbs": breadcrumbs,
        "sees_obstacles": request.scope.is_staff or request.scope.is_committee,
    }
    if shown:
        told = [chart for chart in work_charts(shown.board) if not chart.is_empty]
        page["charts"] = _charts(told, address_of(selection, request.GET))
    return render(request, "followup/dashboard_work.html", page)


def _common(request: Request, selection: Selection, shown: Overview | None) -> dict[str, Any]:
    address = address_of(selection, request.GET)
    page: dict[str, Any] = {
        "board": shown.board if shown else None,
        "selection": selection,
        "month_name": month_name(selection.month),
        "title": _("Läget i %(month)s") % {"month": month_name(selection.month)},
        "month": f"{selection.month:%Y-%m}",
        "query": request.GET.urlencode(),
        "address": address,
        "names_bodies": selection.body is None,
    }
    if shown is None:
        return page
    return page | {
        "name": shown.name,
        "sentence": shown.sentence,
        "figures": tuple(_shown_figure(figure, address) for figure in shown.figures),
        "changes": shown.changes,
        "goals": first(shown.board.work.goals, GOALS_SHOWN),
    }


def _shown_figure(figure: Figure, address: str) -> ShownFigure:
    url = reverse("followup:dashboard-rows", args=[figure.key])
    return ShownFigure(figure, f"{url}?{address}")


def _situation(
    board: Dashboard, body: ResponsibleBody | None, asked: QueryDict
) -> dict[str, object]:
    rows = board.rows
    address = address_of(board.selection, asked)
    return {
        "reports": Reports(len(board.month.report_ids), len(board.previous.report_ids)),
        "body_rows": first(rows, len(rows) if "alla" in asked else ROWS_SHOWN),
        "map": bool(board.shapes),
        "charts": _charts(board.charts, address, map_data(board)),
        "bodies_csv": _csv_url("namnder", address),
        "obstacles_csv": _csv_url("hinder", address),
    }


def _charts(
    charts: Iterable[Chart], address: str, areas: MapData | None = None
) -> list[ShownChart]:
    return [
        ShownChart(chart, _csv_url(chart.name, address), areas if chart.name == MAP else None)
        for chart in charts
    ]


def _csv_url(name: str, address: str) -> str:
    return f"{reverse('followup:dashboard-csv', args=[name])}?{address}"


def _own(board: Dashboard, scope: Scope) -> list[BodyStatus]:
    """The reader's own bodies, when they are so few that each gets a button."""
    own = [body for body in board.month.bodies if body.body_id in scope.bodies]
    return own if len(own) <= OWN_SHOWN else []


def _focus_areas(selection: Selection) -> list[FocusArea]:
    month = selection.month
    return list(
        FocusArea.objects.filter(program__starts_on__lte=month, program__ends_on__gte=month)
    )


def _city_crumbs(last: str) -> list[dict[str, str]]:
    return [
        {"label": _("Uppföljning"), "url": reverse("followup:dashboard")},
        {"label": last, "url": ""},
    ]
