"""The lists of goals, measures and activities as files, with the same filters as the pages."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from followup.models import GoalAssessment
from followup.permissions import can_see_work
from followup.selectors.assessments import latest_assessments
from followup.selectors.measures import MeasureLine, activity_lines, measure_lines
from followup.views.activities import listed_activities
from followup.views.goals import listed_goals
from followup.views.measures import listed_measures
from programs.permissions import require
from trygghet.csv_file import Cell, csv_file
from trygghet.http import Request
from trygghet.ui.statuses import STATUSES


@require_safe
def goals_csv(request: Request) -> HttpResponse:
    require(can_see_work(request.scope))
    rows = list(listed_goals(request)[1])
    given = latest_assessments([goal.pk for goal in rows], timezone.localdate())
    columns = (
        _("Mål"), _("Ansvarig"), _("Fokusområde"), _("Fullmäktiges mål"), _("Sikt"),
        _("Indikator"), _("Utgångsvärde"), _("Målvärde"), _("Senast"), _("Senaste bedömning"),
        _("Bedömd av"), _("Bedömd"), _("Granskning"),
    )  # fmt: skip
    lines = [
        (
            goal.title,
            goal.body.name,
            goal.focus_area.name,
            goal.council_goal.name if goal.council_goal else None,
            goal.get_term_display(),
            goal.indicator.name if goal.indicator else None,
            float(goal.baseline) if goal.baseline is not None else None,
            float(goal.target) if goal.target is not None else None,
            _day(goal.due_on),
            *_assessed(given.get(goal.pk)),
        )
        for goal in rows
    ]
    return csv_file(columns, lines, _name("mal"))


def _assessed(row: GoalAssessment | None) -> tuple[Cell, ...]:
    if row is None:
        return (_("inte bedömt"), "", "", "")
    day = timezone.localtime(row.assessed_at).date()
    return row.get_grade_display(), row.assessed_by.name, _day(day), row.get_review_display()


@require_safe
def measures_csv(request: Request) -> HttpResponse:
    require(can_see_work(request.scope))
    rows = listed_measures(request)[1].select_related("technique")
    columns = (
        _("Åtgärd"), _("Ansvarig"), _("Slag av prevention"), _("Teknik eller faktor"), _("Orsak"),
        _("Kunskapsstöd"), _("Läge"), _("Skäl till paus eller avbrott"), _("Senast"),
        _("Aktiviteter"), _("Klara"), _("Försenade"), _("Planerade timmar"), _("Använda timmar"),
        _("Planerad kostnad (kr)"), _("Använd kostnad (kr)"),
    )  # fmt: skip
    lines = [
        (
            line.measure.title,
            line.measure.responsible.name,
            line.measure.get_kind_display(),
            line.measure.technique.name if line.measure.technique else None,
            _cause(line),
            line.measure.get_evidence_level_display() or None,
            line.measure.get_state_display(),
            line.measure.state_reason,
            _day(line.measure.due_on),
            line.activities,
            line.done,
            line.late,
            *(
                None if value is None else float(value)
                for value in (
                    line.measure.hours_planned,
                    line.measure.hours_used,
                    line.measure.money_planned,
                    line.measure.money_used,
                )
            ),
        )
        for line in measure_lines(request.scope, rows, timezone.localdate())
    ]
    return csv_file(columns, lines, _name("atgarder"))


def _cause(line: MeasureLine) -> str:
    """What a process says is read by those who take part in it."""
    if line.measure.cause is None:
        return _("saknas")
    return line.measure.cause.text if line.sees_process else _("visas inte")


@require_safe
def activities_csv(request: Request) -> HttpResponse:
    require(can_see_work(request.scope))
    rows = list(listed_activities(request)[1])
    columns = (
        _("Aktivitet"), _("Åtgärd"), _("Ansvarig nämnd eller bolag"), _("Ansvarig person"),
        _("Ansvarig har slutat"), _("Senast"), _("Klar"), _("Läge"), _("Dagar sen"), _("Skäl"),
    )  # fmt: skip
    lines = [
        (
            line.activity.title,
            line.activity.measure.title,
            line.activity.measure.responsible.name,
            line.activity.owner.name,
            _("ja") if line.owner_has_left else _("nej"),
            _day(line.activity.due_on),
            _day(line.activity.done_on),
            str(STATUSES[line.state].label),
            line.days_late,
            line.activity.late_reason,
        )
        for line in activity_lines(rows, request.scope.user_id, timezone.localdate())
    ]
    return csv_file(columns, lines, _name("aktiviteter"))


def _day(day: object) -> str:
    return str(day or "")


def _name(what: str) -> str:
    return f"{what}-{timezone.localdate():%Y-%m-%d}.csv"
