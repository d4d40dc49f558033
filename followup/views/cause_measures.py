"""The measures against one cause: a part of the cause analysis, and without script a page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.models import Cause
from collaboration.views.processes import visible_process
from followup.models import Measure
from followup.permissions import can_add_measure
from followup.selectors.measures import measure_lines
from followup.views.shared import process_crumbs
from trygghet.http import Request


@require_safe
def cause_measures(request: Request, cause: int) -> HttpResponse:
    """Readable by everybody who sees the cause's process; 404 to others."""
    rows = Cause.objects.select_related("analysis__joint_problem__cycle")
    found = get_object_or_404(rows, pk=cause)
    problem = found.analysis.joint_problem
    process = visible_process(request, problem.cycle.process_id)
    measures = Measure.objects.filter(cause=found, process=process).order_by("due_on", "pk")
    context = {
        "process": process,
        "problem": problem,
        "cause": found,
        "lines": measure_lines(request.scope, measures, timezone.localdate()),
        "may_add": problem.cycle.ended_at is None
        and found.can_influence is not False
        and can_add_measure(request.scope, process, process.participants.active()),
        "breadcrumbs": process_crumbs(process, (_("Åtgärder mot orsaken"), "")),
    }
    template = "_cause_measures.html" if request.htmx else "cause_measures.html"
    return render(request, f"followup/{template}", context)
