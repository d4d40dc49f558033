"""Indicators: the catalogue, one with its curves, and writing what is said of one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.exceptions import EditConflict
from followup.forms.indicators import (
    BreakFormSet,
    CatalogueFilter,
    IndicatorForm,
    SeriesFilter,
    breaks_said,
)
from followup.indicator_charts import series_chart
from followup.models import Indicator, IndicatorReading
from followup.permissions import can_edit_indicator, can_keep_indicators, can_see_work
from followup.selectors.histories import indicator_history
from followup.selectors.indicators import (
    Asked,
    Curve,
    catalogue,
    curves,
    days_of_change,
    indicator_lines,
    places_to_read,
    point_rows,
    readable,
)
from followup.selectors.series import Place, breaks_of
from followup.services import indicators
from followup.views.shared import ASK, PER_PAGE, Crumbs, attempt, crumbs, sent_version
from programs.models import Area, ResponsibleBody
from programs.permissions import require
from trygghet.http import Request

Sex = IndicatorReading.Sex
ALL_ROWS = "alla"  # in the address
MOST_ROWS = 24  # the newest; two years of months


@require_safe
def indicator_list(request: Request) -> HttpResponse:
    require(can_see_work(request.scope))
    form, rows = listed_indicators(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": indicator_lines(page.object_list),
        "filter": form,
        "may_add": can_keep_indicators(request.scope),
    }
    return render(request, "followup/indicator_list.html", context)


@require_safe
def indicator_detail(request: Request, code: str) -> HttpResponse:
    require(can_see_work(request.scope))
    indicator = get_object_or_404(Indicator, code=code)
    form, found = asked_curves(request, indicator)
    single = found[0] if len(found) == 1 else None
    central = can_edit_indicator(request.scope)
    context = {
        "indicator": indicator,
        "filter": form,
        "curves": found,
        "chart": series_chart(indicator, found) if found else None,
        "single": single,
        **_rows_of(request, indicator, single),
        "breaks": breaks_of(indicator),
        "made_of": _said(found, "made_of"),
        "is_rebased": any(curve.series.is_rebased for curve in found),
        "cannot": _said(found, "cannot"),
        "csv_url": _with_query(request, reverse("followup:indicator-csv", args=[code])),
        "xlsx_url": _with_query(request, reverse("followup:indicator-xlsx", args=[code])),
        "may_add": can_keep_indicators(request.scope),
        "may_edit": central,
        "history": indicator_history(request.scope, indicator),
        "breadcrumbs": indicator_crumbs((indicator.name, "")),
    }
    return render(request, "followup/indicator_detail.html", context)


@require_http_methods(ASK)
def indicator_new(request: Request) -> HttpResponse:
    require(
        can_keep_indicators(request.scope),
        _("Indikatorer hålls av samordnarna och stadsledningskontoret."),
    )
    return _form_page(request, None)


@require_http_methods(ASK)
def indicator_edit(request: Request, code: str) -> HttpResponse:
    require(
        can_edit_indicator(request.scope),
        _("Vad en indikator betyder ändras av stadsledningskontoret."),
    )
    return _form_page(request, get_object_or_404(Indicator, code=code))


def asked_curves(request: Request, indicator: Indicator) -> tuple[SeriesFilter, list[Curve]]:
    """The form of the address, and the curves that it asks for."""
    read, days = readable(indicator), days_of_change()
    by_areas_of = _by_areas_of(request.GET.get("omraden", ""), days)
    places = {_key(place): place for place in places_to_read(read, by_areas_of)}
    form = SeriesFilter(
        _with_place(request, places),
        places=[(key, place.name) for key, place in places.items()],
        ages=read.ages,
        has_sexes=read.has_sexes,
        days=days,
    )
    keys = dict.fromkeys(form.chosen(name) for name in form.PLACES if name in form.fields)
    chosen = tuple(places[key] for key in keys if key)
    sex = form.chosen("kon") if "kon" in form.fields else None
    first, last = form.chosen("fran"), form.chosen("till")
    asked = Asked(
        places=chosen,
        by_areas_of=by_areas_of,
        sexes=(Sex.WOMEN, Sex.MEN) if sex == form.BY_SEX else (sex or Sex.ALL,),
        age=(form.chosen("alder") if "alder" in form.fields else None) or "",
        first=date(first, 1, 1) if first else None,
        last=date(last, 12, 31) if last else None,
    )
    return form, curves(request.scope, indicator, asked) if chosen else []


def indicator_crumbs(*more: tuple[str, str]) -> Crumbs:
    return crumbs((_("Indikatorer"), reverse("followup:indicator-list")), *more)


def listed_indicators(request: Request) -> tuple[CatalogueFilter, QuerySet[Indicator]]:
    """The rows that the address asks for, as the page and the file have them."""
    form = CatalogueFilter(request.GET)
    chosen = form.chosen()
    rows = catalogue(
        search=chosen["sok"],
        kind=chosen["slag"],
        frequency=chosen["ofta"],
        with_unused=chosen["visa"] == form.UNUSED,
        order=chosen["sortera"],
    )
    return form, rows


def _by_areas_of(asked: str, days: list[tuple[str, str]]) -> date | None:
    if asked == SeriesFilter.AS_ENTERED:
        return None
    if asked in dict(days):
        return date.fromisoformat(asked)
    return timezone.localdate()


def _with_place(request: Request, places: dict[str, Place]) -> Any:
    """The address without places that are not on the list. When it names none, the reader's own
    area stands first, else the largest one.
    """
    data = request.GET.copy()
    for name in SeriesFilter.PLACES:
        if data.get(name) not in places:
            data.pop(name, None)
    if "plats" not in data and places:
        own = ResponsibleBody.objects.filter(pk__in=request.scope.bodies, area__isnull=False)
        mine = [f"o{pk}" for pk in own.values_list("area_id", flat=True)[:1]]
        data["plats"] = next((key for key in mine if key in places), next(iter(places)))
    return data


def _rows_of(request: Request, indicator: Indicator, single: Curve | None) -> dict[str, Any]:
    """The newest points of the only curve, with the address of all of them if there are more."""
    if single is None:
        return {}
    shows_all = request.GET.get("rader") == ALL_ROWS
    rows = point_rows(indicator, single.series, None if shows_all else MOST_ROWS)
    count = len(single.series.points)
    asked = request.GET.copy()
    asked["rader"] = ALL_ROWS
    more = f"?{asked.urlencode()}#utfall" if count > len(rows) else ""
    return {"points": rows, "point_count": count, "all_points_url": more}


def _key(place: Place) -> str:
    return f"o{place.pk}" if isinstance(place, Area) else f"n{place.pk}"


def _said(found: list[Curve], name: str) -> list[str]:
    """What any of the series says, each once."""
    return list(dict.fromkeys(text for curve in found for text in getattr(curve.series, name)))


def _with_query(request: Request, url: str) -> str:
    return f"{url}?{request.GET.urlencode()}" if request.GET else url


def _form_page(request: Request, indicator: Indicator | None) -> HttpResponse:
    sent = request.POST or None
    form = IndicatorForm(sent, instance=indicator)
    breaks = BreakFormSet(sent, initial=_kept_breaks(indicator), prefix="brott")
    if request.method == "POST" and form.is_valid() & breaks.is_valid():
        try:
            saved = attempt(form, lambda: _save(request, indicator, form, breaks))
        except EditConflict as conflict:
            form.add_error(None, str(conflict))
            saved = None
        if saved:
            messages.success(request, _("Indikatorn är sparad."))
            return redirect("followup:indicator-detail", code=saved.code)
    detail = reverse("followup:indicator-detail", args=[indicator.code]) if indicator else ""
    here = [(indicator.name, detail), (_("Ändra"), "")] if indicator else [(_("Ny"), "")]
    context = {
        "form": form,
        "formset": breaks,
        "version": sent_version(request, indicator.version) if indicator else None,
        "heading": _("Ändra indikatorn") if indicator else _("Ny indikator"),
        "kicker": indicator.name if indicator else "",
        "button": _("Spara indikatorn"),
        "cancel_url": detail or reverse("followup:indicator-list"),
        "breadcrumbs": indicator_crumbs(*here),
    }
    return render(request, "followup/indicator_form.html", context)


def _save(
    request: Request, indicator: Indicator | None, form: IndicatorForm, breaks: Any
) -> Indicator:
    said = form.cleaned_data | {"breaks": breaks_said(breaks)}
    if indicator is None:
        return indicators.add_indicator(acting_user=request.user, **said)
    return indicators.change_indicator(
        indicator=indicator,
        version=sent_version(request, indicator.version),
        acting_user=request.user,
        **said,
    )


def _kept_breaks(indicator: Indicator | None) -> list[dict[str, Any]]:
    rows = breaks_of(indicator) if indicator else ()
    return [{"date": row.day, "text": row.text} for row in rows]
