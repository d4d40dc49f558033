"""The contact page, which anybody may read (law 2023:196 § 12)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from followup.selectors.contacts import contacts as contacts_on

LONGEST = 100  # characters of what is searched for


@login_not_required
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("sok", "").strip()[:LONGEST]
    context = {"contacts": contacts_on(timezone.localdate(), wanted), "wanted": wanted}
    return render(request, "followup/contacts.html", context)
