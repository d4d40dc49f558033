"""Promises to the residents: the list, making one, and telling how it went."""

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
from collaboration.forms.promises import JudgeForm, PromiseForm
from collaboration.models import CitizenPromise, CollaborationProcess
from collaboration.permissions import can_see_place_work, can_write_promise
from collaboration.selectors.histories import place_history
from collaboration.services import promises
from collaboration.views.sent import resent, sent_key, theirs
from collaboration.views.trail import trail
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.http import Request

PER_PAGE = 25
ASK = ["GET", "HEAD", "POST"]
FIELDS = (
    "body", "title", "organization", "basis", "commitment", "valid_from", "due_on", "report_back",
    "report_back_on", "process", "version",
)  # fmt: skip


@require_safe
def promise_list(request: Request) -> HttpResponse:
    context = {
        "page": Paginator(listed(request), PER_PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
        "may_make": bool(request.scope.coordinates),
    }
    return render(request, "collaboration/promise_list.html", context)


def listed(request: Request) -> QuerySet[CitizenPromise]:
    require(
        can_see_place_work(request.scope),
        _("Löftena är öppna för dem som arbetar i staden och för inbjudna parter."),
    )
    rows = CitizenPromise.objects.visible_to(request.scope)
    return rows.select_related("body", "organization").order_by("-valid_from", "-pk")


@require_http_methods(ASK)
def promise_new(request: Request) -> HttpResponse:
    bodies = list(ResponsibleBody.objects.filter(pk__in=request.scope.coordinates).by_name())
    require(bool(bodies), _("Löften skrivs av nämndens samordnare."))
    initial = {"valid_from": timezone.localdate()}
    form = PromiseForm(request.POST or None, bodies=bodies, initial=initial)
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["body"]
        require(can_write_promise(request.scope, body.pk))
        promise = promises.make_promise(
            body=body,
            acting_user=request.user,
            idempotency_key=sent_key(request),
            **form.values(),
        )
        messages.success(request, _("Löftet är sparat."))
        return redirect("collaboration:promise-detail", pk=promise.pk)
    return _form(request, form)


def _form(request: Request, form: PromiseForm, **context: Any) -> HttpResponse:
    context |= {"form": form, "key": sent_key(request) or uuid4()}
    return render(request, "collaboration/promise_form.html", context)


@require_safe
def promise_detail(request: Request, pk: int) -> HttpResponse:
    promise = _visible(request, pk)
    today = timezone.localdate()
    process = CollaborationProcess.objects.visible_to(request.scope).filter(pk=promise.process_id)
    context = {
        "promise": promise,
        "process": process.first(),
        "may_write": can_write_promise(request.scope, promise.body_id),
        "is_made": promise.state == CitizenPromise.State.MADE,
        "is_overdue": promise.state == CitizenPromise.State.MADE and promise.due_on < today,
        "is_untold": promise.reported_on is None and promise.report_back_on < today,
        "history": place_history(request.scope, promise),
        "breadcrumbs": trail(_("Medborgarlöften"), "promise-list", promise.title),
    }
    return render(request, "collaboration/promise_detail.html", context)


@require_http_methods(ASK)
def promise_edit(request: Request, pk: int) -> HttpResponse:
    promise = _to_write(request, pk)
    bodies = [promise.body]
    if request.method != "POST":
        initial = {name: getattr(promise, name) for name in FIELDS}
        return _form(request, PromiseForm(bodies=bodies, initial=initial), promise=promise)
    form = PromiseForm(request.POST, bodies=bodies)
    if not form.is_valid():
        return _form(request, form, promise=promise)
    try:
        promises.change_promise(
            promise=promise,
            version=form.cleaned_data["version"] or 0,
            acting_user=request.user,
            **form.values(),
        )
    except EditConflict as conflict:
        now = conflict.current
        again = PromiseForm(resent(request, now.version), bodies=bodies)
        return _form(request, again, promise=promise, theirs=theirs(form, now))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Löftet är ändrat."))
    return redirect("collaboration:promise-detail", pk=promise.pk)


@require_http_methods(ASK)
def promise_judge(request: Request, pk: int) -> HttpResponse:
    """How it went, and when the residents were told."""
    promise = _to_write(request, pk)
    if request.method != "POST":
        initial = {name: getattr(promise, name) for name in ("result", "reported_on", "version")}
        return _judge(request, promise, JudgeForm(initial=initial | {"state": promise.state}))
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _judge(request, promise, form)
    values = dict(form.cleaned_data)
    try:
        promises.judge_promise(
            promise=promise,
            version=values.pop("version") or 0,
            acting_user=request.user,
            **values,
        )
    except EditConflict as conflict:
        now = conflict.current
        again = JudgeForm(resent(request, now.version))
        return _judge(request, promise, again, theirs=theirs(form, now))
    messages.success(request, _("Det är sparat hur det gick."))
    return redirect("collaboration:promise-detail", pk=promise.pk)


def _judge(
    request: Request, promise: CitizenPromise, form: JudgeForm, **context: Any
) -> HttpResponse:
    context |= {"promise": promise, "form": form}
    return render(request, "collaboration/promise_judge.html", context)


def _visible(request: Request, pk: int) -> CitizenPromise:
    rows = CitizenPromise.objects.visible_to(request.scope)
    return get_object_or_404(rows.select_related("body", "organization"), pk=pk)


def _to_write(request: Request, pk: int) -> CitizenPromise:
    promise = _visible(request, pk)
    require(can_write_promise(request.scope, promise.body_id))
    return promise
