"""Activities: the list, planning one, changing and dropping it."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.selectors.process_parties import spoken_for
from followup.forms.work import ActivityForm, StateForm
from followup.models import Activity, Measure
from followup.models.measure import ActivityQuerySet, is_waited_for
from followup.permissions import can_plan_activity, can_see_work
from followup.selectors.going_on import going_on_first, in_order
from followup.selectors.measures import activities_for, activity_lines, measure_page_rows
from followup.selectors.owners import owner_has_left, undone_without_manager
from followup.services import activities
from followup.views.shared import (
    ASK,
    PER_PAGE,
    attempt,
    key_of,
    measure_crumbs,
    save_over,
    tell,
)
from followup.work_filters import ActivityFilter
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.http import Request


@require_safe
def activity_list(request: Request) -> HttpResponse:
    require(can_see_work(request.scope))
    today = timezone.localdate()
    form, rows = listed_activities(request)
    keys = rows.values_list("pk", flat=True)
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": activity_lines(in_order(rows, list(page)), request.scope.user_id, today),
        "filter": form,
        "here": request.get_full_path(),
    }
    return render(request, "followup/activity_list.html", context)


def listed_activities(request: Request) -> tuple[ActivityFilter, QuerySet[Activity]]:
    """The rows that the address asks for, as the page and the file have them."""
    visible = Measure.objects.visible_to(request.scope)
    bodies = ResponsibleBody.objects.filter(pk__in=visible.values("responsible")).by_name()
    form = ActivityFilter(request.GET, bodies=bodies)
    rows = _filtered(activities_for(request.scope), form, request)
    return form, going_on_first(rows, ~is_waited_for())


def _filtered(rows: ActivityQuerySet, form: ActivityFilter, request: Request) -> QuerySet[Activity]:
    if body := form.chosen("organ"):
        rows = rows.filter(measure__responsible=body)
    if process := form.chosen("process"):
        rows = rows.filter(measure__process=process)
    if form.chosen("vem"):
        rows = rows.filter(owner=request.user)
    return _in_state(rows, form.chosen("lage"))


def _in_state(rows: ActivityQuerySet, state: str | None) -> QuerySet[Activity]:
    today = timezone.localdate()
    found = {
        ActivityFilter.NO_OWNER: lambda: owner_has_left(rows),
        ActivityFilter.LEFT: rows.waited_for,
        ActivityFilter.LATE: lambda: rows.late_on(today),
        ActivityFilter.NO_MANAGER: lambda: undone_without_manager(rows, today),
        ActivityFilter.RESTING: rows.resting,
        ActivityFilter.DONE: lambda: rows.filter(done_on__isnull=False),
        ActivityFilter.NO_REASON: rows.without_reason,
        ActivityFilter.DROPPED: lambda: rows.filter(dropped=True),
    }
    return found[state]() if state in found else rows


@require_http_methods(ASK)
def activity_new(request: Request, measure: int) -> HttpResponse:
    row = get_object_or_404(measure_page_rows(request.scope), pk=measure)
    _require_plan(request, row)
    form = ActivityForm(request.POST or None, measure=row, initial={"owner": request.user})
    if request.method == "POST" and form.is_valid():
        activity = attempt(
            form,
            lambda: activities.plan_activity(
                measure=row,
                acting_user=request.user,
                idempotency_key=key_of(request),
                **form.cleaned_data,
            ),
        )
        if activity:
            messages.success(request, _("Aktiviteten är sparad."))
            return redirect("followup:measure-detail", pk=measure)
    context = {
        "form": form,
        "measure": row,
        "key": key_of(request) or uuid4(),
        "breadcrumbs": measure_crumbs(row, _("Ny aktivitet")),
    }
    return render(request, "followup/activity_form.html", context)


@require_http_methods(ASK)
def activity_edit(request: Request, pk: int) -> HttpResponse:
    activity = visible_activity(request, pk)
    _require_plan(request, activity.measure)
    form = ActivityForm(request.POST or None, instance=activity, measure=activity.measure)
    edit = save_over(
        request,
        form,
        activity.version,
        lambda version: activities.change_activity(
            activity=activity, version=version, acting_user=request.user, **form.cleaned_data
        ),
    )
    if edit.saved:
        messages.success(request, _("Aktiviteten är sparad."))
        return redirect("followup:measure-detail", pk=activity.measure_id)
    context = {
        "form": form,
        "activity": activity,
        "measure": activity.measure,
        "version": edit.version,
        "conflict": edit.conflict,
        "breadcrumbs": measure_crumbs(activity.measure, _("Ändra aktivitet")),
    }
    return render(request, "followup/activity_form.html", context)


@require_http_methods(ASK)
def activity_drop(request: Request, pk: int) -> HttpResponse:
    activity = visible_activity(request, pk)
    _require_plan(request, activity.measure)
    form = StateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return do_and_return(
            request,
            activity,
            lambda: activities.drop(
                activity=activity, acting_user=request.user, **form.cleaned_data
            ),
            _("”%(title)s” utgår.") % {"title": activity.title},
        )
    context = {
        "title": _("Stryka aktiviteten?"),
        "text": _("Den står kvar som ”Utgår” med skälet, och kan tas upp igen."),
        "confirm_text": _("Stryk aktiviteten"),
        "cancel_url": reverse("followup:measure-detail", args=[activity.measure_id]),
        "form": form,
    }
    return render(request, "confirm.html", context)


def do_and_return(
    request: Request, activity: Activity, service: Callable[[], Activity], done: str
) -> HttpResponse:
    """Do it, and go back to where the button stood."""
    tell(request, service, done)
    return back_from(request, activity)


def back_from(request: Request, activity: Activity) -> HttpResponse:
    if back := return_address(request.POST.get("next", "")):
        return redirect(back)
    return redirect("followup:measure-detail", pk=activity.measure_id)


def return_address(asked: str) -> str:
    """The address, when it is one of ours; else nothing."""
    return asked if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""


def visible_activity(request: Request, pk: int) -> Activity:
    rows = Activity.objects.visible_to(request.scope).select_related(
        "owner", "measure__responsible", "measure__process__lead_body"
    )
    return get_object_or_404(rows.prefetch_related("measure__partners"), pk=pk)


def _require_plan(request: Request, measure: Measure) -> None:
    require(
        can_plan_activity(request.scope, measure, own_parties(request, measure)),
        _("Aktiviteter planeras av dem som svarar för åtgärden."),
    )


def own_parties(request: Request, measure: Measure) -> frozenset[int]:
    return spoken_for(request.scope, measure.process_id) if measure.process_id else frozenset()
