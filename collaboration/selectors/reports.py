"""Situation reports as the list, the year, the page and the form show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.completeness import Progress, progress_of, progress_of_part
from collaboration.models import Obstacle, Problem, ReportPart, SituationReport
from collaboration.models.classification import Classification, Classified
from collaboration.models.problem import PROBLEM_TEXTS
from collaboration.parts import PARTS, SECTIONS, Part
from collaboration.selectors.obstacles import (
    obstacles_for_report,
    withheld_obstacles_for_report,
)
from programs.models import ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.months import add_months, month_name
from trygghet.swedish import swedish

State = SituationReport.State

OWN = "mina"  # in the address: the bodies where the reader works


def for_list(scope: Scope, chosen: dict[str, str]) -> QuerySet[SituationReport]:
    """The reports that ``scope`` sees, by the list's filters, newest period first."""
    rows = SituationReport.objects.visible_to(scope).select_related("body")
    if month := chosen.get("manad"):
        rows = rows.filter(period=date.fromisoformat(f"{month}-01"))
    if body := chosen.get("organ"):
        rows = rows.filter(body_of(scope, body, "body__"))
    if state := chosen.get("lage"):
        rows = rows.filter(state=state)
    if words := chosen.get("q"):
        rows = rows.filter(pk__in=_matching(scope, words))
    return rows.order_by("-period", swedish("body__name"), "pk")


def body_of(scope: Scope, body: str, prefix: str = "") -> Q:
    """The body with that code, or with ``OWN`` those where the person of ``scope`` works."""
    if body == OWN:
        return Q((f"{prefix}pk__in", scope.bodies))
    return Q((f"{prefix}code", body))


def _matching(scope: Scope, words: str) -> QuerySet[SituationReport]:
    """Reports with the words in something that ``scope`` may read, by Swedish word stems.

    Text of a draft is not searched by those who may not read the body's restricted text: it may
    hold what the guard has yet to be answered about.
    """
    query = SearchQuery(words, config="swedish", search_type="websearch")
    searched = ~Q(report__state__in=SituationReport.EDITABLE)
    if not scope.is_central:
        searched |= Q(report__body__in=scope.restricted_bodies)
    parts = (
        ReportPart.objects.readable_by(scope)
        .filter(searched)
        .annotate(words=SearchVector("text", config="swedish"))
        .filter(words=query)
    )
    problems = (
        Problem.objects.readable_by(scope)
        .filter(searched)
        .annotate(words=SearchVector(*PROBLEM_TEXTS, config="swedish"))
        .filter(words=query)
    )
    return SituationReport.objects.filter(
        Q(pk__in=parts.values("report")) | Q(pk__in=problems.values("report"))
    )


@dataclass(frozen=True)
class YearCell:
    """One month of a body's year; ``state`` is a status word (``trygghet.ui.statuses``)."""

    period: date
    state: str
    report_id: int | None = None


@dataclass(frozen=True)
class YearRow:
    body: ResponsibleBody
    cells: tuple[YearCell, ...]


def year_of_reports(
    scope: Scope, bodies: Iterable[ResponsibleBody], year: int, day: date
) -> list[YearRow]:
    """Which of the year's months are in, for bodies whose every report ``scope`` may know of.

    One query.
    """
    bodies = list(bodies)
    reports = {
        (report.body_id, report.period): report
        for report in SituationReport.objects.visible_to(scope).filter(
            period__year=year, body__in=bodies
        )
    }
    months = [date(year, number, 1) for number in range(1, 13)]
    return [
        YearRow(body, tuple(_cell(body, m, reports.get((body.pk, m)), day) for m in months))
        for body in bodies
    ]


def _cell(
    body: ResponsibleBody, month: date, report: SituationReport | None, day: date
) -> YearCell:
    if report:
        return YearCell(month, report.state, report.pk)
    existed = (not body.valid_from or body.valid_from < add_months(month, 1)) and (
        not body.valid_to or body.valid_to >= month
    )
    asked = existed and body.reports and add_months(month, 1) <= day
    return YearCell(month, "missing" if asked else "not_due")


@dataclass(frozen=True)
class ReadPart:
    """A part of the form with what was answered; ``row`` is None when nothing was."""

    spec: Part
    row: ReportPart | None
    is_withheld: bool = False


@dataclass(frozen=True)
class ReportPage:
    """A report as one reader sees it; what is withheld is counted, never shown."""

    report: SituationReport
    parts: tuple[ReadPart, ...]
    problems: tuple[Problem, ...]
    withheld_problems: int
    obstacles: tuple[Obstacle, ...]
    withheld_obstacles: int

    @property
    def withheld(self) -> int:
        parts = sum(part.is_withheld for part in self.parts)
        return self.withheld_problems + self.withheld_obstacles + parts

    @property
    def restricted(self) -> list[Classified]:
        """The restricted records that the reader is shown."""
        rows: list[Classified] = [part.row for part in self.parts if part.row and part.row.text]
        shown = [*rows, *self.problems, *self.obstacles]
        return [row for row in shown if row.classification == Classification.RESTRICTED]


