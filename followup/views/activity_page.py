"""One activity: its page, also behind a reminder's signed link, and reporting it with one click."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followup.links import LinkExpired, LinkUnknown, activity_behind
from followup.models import Activity
from followup.permissions import can_plan_activity, can_report_activity
from followup.selectors.measures import activity_lines
from followup.services import activities
from followup.views.activities import (
    back_from,
    do_and_return,
    own_parties,
    visible_activity,
)
from followup.views.shared import ASK, attempt, crumbs
from followup.work_forms import LateReasonForm
from programs.permissions import require
from trygghet.history.selectors import history_of
from trygghet.http import Request

GONE = 410


@require_http_methods(ASK)
def activity_detail(request: Request, pk: int) -> HttpResponse:
    """The page; a POST says why the activity is late."""
    activity = visible_activity(request, pk)
    if request.method != "POST":
        return _page(request, activity)
    _require_report(request, activity)
    form = LateReasonForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: activities.explain_delay(
            activity=activity, reason=form.cleaned_data["late_reason"], acting_user=request.user
        ),
    ):
        messages.success(request, _("Skälet är sparat."))
        return back_from(request, activity)
    return _page(request, activity, form)


@never_cache
@require_safe
def activity_reminder(request: Request, token: str) -> HttpResponse:
    """The page behind a reminder's link; what is done there is done by its button."""
    try:
        pk = activity_behind(token, user_id=request.user.pk)
    except LinkExpired:
        return render(request, "followup/reminder_expired.html", status=GONE)
    except LinkUnknown as error:
        raise Http404 from error
    return _page(request, visible_activity(request, pk))


@require_POST
def activity_done(request: Request, pk: int) -> HttpResponse:
    """One click: done today, with the reason for the delay if one was written."""
    activity = visible_activity(request, pk)
    _require_report(request, activity)
    form = LateReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, activity, form)
    return do_and_return(
        request,
        activity,
        lambda: activities.finish(activity=activity, acting_user=request.user, **form.cleaned_data),
        _("”%(title)s” är klar.") % {"title": activity.title},
    )


@require_POST
def activity_undone(request: Request, pk: int) -> HttpResponse:
    """It was not done after all, or is to be done although it was dropped."""
    activity = visible_activity(request, pk)
    _require_report(request, activity)
    return do_and_return(
        request,
        activity,
        lambda: activities.take_up(activity=activity, acting_user=request.user),
        _("”%(title)s” är kvar att göra.") % {"title": activity.title},
    )


def _require_report(request: Request, activity: Activity) -> None:
    own = own_parties(request, activity.measure)
    require(
        can_report_activity(request.scope, activity, own),
        _("Aktiviteten rapporteras av %(owner)s, eller av dem som svarar för åtgärden.")
        % {"owner": activity.owner},
    )


def _page(request: Request, activity: Activity, form: forms.Form | None = None) -> HttpResponse:
    (line,) = activity_lines([activity], request.scope.user_id, timezone.localdate())
    own = own_parties(request, activity.measure)
    context = {
        "line": line,
        "activity": activity,
        "form": form or LateReasonForm(initial={"late_reason": activity.late_reason}),
        "may_report": can_report_activity(request.scope, activity, own),
        "may_plan": can_plan_activity(request.scope, activity.measure, own),
        "history": history_of(activity) if request.scope.is_staff else None,
        "breadcrumbs": crumbs(
            (_("Aktiviteter"), reverse("followup:activity-list")), (activity.title, "")
        ),
    }
    return render(request, "followup/activity_detail.html", context)
