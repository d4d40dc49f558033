"""What the districts' approved reports say that may stand in the municipality's public picture.

Read as the monthly report reads them: approved, and only what is classified as open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from collaboration.models import Problem, ReportPart, SituationReport
from followup.models import MunicipalStatement
from followup.municipal_content import report_name
from programs.models import ResponsibleBody
from trygghet.accounts.scope import REPORT_SCOPE
from trygghet.months import add_months, first_of

Part = MunicipalStatement.Part
Kind = ReportPart.Kind
PER_PAGE = 6
PROBLEM, TEXT = "problem", "del"
# Which of a report's open texts each part of the picture is written from.
TEXTS_OF = {
    Part.OTHER: (
        Kind.LOCAL_CONDITIONS, Kind.NEEDS, Kind.RESOURCES, Kind.STAFF_KNOWLEDGE, Kind.DATA_USED,
    ),
    Part.ANALYSIS: (Kind.ANALYSIS, Kind.REFLECTION),
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One text of an approved report. ``key`` names it in a form."""

    key: str
    heading: str
    text: str
    note: str
    report: SituationReport

    @property
    def report_name(self) -> str:
        return report_name(self.report)

    def stands_in(self, statements: Iterable[MunicipalStatement]) -> bool:
        return any(self.text in statement.text for statement in statements)


@dataclass(frozen=True)
class Material:
    """A page of what a part can be written from, and how many texts may not be public."""

    page: Page
    sources: tuple[Source, ...]
    withheld: int


def material_for(
    part: str, *, since: date, body: ResponsibleBody | None = None, number: str | None = None
) -> Material:
    """What the reports from the month of ``since`` say for ``part``; in a constant number of
    queries."""
    rows = _rows(part).filter(report__in=_reports(since, body))
    page = Paginator(_open(rows), PER_PAGE).get_page(number)
    return Material(
        page, tuple(map(_source_of(part), page)), rows.withheld_from(REPORT_SCOPE).count()
    )


def source_of(part: str, key: str) -> Source | None:
    """The text that ``key`` names, when it may be public and belongs to ``part``."""
    kind, _colon, pk = key.partition(":")
    if not pk.isdecimal() or kind != (TEXT if part in TEXTS_OF else PROBLEM):
        return None
    approved = SituationReport.objects.visible_to(REPORT_SCOPE)
    found = _open(_rows(part).filter(report__in=approved)).filter(pk=pk).first()
    return _source_of(part)(found) if found else None


def reports_to_rest_on(day: date, months: int = 12) -> QuerySet[SituationReport]:
    """The approved reports of the last months, newest first."""
    since = add_months(first_of(day), -months)
    rows = SituationReport.objects.visible_to(REPORT_SCOPE).filter(period__gte=since)
    return rows.select_related("body").order_by("-period", "body__name", "pk")


def _reports(since: date, body: ResponsibleBody | None) -> QuerySet[SituationReport]:
    rows = SituationReport.objects.visible_to(REPORT_SCOPE).filter(period__gte=first_of(since))
    return rows.filter(body=body) if body else rows


def _rows(part: str) -> QuerySet:
    if part in TEXTS_OF:
        return ReportPart.objects.filter(kind__in=TEXTS_OF[Part(part)]).exclude(text="")
    rows = Problem.objects.exclude(development=Problem.Development.ENDED)
    return rows.exclude(consequences="") if part == Part.CONSEQUENCES else rows


def _open(rows: QuerySet) -> QuerySet:
    found = rows.readable_by(REPORT_SCOPE).select_related("report__body")
    if rows.model is Problem:
        found = found.select_related("type", "area")
    return found.order_by("-report__period", "report__body__name", "pk")


def _source_of(part: str):  # type: ignore[no-untyped-def]
    if part in TEXTS_OF:
        return _from_part
    return _consequences if part == Part.CONSEQUENCES else _extent


def _from_part(row: ReportPart) -> Source:
    heading = str(row.get_kind_display())
    return Source(f"{TEXT}:{row.pk}", heading, row.text, "", row.report)


def _extent(row: Problem) -> Source:
    return Source(
        f"{PROBLEM}:{row.pk}", row.title, row.description or row.title, _where(row), row.report
    )


def _consequences(row: Problem) -> Source:
    return Source(f"{PROBLEM}:{row.pk}", row.title, row.consequences, _where(row), row.report)


def _where(row: Problem) -> str:
    """The kind, the development and the area: what a reader sorts by."""
    words = (row.type.name, row.get_development_display(), row.area.name if row.area else "")
    return ", ".join(str(word) for word in words if word)
