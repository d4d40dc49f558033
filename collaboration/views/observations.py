"""The phone page, the list, one observation, its photo, and what the coordinator does with it."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.exceptions import Refused
from collaboration.forms.observations import ObservationFilter, ObservationForm, SetAsideForm
from collaboration.models import Observation, Problem, SituationReport
from collaboration.permissions import (
    can_edit_report,
    can_handle_observation,
    can_log_observation,
    can_see_observations,
)
from collaboration.selectors.histories import observation_history
from collaboration.selectors.observations import (
    categories,
    observation_panel,
    report_in_work_for,
)
from collaboration.services import observations
from collaboration.views.sent import sent_key
from collaboration.views.trail import trail
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.http import Request

PER_PAGE = 25
NEW_PROBLEM = "new"
PHOTO_CACHE = "private, max-age=600"


@require_safe
def observation_list(request: Request) -> HttpResponse:
    require(can_see_observations(request.scope))
    form = ObservationFilter(request.GET)
    form.is_valid()
    rows = _filtered(Observation.objects.visible_to(request.scope), request, form.cleaned_data)
    rows = rows.select_related("category", "area", "logged_by", "body", "problem__report")
    page = Paginator(rows.order_by("-seen_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter": form,
        "may_log": bool(request.scope.bodies),
        "shows_body": request.scope.is_central or len(request.scope.bodies) > 1,
    }
    return render(request, "collaboration/observation_list.html", context)


def _filtered(
    rows: QuerySet[Observation], request: Request, chosen: dict[str, Any]
) -> QuerySet[Observation]:
    if month := chosen.get("manad"):
        rows = rows.filter(seen_at__year=month.year, seen_at__month=month.month)
    if category := chosen.get("kategori"):
        rows = rows.filter(category=category)
    if state := chosen.get("lage"):
        rows = rows.sightings().filter(state=state)
    if chosen.get("vem") == ObservationFilter.MINE:
        rows = rows.filter(logged_by=request.user)
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def observation_new(request: Request) -> HttpResponse:
    bodies = _own_bodies(request)
    kept_photo = ""
    if request.method == "POST":
        form = ObservationForm(request.POST, request.FILES, user=request.user, bodies=bodies)
        if form.is_valid():
            return _log(request, form)
        kept_photo = form.keep_photo()
    else:
        form = ObservationForm(user=request.user, bodies=bodies)
    offered = categories(request.scope)
    context = {
        "form": form,
        "categories": offered,
        "categories_open": not offered.is_common(form["category"].value()),
        "kept_photo": kept_photo,
        "key": sent_key(request) or uuid4(),
    }
    return render(request, "collaboration/observation_form.html", context)


def _log(request: Request, form: ObservationForm) -> HttpResponse:
    require(can_log_observation(request.scope, form.cleaned_data["body"].pk))
    observation = observations.log_observation(
        **form.observation(), acting_user=request.user, idempotency_key=sent_key(request)
    )
    return redirect("collaboration:observation-saved", pk=observation.pk)


@require_POST
def observation_nothing(request: Request) -> HttpResponse:
    """One button: nothing to report this week."""
    bodies = {body.pk: body for body in _own_bodies(request)}
    chosen = request.POST.get("body", "")
    body = bodies.get(int(chosen)) if chosen.isdecimal() else next(iter(bodies.values()))
    if body is None:
        raise Http404
    observation = observations.log_nothing_to_report(
        body=body, acting_user=request.user, idempotency_key=sent_key(request)
    )
    return redirect("collaboration:observation-saved", pk=observation.pk)


@require_safe
def observation_saved(request: Request, pk: int) -> HttpResponse:
    observation = get_object_or_404(_visible(request), pk=pk, logged_by=request.user)
    return render(request, "collaboration/observation_saved.html", {"observation": observation})


@require_safe
def observation_detail(request: Request, pk: int) -> HttpResponse:
    return _detail(request, get_object_or_404(_visible(request), pk=pk), SetAsideForm())


def _detail(request: Request, observation: Observation, form: SetAsideForm) -> HttpResponse:
    may_handle = can_handle_observation(request.scope, observation)
    report = report_in_work_for(observation) if may_handle else None
    problem = observation.problem
    context = {
        "observation": observation,
        "report": report,
        "problems": report.problems.all() if report else (),
        "problem_is_readable": problem
        and Problem.objects.visible_to(request.scope).filter(pk=problem.pk).exists(),
        "may_handle": may_handle and not observation.nothing_to_report,
        "may_take_back": may_handle and (problem is None or problem.report.is_editable),
        "form": form,
        "history": observation_history(request.scope, observation),
        "breadcrumbs": trail(_("Iakttagelser"), "observation-list", _headline(observation)),
    }
    return render(request, "collaboration/observation_detail.html", context)


def _headline(observation: Observation) -> str:
    return observation.category.name if observation.category else _("Inget att rapportera")


@require_safe
def observation_photo(request: Request, pk: int) -> FileResponse:
    """The photo, for those who see the observation; never from a public address."""
    observation = get_object_or_404(_visible(request), pk=pk)
    if not observation.photo:
        raise Http404
    try:
        file = observation.photo.open()
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(
        file,
        content_type="image/jpeg",
        filename=f"iakttagelse-{observation.pk}.jpg",
        headers={"Cache-Control": PHOTO_CACHE, "X-Content-Type-Options": "nosniff"},
    )


@require_safe
def observation_of_report(request: Request, report: int) -> HttpResponse:
    """The panel beside the report's form, by itself."""
    found = get_object_or_404(SituationReport.objects.visible_to(request.scope), pk=report)
    require(found.body_id in request.scope.bodies or request.scope.is_central)
    return _panel(request, found)


