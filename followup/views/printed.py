"""A numbered document as a file, and two of its versions beside each other."""

from functools import lru_cache

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from followup.reports.printing import NotPrinted, print_pdf
from followup.selectors.document_versions import SectionsOf, compared
from followup.views.shared import Crumbs
from trygghet.http import Request

# The same document is the same file: whoever opens it again need not wait seconds for the printer.
printed_once = lru_cache(maxsize=8)(print_pdf)


def pdf_answer(request: Request, html: str, name: str, back: str) -> HttpResponse:
    """The PDF of ``html`` as a file called ``name``; ``back`` with the reason when it failed."""
    try:
        printed = printed_once(html)
    except NotPrinted as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    response = HttpResponse(printed.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def compare_page(
    request: Request, rows: QuerySet, sections_of: SectionsOf, *, name: str, breadcrumbs: Crumbs
) -> HttpResponse:
    """The versions that the address asks for (``gammal``, ``ny``), else the two newest."""
    old, new = request.GET.get("gammal", ""), request.GET.get("ny", "")
    context = {
        "name": name,
        "found": compared(rows, sections_of, old, new),
        "breadcrumbs": breadcrumbs,
    }
    return render(request, "followup/version_compare.html", context)