def report_page(scope: Scope, report: SituationReport) -> ReportPage:
    """The report's parts, problems and obstacles that ``scope`` may read. Six queries at most."""
    may_see_unresolved = scope.is_central or report.body_id in scope.restricted_bodies
    readable = {part.kind: part for part in report.parts.readable_by(scope)}
    written = set(report.parts.exclude(text="").values_list("kind", flat=True))
    parts = []
    for spec in PARTS:
        row = readable.get(spec.kind)
        if row and not may_see_unresolved and progress_of_part(row) == Progress.ERROR:
            row = None
        is_withheld = row is None and spec.kind in written
        parts.append(ReadPart(spec, row if row and row.text.strip() else None, is_withheld))
    problems = list(report.problems.readable_by(scope).select_related("type", "area"))
    total = report.problems.count()
    return ReportPage(
        report,
        tuple(parts),
        tuple(problems),
        total - len(problems),
        tuple(obstacles_for_report(scope, report)),
        withheld_obstacles_for_report(scope, report),
    )


@dataclass(frozen=True)
class Section:
    """One entry of the form's navigation."""

    key: str
    spec: Part
    state: str

    @property
    def label(self) -> str:
        return str(self.spec.label)


@dataclass(frozen=True)
class ReportForm:
    """What the form needs to know beyond the part that is open."""

    report: SituationReport
    sections: tuple[Section, ...]
    parts: dict[str, ReportPart]
    problems: tuple[Problem, ...]

    @property
    def done(self) -> int:
        return sum(section.state == Progress.DONE for section in self.sections)

    @property
    def first_unfinished(self) -> str:
        unfinished = (s.key for s in self.sections if s.state != Progress.DONE)
        return next(unfinished, self.sections[0].key)

    def after(self, key: str) -> str | None:
        """The section that comes after ``key``, if any."""
        keys = [section.key for section in self.sections]
        place = keys.index(key) + 1
        return keys[place] if place < len(keys) else None


def report_form(report: SituationReport) -> ReportForm:
    """How far each part of the report has come. Two queries."""
    parts = {part.kind: part for part in report.parts.select_related("updated_by")}
    problems = tuple(report.problems.select_related("type", "area"))
    progress = progress_of(report, parts.values(), problems)
    sections = tuple(Section(str(s.kind), s, progress[str(s.kind)].value) for s in SECTIONS)
    return ReportForm(report, sections, parts, problems)


@dataclass(frozen=True)
class CarryOver:
    """Last period's problems that are not yet said to continue, have changed or have ended."""

    report: SituationReport
    problems: tuple[Problem, ...]


def carry_over_from(report: SituationReport) -> CarryOver | None:
    """None when there is no earlier report, or nothing in it is left to take over. Two queries."""
    carried = report.problems.filter(continues__isnull=False).values("continues")
    left = Problem.objects.active().exclude(pk__in=carried).select_related("type", "area")
    last = (
        SituationReport.objects.filter(body=report.body_id, period__lt=report.period)
        .order_by("-period")
        .prefetch_related(Prefetch("problems", queryset=left, to_attr="left"))
        .first()
    )
    return CarryOver(last, tuple(last.left)) if last and last.left else None


def state_sentence(report: SituationReport, day: date) -> str:
    """The report's state in words: what it waits for, since when, by whom."""
    return _SENTENCES[report.state](report, day)


def _draft(report: SituationReport, day: date) -> str:
    due = _day(report.due_on)
    if day > report.due_on:
        return _("Ett utkast. Skulle ha skickats in senast %(due)s.") % {"due": due}
    return _("Ett utkast. Ska skickas in senast %(due)s.") % {"due": due}


def _submitted(report: SituationReport, day: date) -> str:
    return _("Inskickad av %(who)s och väntar på chefens godkännande sedan %(when)s.") % {
        "who": report.submitted_by,
        "when": _moment(report.submitted_at),
    }


def _returned(report: SituationReport, day: date) -> str:
    return _("Återsänd av %(who)s %(when)s. Ändra det som behövs och skicka in igen.") % {
        "who": report.decided_by,
        "when": _moment(report.decided_at),
    }


def _approved(report: SituationReport, day: date) -> str:
    return _("Godkänd av %(who)s %(when)s. Stadsledningskontoret publicerar den.") % {
        "who": report.decided_by,
        "when": _moment(report.decided_at),
    }


def _published(report: SituationReport, day: date) -> str:
    return _("Godkänd av %(who)s %(approved)s och publicerad %(published)s.") % {
        "who": report.decided_by,
        "approved": _moment(report.decided_at),
        "published": _moment(report.published_at),
    }


_SENTENCES = {
    State.DRAFT: _draft,
    State.SUBMITTED: _submitted,
    State.RETURNED: _returned,
    State.APPROVED: _approved,
    State.PUBLISHED: _published,
}


def period_name(report: SituationReport) -> str:
    """``oktober 2026``, or ``juli–september 2026`` for a longer period."""
    if report.period_months == 1:
        return month_name(report.period)
    last = report.last_day.replace(day=1)
    first = month_name(report.period)
    if last.year == report.period.year:
        first = first.split()[0]
    return f"{first}–{month_name(last)}"


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _moment(moment) -> str:  # noqa: ANN001
    return _day(timezone.localtime(moment).date()) if moment else ""
