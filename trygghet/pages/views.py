"""Pages about the program itself, which anybody may read."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

ASSESSED_ON = date(2026, 11, 21)  # change it, and the page, with each new assessment
REPORT_TO = "https://www.digg.se/tdosanmalan"


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the act on accessible digital public services (2018:1937) asks for."""
    context = {
        "assessed_on": ASSESSED_ON,
        "contact": settings.CONTACT_EMAIL,
        "report_to": REPORT_TO,
    }
    return render(request, "accessibility.html", context)


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html", {"contact": settings.CONTACT_EMAIL})
