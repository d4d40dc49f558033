"""The dashboards: the same figures, changes and tables as the pages and their files."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from collaboration.models import CollaborationProcess
from collaboration.permissions import can_see_processes
from followup.permissions import can_see_dashboard
from followup.selectors.overview import Overview, Subject, dashboard_of
from programs.models import FocusArea, ResponsibleBody
from trygghet.api.operations import Asked, Operation
from trygghet.api.serializers import MonthField, ReadSerializer
from trygghet.api.views import Resource
from trygghet.months import parse_month, previous_month

MONTH = Asked("month", gettext_lazy("Månad, som 2026-10; utelämnad är det förra månaden."))
TABLES = gettext_lazy("Siffrorna är desamma som på sidan och i dess filer.")


class FigureSerializer(ReadSerializer):
    """A headline figure beside its target and the month before; ``key`` names its rows."""

    key = serializers.CharField()
    label = serializers.CharField()
    value = serializers.IntegerField(allow_null=True)
    unit = serializers.CharField()
    goal = serializers.CharField()
    previous = serializers.IntegerField(allow_null=True)
    series = serializers.ListField(
        child=serializers.IntegerField(allow_null=True),
        help_text=gettext_lazy("Värdet månad för månad, den visade sist."),
    )
    delta = serializers.CharField()
    note = serializers.CharField()
    withheld = serializers.BooleanField(help_text=gettext_lazy("Visas inte för kontot."))


@dataclass(frozen=True)
class NamedTable:
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class TableSerializer(ReadSerializer):
    """A table of the page: headings, and rows of cells in their order."""

    name = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.SerializerMethodField()

    def get_rows(self, table: NamedTable) -> list[list[str | int | None]]:
        return [[_cell(cell) for cell in row] for row in table.rows]


class DashboardSerializer(ReadSerializer):
    month = MonthField()
    title = serializers.CharField()
    name = serializers.CharField(help_text=gettext_lazy("Vad den gäller; tomt för staden."))
    sentence = serializers.CharField()
    figures = FigureSerializer(many=True)
    changes = serializers.SerializerMethodField(help_text=gettext_lazy("Vad som har ändrats."))
    tables = serializers.SerializerMethodField()

    def get_changes(self, overview: Overview) -> list[str]:
        return [str(change.text) for change in overview.changes]

    @extend_schema_field(TableSerializer(many=True))
    def get_tables(self, overview: Overview) -> Any:
        tables = [
            NamedTable(name, tuple(table.columns), tuple(table.rows))
            for name, table in overview.tables.items()
        ]
        return TableSerializer(tables, many=True).data


class Dashboards(Resource):
    """``retrieve`` is a dashboard, ``figure`` the rows behind one of its figures."""

    tag = gettext_lazy("Uppföljning")

    def subject(self, **keys: Any) -> Subject:
        """What the dashboard is of. Raises Http404."""
        raise NotImplementedError

    def retrieve(self, request: Request, **keys: Any) -> Response:
        return Response(self.shown(self._overview(**keys)).data)

    def figure(self, request: Request, key: str, **keys: Any) -> Response:
        found = self._overview(**keys).rows(key)
        if found is None:
            raise Http404
        table = NamedTable(key, tuple(found.columns), tuple(found.rows))
        return Response(self.shown(table).data)

    def _overview(self, **keys: Any) -> Overview:
        month = self._month()
        found = dashboard_of(self.scope, self.subject(**keys), month)
        if found is None:
            raise Http404
        return found

    def _month(self) -> Any:
        newest = previous_month(timezone.localdate())
        text = self.request.query_params.get("month")
        month = newest if text is None else parse_month(text)
        if month is None or month > newest or len(text or "2026-10") != len("2026-10"):
            raise ValidationError(
                {"month": [_("Skriv en månad som är slut, som %(month)s.")
                           % {"month": f"{newest:%Y-%m}"}]}
            )  # fmt: skip
        return month


def _cell(cell: Any) -> str | int | None:
    return cell if isinstance(cell, int) or cell is None else str(cell)


def _operations(summary: Any, may: Any) -> dict[str, Operation]:
    return {
        "retrieve": Operation(summary, DashboardSerializer, TABLES, may=may, asked=(MONTH,)),
        "figure": Operation(
            gettext_lazy("Läs raderna bakom en siffra"), TableSerializer,
            gettext_lazy("`key` är siffrans nyckel i uppföljningen."), may=may, asked=(MONTH,),
        ),
    }  # fmt: skip


class CityDashboard(Dashboards):
    operations = _operations(gettext_lazy("Läs stadens uppföljning"), can_see_dashboard)

    def subject(self, **keys: Any) -> Subject:
        return None


class BodyDashboard(Dashboards):
    operations = _operations(gettext_lazy("Läs en nämnds uppföljning"), can_see_dashboard)

    def subject(self, **keys: Any) -> Subject:
        return get_object_or_404(ResponsibleBody.objects.reporting(), code=keys["code"])


class FocusAreaDashboard(Dashboards):
    operations = _operations(gettext_lazy("Läs ett fokusområdes uppföljning"), can_see_dashboard)

    def subject(self, **keys: Any) -> Subject:
        """The focus area in the newest program that was in force in the month."""
        month = self._month()
        rows = FocusArea.objects.filter(program__starts_on__lte=month, program__ends_on__gte=month)
        found = rows.filter(code=keys["code"]).order_by("-program__starts_on").first()
        if found is None:
            raise Http404
        return found


class ProcessDashboard(Dashboards):
    operations = _operations(gettext_lazy("Läs en samverkans uppföljning"), can_see_processes)

    def subject(self, **keys: Any) -> Subject:
        rows = CollaborationProcess.objects.visible_to(self.scope)
        return get_object_or_404(rows.select_related("lead_body", "program"), pk=keys["pk"])
