"""A council's decisions: which have become activities, and making one an activity."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.models import AgendaItem, CouncilMeeting
from collaboration.models.classification import Classification
from collaboration.permissions import can_carry_out_decision, can_read_agreements
from collaboration.selectors.councils import readable_items
from followup.forms.councils import CarryOutForm
from followup.selectors.council_decisions import decision_lines, measures_to_join
from followup.services.council_activities import carry_out
from followup.views.shared import ASK, Crumbs, attempt, crumbs, key_of
from programs.permissions import require
from trygghet.history.services import record_restricted_reads
from trygghet.http import Request


@require_safe
def council_decisions(request: Request, pk: int, meeting: int) -> HttpResponse:
    """A part of the meeting's page; a page of its own where there is no script."""
    row = _meeting(request, pk, meeting)
    context = {
        "meeting": row,
        "lines": decision_lines(request.scope, row, timezone.localdate()),
        "may_carry_out": can_carry_out_decision(request.scope, row.council.body_id),
        "breadcrumbs": _crumbs(row, _("Vad besluten har blivit")),
    }
    template = "_council_decisions" if request.htmx else "council_decisions"
    return render(request, f"followup/{template}.html", context)


@require_http_methods(ASK)
def decision_activity(request: Request, pk: int, meeting: int, item: int) -> HttpResponse:
    row = _meeting(request, pk, meeting)
    require(
        can_carry_out_decision(request.scope, row.council.body_id),
        _("Besluten blir aktiviteter genom samordnaren för nämnden som leder rådet."),
    )
    decided = readable_items(request.scope, row).exclude(decision="")
    found: AgendaItem = get_object_or_404(decided.select_related("meeting__council__body"), pk=item)
    form = CarryOutForm(
        request.POST if request.method == "POST" else None,
        body=row.council.body,
        measures=measures_to_join(request.scope),
        initial=_begun(found),
    )
    if form.is_bound and form.is_valid():
        activity = attempt(
            form,
            lambda: carry_out(
                item=found,
                acting_user=request.user,
                idempotency_key=key_of(request),
                **form.to_carry_out(),
            ),
        )
        if activity:
            messages.success(request, _("Beslutet är en aktivitet med ansvarig och datum."))
            return redirect("collaboration:meeting-detail", pk, meeting)
    return _page(request, row, found, form)


def _page(
    request: Request, meeting: CouncilMeeting, item: AgendaItem, form: CarryOutForm
) -> HttpResponse:
    if item.classification == Classification.RESTRICTED:
        record_restricted_reads(request.user, [item])
    context = {
        "form": form,
        "item": item,
        "meeting": meeting,
        "key": key_of(request) or uuid4(),
        "breadcrumbs": _crumbs(meeting, _("Gör beslutet till en aktivitet")),
    }
    return render(request, "followup/decision_activity.html", context)


def _begun(item: AgendaItem) -> dict[str, str]:
    """An open decision's words; others are not carried to where more people read."""
    if item.classification != Classification.OPEN:
        return {}
    first = item.decision.strip().splitlines()[0]
    return {"title": first[:200], "new_measure": item.title}


def _meeting(request: Request, pk: int, meeting: int) -> CouncilMeeting:
    require(can_read_agreements(request.scope))
    rows = CouncilMeeting.objects.select_related("council__body")
    return get_object_or_404(rows, pk=meeting, council=pk)


def _crumbs(meeting: CouncilMeeting, last: str) -> Crumbs:
    council = meeting.council
    return crumbs(
        (_("Råd"), reverse("collaboration:council-list")),
        (council.name, reverse("collaboration:council-detail", args=[council.pk])),
        (
            f"{meeting.held_on}",
            reverse("collaboration:meeting-detail", args=[council.pk, meeting.pk]),
        ),
        (last, ""),
    )
