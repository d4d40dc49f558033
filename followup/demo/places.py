"""Place collaborations, safety walks and promises of the demo, through the services."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from collaboration.models import SafetyWalk
from collaboration.services import places, promises, walks
from followup.demo.library import read
from followup.demo.tale import (
    MORNING,
    body_in,
    coming,
    coordinator_of,
    organization,
    past,
    running_process,
)
from followup.demo.world import DemoBody, World
from programs.models import ResponsibleBody

Row = dict[str, Any]


def write_places(world: World) -> None:
    book = read("places")
    for row, body in _of_the_demo(world, book["places"]):
        _start_place(world, body, row)
    walked: dict[str | None, SafetyWalk] = {}
    for row, body in _of_the_demo(world, book["walks"]):
        previous = walked.get(row["previous"]) if "previous" in row else None
        walked[row.get("key")] = _walk(world, body, row, previous)
    for row, body in _of_the_demo(world, book["promises"]):
        _promise(world, body, row)


def _of_the_demo(world: World, rows: list[Row]) -> list[tuple[Row, DemoBody]]:
    found = [(row, body_in(world, row["body"])) for row in rows]
    return [(row, body) for row, body in found if body]


def _start_place(world: World, body: DemoBody, row: Row) -> None:
    others = [body_in(world, code) for code in row["bodies"]]
    places.start_place(
        body=body.body,
        name=row["name"],
        place=row["place"],
        vision=row["vision"],
        goals=row["goals"],
        began_on=past(world, row["days"]),
        process=running_process(body.body),
        bodies=[other.body for other in others if other],
        organizations=[organization(key) for key in row["organizations"]],
        acting_user=coordinator_of(world, body.body),
    )


def _walk(world: World, body: DemoBody, row: Row, previous: SafetyWalk | None) -> SafetyWalk:
    user, day = coordinator_of(world, body.body), coming(world, -row["days"])
    walk = walks.plan_walk(
        body=body.body,
        title=row["title"],
        walk_on=day,
        preparation=row["preparation"],
        route=row["route"],
        previous=previous,
        process=running_process(body.body),
        acting_user=user,
    )
    evening = timezone.make_aware(datetime.combine(day, MORNING)) + timedelta(hours=8)
    findings = [
        walks.log_finding(
            walk=walk,
            category=world.types[said["type"]],
            text=said["text"],
            place=said["place"],
            responsible=_responsible(world, body, said["for"]),
            found_at=evening,
            acting_user=user,
        )
        for said in row.get("findings", ())
    ]
    if "groups" in row and day <= timezone.localdate():
        walks.finish_walk(walk=walk, groups=row["groups"].items(), acting_user=user)
        for finding, said in zip(findings, row["findings"], strict=True):
            if "state" in said:
                walks.answer_finding(
                    finding=finding,
                    state=said["state"],
                    answer=said["answer"],
                    promised_on=_promised_on(world, said),
                    acting_user=coordinator_of(world, finding.responsible),
                )
    return walk


def _responsible(world: World, body: DemoBody, code: str) -> ResponsibleBody:
    found = body_in(world, code)
    return found.body if found else body.body


def _promised_on(world: World, said: Row) -> Any:
    if "promised" not in said:
        return None
    return max(coming(world, said["promised"]), timezone.localdate())


def _promise(world: World, body: DemoBody, row: Row) -> None:
    user = coordinator_of(world, body.body)
    promise = promises.make_promise(
        body=body.body,
        organization=organization(row["partner"]),
        title=row["title"],
        basis=row["basis"],
        commitment=row["commitment"],
        valid_from=coming(world, -row["from"]),
        due_on=coming(world, row["due"]),
        report_back=row["report_back"],
        process=running_process(body.body),
        report_back_on=coming(world, row["report_due"]),
        acting_user=user,
    )
    if "state" in row:
        promises.judge_promise(
            promise=promise,
            version=promise.version,
            state=row["state"],
            result=row["result"],
            reported_on=past(world, row["reported"]),
            acting_user=user,
        )
