"""Situation reports: read by everybody who may, written by a key with ``reports:write``."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zlib import crc32

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request
from rest_framework.response import Response

from collaboration.api.report_serializers import (
    PartSerializer,
    PartWriteSerializer,
    ProblemSerializer,
    ProblemWriteSerializer,
    ReportChangeSerializer,
    ReportLineSerializer,
    ReportSerializer,
    ReportStartSerializer,
    SubmitSerializer,
)
from collaboration.api.shared import refusals
from collaboration.models import Problem, ReportPart, SituationReport
from collaboration.models.classification import Classification
from collaboration.permissions import can_read_reports, can_write_reports
from collaboration.selectors.histories import report_history
from collaboration.selectors.reports import ReportPage, for_list, report_page
from collaboration.services import parts, problems, reports
from programs.permissions import require
from trygghet.api.filters import MonthFilter
from trygghet.api.histories import WithHistory, history
from trygghet.api.models import TokenScope
from trygghet.api.operations import Operation
from trygghet.api.preconditions import require_version, sent_version
from trygghet.api.views import Resource
from trygghet.history.selectors import Change
from trygghet.history.services import record_restricted_reads

WRITE = TokenScope.WRITE_REPORTS
PART_EXAMPLE = {
    "text": "Torget är mörkt om kvällarna sedan lamporna togs ned.",
    "classification": "open",
}
PROBLEM_EXAMPLE = {
    "type": "skadegorelse",
    "title": "Krossade rutor vid skolan",
    "place": "Skolgården mot parken",
    "when": [18, 22],
    "frequency": "weekly",
    "exposed": ["youth"],
    "development": "new",
    "classification": "internal",
}


class ReportFilter(django_filters.FilterSet):
    period = MonthFilter(label=gettext_lazy("Period, som 2026-10"))
    body = django_filters.CharFilter(label=gettext_lazy("Nämndens eller bolagets kod"))
    state = django_filters.ChoiceFilter(
        choices=SituationReport.State.choices, label=gettext_lazy("Läge")
    )
    q = django_filters.CharFilter(
        max_length=200, label=gettext_lazy("Ord i texterna, med ordens böjningar")
    )

    def filter_queryset(self, queryset: QuerySet[SituationReport]) -> QuerySet[SituationReport]:
        """By the list page's own selector."""
        found = self.form.cleaned_data
        chosen = {"manad": found["period"] and f"{found['period']:%Y-%m}", "organ": found["body"],
                  "lage": found["state"], "q": found["q"]}  # fmt: skip
        chosen = {name: value for name, value in chosen.items() if value}
        return for_list(self.request.scope, chosen).select_related("program")


class Reports(WithHistory):
    """The reports as a list and one by one, begun and sent in."""

    tag = gettext_lazy("Lägesbilder")
    filters = ReportFilter
    newest_first = True
    operations = {
        "list": Operation(
            gettext_lazy("Lista lägesbilder"), ReportLineSerializer, is_list=True,
            may=can_read_reports,
        ),
        "retrieve": Operation(
            gettext_lazy("Läs en lägesbild med delar, problem och hinder"), ReportSerializer,
            gettext_lazy("Det som kontot inte får läsa räknas i `withheld`."),
            may=can_read_reports,
        ),
        "create": Operation(
            gettext_lazy("Påbörja periodens lägesbild, eller hämta den som är påbörjad"),
            ReportSerializer,
            gettext_lazy("Samma nämnd och period ger alltid samma lägesbild."),
            scope=WRITE, may=can_read_reports, sent=ReportStartSerializer,
            example={"body": "sdn-jarva", "period": "2026-10"},
        ),
        "partial_update": Operation(
            gettext_lazy("Säg att det inte finns några problem"), ReportSerializer,
            scope=WRITE, may=can_read_reports, sent=ReportChangeSerializer, checks_version=True,
            example={"no_problems": True},
        ),
        "submit": Operation(
            gettext_lazy("Skicka in lägesbilden till chefen"), ReportSerializer,
            gettext_lazy("409 med `errors` per del säger vad som saknas."),
            scope=WRITE, may=can_read_reports, sent=SubmitSerializer, checks_version=True,
            example={"late_reason": "Systemet var nere i två dagar."},
        ),
        "history": history(can_read_reports),
    }  # fmt: skip

    def rows(self) -> QuerySet[SituationReport]:
        return SituationReport.objects.visible_to(self.scope).select_related(
            "body", "program", "submitted_by", "decided_by", "published_by"
        )

    def lines(self, rows: Sequence[SituationReport]) -> Sequence[Any]:
        return rows if self.action == "list" else [self._page(row) for row in rows]

    def _page(self, report: SituationReport) -> ReportPage:
        page = report_page(self.scope, report)
        record_restricted_reads(self.request.user, page.restricted)
        return page

    def changes_of(self, row: SituationReport) -> list[Change] | None:
        page = replace(report_page(self.scope, row), obstacles=())  # they have their own
        changes = report_history(self.scope, page)
        record_restricted_reads(self.request.user, page.restricted if changes else [])
        return changes

    def version_of(self, report: SituationReport) -> int:
        """Changes with the report's state, and with every part and problem in it."""
        rows = [report.state, report.no_problems, report.no_change,
                *report.parts.order_by("pk").values_list("pk", "version"),
                *report.problems.order_by("pk").values_list("pk", "version")]  # fmt: skip
        return crc32(repr(rows).encode()) % 10**9

    def create(self, request: Request) -> Response:
        fields = self.sent()
        require_writer(self, fields["body"].pk, fields["body"].name)
        begin = reports.report_no_change if fields.pop("no_change") else reports.start_report
        with refusals():
            report = begin(**fields, acting_user=request.user)
        return self.saved(self.rows().get(pk=report.pk))

    def partial_update(self, request: Request, pk: int) -> Response:
        report = written(self, pk)
        require_version(request, self.version_of(report))
        with refusals():
            reports.say_no_problems(report=report, acting_user=request.user, **self.sent())
        return self.saved(self.rows().get(pk=pk))

    def submit(self, request: Request, pk: int) -> Response:
        report = written(self, pk)
        require_version(request, self.version_of(report))
        with refusals():
            reports.submit_report(report=report, acting_user=request.user, **self.sent())
        return self.saved(self.rows().get(pk=pk))


