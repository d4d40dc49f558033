"""A body's own part of the city's report, as a page and as a file."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from followup.reports.document import HASH_SHOWN
from followup.selectors.report_parts import Part, kept_heading, part_html, parts_in
from followup.selectors.reports import Edition
from followup.views.printed import pdf_answer
from followup.views.reports import chosen_edition
from followup.views.shared import crumbs
from trygghet.http import Request
from trygghet.months import month_name


@require_safe
def report_part(request: Request, month: str, code: str, body: str) -> HttpResponse:
    """The body's own lines, as they were frozen with the edition."""
    edition, part = _part(request, month, code, body)
    page = {
        "edition": edition,
        "report": edition.report,
        "part": part,
        "html": part_html(edition.report, body),
        "pdf_url": _address(edition, part, "report-part-pdf"),
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


@require_safe
def report_part_pdf(request: Request, month: str, code: str, body: str) -> HttpResponse:
    """The same on paper. Printed when it is asked for: the forty parts of a month would keep the
    worker longer than the edition itself."""
    edition, part = _part(request, month, code, body)
    report = edition.report
    context = {
        "part": part,
        "report": report,
        "heading": kept_heading(report),
        "edition_month": month_name(report.month),
        "html": part_html(report, body),
        "hash": report.content_hash[:HASH_SHOWN],
        "demo": settings.DEMO,
    }
    html = render_to_string("followup/reports/part_document.html", context)
    return pdf_answer(request, html, _file_name(edition, part), part.url)


def _part(request: Request, month: str, code: str, body: str) -> tuple[Edition, Part]:
    """404 where the edition has none of the body."""
    edition = chosen_edition(request, month, code)
    for part in parts_in(edition.report):
        if part.code == body and part.url:
            return edition, part
    raise Http404(_("Utgåvan har ingen egen del för den nämnden eller bolagsstyrelsen."))


def _address(edition: Edition, part: Part, name: str) -> str:
    at = [f"{edition.report.month:%Y-%m}", edition.code, part.code]
    return f"{reverse(f'followup:{name}', args=at)}?utgava={edition.report.edition}"


def _file_name(edition: Edition, part: Part) -> str:
    return edition.file_name.replace(f"-{edition.code}", f"-{part.code}")
