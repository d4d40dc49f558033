"""Readings by hand, with what they said before; and an indicator's series as files."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.exceptions import EditConflict
from followup.forms.indicators import SeriesFilter
from followup.forms.readings import NUMBERS, ReadingForm
from followup.measurement import interval, shown
from followup.models import Indicator, IndicatorReading
from followup.periods import period_name
from followup.permissions import can_enter_reading, can_keep_indicators, can_see_work
from followup.selectors.indicators import Curve, parts_text, revision_rows
from followup.services import indicators
from followup.sources import source_name
from followup.spreadsheet import Cell, Sheet, xlsx_file
from followup.views.indicators import asked_curves, indicator_crumbs
from followup.views.shared import ASK, attempt, sent_version
from followup.words import grouped, plain
from programs.models import Area, ResponsibleBody
from programs.permissions import require
from trygghet.csv_file import csv_file
from trygghet.http import Request


@require_http_methods(ASK)
def reading_new(request: Request, code: str) -> HttpResponse:
    """A value of one of the reader's bodies or its area; for the central office, of any."""
    require(
        can_keep_indicators(request.scope),
        _("Indikatorer hålls av samordnarna och stadsledningskontoret."),
    )
    indicator = get_object_or_404(Indicator, code=code)
    bodies, areas = _places(request)
    form = ReadingForm(request.POST or None, indicator=indicator, bodies=bodies, areas=areas)
    if request.method == "POST" and form.is_valid() and _explained(form, indicator):
        made = attempt(
            form,
            lambda: indicators.record_reading(
                indicator=indicator, acting_user=request.user, **form.reading()
            ),
        )
        if made:
            messages.success(request, _("Utfallet är sparat."))
            return redirect(_series_of(made))
    return render(request, "followup/indicator_form.html", _page(indicator, form, _("Utfall")))


@require_http_methods(ASK)
def reading_detail(request: Request, code: str, pk: int) -> HttpResponse:
    """What a reading says and has said, and changing it."""
    require(can_see_work(request.scope))
    rows = IndicatorReading.objects.select_related(
        "indicator", "area", "body", "batch", "entered_by"
    )
    reading = get_object_or_404(rows, indicator__code=code, pk=pk)
    may_change = can_enter_reading(request.scope, reading)
    if request.method == "POST":
        require(
            may_change, _("Utfallet ändras av nämndens samordnare eller stadsledningskontoret.")
        )
    initial = {name: getattr(reading, name) for name in ("answers", "is_preliminary", "note")}
    initial |= {name: plain(getattr(reading, name)) for name in NUMBERS}
    form = ReadingForm(
        request.POST or None, indicator=reading.indicator, reading=reading, initial=initial
    )
    revisions = revision_rows(reading)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _change(request, reading, form, len(revisions)):
        messages.success(request, _("Utfallet är ändrat. Det gamla finns kvar nedan."))
        return redirect("followup:reading-detail", code=code, pk=pk)
    place, period = reading.area or reading.body, _period(reading)
    context = _page(reading.indicator, form, f"{place}, {period}") | {
        "reading": reading,
        "place": place,
        "period": period,
        "value": shown(reading.indicator.kind, reading.value),
        "interval": interval(reading.indicator.kind, reading.value, reading.answers),
        "source_name": source_name(reading.source),
        "parts": parts_text(reading.numerator, reading.denominator),
        "answers": grouped(reading.answers),
        "revisions": revisions,
        "version": len(revisions),
        "may_change": may_change,
    }
    return render(request, "followup/reading_detail.html", context)


@require_safe
def indicator_csv(request: Request, code: str) -> HttpResponse:
    """The chosen series as CSV, one row for each place and period."""
    indicator, found = _chosen(request, code)
    rows = (tuple(_for_csv(cell) for cell in row) for row in _rows(indicator, found))
    return csv_file(_columns(), rows, f"{code}.csv")


@require_safe
def indicator_xlsx(request: Request, code: str) -> FileResponse:
    """The chosen series as a spreadsheet, with a sheet about the indicator."""
    indicator, found = _chosen(request, code)
    about = [
        (_("Definition"), indicator.definition),
        (_("Källa"), indicator.source),
        (_("Enhet"), indicator.unit),
        (_("Att tänka på"), indicator.caveats),
        *((_("Brott i serien %(day)s") % {"day": each["date"]}, each["text"])
          for each in indicator.breaks),
        *((_("Omräknad av"), ", ".join(curve.series.made_of))
          for curve in found if curve.series.is_rebased),
    ]  # fmt: skip
    sheets = [
        Sheet(_("Utfall"), _columns(), _rows(indicator, found), notes=[indicator.name]),
        Sheet(_("Om indikatorn"), (_("Vad"), _("Svar")), about),
    ]
    return xlsx_file(sheets, f"{code}.xlsx")


