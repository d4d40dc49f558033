"""Councils and their meetings: read by staff, written by the body's coordinator and the centre."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.exceptions import EditConflict
from collaboration.forms.councils import (
    CouncilForm,
    HeldMeetingForm,
    ItemForm,
    LeaveForm,
    MeetingForm,
    MemberForm,
)
from collaboration.models import AgendaItem, CouncilMeeting, CouncilMember, PreventionCouncil
from collaboration.models.classification import Classification
from collaboration.permissions import (
    can_carry_out_decision,
    can_read_agreements,
    can_write_agreement,
)
from collaboration.selectors import councils as selectors
from collaboration.services import councils
from collaboration.views.agreements import ASK, try_it, writable_bodies
from collaboration.views.clashes import CONFLICT
from collaboration.views.sent import resent, sent_key, theirs
from programs.permissions import require
from trygghet.history.services import record_restricted_reads
from trygghet.http import Request

COUNCIL = ("name", "level", "body", "purpose", "founded_on", "closed_on")
MEETING = ("held_on", "place", "version")
ITEM = ("title", "text", "decision", "classification", "classification_reason")


@require_safe
def council_list(request: Request) -> HttpResponse:
    require(can_read_agreements(request.scope))
    context = {
        "councils": selectors.council_rows(),
        "may_write": bool(writable_bodies(request)),
    }
    return render(request, "collaboration/council_list.html", context)


@require_safe
def council_detail(request: Request, pk: int) -> HttpResponse:
    council = _readable(request, pk)
    context = {
        "council": council,
        "members": selectors.members_of(council),
        "meetings": selectors.meetings_of(council),
        "may_write": can_write_agreement(request.scope, council.body_id),
        "breadcrumbs": _crumbs((council.name, "")),
    }
    return render(request, "collaboration/council_detail.html", context)


@require_http_methods(ASK)
def council_new(request: Request) -> HttpResponse:
    bodies = writable_bodies(request)
    require(bool(bodies), _("Råd skrivs in av nämndens samordnare."))
    form = CouncilForm(_data(request), bodies=bodies)
    return _written(
        request,
        form,
        lambda: councils.save_council(
            council=PreventionCouncil(), acting_user=request.user, **form.cleaned_data
        ),
        _("Skriv in ett råd"),
        reverse("collaboration:council-list"),
    )


@require_http_methods(ASK)
def council_edit(request: Request, pk: int) -> HttpResponse:
    council = _writable(request, pk)
    stored = {name: getattr(council, name) for name in COUNCIL}
    form = CouncilForm(_data(request), bodies=writable_bodies(request), initial=stored)
    return _written(
        request,
        form,
        lambda: councils.save_council(
            council=council, acting_user=request.user, **form.cleaned_data
        ),
        _("Ändra rådet"),
        _page(council),
    )


@require_http_methods(ASK)
def member_add(request: Request, pk: int) -> HttpResponse:
    council = _writable(request, pk)
    form = MemberForm(_data(request), initial={"joined_on": timezone.localdate()})
    return _written(
        request,
        form,
        lambda: councils.add_member(council=council, acting_user=request.user, **form.cleaned_data),
        _("Lägg till en ledamot"),
        _page(council),
    )


@require_http_methods(ASK)
def member_leave(request: Request, pk: int, member: int) -> HttpResponse:
    council = _writable(request, pk)
    row = get_object_or_404(CouncilMember, pk=member, council=council, left_on__isnull=True)
    form = LeaveForm(_data(request), initial={"left_on": timezone.localdate()})
    return _written(
        request,
        form,
        lambda: councils.end_membership(member=row, acting_user=request.user, **form.cleaned_data),
        _("%(name)s lämnar rådet") % {"name": row.name},
        _page(council),
    )


@require_http_methods(ASK)
def meeting_new(request: Request, pk: int) -> HttpResponse:
    council = _writable(request, pk)
    form = MeetingForm(_data(request))
    return _written(
        request,
        form,
        lambda: councils.plan_meeting(
            council=council, acting_user=request.user, **form.cleaned_data
        ),
        _("Lägg till ett möte"),
        _page(council),
    )


@require_safe
def meeting_detail(request: Request, pk: int, meeting: int) -> HttpResponse:
    council = _readable(request, pk)
    row = get_object_or_404(council.meetings, pk=meeting)
    minutes = selectors.minutes_of(request.scope, row)
    _note_reading(request, minutes.items)
    may_write = can_write_agreement(request.scope, council.body_id) and not row.is_adjusted
    context = {
        "council": council,
        "meeting": row,
        "minutes": minutes,
        "may_write": may_write,
        "may_carry_out": can_carry_out_decision(request.scope, council.body_id),
        "is_held": row.held_on <= timezone.localdate(),
        "may_adjust": may_write and row.held_on <= timezone.localdate(),
        "breadcrumbs": _crumbs((council.name, _page(council)), (f"{row.held_on}", "")),
    }
    return render(request, "collaboration/meeting_detail.html", context)


@require_http_methods(ASK)
def meeting_edit(request: Request, pk: int, meeting: int) -> HttpResponse:
    row = _meeting(request, pk, meeting)
    form = HeldMeetingForm(
        _data(request),
        members=row.council.members.filter(joined_on__lte=row.held_on),
        initial={name: getattr(row, name) for name in MEETING} | {"attended": row.attended.all()},
    )
    return _written(
        request,
        form,
        lambda: councils.change_meeting(
            meeting=row, acting_user=request.user, **_with_version(form)
        ),
        _("Ändra mötet och närvaron"),
        _meeting_page(row),
    )


@require_http_methods(ASK)
def item_add(request: Request, pk: int, meeting: int) -> HttpResponse:
    row = _meeting(request, pk, meeting)
    form = ItemForm(_data(request))
    return _written(
        request,
        form,
        lambda: councils.add_item(
            meeting=row,
            acting_user=request.user,
            idempotency_key=sent_key(request),
            **{name: form.cleaned_data[name] for name in ITEM},
        ),
        _("Lägg till ett ärende"),
        _meeting_page(row),
    )


@require_http_methods(ASK)
def item_edit(request: Request, pk: int, meeting: int, item: int) -> HttpResponse:
    row = _meeting(request, pk, meeting)
    readable = selectors.readable_items(request.scope, row)
    found: AgendaItem = get_object_or_404(readable, pk=item)
    _note_reading(request, [found])
    form = ItemForm(
        _data(request), initial={name: getattr(found, name) for name in (*ITEM, "version")}
    )
    return _written(
        request,
        form,
        lambda: councils.change_item(item=found, acting_user=request.user, **_with_version(form)),
        _("Ändra § %(number)s") % {"number": found.order},
        _meeting_page(row),
    )


@require_http_methods(ASK)
def meeting_adjust(request: Request, pk: int, meeting: int) -> HttpResponse:
    row = _meeting(request, pk, meeting)
    form = forms.Form(_data(request))
    if form.is_valid() and try_it(
        form, lambda: councils.adjust_minutes(meeting=row, acting_user=request.user)
    ):
        messages.success(request, _("Protokollet är justerat."))
        return redirect(_meeting_page(row))
    context = {
        "title": _("Justera protokollet?"),
        "text": _("Det som står i protokollet går inte att ändra efter det."),
        "confirm_text": _("Justera protokollet"),
        "cancel_url": _meeting_page(row),
        "form": form,
    }
    return render(request, "confirm.html", context)


def _note_reading(request: Request, items: Iterable[AgendaItem]) -> None:
    restricted = [i for i in items if i.classification == Classification.RESTRICTED]
    if restricted:
        record_restricted_reads(request.user, restricted)


def _written(
    request: Request, form: forms.Form, service: Callable[[], Any], heading: str, back: str
) -> HttpResponse:
    """Save what the form says and go to its page, or back; a refusal stands in the form, and so
    do both texts when somebody else has written meanwhile.
    """
    context: dict[str, Any] = {"heading": heading, "back": back}
    try:
        if form.is_valid() and (saved := try_it(form, service)):
            messages.success(request, _("Sparat."))
            return redirect(_page_of(saved) or back)
    except EditConflict as conflict:
        context["theirs"] = theirs(form, conflict.current)
        form.data = resent(request, conflict.current.version)
    context |= {
        "form": form,
        "key": sent_key(request) or uuid4(),
        "breadcrumbs": _crumbs((heading, "")),
    }
    status = CONFLICT if "theirs" in context else 200
    return render(request, "collaboration/council_form.html", context, status=status)


def _page_of(saved: Any) -> str:
    """Where the work goes on: a council and a meeting have pages of their own."""
    if isinstance(saved, PreventionCouncil):
        return _page(saved)
    return _meeting_page(saved) if isinstance(saved, CouncilMeeting) else ""


def _with_version(form: forms.Form) -> dict[str, Any]:
    return form.cleaned_data | {"version": form.cleaned_data["version"] or 0}


def _data(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _rows() -> QuerySet[PreventionCouncil]:
    return PreventionCouncil.objects.select_related("body")


def _readable(request: Request, pk: int) -> PreventionCouncil:
    require(can_read_agreements(request.scope))
    return get_object_or_404(_rows(), pk=pk)


def _writable(request: Request, pk: int) -> PreventionCouncil:
    council = _readable(request, pk)
    require(
        can_write_agreement(request.scope, council.body_id),
        _("Rådets uppgifter skrivs av nämndens samordnare och stadsledningskontoret."),
    )
    return council


def _meeting(request: Request, pk: int, meeting: int) -> CouncilMeeting:
    council = _writable(request, pk)
    return get_object_or_404(council.meetings.select_related("council"), pk=meeting)


def _page(council: PreventionCouncil) -> str:
    return reverse("collaboration:council-detail", args=[council.pk])


def _meeting_page(meeting: CouncilMeeting) -> str:
    return reverse("collaboration:meeting-detail", args=[meeting.council_id, meeting.pk])


def _crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    links = [(_("Råd"), reverse("collaboration:council-list")), *more]
    return [{"label": label, "url": url} for label, url in links]
