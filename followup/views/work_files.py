"""The lists of goals, assessments, measures, activities and indicators as files, with the pages'
filters."""

from decimal import Decimal

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from followup.models import GoalAssessment, SmartGoal
from followup.permissions import can_see_work
from followup.selectors.assessments import (
    aim_among,
    assessment_lines,
    latest_assessments,
    outcome_of,
)
from followup.selectors.goals import goal_lines
from followup.selectors.indicators import indicator_lines
from followup.selectors.measures import MeasureLine, activity_lines, measure_lines
from followup.spreadsheet import Sheet, xlsx_file
from followup.views.activities import listed_activities
from followup.views.assessments import listed_assessments
from followup.views.goals import listed_goals
from followup.views.indicators import listed_indicators
from followup.views.measures import listed_measures
from programs.permissions import require
from trygghet.csv_file import Cell, csv_file
from trygghet.http import Request
from trygghet.ui.statuses import STATUSES

Answer = HttpResponse | FileResponse
CSV, XLSX = "csv", "xlsx"  # the two kinds of file


@require_safe
def goals_file(request: Request, kind: str) -> Answer:
    require(can_see_work(request.scope))
    rows = list(listed_goals(request)[1])
    given = latest_assessments([goal.pk for goal in rows], timezone.localdate())
    columns = (
        _("Mål"), _("Ansvarig"), _("Samverkan"), _("Fokusområde"), _("Fullmäktiges mål"),
        _("Sikt"), _("Indikator"), _("Utgångsvärde"), _("Målvärde"), _("Senast"),
        _("SMART: på plats av 5"), _("SMART: det som saknas"), _("Senaste bedömning"),
        _("Bedömd period"), _("Bedömd av"), _("Bedömd"), _("Granskning"),
    )  # fmt: skip
    lines = (
        (
            line.goal.title,
            line.goal.body.name,
            line.goal.process.title if line.goal.process and line.sees_process else "",
            line.goal.focus_area.name,
            line.goal.council_goal.name if line.goal.council_goal else None,
            line.goal.get_term_display(),
            line.goal.indicator.name if line.goal.indicator else None,
            _number(line.goal.baseline),
            _number(line.goal.target),
            line.goal.due_on,
            line.check.held,
            " ".join(line.check.missing),
            *_assessed(given.get(line.goal.pk)),
        )
        for line in goal_lines(request.scope, rows)
    )
    return _file(Sheet(_("Mål"), columns, lines), "mal", kind)


@require_safe
def assessments_file(request: Request, kind: str) -> Answer:
    require(can_see_work(request.scope))
    _form, period, rows = listed_assessments(request)
    columns = (
        _("Mål"), _("Ansvarig"), _("Fokusområde"), _("Bedömning"), _("Bedömd period"),
        _("Bedömd av"), _("Bedömd"), _("Granskning"), _("Siffrorna säger"), _("Senaste utfall"),
        _("Utfallets period"), _("Preliminärt utfall"), _("Kommentar"),
        _("Varför bedömningen skiljer sig från siffrorna"),
    )  # fmt: skip
    lines = (
        (
            line.goal.title,
            line.goal.body.name,
            line.goal.focus_area.name,
            *_assessed(line.assessment),
            *_said(line.goal, line.assessment),
        )
        for line in assessment_lines(list(_with_aims(rows)), period)
    )
    return _file(Sheet(_("Bedömningar"), columns, lines), f"bedomningar-{period.code}", kind)


def _assessed(row: GoalAssessment | None) -> tuple[Cell, ...]:
    if row is None:
        return (_("inte bedömt"), "", "", "", "")
    day = timezone.localtime(row.assessed_at).date()
    grade, review = row.get_grade_display(), row.get_review_display()
    return grade, row.period_text, row.assessed_by.name, day, review


def _with_aims(goals: QuerySet[SmartGoal]) -> QuerySet[SmartGoal]:
    """``goals`` with what they have aimed at. Two queries beside their own."""
    return goals.select_related("indicator").prefetch_related("revisions__indicator")


def _said(goal: SmartGoal, row: GoalAssessment | None) -> tuple[Cell, ...]:
    if row is None:
        return "", "", "", "", "", ""
    figures = row.get_figures_say_display() or None
    return figures, *_outcome(goal, row), row.comment, row.deviation_reason


