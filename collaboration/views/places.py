"""Place collaborations: the list, beginning one with its parties, and its page."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.exceptions import EditConflict
from collaboration.forms.place_work import PlaceWorkForm
from collaboration.models import CollaborationProcess, PlaceCollaboration
from collaboration.permissions import can_see_place_work, can_write_place
from collaboration.selectors.histories import place_history
from collaboration.services import places
from collaboration.views.sent import resent, sent_key, theirs
from collaboration.views.trail import trail
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.http import Request

PER_PAGE = 25
ASK = ["GET", "HEAD", "POST"]
FIELDS = (
    "body", "name", "area", "place", "longitude", "latitude", "vision", "goals", "agreement",
    "process", "began_on", "ended_on", "version",
)  # fmt: skip


@require_safe
def place_list(request: Request) -> HttpResponse:
    require(
        can_see_place_work(request.scope),
        _("Platssamverkan är öppen för dem som arbetar i staden och för inbjudna parter."),
    )
    rows = PlaceCollaboration.objects.visible_to(request.scope).select_related("body", "area")
    rows = rows.prefetch_related("bodies", "organizations").order_by("ended_on", "name", "pk")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_start": bool(_own_districts(request)),
    }
    return render(request, "collaboration/place_list.html", context)


def _own_districts(request: Request) -> list[ResponsibleBody]:
    own = ResponsibleBody.objects.filter(pk__in=request.scope.coordinates).by_name()
    return [body for body in own if can_write_place(request.scope, body)]


@require_http_methods(ASK)
def place_new(request: Request) -> HttpResponse:
    bodies = _own_districts(request)
    require(bool(bodies), _("Platssamverkan leds av en stadsdelsnämnd: samordnaren startar den."))
    initial = {"began_on": timezone.localdate()}
    form = PlaceWorkForm(request.POST or None, bodies=bodies, initial=initial)
    if request.method == "POST" and form.is_valid():
        place = places.start_place(
            body=form.cleaned_data["body"],
            acting_user=request.user,
            idempotency_key=sent_key(request),
            **form.values(),
        )
        messages.success(request, _("Platssamverkan är startad."))
        return redirect("collaboration:place-detail", pk=place.pk)
    return _form(request, form)


def _form(request: Request, form: PlaceWorkForm, **context: Any) -> HttpResponse:
    context |= {"form": form, "key": sent_key(request) or uuid4()}
    return render(request, "collaboration/place_form.html", context)


@require_safe
def place_detail(request: Request, pk: int) -> HttpResponse:
    place = _visible(request, pk)
    process = CollaborationProcess.objects.visible_to(request.scope).filter(pk=place.process_id)
    context = {
        "place": place,
        "bodies": place.bodies.by_name(),
        "organizations": place.organizations.by_name(),
        "process": process.first(),
        "may_write": can_write_place(request.scope, place.body),
        "history": place_history(request.scope, place),
        "breadcrumbs": trail(_("Platssamverkan"), "place-list", place.name),
    }
    return render(request, "collaboration/place_detail.html", context)


@require_http_methods(ASK)
def place_edit(request: Request, pk: int) -> HttpResponse:
    place = _visible(request, pk)
    require(can_write_place(request.scope, place.body))
    options = {"bodies": [place.body], "current": place}
    if request.method != "POST":
        return _form(request, PlaceWorkForm(initial=_stored(place), **options), place=place)
    form = PlaceWorkForm(request.POST, **options)
    if not form.is_valid():
        return _form(request, form, place=place)
    try:
        places.change_place(
            collaboration=place,
            version=form.cleaned_data["version"] or 0,
            acting_user=request.user,
            **form.values(),
        )
    except EditConflict as conflict:
        now = conflict.current
        again = PlaceWorkForm(resent(request, now.version), **options)
        return _form(request, again, place=place, theirs=theirs(form, now))
    messages.success(request, _("Platssamverkan är ändrad."))
    return redirect("collaboration:place-detail", pk=place.pk)


def _stored(place: PlaceCollaboration) -> dict[str, Any]:
    stored = {name: getattr(place, name) for name in FIELDS}
    parties = {"bodies": place.bodies.all(), "organizations": place.organizations.all()}
    return stored | parties


def _visible(request: Request, pk: int) -> PlaceCollaboration:
    rows = PlaceCollaboration.objects.visible_to(request.scope)
    return get_object_or_404(rows.select_related("body", "area", "agreement"), pk=pk)
