"""Findings of a safety walk: logged on the phone, also without network, and answered."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.exceptions import EditConflict, Refused
from collaboration.forms.walks import AnswerFindingForm, ChangeFindingForm, FindingForm
from collaboration.models import SafetyWalk, WalkFinding
from collaboration.permissions import can_answer_finding, can_change_finding, can_log_finding
from collaboration.selectors.histories import finding_history
from collaboration.selectors.observations import categories
from collaboration.services import walks
from collaboration.views.clashes import CONFLICT
from collaboration.views.sent import resent, sent_key, theirs
from programs.permissions import require
from trygghet.http import Request

PHOTO_CACHE = "private, max-age=600"
ASK = ["GET", "HEAD", "POST"]
CHANGED = ("text", "category", "place", "longitude", "latitude", "version")
WORKER = "dist/walk-worker.js"


@never_cache
@require_http_methods(ASK)
def walk_record(request: Request, pk: int) -> HttpResponse:
    """The phone page. With script it sends each finding by itself, and wants JSON."""
    rows = SafetyWalk.objects.visible_to(request.scope).select_related("body")
    walk = get_object_or_404(rows, pk=pk)
    require(can_log_finding(request.scope, walk))
    if request.method != "POST":
        return _record(request, FindingForm(user=request.user), walk)
    wants_json = request.accepts("application/json") and not request.accepts("text/html")
    form = FindingForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        if wants_json:
            return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
        return _record(request, form, walk, form.keep_photo())
    finding = walks.log_finding(
        walk=walk,
        acting_user=request.user,
        idempotency_key=sent_key(request),
        **form.finding(),
    )
    if wants_json:
        return JsonResponse({"finding": finding.pk}, status=201)
    messages.success(request, _("Fyndet är sparat. Gå vidare till nästa."))
    return redirect("collaboration:walk-record", pk=walk.pk)


def _record(
    request: Request, form: FindingForm, walk: SafetyWalk, kept_photo: str = ""
) -> HttpResponse:
    offered = categories(request.scope)
    context = {
        "walk": walk,
        "form": form,
        "findings": walk.findings.all(),
        "categories": offered,
        "categories_open": not offered.is_common(form["category"].value()),
        "kept_photo": kept_photo,
        "key": sent_key(request) or uuid4(),
    }
    return render(request, "collaboration/walk_record.html", context)


@never_cache
@require_safe
def walk_shell(request: Request) -> HttpResponse:
    """The phone page as a phone keeps it for when there is no network: without a name in it."""
    require(bool(request.scope.bodies))
    context = {
        "form": FindingForm(user=request.user),
        "categories": categories(request.scope),
        "user": AnonymousUser(),
        "csrf_token": "",
        "messages": (),
    }
    return render(request, "collaboration/walk_record.html", context)


@never_cache
@require_safe
def walk_worker(request: Request) -> FileResponse:
    """The service worker: served from here, since it may only serve the pages beside it."""
    path = finders.find(WORKER) or staticfiles_storage.path(WORKER)
    return FileResponse(open(path, "rb"), content_type="text/javascript; charset=utf-8")  # noqa: SIM115


@require_safe
def finding_detail(request: Request, pk: int, finding: int) -> HttpResponse:
    row = _visible(request, pk, finding)
    return _detail(request, row, AnswerFindingForm(initial=_given(row)))


def _given(row: WalkFinding) -> dict[str, object]:
    if row.state == WalkFinding.State.OPEN:
        return {}
    return {"state": row.state, "answer": row.answer, "promised_on": row.promised_on}


def _detail(request: Request, row: WalkFinding, form: AnswerFindingForm) -> HttpResponse:
    context = {
        "finding": row,
        "walk": row.walk,
        "form": form,
        "may_answer": can_answer_finding(request.scope, row),
        "may_change": can_change_finding(request.scope, row),
        "history": finding_history(request.scope, row),
    }
    return render(request, "collaboration/finding_detail.html", context)


@require_POST
def finding_answer(request: Request, pk: int, finding: int) -> HttpResponse:
    row = _visible(request, pk, finding)
    require(can_answer_finding(request.scope, row))
    form = AnswerFindingForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, form)
    try:
        walks.answer_finding(finding=row, acting_user=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("promised_on", str(refusal))
        return _detail(request, row, form)
    except ValidationError as error:
        form.add_error(None, error)
        return _detail(request, row, form)
    messages.success(request, _("Svaret är sparat. De som gick ser det på vandringens sida."))
    return redirect("collaboration:walk-detail", pk=row.walk_id)


@require_http_methods(ASK)
def finding_edit(request: Request, pk: int, finding: int) -> HttpResponse:
    """Put right what was logged in haste; what was answered stays as it was answered."""
    row = _visible(request, pk, finding)
    require(
        can_change_finding(request.scope, row),
        _("Fyndet ändras av den som loggade det och av samordnaren, tills det har fått svar."),
    )
    stored = {name: getattr(row, name) for name in CHANGED}
    sent = request.method == "POST"
    form = ChangeFindingForm(
        *((request.POST, request.FILES) if sent else ()), user=request.user, initial=stored
    )
    context: dict[str, object] = {"finding": row, "walk": row.walk, "form": form}
    if sent and form.is_valid():
        try:
            walks.change_finding(finding=row, acting_user=request.user, **form.changed())
        except EditConflict as conflict:
            context["theirs"] = theirs(form, conflict.current)
            form.data = resent(request, conflict.current.version)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Fyndet är ändrat."))
            return redirect("collaboration:finding-detail", pk, finding)
    if sent:
        context["kept_photo"] = form.keep_photo()
    status = CONFLICT if "theirs" in context else 200
    return render(request, "collaboration/finding_form.html", context, status=status)


@require_http_methods(ASK)
def finding_remove(request: Request, pk: int, finding: int) -> HttpResponse:
    row = _visible(request, pk, finding)
    require(can_change_finding(request.scope, row))
    back = reverse("collaboration:walk-detail", args=[row.walk_id])
    if request.method == "POST":
        try:
            walks.remove_finding(finding=row, acting_user=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Fyndet är borttaget."))
        return redirect(back)
    context = {
        "title": _("Ta bort fyndet?"),
        "text": row.text,
        "confirm_text": _("Ta bort"),
        "cancel_url": back,
        "danger": True,
    }
    return render(request, "confirm.html", context)


@require_safe
def finding_photo(request: Request, pk: int, finding: int) -> FileResponse:
    """The photo, for those who see the walk; never from a public address."""
    row = _visible(request, pk, finding)
    if not row.photo:
        raise Http404
    try:
        file = row.photo.open()
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(
        file,
        content_type="image/jpeg",
        filename=f"fynd-{row.pk}.jpg",
        headers={"Cache-Control": PHOTO_CACHE, "X-Content-Type-Options": "nosniff"},
    )


def _visible(request: Request, pk: int, finding: int) -> WalkFinding:
    rows = WalkFinding.objects.visible_to(request.scope).select_related(
        "walk__body", "category", "responsible", "found_by", "answered_by"
    )
    return get_object_or_404(rows, pk=finding, walk=pk)
