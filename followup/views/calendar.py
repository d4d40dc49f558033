"""The person's own page of reminders and calendar, and the feed behind the secret address."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from followup.models import CalendarFeed
from followup.selectors.calendar import calendar_of, feed_behind
from followup.services import calendar, reminders
from trygghet.accounts.scope import scope_of
from trygghet.http import Request

READ_AGAIN_AFTER = 15 * 60  # seconds


@never_cache
@require_safe
def reminder_settings(request: Request) -> HttpResponse:
    return _page(request)


@require_POST
def digest_choice(request: Request) -> HttpResponse:
    wanted = request.POST.get("digest") == "on"
    reminders.choose_digest(wanted=wanted, acting_user=request.user)
    messages.success(
        request,
        _("Du får påminnelser med e-post.") if wanted else _("Du får inga påminnelser med e-post."),
    )
    return redirect("followup:reminder-settings")


@never_cache
@require_POST
def calendar_make(request: Request) -> HttpResponse:
    """A new address, shown in this answer and never again."""
    secret = calendar.make_address(acting_user=request.user)
    address = settings.SITE_URL.rstrip("/") + reverse("followup:calendar", args=[secret])
    return _page(request, address=address)


@require_POST
def calendar_stop(request: Request) -> HttpResponse:
    calendar.stop(acting_user=request.user)
    messages.success(request, _("Kalenderadressen gäller inte längre."))
    return redirect("followup:reminder-settings")


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The address is the key: a calendar program cannot sign in."""
    feed = feed_behind(secret)
    if feed is None:
        raise Http404
    calendar.note_reading(feed)
    body = calendar_of(scope_of(feed.user), feed, timezone.localdate())
    etag = f'"{sha256(body).hexdigest()}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Content-Disposition"] = 'inline; filename="trygghet.ics"'
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=READ_AGAIN_AFTER)
    return get_conditional_response(request, etag=etag, response=response) or response


def _page(request: Request, address: str = "") -> HttpResponse:
    feed = CalendarFeed.objects.filter(user=request.user).first()
    context = {"feed": feed, "address": address, "wants_digest": request.user.wants_digest}
    return render(request, "followup/reminder_settings.html", context)