def _series_of(reading: IndicatorReading) -> str:
    """The page of the series that the reading is in; one of an area that is no more, as entered."""
    area = reading.area
    asked = {"plats": f"o{area.pk}" if area else f"n{reading.body_id}"}
    if area and area.valid_to:
        asked["omraden"] = SeriesFilter.AS_ENTERED
    page = reverse("followup:indicator-detail", args=[reading.indicator.code])
    return f"{page}?{urlencode(asked)}"


def _chosen(request: Request, code: str) -> tuple[Indicator, list[Curve]]:
    require(can_see_work(request.scope))
    indicator = get_object_or_404(Indicator, code=code)
    return indicator, asked_curves(request, indicator)[1]


def _columns() -> tuple[str, ...]:
    return (
        _("Plats"), _("Period"), _("Första dag"), _("Värde"), _("Täljare"), _("Nämnare"),
        _("Antal svar"), _("Lägst (95 %)"), _("Högst (95 %)"), _("Preliminärt"), _("Anmärkning"),
    )  # fmt: skip


def _rows(indicator: Indicator, found: list[Curve]) -> Iterator[tuple[Cell, ...]]:
    """A value that is missing says so; what the kind of indicator does not have is left empty."""
    for curve in found:
        for point in curve.series.points:
            extra = (point.numerator, point.denominator, point.answers, point.low, point.high)
            yield (
                curve.name,
                period_name(point.period, indicator.frequency),
                point.period,
                point.value,
                *("" if cell is None else cell for cell in extra),
                _("ja") if point.is_preliminary else _("nej"),
                point.note,
            )


def _for_csv(cell: Cell) -> str | int | float | None:
    if cell is None or isinstance(cell, str | int):
        return cell
    if isinstance(cell, float):
        return round(cell, 2)
    return cell.isoformat() if hasattr(cell, "isoformat") else float(cell)


def _explained(form: ReadingForm, indicator: Indicator) -> bool:
    """Whether nothing is replaced, or it is said why; else the form asks."""
    said = form.reading()
    there = attempt(form, lambda: (indicators.would_replace(indicator=indicator, **said),))
    if there is None:
        return False
    if there == (None,) or said["reason"].strip():
        return True
    form.add_error(
        "reason",
        _(
            "Det finns redan ett värde för perioden: %(value)s (%(source)s). Skriv varför det "
            "ändras."
        )
        % {
            "value": plain(there[0].value) or _("uppgift saknas"),
            "source": source_name(there[0].source),
        },
    )
    return False


def _change(
    request: Request, reading: IndicatorReading, form: ReadingForm, stored_version: int
) -> IndicatorReading | None:
    """None when it is refused; what another one saved meanwhile stands in the form."""
    where = {name: getattr(reading, name) for name in ("area", "body", "period", "sex", "age")}
    said = where | form.reading() | {"version": sent_version(request, stored_version)}
    try:
        changed: IndicatorReading | None = attempt(
            form,
            lambda: indicators.record_reading(
                indicator=reading.indicator, acting_user=request.user, **said
            ),
        )
    except EditConflict as conflict:
        now = shown(reading.indicator.kind, conflict.current.value) or _("uppgift saknas")
        text = _(
            "Någon annan har ändrat utfallet till %(value)s sedan du öppnade sidan. Det du skrev "
            "står kvar: spara igen om det är det som ska gälla."
        )
        form.add_error(None, text % {"value": now})
        return None
    return changed


def _places(request: Request) -> tuple[list[ResponsibleBody], list[Area]]:
    if request.scope.is_central:
        districts = Area.objects.filter(kind__in=(Area.Kind.CITY, Area.Kind.DISTRICT))
        return list(ResponsibleBody.objects.reporting().by_name()), list(districts.by_name())
    own = ResponsibleBody.objects.filter(pk__in=request.scope.coordinates).by_name()
    bodies = list(own.select_related("area"))
    return bodies, [body.area for body in bodies if body.area]


def _period(reading: IndicatorReading) -> str:
    return period_name(reading.period, reading.indicator.frequency)


def _page(indicator: Indicator, form: ReadingForm, here: str) -> dict[str, Any]:
    detail = reverse("followup:indicator-detail", args=[indicator.code])
    return {
        "form": form,
        "indicator": indicator,
        "kicker": indicator.name,
        "heading": _("Skriv in ett utfall"),
        "button": _("Spara utfallet"),
        "cancel_url": detail,
        "breadcrumbs": indicator_crumbs((indicator.name, detail), (here, "")),
    }
