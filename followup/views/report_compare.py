"""Two editions side by side: of the same month, or of two months of the same scope."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from followup.forms.report_review import CompareForm
from followup.permissions import can_read_reports
from followup.selectors.report_comparison import comparison_of, editions_to_compare
from followup.views.shared import crumbs
from programs.permissions import require
from trygghet.http import Request
from trygghet.months import parse_month


@require_safe
def report_compare(request: Request, month: str, code: str) -> HttpResponse:
    """What differs: figures before and after, and texts that came and went."""
    require(can_read_reports(request.scope), _("Månadsrapporterna läses av stadens personal."))
    editions = editions_to_compare(request.scope, parse_month(month), code)
    if not editions:
        raise Http404(_("Det finns ingen månadsrapport på den här adressen."))
    named = {each.key: each for each in editions}
    form = CompareForm(request.GET, editions=[(key, each.name) for key, each in named.items()])
    form.is_valid()
    chosen = [form.cleaned_data.get(name, "") for name in ("fran", "till")]
    comparison = comparison_of(request.scope, editions, *chosen)
    form = CompareForm(
        {"fran": comparison.before.key, "till": comparison.after.key},
        editions=[(key, each.name) for key, each in named.items()],
    )
    page = {
        "form": form,
        "comparison": comparison,
        "breadcrumbs": crumbs(
            (_("Rapporter"), reverse("followup:report-list")),
            (comparison.after.name, comparison.after.edition.edition_url),
            (_("Jämför"), ""),
        ),
    }
    return render(request, "followup/report_compare.html", page)
