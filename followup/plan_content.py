"""What an action plan says, gathered from the live rows: shown as a draft, frozen when decided.

Everything in it is written jointly by the parties. Of a situation report it names body and month,
never its texts, so that nothing restricted can travel with the plan.
"""

from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from collaboration.models import StepVersion
from collaboration.versions import Section, Text
from followup.models import ActionPlan, Activity, Measure, SmartGoal
from followup.selectors.goals import declined_of, with_answers
from trygghet.months import month_name

FORMAT = 1  # of the stored content; a later form reads the older ones by this


def content_of(plan: ActionPlan) -> dict[str, Any]:
    """Frozen when it is decided, gathered from the rows while it is a draft."""
    if plan.state != ActionPlan.State.DRAFT:
        content: dict[str, Any] = plan.content
        return content
    return gathered(plan)


def gathered(plan: ActionPlan) -> dict[str, Any]:
    """What the rows say now as plain JSON, in a constant number of queries."""
    measures = list(
        plan.measures.select_related(
            "responsible", "cause__analysis__joint_problem", "from_report__body"
        )
        .prefetch_related(
            "activities",
            Prefetch("goals", with_answers(SmartGoal.objects.select_related("indicator"))),
            "partners__body",
            "partners__organization",
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
        "declined": declined_of(goal),
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


def sections_of(plan: ActionPlan) -> list[Section]:
    """What it says as sections that ``collaboration.versions`` compares word by word."""
    content = content_of(plan)
    texts = (Text(_("Rubrik"), content["title"]), Text(_("Inledning"), content["introduction"]))
    start = Section("start", content["title"], texts)
    resting = Section(
        "rests_on", _("Vad planen vilar på"), (Text("", "; ".join(content["rests_on"])),)
    )
    goals = [_goal_section(goal) for goal in content["goals"]]
    return [start, resting, *goals, *map(_measure_section, content["measures"])]


def _goal_section(goal: dict[str, Any]) -> Section:
    return Section(
        f"goal-{goal['id']}",
        _("Mål: %(title)s") % {"title": goal["title"]},
        (
            Text(_("Mål"), goal["title"]),
            Text(_("Förändring"), goal["change"]),
            # Plans that were decided before it was kept do not say.
            Text(_("Parternas svar"), goal.get("declined", "")),
            Text(_("Mäts med"), ", ".join(filter(None, (goal["indicator"], goal["unit"])))),
            Text(_("Från"), goal["baseline"]),
            Text(_("Till"), goal["target"]),
            Text(_("Senast"), goal["due_on"]),
        ),
    )


def _measure_section(measure: dict[str, Any]) -> Section:
    activities = "\n".join(_activity_words(each) for each in measure["activities"])
    return Section(
        f"measure-{measure['id']}",
        _("Åtgärd: %(title)s") % {"title": measure["title"]},
        (
            Text(_("Åtgärd"), measure["title"]),
            Text(_("Beskrivning"), measure["description"]),
            Text(_("Orsak"), measure["cause"]),
            Text(_("Ansvarig"), measure["responsible"]),
            Text(_("Med hjälp av"), ", ".join(measure["partners"])),
            Text(_("Slag"), measure["kind"]),
            Text(_("Tid"), " – ".join(filter(None, (measure["starts_on"], measure["due_on"])))),
            Text(_("Väntad effekt"), measure["expected_effect"]),
            Text(_("Aktiviteter"), activities),
        ),
    )


def _activity_words(activity: dict[str, Any]) -> str:
    words = _("%(title)s, senast %(day)s") % {
        "title": activity["title"],
        "day": activity["due_on"],
    }
    return _("%(activity)s (utgår)") % {"activity": words} if activity["dropped"] else words
