"""The first page: what there is to do now, for each role."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from followup.selectors.start import start_page
from trygghet.http import Request


@require_safe
def start(request: Request) -> HttpResponse:
    day = timezone.localdate()
    context = {
        "page": start_page(request.scope, day),
        "day": day,
        "has_role": request.scope.is_staff
        or request.scope.is_committee
        or request.scope.is_partner
        or request.scope.is_administrator,
    }
    return render(request, "followup/start.html", context)