class Parts(Resource):
    """The parts of one report."""

    tag = gettext_lazy("Lägesbilder")
    operations = {
        "retrieve": Operation(
            gettext_lazy("Läs en del av en lägesbild"), PartSerializer, may=can_read_reports
        ),
        "update": Operation(
            gettext_lazy("Skriv en del av en lägesbild"), PartSerializer,
            gettext_lazy(
                "412 med `current` visar vad någon annan har sparat. Samma text igen ändrar inget."
            ),
            scope=WRITE, may=can_read_reports, sent=PartWriteSerializer, checks_version=True,
            example=PART_EXAMPLE,
        ),
    }  # fmt: skip

    def one(self) -> ReportPart:
        """The part, unless its text is withheld from the reader."""
        report = visible(self, self.kwargs["pk"])
        shown = {line.spec.kind: line for line in report_page(self.scope, report).parts}
        line = shown.get(self.kwargs["kind"])
        if line is None or line.is_withheld:
            raise Http404
        part = get_object_or_404(report.parts, kind=self.kwargs["kind"])
        if part.classification == Classification.RESTRICTED and part.text:
            record_restricted_reads(self.request.user, [part])
        return part

    def update(self, request: Request, pk: int, kind: str) -> Response:
        report = written(self, pk)
        get_object_or_404(report.parts, kind=kind)
        version = sent_version(request)
        with refusals(current=lambda part: PartSerializer(part).data):
            part = parts.save_part(
                report=report, kind=kind, version=version, acting_user=request.user, **self.sent()
            )
        return self.saved(part)


class Problems(Resource):
    """The problems of one report."""

    tag = gettext_lazy("Lägesbilder")
    operations = {
        "list": Operation(
            gettext_lazy("Lista problemen i en lägesbild"), ProblemSerializer, is_list=True,
            may=can_read_reports,
        ),
        "retrieve": Operation(
            gettext_lazy("Läs ett problem"), ProblemSerializer, may=can_read_reports
        ),
        "create": Operation(
            gettext_lazy("Lägg till ett problem"), ProblemSerializer,
            scope=WRITE, may=can_read_reports, sent=ProblemWriteSerializer, status=201,
            takes_key=True, example=PROBLEM_EXAMPLE,
        ),
        "update": Operation(
            gettext_lazy("Skriv om ett problem"), ProblemSerializer,
            scope=WRITE, may=can_read_reports, sent=ProblemWriteSerializer, checks_version=True,
            example=PROBLEM_EXAMPLE,
        ),
        "destroy": Operation(
            gettext_lazy("Ta bort ett problem"), scope=WRITE, may=can_read_reports, status=204,
            checks_version=True,
        ),
    }  # fmt: skip

    def rows(self) -> QuerySet[Problem]:
        report = visible(self, self.kwargs["pk"])
        return report.problems.readable_by(self.scope).select_related("type")

    def one(self) -> Problem:
        return get_object_or_404(self.rows(), pk=self.kwargs["problem"])

    def lines(self, rows: Sequence[Problem]) -> Sequence[Problem]:
        restricted = [row for row in rows if row.classification == Classification.RESTRICTED]
        record_restricted_reads(self.request.user, restricted)
        return rows

    def create(self, request: Request, pk: int) -> Response:
        report = written(self, pk)
        with refusals():
            problem = problems.add_problem(
                report=report,
                acting_user=request.user,
                idempotency_key=self.idempotency_key(),
                **self.sent(),
            )
        return self.saved(problem)

    def update(self, request: Request, pk: int, problem: int) -> Response:
        written(self, pk)
        row, version = self.one(), sent_version(request)
        with refusals(current=lambda stored: ProblemSerializer(stored).data):
            row = problems.save_problem(
                problem=row, version=version, acting_user=request.user, **self.sent()
            )
        return self.saved(row)

    def destroy(self, request: Request, pk: int, problem: int) -> Response:
        written(self, pk)
        row = self.one()
        require_version(request, row.version)
        with refusals():
            problems.delete_problem(problem=row, acting_user=request.user)
        return Response(status=204)


def visible(view: Resource, pk: int) -> SituationReport:
    rows = SituationReport.objects.visible_to(view.scope).select_related("body")
    return get_object_or_404(rows, pk=pk)


def written(view: Resource, pk: int) -> SituationReport:
    """The report that the reader sees and writes in."""
    report = visible(view, pk)
    require_writer(view, report.body_id, report.body.name)
    return report


def require_writer(view: Resource, body_id: int, name: str) -> None:
    require(
        can_write_reports(view.scope, body_id),
        _("Bara samordnaren för %(body)s skriver i lägesbilden.") % {"body": name},
    )
