"""Collaboration processes in different steps, told line by line through the services."""

from collections.abc import Callable
from typing import Any

from collaboration.services.processes import start_process
from followup.demo import process_steps, process_work
from followup.demo.library import read
from followup.demo.tale import LEAD, Tale, body_in, coordinator_of, past
from followup.demo.world import DemoBody, World
from followup.models import Indicator

Row = dict[str, Any]
DEEDS: dict[str, Callable[[Tale, Row], None]] = {
    "join": process_steps.join,
    "initiation": process_steps.begin,
    "decide": process_steps.decide,
    "pictures": process_steps.write_pictures,
    "joint": process_steps.join_pictures,
    "causes": process_steps.analyze,
    "forward": process_steps.forward,
    "back": process_steps.back,
    "review": process_steps.review,
    "next_cycle": process_steps.next_cycle,
    "end": process_steps.end,
    "goals": process_work.set_goals,
    "measures": process_work.add_measures,
    "plan": process_work.decide_plan,
    "follow_up": process_work.follow_up,
}


def write_processes(world: World) -> None:
    indicators = process_work.write_indicators(world)
    for row in [*read("processes")["processes"], *read("work")["ended"]]:
        if body := body_in(world, row["body"]):
            tale = _begin(row, body, world, indicators)
            for line in row["happens"]:
                DEEDS[line["do"]](tale, line)


def _begin(row: Row, body: DemoBody, world: World, indicators: dict[str, Indicator]) -> Tale:
    began_on = past(world, row["days"])
    focus_areas = world.program.focus_areas.filter(code__in=row.get("focus", ()))
    process = start_process(
        lead_body=body.body,
        title=row["title"],
        purpose=row["purpose"],
        place=row.get("place", ""),
        began_on=began_on,
        focus_areas=focus_areas,
        acting_user=coordinator_of(world, body.body),
    )
    tale = Tale(world, body, process, indicators)
    tale.parties[LEAD] = process.participants.get()
    return tale
