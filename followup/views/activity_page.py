"""One activity: its page, also behind a reminder's signed link, and reporting it with one click."""

from urllib.parse import urldefrag, urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.exceptions import Refused
from followup.forms.work import DoneDayForm, LateReasonForm
from followup.links import LinkExpired, LinkUnknown, activity_behind
from followup.models import Activity
from followup.permissions import can_plan_activity, can_report_activity
from followup.selectors.histories import activity_history
from followup.selectors.measures import activity_lines
from followup.services import activities
from followup.views.activities import (
    back_from,
    do_and_return,
    own_parties,
    return_address,
    visible_activity,
)
from followup.views.shared import ASK, attempt, crumbs
from programs.permissions import require
from trygghet.http import Request

GONE = 410
BACK = "tillbaka"  # in the address: where to go when the reason is written


@require_http_methods(ASK)
def activity_detail(request: Request, pk: int) -> HttpResponse:
    """The page; a POST says why the activity is late."""
    activity = visible_activity(request, pk)
    if request.method != "POST":
        return _page(request, activity)
    _require_report(request, activity)
    form = LateReasonForm(request.POST, activity=activity, is_required=True)
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
    form = LateReasonForm(request.POST, activity=activity)
    if not form.is_valid():
        return _page(request, activity, form)
    try:
        done = activities.finish(activity=activity, acting_user=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back_from(request, activity)
    if done.lacks_reason:
        said = _("”%(title)s” är klar. Skriv varför den blev sen.")
        messages.success(request, said % {"title": done.title})
        return _ask_why(request, done)
    messages.success(request, _("”%(title)s” är klar.") % {"title": done.title})
    return back_from(request, done)


def _ask_why(request: Request, activity: Activity) -> HttpResponse:
    """To the one short field: in the row where the button stood, else on the activity's page."""
    back = return_address(request.POST.get("next", ""))
    if back and request.POST.get("asks"):
        return redirect(f"{urldefrag(back).url}#sen-{activity.pk}")
    query = f"?{urlencode({BACK: back})}" if back else ""
    page = reverse("followup:activity-detail", args=[activity.pk])
    return redirect(f"{page}{query}#sen-{activity.pk}")


@require_http_methods(ASK)
def activity_done_day(request: Request, pk: int) -> HttpResponse:
    """Ask on which day it was done, when that is another than the day of the click."""
    activity = visible_activity(request, pk)
    _require_report(request, activity)
    form = DoneDayForm(request.POST or None, initial={"done_on": activity.done_on})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: activities.say_day(
                activity=activity, acting_user=request.user, **form.cleaned_data
            ),
        )
        if done:
            said = _("”%(title)s” blev klar %(day)s.")
            day = date_format(done.done_on, "j F Y")
            messages.success(request, said % {"title": done.title, "day": day})
            return redirect("followup:activity-detail", pk=pk)
    context = {
        "title": _("När blev aktiviteten klar?"),
        "text": _("Skriv dagen då arbetet var gjort. Den skulle vara klar senast %(day)s.")
        % {"day": date_format(activity.due_on, "j F Y")},
        "confirm_text": _("Spara dagen"),
        "cancel_url": reverse("followup:activity-detail", args=[pk]),
        "form": form,
    }
    return render(request, "confirm.html", context)


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
    page = reverse("followup:activity-detail", args=[activity.pk])
    here = page if request.method == "POST" else request.path
    context = {
        "line": line,
        "activity": activity,
        "form": form
        or LateReasonForm(
            activity=activity,
            is_required=activity.lacks_reason,
            initial={"late_reason": activity.late_reason},
        ),
        "here": here,
        "next": return_address(request.POST.get("next") or request.GET.get(BACK, "")) or here,
        "may_report": can_report_activity(request.scope, activity, own),
        "may_plan": can_plan_activity(request.scope, activity.measure, own),
        "history": activity_history(request.scope, activity),
        "breadcrumbs": crumbs(
            (_("Aktiviteter"), reverse("followup:activity-list")), (activity.title, "")
        ),
    }
    return render(request, "followup/activity_detail.html", context)