@require_POST
def observation_take_in(request: Request, pk: int) -> HttpResponse:
    """Into a problem of the report that is written: a new one, or one that is there."""
    observation = _to_handle(request, pk)
    report = _report(request)
    require(can_edit_report(request.scope, report))
    try:
        message = _take_in(request, observation, report)
    except Refused as refusal:
        return _answer(request, report, observation, str(refusal), failed=True)
    return _answer(request, report, observation, message)


def _take_in(request: Request, observation: Observation, report: SituationReport) -> str:
    chosen = request.POST.get("problem", "")
    if chosen == NEW_PROBLEM:
        problem = observations.take_in_as_new_problem(
            observation=observation, report=report, acting_user=request.user
        )
        return _("Iakttagelsen blev problemet ”%(title)s”.") % {"title": problem.title}
    if not chosen.isdecimal():
        raise Refused(_("Välj vilket problem iakttagelsen hör till."))
    problem = get_object_or_404(report.problems.select_related("report"), pk=chosen)
    observations.take_in(observation=observation, problem=problem, acting_user=request.user)
    return _("Iakttagelsen ligger nu i problemet ”%(title)s”.") % {"title": problem.title}


@require_POST
def observation_set_aside(request: Request, pk: int) -> HttpResponse:
    observation = _to_handle(request, pk)
    form = SetAsideForm(request.POST)
    report = _report(request) if request.POST.get("report") else None
    if not form.is_valid():
        if report is None:
            return _detail(request, observation, form)
        fault = " ".join(form.errors["answer"])
        return _answer(request, report, observation, fault, failed=True)
    try:
        observations.set_aside(
            observation=observation, acting_user=request.user, **form.cleaned_data
        )
    except Refused as refusal:
        return _answer(request, report, observation, str(refusal), failed=True)
    return _answer(request, report, observation, _("Iakttagelsen är läst."))


@require_POST
def observation_take_back(request: Request, pk: int) -> HttpResponse:
    observation = _to_handle(request, pk)
    report = _report(request) if request.POST.get("report") else None
    try:
        observations.take_back(observation=observation, acting_user=request.user)
    except Refused as refusal:
        return _answer(request, report, observation, str(refusal), failed=True)
    return _answer(request, report, observation, _("Iakttagelsen är oläst igen."))


def _own_bodies(request: Request) -> list[ResponsibleBody]:
    bodies = list(ResponsibleBody.objects.filter(pk__in=request.scope.bodies).by_name())
    require(bool(bodies), _("Iakttagelser loggas av dem som arbetar i en nämnd eller ett bolag."))
    return bodies


def _visible(request: Request) -> QuerySet[Observation]:
    return Observation.objects.visible_to(request.scope).select_related(
        "body", "category", "area", "logged_by", "problem__report"
    )


def _to_handle(request: Request, pk: int) -> Observation:
    observation = get_object_or_404(_visible(request), pk=pk)
    require(can_handle_observation(request.scope, observation))
    return observation


def _report(request: Request) -> SituationReport:
    chosen = request.POST.get("report", "")
    if not chosen.isdecimal():
        raise Http404
    return get_object_or_404(SituationReport.objects.visible_to(request.scope), pk=chosen)


def _answer(
    request: Request,
    report: SituationReport | None,
    observation: Observation,
    message: str,
    *,
    failed: bool = False,
) -> HttpResponse:
    """The panel with what happened; without script the page that the button stood on."""
    if request.htmx and report:
        response = _panel(request, report, message, failed=failed)
        response["HX-Trigger"] = "trygghet:problems-changed"
        return response
    (messages.error if failed else messages.success)(request, message)
    if report and "from_panel" in request.POST:
        return redirect(reverse("collaboration:report-edit", args=[report.pk]))
    return redirect("collaboration:observation-detail", pk=observation.pk)


def _panel(
    request: Request, report: SituationReport, message: str = "", *, failed: bool = False
) -> HttpResponse:
    context = {
        "panel": observation_panel(request.scope, report),
        "message": message,
        "failed": failed,
    }
    return render(request, "collaboration/_observation_panel.html", context)