def _outcome(goal: SmartGoal, row: GoalAssessment) -> tuple[Cell, ...]:
    if row.latest_value is None:
        return None, "", ""
    said = outcome_of(row, aim_among(goal, list(goal.revisions.all()), row.assessed_at))
    return _number(row.latest_value), said.period, _("ja") if said.is_preliminary else _("nej")


@require_safe
def measures_file(request: Request, kind: str) -> Answer:
    require(can_see_work(request.scope))
    rows = listed_measures(request)[1].select_related("technique")
    columns = (
        _("Åtgärd"), _("Ansvarig"), _("Slag av prevention"), _("Teknik eller faktor"), _("Orsak"),
        _("Kunskapsstöd"), _("Läge"), _("Skäl till paus eller avbrott"), _("Senast"),
        _("Aktiviteter"), _("Klara"), _("Försenade"), _("Planerade timmar"), _("Använda timmar"),
        _("Planerad kostnad (kr)"), _("Använd kostnad (kr)"),
    )  # fmt: skip
    lines = (
        (
            line.measure.title,
            line.measure.responsible.name,
            line.measure.get_kind_display(),
            line.measure.technique.name if line.measure.technique else None,
            _cause(line),
            line.measure.get_evidence_level_display() or None,
            line.measure.get_state_display(),
            line.measure.state_reason,
            line.measure.due_on or "",
            line.activities,
            line.done,
            line.late,
            _number(line.measure.hours_planned),
            _number(line.measure.hours_used),
            _number(line.measure.money_planned),
            _number(line.measure.money_used),
        )
        for line in measure_lines(request.scope, rows, timezone.localdate())
    )
    return _file(Sheet(_("Åtgärder"), columns, lines), "atgarder", kind)


def _cause(line: MeasureLine) -> str:
    """What a process says is read by those who take part in it."""
    if line.measure.cause is None:
        return _("saknas")
    return line.measure.cause.text if line.sees_process else _("visas inte")


@require_safe
def activities_file(request: Request, kind: str) -> Answer:
    require(can_see_work(request.scope))
    rows = list(listed_activities(request)[1])
    columns = (
        _("Aktivitet"), _("Åtgärd"), _("Ansvarig nämnd eller bolag"), _("Ansvarig person"),
        _("Ansvarig har slutat"), _("Senast"), _("Klar"), _("Läge"), _("Dagar sen"), _("Skäl"),
    )  # fmt: skip
    lines = (
        (
            line.activity.title,
            line.activity.measure.title,
            line.activity.measure.responsible.name,
            line.activity.owner.name,
            _("ja") if line.owner_has_left else _("nej"),
            line.activity.due_on,
            line.activity.done_on or "",
            str(STATUSES[line.state].label),
            line.days_late,
            line.activity.late_reason,
        )
        for line in activity_lines(rows, request.scope.user_id, timezone.localdate())
    )
    return _file(Sheet(_("Aktiviteter"), columns, lines), "aktiviteter", kind)


@require_safe
def indicators_file(request: Request, kind: str) -> Answer:
    """The catalogue."""
    require(can_see_work(request.scope))
    columns = (
        _("Indikator"), _("Kod"), _("Definition"), _("Slag"), _("Enhet"), _("Riktning"),
        _("Hur ofta"), _("Källa"), _("Ansvarig"), _("Att tänka på"), _("Senaste utfall"),
        _("Används"),
    )  # fmt: skip
    rows = (
        (
            line.indicator.name,
            line.indicator.code,
            line.indicator.definition,
            line.indicator.get_kind_display(),
            line.indicator.unit,
            line.indicator.get_direction_display(),
            line.indicator.get_frequency_display(),
            line.indicator.source,
            line.indicator.owner,
            line.indicator.caveats,
            line.latest,
            _("ja") if line.indicator.is_active else _("nej"),
        )
        for line in indicator_lines(listed_indicators(request)[1])
    )
    return _file(Sheet(_("Indikatorer"), columns, rows), "indikatorer", kind)


def _number(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)


def _file(sheet: Sheet, name: str, kind: str) -> Answer:
    """The list as the kind of file that was asked for, named by its day."""
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.{kind}"
    if kind == XLSX:
        return xlsx_file([sheet], file_name)
    return csv_file(sheet.columns, sheet.rows, file_name)
