"""Safety walks: the list, planning one, its page, and ending it with who took part."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.exceptions import EditConflict, Refused
from collaboration.forms.walks import FinishForm, WalkFilter, WalkForm
from collaboration.models import CollaborationProcess, SafetyWalk
from collaboration.permissions import can_plan_walk, can_see_place_work
from collaboration.selectors.histories import walk_history
from collaboration.selectors.walks import findings_waiting_for, walk_page, walks_for
from collaboration.services import walks
from collaboration.views.sent import resent, sent_key, sent_number, theirs
from collaboration.views.trail import trail
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.http import Request

PER_PAGE = 25
SHOWN_WAITING = 10
ASK = ["GET", "HEAD", "POST"]


@require_safe
def walk_list(request: Request) -> HttpResponse:
    waiting = list(findings_waiting_for(request.scope))
    form, found = asked_for(request)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "filter": form,
        "waiting": waiting[:SHOWN_WAITING],
        "more_waiting": max(len(waiting) - SHOWN_WAITING, 0),
        "may_plan": bool(request.scope.coordinates),
        "query": request.GET.urlencode(),
    }
    return render(request, "collaboration/walk_list.html", context)


def asked_for(request: Request) -> tuple[WalkFilter, QuerySet[SafetyWalk]]:
    """The filter of the address and the walks that it asks for."""
    require(
        can_see_place_work(request.scope),
        _("Vandringarna är öppna för dem som arbetar i staden och för inbjudna parter."),
    )
    found = walks_for(request.scope)
    walked = SafetyWalk.objects.visible_to(request.scope).values("body")
    bodies = ResponsibleBody.objects.filter(pk__in=walked).by_name()
    form = WalkFilter(request.GET, bodies=bodies)
    form.is_valid()
    chosen = form.cleaned_data
    if chosen.get("visa") == WalkFilter.OURS:
        waiting = findings_waiting_for(request.scope).order_by()
        found = found.filter(pk__in=waiting.values("walk"))
    if state := chosen.get("lage"):
        found = found.filter(state=state)
    if body := chosen.get("organ"):
        found = found.filter(body=body)
    return form, found


@require_http_methods(ASK)
def walk_new(request: Request) -> HttpResponse:
    bodies = _own_bodies(request)
    previous = _previous(request)
    form = WalkForm(request.POST or None, bodies=bodies, initial=_rewalk(previous))
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["body"]
        require(can_plan_walk(request.scope, body.pk))
        walk = walks.plan_walk(
            body=body,
            previous=previous,
            acting_user=request.user,
            idempotency_key=sent_key(request),
            **form.values(),
        )
        messages.success(request, _("Vandringen är planerad."))
        return redirect("collaboration:walk-detail", pk=walk.pk)
    return _form(request, form, previous=previous)


def _own_bodies(request: Request) -> list[ResponsibleBody]:
    bodies = list(ResponsibleBody.objects.filter(pk__in=request.scope.coordinates).by_name())
    require(bool(bodies), _("Vandringar planeras av nämndens samordnare."))
    return bodies


def _previous(request: Request) -> SafetyWalk | None:
    """The walk that is walked again, named in the address."""
    if not (chosen := request.GET.get("fran")):
        return None
    own = SafetyWalk.objects.filter(body__in=request.scope.coordinates)
    return get_object_or_404(own, pk=sent_number(chosen))


def _rewalk(previous: SafetyWalk | None) -> dict[str, Any]:
    if previous is None:
        return {"walk_on": timezone.localdate()}
    names = "body", "area", "route", "process"
    title = _("Återvandring: %(title)s") % {"title": previous.title}
    return {name: getattr(previous, name) for name in names} | {"title": title[:160]}


def _form(request: Request, form: WalkForm, **context: Any) -> HttpResponse:
    context |= {"form": form, "key": sent_key(request) or uuid4()}
    return render(request, "collaboration/walk_form.html", context)


@require_safe
def walk_detail(request: Request, pk: int) -> HttpResponse:
    walk = _visible(request, pk)
    page = walk_page(request.scope, walk)
    context = {
        "page": page,
        "walk": walk,
        "process_is_visible": walk.process_id
        and CollaborationProcess.objects.visible_to(request.scope)
        .filter(pk=walk.process_id)
        .exists(),
        "is_today_or_past": walk.walk_on <= timezone.localdate(),
        "history": walk_history(request.scope, page),
        "breadcrumbs": trail(_("Trygghetsvandringar"), "walk-list", walk.title),
    }
    return render(request, "collaboration/walk_detail.html", context)


@require_http_methods(ASK)
def walk_edit(request: Request, pk: int) -> HttpResponse:
    walk = _to_plan(request, pk)
    bodies = [walk.body]
    if request.method != "POST":
        return _form(request, WalkForm(bodies=bodies, initial=_plan(walk)), walk=walk)
    form = WalkForm(request.POST, bodies=bodies)
    if not form.is_valid():
        return _form(request, form, walk=walk)
    try:
        walks.change_walk(
            walk=walk,
            version=form.cleaned_data["version"] or 0,
            acting_user=request.user,
            **form.values(),
        )
    except EditConflict as conflict:
        now = conflict.current
        again = WalkForm(resent(request, now.version), bodies=bodies)
        return _form(request, again, walk=walk, theirs=theirs(form, now))
    messages.success(request, _("Vandringen är ändrad."))
    return redirect("collaboration:walk-detail", pk=walk.pk)


def _plan(walk: SafetyWalk) -> dict[str, Any]:
    names = "body", "title", "walk_on", "area", "preparation", "route", "process", "version"
    return {name: getattr(walk, name) for name in names}


@require_http_methods(ASK)
def walk_finish(request: Request, pk: int) -> HttpResponse:
    """The summary: what was found, whose it is, who took part. Sent with one button."""
    walk = _to_plan(request, pk)
    findings = list(walk.findings.select_related("category"))
    bodies = ResponsibleBody.objects.valid_on(timezone.localdate()).by_name()
    form = FinishForm(request.POST or None, walk=walk, findings=findings, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        try:
            _finish(request, walk, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Fynden är skickade till dem som ska svara."))
            return redirect("collaboration:walk-detail", pk=walk.pk)
    context = {"walk": walk, "form": form, "findings": findings}
    return render(request, "collaboration/walk_finish.html", context)


def _finish(request: Request, walk: SafetyWalk, form: FinishForm) -> None:
    for finding, body in form.handed_over():
        walks.hand_over(finding=finding, responsible=body, acting_user=request.user)
    walks.finish_walk(walk=walk, groups=form.groups(), acting_user=request.user)


def _visible(request: Request, pk: int) -> SafetyWalk:
    rows = SafetyWalk.objects.visible_to(request.scope)
    return get_object_or_404(rows.select_related("body", "area", "previous", "process"), pk=pk)


def _to_plan(request: Request, pk: int) -> SafetyWalk:
    walk = _visible(request, pk)
    require(can_plan_walk(request.scope, walk.body_id))
    return walk
