"""A body's own part of the city's report, as a page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from followup.selectors.report_parts import part_html, parts_in
from followup.views.reports import chosen_edition
from followup.views.shared import crumbs
from trygghet.http import Request
from trygghet.months import month_name


@require_safe
def report_part(request: Request, month: str, code: str, body: str) -> HttpResponse:
    """The body's own lines, as they were frozen with the edition."""
    edition = chosen_edition(request, month, code)
    part = next((each for each in parts_in(edition.report) if each.code == body and each.url), None)
    if part is None:
        raise Http404(_("Utgåvan har ingen egen del för den nämnden eller bolagsstyrelsen."))
    page = {
        "edition": edition,
        "report": edition.report,
        "part": part,
        "html": part_html(edition.report, body),
        "breadcrumbs": crumbs(
            (_("Rapporter"), reverse("followup:report-list")),
            (
                f"{month_name(edition.report.month)}, {edition.scope_name}",
                edition.edition_url,
            ),
            (part.name, ""),
        ),
    }
    return render(request, "followup/report_part.html", page)
