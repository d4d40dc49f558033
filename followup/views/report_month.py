"""A month's editions approved or published together, those that have been read."""

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from followup.permissions import can_build_reports
from followup.selectors.report_month import chosen_editions, month_lines
from followup.selectors.reports import Edition, edition_of
from followup.services.deliveries import readers_of
from followup.services.report_month import Outcome, approve_editions, publish_editions
from followup.views.shared import crumbs
from programs.permissions import require
from trygghet.http import Request
from trygghet.months import month_name, parse_month


@require_safe
def report_month(request: Request, month: str) -> HttpResponse:
    """The month's unpublished editions, each with its state and how far it is read."""
    return _page(request, _month(request, month))


@require_POST
def report_month_approve(request: Request, month: str) -> HttpResponse:
    """Ask once, naming the editions; then approve each that still is as it was read."""
    day, hashes = _month(request, month), _chosen(request)
    editions = chosen_editions(request.scope, day, hashes)
    if not editions:
        return _page(request, day, refused="approve")
    if "confirmed" not in request.POST:
        title = ngettext("Godkänn %(n)s utgåva?", "Godkänn %(n)s utgåvor?", len(editions))
        page = {
            "title": title % {"n": len(editions)},
            "text": _("Det som har lästs är det som publiceras. En godkänd utgåva ändras inte."),
            "confirm_text": _("Godkänn"),
        }
        return _confirm(request, day, editions, page)
    outcome = approve_editions(
        reports=[each.report for each in editions], hashes=hashes, acting_user=request.user
    )
    done = ngettext("%(n)s utgåva är godkänd.", "%(n)s utgåvor är godkända.", len(outcome.done))
    return _told(request, day, outcome, done)


@require_POST
def report_month_publish(request: Request, month: str) -> HttpResponse:
    """Ask once, saying to how many they are sent; then publish and send each."""
    day = _month(request, month)
    editions = chosen_editions(request.scope, day, _chosen(request))
    if not editions:
        return _page(request, day, refused="publish")
    if "confirmed" not in request.POST:
        title = ngettext("Publicera %(n)s utgåva?", "Publicera %(n)s utgåvor?", len(editions))
        page = {
            "title": title % {"n": len(editions)},
            "text": _what_happens(editions),
            "confirm_text": _("Publicera och skicka"),
        }
        return _confirm(request, day, editions, page)
    outcome = publish_editions(reports=[each.report for each in editions], acting_user=request.user)
    done = ngettext(
        "%(n)s utgåva är publicerad och skickas nu till mottagarna.",
        "%(n)s utgåvor är publicerade och skickas nu till mottagarna.",
        len(outcome.done),
    )
    return _told(request, day, outcome, done)


def _month(request: Request, month: str) -> date:
    require(
        can_build_reports(request.scope), _("Bara stadsledningskontoret granskar månadsrapporter.")
    )
    if day := parse_month(month):
        return day
    raise Http404(_("Adressen är ingen månad."))


def _chosen(request: Request) -> dict[int, str]:
    """The editions ticked on the page, each with the content that it had there."""
    pairs = (key.partition(".") for key in request.POST.getlist("chosen"))
    return {int(pk): content_hash for pk, _dot, content_hash in pairs if pk.isdecimal()}


def _page(request: Request, day: date, refused: str = "") -> HttpResponse:
    lines = month_lines(request.scope, day)
    page = {
        "month": day,
        "month_name": month_name(day),
        "drafts": [line for line in lines if not line.is_approved],
        "approved": [line for line in lines if line.is_approved],
        "may_approve": any(line.can_be_approved for line in lines),
        "refused": refused,
        "breadcrumbs": crumbs(
            (_("Rapporter"), reverse("followup:report-list")),
            (_("Godkänn och publicera"), ""),
        ),
    }
    status = 422 if refused else 200
    return render(request, "followup/report_month.html", page, status=status)


def _confirm(
    request: Request, day: date, editions: list[Edition], page: Mapping[str, object]
) -> HttpResponse:
    more = {
        "editions": editions,
        "keys": request.POST.getlist("chosen"),
        "cancel_url": _address(day),
    }
    return render(request, "followup/report_month_confirm.html", {**page, **more})


def _what_happens(editions: list[Edition]) -> str:
    number = readers_of(*(each.report for each in editions)).count()
    to = ngettext(
        "De skickas till %(n)s person och ändras sedan aldrig.",
        "De skickas till sammanlagt %(n)s personer, var och en till sina mottagare, och ändras "
        "sedan aldrig.",
        number,
    )
    return _("Då läses de av alla medarbetare och ledamöter. %(to)s") % {"to": to % {"n": number}}


def _told(request: Request, day: date, outcome: Outcome, done: str) -> HttpResponse:
    if outcome.done:
        messages.success(request, done % {"n": len(outcome.done)})
    for report, reason in outcome.refused:
        name = edition_of(report).scope_name
        messages.error(request, _("%(name)s: %(reason)s") % {"name": name, "reason": reason})
    return redirect(_address(day))


def _address(day: date) -> str:
    return reverse("followup:report-month", args=[f"{day:%Y-%m}"])
