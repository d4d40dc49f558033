"""What a step held each time it was left: read, and compared."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.selectors.step_versions import StepVersions, step_versions
from collaboration.steps import BY_SLUG
from collaboration.views.processes import asked_cycle, crumbs, visible_process
from trygghet.history.services import record_restricted_reads
from trygghet.http import Request


@require_safe
def process_versions(request: Request, pk: int, slug: str) -> HttpResponse:
    """Two versions compared; ``?version=`` reads one of them (alone, when HTMX asks)."""
    process = visible_process(request, pk)
    cycle = asked_cycle(request, process)
    info = BY_SLUG[slug]
    asked = request.GET.get("version", "")
    found = step_versions(
        request.scope,
        process,
        cycle,
        info.step,
        old=request.GET.get("gammal", ""),
        new=asked or request.GET.get("ny", ""),
    )
    _record(request, found, reads_one=bool(asked))
    context = {
        "process": process,
        "cycle": cycle,
        "info": info,
        "found": found,
        "reads_one": bool(asked) or found.old is None,
        "breadcrumbs": crumbs(process, _("Versioner: %(step)s") % {"step": info.short}),
    }
    name = "_version_content" if request.htmx else "process_versions"
    return render(request, f"collaboration/{name}.html", context)


def _record(request: Request, found: StepVersions, *, reads_one: bool) -> None:
    shown = [found.new] if reads_one or found.old is None else [found.new, found.old]
    rows = [version.row for version in shown if version.row and version.shows_restricted]
    record_restricted_reads(request.user, rows)
