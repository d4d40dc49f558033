"""What an action plan says, gathered from the live rows: shown as a draft, frozen when decided.

Everything in it is written jointly by the parties. Of a situation report it names body and month,
never its texts, so that nothing restricted can travel with the plan.
"""

from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from collaboration.models import StepVersion
from followup.models import ActionPlan, Activity, Measure, SmartGoal
from trygghet.months import month_name

FORMAT = 1  # of the stored content; a later form reads the older ones by this


def content_of(plan: ActionPlan) -> dict[str, Any]:
    """The plan as plain JSON, in a constant number of queries."""
    measures = list(
        plan.measures.select_related(
            "responsible", "cause__analysis__joint_problem", "from_report__body"
        )
        .prefetch_related(
            "activities", "goals__indicator", "partners__body", "partners__organization"
        )
        .order_by("due_on", "pk")
    )
    goals = {goal.pk: goal for measure in measures for goal in measure.goals.all()}
    return {
        "format": FORMAT,
        "title": plan.title,
        "introduction": plan.introduction,
        "rests_on": _rests_on(plan),
        "goals": [_goal(goals[key]) for key in sorted(goals)],
        "measures": [_measure(measure) for measure in measures],
    }


def _rests_on(plan: ActionPlan) -> list[str]:
    reports = plan.rests_on_reports.select_related("body").order_by("period", "body__name")
    named = [
        _("Lägesbild för %(month)s, %(body)s")
        % {"month": month_name(report.period), "body": report.body.name}
        for report in reports
    ]
    return [picture_name(plan.rests_on_picture), *named] if plan.rests_on_picture else named


def picture_name(version: StepVersion) -> str:
    """What a kept version of the joint picture is called."""
    return _("Gemensam lägesbild, varv %(cycle)s, version %(number)s från %(day)s") % {
        "cycle": version.cycle.number,
        "number": version.number,
        "day": date_format(version.taken_at, "j F Y"),
    }


def _goal(goal: SmartGoal) -> dict[str, Any]:
    return {
        "id": goal.pk,
        "title": goal.title,
        "term": str(goal.get_term_display()),
        "change": goal.change,
        "indicator": str(goal.indicator or ""),
        "unit": goal.indicator.unit if goal.indicator else "",
        "baseline": _number(goal.baseline),
        "target": _number(goal.target),
        "due_on": _day(goal.due_on),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    cause = measure.cause
    return {
        "id": measure.pk,
        "title": measure.title,
        "description": measure.description,
        "kind": str(measure.get_kind_display()),
        "problem": cause.analysis.joint_problem.title if cause else "",
        "cause": cause.text if cause else "",
        "goals": [goal.pk for goal in measure.goals.all()],
        "responsible": measure.responsible.name,
        "partners": [str(partner) for partner in measure.partners.all()],
        "starts_on": _day(measure.starts_on),
        "due_on": _day(measure.due_on),
        "expected_effect": measure.expected_effect,
        "activities": [_activity(activity) for activity in measure.activities.all()],
    }


def _activity(activity: Activity) -> dict[str, Any]:
    """Without the owner's name: a decided plan is a public document."""
    return {
        "title": activity.title,
        "due_on": _day(activity.due_on),
        "dropped": activity.dropped,
    }


def _number(value: Decimal | None) -> str:
    return "" if value is None else str(localize(value.normalize()))


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
