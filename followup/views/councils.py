"""The minutes of a council as a file: the public edition, with open paragraphs only."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.models import CouncilMeeting
from collaboration.permissions import can_read_agreements
from collaboration.selectors.councils import minutes_of
from followup.views.printed import pdf_answer
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
    html = render_to_string("followup/reports/minutes_document.html", context)
    kind = "protokoll" if context["is_held"] else "dagordning"
    back = reverse("collaboration:meeting-detail", args=[pk, meeting])
    return pdf_answer(request, html, f"{kind}-{pk}-{row.held_on:%Y-%m-%d}.pdf", back)
