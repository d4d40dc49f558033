"""The lists of agreements, promises and findings as files, with the filters of their pages."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.models import CitizenPromise, CollaborationAgreement, SafetyWalk, WalkFinding
from collaboration.views import agreements, promises, walks
from trygghet.csv_file import Cell, csv_file
from trygghet.http import Request


@require_safe
def agreements_csv(request: Request) -> HttpResponse:
    _form, _rows, kept = agreements.asked_for(request)
    columns = (
        _("Överenskommelse"), _("Nivå"), _("Nämnd"), _("Huvudsaklig motpart"), _("Läge"),
        _("Gäller från"), _("Gäller till"), _("Ses över senast"), _("Diarienummer"),
        _("Prioriterade områden som inte gäller längre"),
    )  # fmt: skip
    return csv_file(columns, (_agreement(row) for row in kept), "overenskommelser.csv")


def _agreement(row: CollaborationAgreement) -> tuple[Cell, ...]:
    return (
        row.title, row.get_level_display(), row.body.name, row.organization.name,
        str(row.standing.label), _day(row.valid_from), _day(row.valid_to), _day(row.review_on),
        row.registry_number, "; ".join(row.left_behind),
    )  # fmt: skip


@require_safe
def promises_csv(request: Request) -> HttpResponse:
    columns = (
        _("Löfte"), _("Av"), _("Tillsammans med"), _("Vad vi ska göra"), _("Gäller från"),
        _("Klart senast"), _("Läge"), _("Hur det gick"), _("Så berättar vi"),
        _("Vi berättar senast"), _("Berättade"),
    )  # fmt: skip
    rows = (_promise(row) for row in promises.listed(request))
    return csv_file(columns, rows, "medborgarloften.csv")


def _promise(row: CitizenPromise) -> tuple[Cell, ...]:
    return (
        row.title, row.body.name, row.organization.name if row.organization else "",
        row.commitment, _day(row.valid_from), _day(row.due_on), row.get_state_display(),
        row.result, row.report_back, _day(row.report_back_on), _day(row.reported_on),
    )  # fmt: skip


@require_safe
def findings_csv(request: Request) -> HttpResponse:
    """What was found on the walks that the list's filters ask for."""
    _form, found = walks.asked_for(request)
    rows = WalkFinding.objects.filter(walk__in=found.order_by().values("pk"))
    return _findings(rows.order_by("-walk__walk_on", "found_at", "pk"), "fynd.csv")


@require_safe
def walk_csv(request: Request, pk: int) -> HttpResponse:
    walk = get_object_or_404(SafetyWalk.objects.visible_to(request.scope), pk=pk)
    return _findings(walk.findings.order_by("found_at", "pk"), f"fynd-{walk.walk_on}-{pk}.csv")


def _findings(rows: QuerySet[WalkFinding], file_name: str) -> HttpResponse:
    columns = (
        _("Vandring"), _("Sett"), _("Kategori"), _("Vad vi såg"), _("Plats"), _("Latitud"),
        _("Longitud"), _("Ska svara"), _("Läge"), _("Svar"), _("Klart senast"), _("Besvarat"),
    )  # fmt: skip
    found = rows.select_related("walk", "category", "responsible")
    return csv_file(columns, (_finding(row) for row in found), file_name)


def _finding(row: WalkFinding) -> tuple[Cell, ...]:
    return (
        row.walk.title, _day(row.found_at), row.category.name, row.text, row.place,
        _number(row.latitude), _number(row.longitude),
        row.responsible.name if row.responsible else "", row.get_state_display(), row.answer,
        _day(row.promised_on), _day(row.answered_at),
    )  # fmt: skip


def _day(day: date | datetime | None) -> str:
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    return day.isoformat() if day else ""


def _number(value: float | None) -> Cell:
    return "" if value is None else value
