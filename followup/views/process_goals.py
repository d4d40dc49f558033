"""The goals of a process in short, for the side of its page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaboration.views.processes import visible_process
from followup.selectors.goals import goal_lines, goals_for
from trygghet.http import Request

SHOWN = 5


@require_safe
def process_goals(request: Request, pk: int) -> HttpResponse:
    """The ones that are due first; the list of goals has them all."""
    process = visible_process(request, pk)
    goals = goals_for(request.scope).filter(process=process)
    lines = goal_lines(request.scope, list(goals[: SHOWN + 1]))
    context = {"process": process, "lines": lines[:SHOWN], "has_more": len(lines) > SHOWN}
    return render(request, "followup/_process_goals.html", context)
