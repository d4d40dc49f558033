"""The city's own picture and plan of the demo, evidence for the law, and who knows the program."""

from datetime import date, timedelta
from typing import Any

from collaboration.models import SituationReport
from followup.demo.library import read
from followup.demo.tale import body_in, coming, coordinator_of, past
from followup.demo.world import World
from followup.models import (
    Measure,
    MunicipalPicture,
    MunicipalPlan,
    MunicipalStatement,
    ProgramIntroduction,
)
from followup.services import law, municipal, municipal_pictures, municipal_plans
from programs.models import ResponsibleBody
from trygghet.accounts.models import User

Row = dict[str, Any]
FIRST_TOLD, LAST_TOLD = 20, 300  # days ago


def write_municipal(world: World) -> None:
    """A picture decided some seventeen months ago and a draft of the next, the plan between them,
    and evidence of which some is fresh, some old and some missing."""
    book, central = read("municipal"), world.central[0]
    board = ResponsibleBody.objects.filter(kind=ResponsibleBody.Kind.EXECUTIVE_BOARD).first()
    if board is None:
        return
    picture = _picture(world, book["picture"], board, central)
    plan = _plan(world, book["plan"], picture, board, central)
    _draft(world, book["draft"], central)
    _evidence(world, book["evidence"], central)
    documents = {"picture": picture, "plan": plan}
    for row in book["told"]:
        chosen = {row["what"]: documents[row["what"]]} if "what" in row else {}
        law.log_council_report(
            reported_on=past(world, row["days"]),
            subject=row["subject"],
            registry_number=row["registry_number"],
            acting_user=central,
            **chosen,
        )
    _introductions(world, book["introductions"])


def _picture(world: World, row: Row, board: ResponsibleBody, central: User) -> MunicipalPicture:
    picture = municipal_pictures.begin_picture(program=world.program, acting_user=central)
    municipal.change_heading(
        document=picture,
        version=0,
        title=picture.title,
        introduction=row["introduction"],
        acting_user=central,
    )
    for said in row["statements"]:
        _statement(picture, said, central, other_grounds=said["grounds"])
    return municipal_pictures.decide_picture(
        picture=picture, **_decision(world, row, board), acting_user=central
    )


def _statement(
    picture: MunicipalPicture, said: Row, central: User, **grounds: Any
) -> MunicipalStatement:
    return municipal_pictures.add_statement(
        picture=picture,
        part=said["part"],
        heading=said["heading"],
        text=said["text"],
        acting_user=central,
        **grounds,
    )


def _decision(world: World, row: Row, board: ResponsibleBody) -> Row:
    return {
        "decided_by": board,
        "decided_on": past(world, row["days"]),
        "paragraph": row["paragraph"],
        "registry_number": row["registry_number"],
    }


def _plan(
    world: World, row: Row, picture: MunicipalPicture, board: ResponsibleBody, central: User
) -> MunicipalPlan:
    plan = municipal_plans.begin_plan(program=world.program, acting_user=central)
    municipal.change_heading(
        document=plan,
        version=0,
        title=plan.title,
        introduction=row["introduction"],
        acting_user=central,
    )
    for said in row["lines"]:
        body = body_in(world, said["body"])
        responsible = body.body if body else board
        line = municipal_plans.add_line(
            plan=plan,
            text=said["text"],
            responsible=responsible,
            due_on=coming(world, said["due"]),
            statements=picture.statements.filter(heading__in=said["grounds"]),
            acting_user=central,
        )
        line.measures.set(Measure.objects.filter(responsible=responsible).order_by("pk")[:1])
    plan = municipal_plans.decide_plan(
        plan=plan, **_decision(world, row, board), acting_user=central
    )
    followed = row["follow_up"]
    municipal_plans.follow_up_plan(
        plan=plan,
        followed_up_on=past(world, followed["days"]),
        result=followed["result"],
        next_steps=followed["next_steps"],
        registry_number=followed["registry_number"],
        acting_user=central,
    )
    return plan


def _draft(world: World, row: Row, central: User) -> None:
    """The next picture, which rests on reports that their managers have approved."""
    picture = municipal_pictures.begin_picture(program=world.program, acting_user=central)
    municipal.change_heading(
        document=picture,
        version=0,
        title=picture.title,
        introduction=row["introduction"],
        acting_user=central,
    )
    for said in row["statements"]:
        reports = SituationReport.objects.approved().filter(body__code__in=said["bodies"])
        latest = reports.order_by("-period", "body__code")[:2]
        other = "" if latest else str(world.program)
        _statement(picture, said, central, reports=latest, other_grounds=other)


def _evidence(world: World, rows: list[Row], central: User) -> None:
    bodies = {body.code: body for body in ResponsibleBody.objects.filter(code="ks")}
    for row in rows:
        law.add_evidence(
            section=row["section"],
            title=row["title"],
            text=row.get("text", ""),
            contact=row.get("contact", ""),
            body=bodies.get(row.get("body", "")),
            valid_from=past(world, row["days"]),
            review_on=coming(world, row["review"]) if "review" in row else None,
            acting_user=central,
        )


def _introductions(world: World, book: Row) -> None:
    """Most bodies have told their managers, fewer their staff."""
    rng = world.random("introductions")
    rows = []
    for body in world.bodies:
        for audience in ProgramIntroduction.Audience.values:
            if rng.random() < book[audience]:
                days = rng.randrange(FIRST_TOLD, LAST_TOLD)
                held_on = _in_program(world, past(world, days))
                rows.append(
                    ProgramIntroduction(
                        body=body.body,
                        program=world.program,
                        audience=audience,
                        held_on=held_on,
                        how=rng.choice(book["how"]),
                        people=rng.randrange(8, 90),
                        recorded_by=coordinator_of(world, body.body),
                    )
                )
    ProgramIntroduction.objects.bulk_create(rows)


def _in_program(world: World, day: date) -> date:
    return max(day, world.program.starts_on + timedelta(days=14))
