"""Steps four and five of a demo process: goals, measures, the plan, and the follow-up."""

from decimal import Decimal
from typing import Any

from collaboration.models import Step, StepVersion
from collaboration.services import follow_up as follow_ups
from followup.demo.library import read
from followup.demo.tale import Tale, body_in, coming, coordinator_of
from followup.demo.world import World
from followup.models import Indicator, Measure, SmartGoal
from followup.services import activities, goals, indicators, measures, plans
from programs.models import FocusArea
from trygghet.accounts.models import User
from trygghet.months import add_months

Row = dict[str, Any]
ABOUT = ("name", "definition", "kind", "unit", "direction", "frequency", "source")


def write_indicators(world: World) -> dict[str, Indicator]:
    """Indicators with readings up to last month, for the bodies that are in the demo."""
    found = {}
    for row in read("processes")["indicators"]:
        if body := body_in(world, row["body"]):
            user = coordinator_of(world, body.body)
            about = {name: row[name] for name in ABOUT}
            indicator = indicators.add_indicator(acting_user=user, **about)
            for back, value in enumerate(reversed(row["values"])):
                indicators.record_reading(
                    indicator=indicator,
                    body=body.body,
                    period=add_months(world.last_month, -back),
                    value=Decimal(value),
                    is_preliminary=back == 0,
                    acting_user=user,
                )
            found[row["key"]] = indicator
    return found


def set_goals(tale: Tale, row: Row) -> None:
    """The goals, and each party's answer: accepted, declined with its reason, or not given."""
    for said in row["goals"]:
        if "problem" in said and said["problem"] not in tale.problems:
            continue
        tale.goals[said["key"]] = goal = goals.set_goal(
            body=tale.lead.body,
            process=tale.process,
            focus_area=_focus_area(tale),
            problem=tale.problems.get(said.get("problem", "")),
            acting_user=tale.coordinator,
            due_on=coming(tale.world, said["due"]),
            title=said["title"],
            change=said["change"],
            term=said["term"],
            **_measured(tale, said),
        )
        _answer(tale, goal, said)


def _focus_area(tale: Tale) -> FocusArea:
    return tale.process.focus_areas.first() or tale.process.program.focus_areas.first()


def _measured(tale: Tale, said: Row) -> Row:
    if "indicator" not in said:
        return {}
    return {
        "indicator": tale.indicators.get(said["indicator"]),
        "direction": said["direction"],
        "baseline": Decimal(said["baseline"]),
        "baseline_period": add_months(tale.world.last_month, -5),
        "target": Decimal(said["target"]),
        "starts_on": tale.day(said["from"]),
        "resources": said["resources"],
        "judgement": said["judgement"],
    }


def _answer(tale: Tale, goal: SmartGoal, said: Row) -> None:
    for answer in tale.present(said.get("answers", [])):
        goals.answer_goal(
            goal=goal,
            participant=tale.parties[answer["who"]],
            accepted="declines" not in answer,
            reason=answer.get("declines", ""),
            acting_user=tale.writer(answer["who"]),
        )


def add_measures(tale: Tale, row: Row) -> None:
    for said in row["measures"]:
        if "cause" in said and said["cause"] not in tale.causes:
            continue
        measure = measures.add_measure(
            process=tale.process,
            cause=tale.causes.get(said.get("cause", "")),
            goals=[tale.goals[key] for key in said.get("goals", ()) if key in tale.goals],
            partners=[tale.parties[key] for key in said.get("partners", ()) if key in tale.parties],
            title=said["title"],
            description=said["description"],
            kind=said["kind"],
            responsible=tale.body(said["responsible"]),
            starts_on=tale.day(said["from"]) if "from" in said else None,
            due_on=coming(tale.world, said["due"]),
            expected_effect=said.get("effect", ""),
            acting_user=tale.coordinator,
        )
        tale.measures[said["key"]] = measure
        for activity in said.get("activities", ()):
            _plan_activity(tale, measure, activity)
        _set_state(tale, measure, said)


def _plan_activity(tale: Tale, measure: Measure, said: Row) -> None:
    owner = _owner(tale, said["owner"])
    activity = activities.plan_activity(
        measure=measure,
        title=said["title"],
        owner=owner,
        due_on=coming(tale.world, said["due"]),
        acting_user=owner,
    )
    if "done" in said:
        activities.finish(activity=activity, done_on=tale.day(said["done"]), acting_user=owner)
    if "dropped" in said:
        activities.drop(activity=activity, reason=said["dropped"], acting_user=owner)


def _owner(tale: Tale, who: str) -> User:
    return tale.writer(who if who in tale.parties else "lead")


def _set_state(tale: Tale, measure: Measure, said: Row) -> None:
    measure.refresh_from_db()
    if said["state"] != measure.state:
        measures.change_state(
            measure=measure,
            state=said["state"],
            reason=said.get("why", ""),
            acting_user=tale.coordinator,
        )


def decide_plan(tale: Tale, row: Row) -> None:
    """The measures gathered and decided, resting on the joint picture of its step's version."""
    picture = StepVersion.objects.filter(cycle__process=tale.process, step=Step.ANALYSIS).last()
    plan = plans.gather_plan(
        process=tale.process,
        title=row["title"],
        introduction=row["introduction"],
        measures=[tale.measures[key] for key in row["measures"] if key in tale.measures],
        picture=picture,
        acting_user=tale.coordinator,
    )
    plans.decide_plan(
        plan=plan,
        decided_by=tale.body(row["by"]),
        decided_on=tale.day(row["days"]),
        paragraph=row["paragraph"],
        registry_number=row["number"],
        acting_user=tale.coordinator,
    )


def follow_up(tale: Tale, row: Row) -> None:
    common = {"process": tale.process, "acting_user": tale.coordinator}
    texts = {name: row[name] for name in follow_ups.TEXTS}
    follow_ups.save_answers(version=0, **texts, **common)
    for review in tale.present(row["reviews"]):
        follow_ups.review_commitments(
            participant=tale.parties[review["who"]],
            kept=review["kept"],
            note=review["note"],
            **common,
        )
    decided_on = tale.day(row["days"])
    follow_ups.decide(
        decision=row["decision"], reason=row["reason"], decided_on=decided_on, **common
    )
