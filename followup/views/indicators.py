"""Indicators: the catalogue, one with its readings, and entering a value by hand."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from followup.models import Indicator
from followup.permissions import can_keep_indicators, can_see_work
from followup.services import indicators
from followup.views.shared import ASK, PER_PAGE, Crumbs, attempt, crumbs
from followup.work_forms import IndicatorForm, ReadingForm
from programs.models import Area, ResponsibleBody
from programs.permissions import require
from trygghet.http import Request


@require_safe
def indicator_list(request: Request) -> HttpResponse:
    require(can_see_work(request.scope))
    rows = Indicator.objects.filter(is_active=True).by_name()
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_add": can_keep_indicators(request.scope),
    }
    return render(request, "followup/indicator_list.html", context)


@require_safe
def indicator_detail(request: Request, code: str) -> HttpResponse:
    require(can_see_work(request.scope))
    indicator = get_object_or_404(Indicator, code=code)
    readings = indicator.readings.select_related("area", "body").order_by("-period", "pk")
    context = {
        "indicator": indicator,
        "page": Paginator(readings, PER_PAGE).get_page(request.GET.get("page")),
        "may_add": can_keep_indicators(request.scope),
        "breadcrumbs": _crumbs((indicator.name, "")),
    }
    return render(request, "followup/indicator_detail.html", context)


@require_http_methods(ASK)
def indicator_new(request: Request) -> HttpResponse:
    require(
        can_keep_indicators(request.scope),
        _("Indikatorer hålls av samordnarna och stadsledningskontoret."),
    )
    form = IndicatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: indicators.add_indicator(acting_user=request.user, **form.cleaned_data),
        )
        if made:
            messages.success(request, _("Indikatorn är sparad och kan väljas i mål."))
            return redirect("followup:indicator-detail", code=made.code)
    context = {
        "form": form,
        "heading": _("Ny indikator"),
        "button": _("Spara indikatorn"),
        "cancel_url": reverse("followup:indicator-list"),
        "breadcrumbs": _crumbs((_("Ny"), "")),
    }
    return render(request, "followup/indicator_form.html", context)


@require_http_methods(ASK)
def reading_new(request: Request, code: str) -> HttpResponse:
    """A value of one of the reader's bodies or its area; for the central office, of any."""
    require(
        can_keep_indicators(request.scope),
        _("Indikatorer hålls av samordnarna och stadsledningskontoret."),
    )
    indicator = get_object_or_404(Indicator, code=code)
    bodies, areas = _places(request)
    form = ReadingForm(request.POST or None, bodies=bodies, areas=areas)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: indicators.record_reading(
                indicator=indicator, acting_user=request.user, **form.reading()
            ),
        )
        if made:
            messages.success(request, _("Utfallet är sparat."))
            return redirect("followup:indicator-detail", code=code)
    context = {
        "form": form,
        "kicker": indicator.name,
        "heading": _("Skriv in ett utfall"),
        "button": _("Spara utfallet"),
        "cancel_url": reverse("followup:indicator-detail", args=[code]),
        "breadcrumbs": _crumbs(
            (indicator.name, reverse("followup:indicator-detail", args=[code])), (_("Utfall"), "")
        ),
    }
    return render(request, "followup/indicator_form.html", context)


def _places(request: Request) -> tuple[list[ResponsibleBody], list[Area]]:
    if request.scope.is_central:
        districts = Area.objects.filter(kind__in=(Area.Kind.CITY, Area.Kind.DISTRICT))
        return list(ResponsibleBody.objects.reporting().by_name()), list(districts.by_name())
    own = ResponsibleBody.objects.filter(pk__in=request.scope.coordinates).by_name()
    bodies = list(own.select_related("area"))
    return bodies, [body.area for body in bodies if body.area]


def _crumbs(*more: tuple[str, str]) -> Crumbs:
    return crumbs((_("Indikatorer"), reverse("followup:indicator-list")), *more)
