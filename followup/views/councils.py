"""The minutes of a council as a file: the public edition, with open paragraphs only."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.models import CouncilMeeting
from collaboration.permissions import can_read_agreements
from collaboration.selectors.councils import minutes_of
from followup.reports.printing import NotPrinted, print_pdf
from programs.permissions import require
from trygghet.accounts.scope import REPORT_SCOPE
from trygghet.http import Request


@require_safe
def council_minutes(request: Request, pk: int, meeting: int) -> HttpResponse:
    """The same for every reader: what is internal or restricted is left out, and counted.

    Before the meeting it is the agenda.
    """
    require(can_read_agreements(request.scope))
    rows = CouncilMeeting.objects.select_related("council__body")
    row = get_object_or_404(rows, pk=meeting, council=pk)
    context = {
        "meeting": row,
        "is_held": row.held_on <= timezone.localdate(),
        "demo": settings.DEMO,
        "council": row.council,
        "minutes": minutes_of(REPORT_SCOPE, row),
    }
    try:
        printed = print_pdf(render_to_string("followup/reports/minutes_document.html", context))
    except NotPrinted as refusal:
        messages.error(request, str(refusal))
        return redirect("collaboration:meeting-detail", pk, meeting)
    response = HttpResponse(printed.content, content_type="application/pdf")
    kind = "protokoll" if context["is_held"] else "dagordning"
    name = f"{kind}-{pk}-{row.held_on:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
