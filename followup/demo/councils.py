"""Councils of the demo: who sits there, their meetings, and what was decided and carried out."""

from typing import Any

from collaboration.models import (
    AgendaItem,
    CouncilMeeting,
    CouncilMember,
    PartnerOrganization,
    PreventionCouncil,
)
from collaboration.services import councils
from followup.demo.agreements import body_and_writer
from followup.demo.library import read
from followup.demo.tale import coming, organization, past
from followup.demo.world import World
from followup.services import activities
from followup.services.council_activities import carry_out
from trygghet.accounts.models import User

Row = dict[str, Any]


def write_councils(world: World) -> None:
    for row in read("councils")["councils"]:
        if found := body_and_writer(world, row["body"]):
            body, writer = found
            council = councils.save_council(
                council=PreventionCouncil(),
                name=row["name"],
                level=row["level"],
                body=body,
                purpose=row["purpose"],
                founded_on=past(world, row["founded"]),
                acting_user=writer,
            )
            members = [_member(world, council, said, writer) for said in row["members"]]
            for said in row["meetings"]:
                _meeting(world, council, said, [each for each in members if each], writer)


def _member(
    world: World, council: PreventionCouncil, said: Row, writer: User
) -> CouncilMember | None:
    place: Row
    if "organization" in said:
        place = {"organization": PartnerOrganization.objects.get(name=said["organization"])}
    elif "partner" in said:
        place = {"organization": organization(said["partner"])}
    elif found := body_and_writer(world, said["body"]):
        place = {"body": found[0]}
    else:
        return None
    return councils.add_member(
        council=council,
        name=said["name"],
        title=said["title"],
        position=said["position"],
        is_chair=said.get("chair", False),
        joined_on=council.founded_on,
        acting_user=writer,
        **place,
    )


def _meeting(
    world: World, council: PreventionCouncil, said: Row, members: list[CouncilMember], writer: User
) -> None:
    is_held = said["days"] > 0
    held_on = past(world, said["days"]) if is_held else coming(world, -said["days"])
    meeting = councils.plan_meeting(
        council=council, held_on=held_on, place=said["place"], acting_user=writer
    )
    for paragraph in said["items"]:
        _item(world, meeting, paragraph, writer)
    if is_held:
        councils.change_meeting(
            meeting=meeting,
            version=meeting.version,
            held_on=held_on,
            place=said["place"],
            attended=[each for each in members if each.name not in said.get("absent", ())],
            acting_user=writer,
        )
    if said.get("adjusted"):
        councils.adjust_minutes(meeting=meeting, acting_user=writer)


def _item(world: World, meeting: CouncilMeeting, said: Row, writer: User) -> None:
    item = councils.add_item(
        meeting=meeting,
        title=said["title"],
        text=said.get("text", ""),
        decision=said.get("decision", ""),
        classification=said["class"],
        classification_reason=said.get("why", ""),
        acting_user=writer,
    )
    if "activity" in said:
        _carry_out(world, item, said["activity"], writer)


def _carry_out(world: World, item: AgendaItem, said: Row, writer: User) -> None:
    activity = carry_out(
        item=item,
        title=said["title"],
        owner=writer,
        due_on=coming(world, said["due"]),
        new_measure=(said["measure"], said["kind"]),
        acting_user=writer,
    )
    if "done" in said:
        activities.finish(activity=activity, done_on=past(world, said["done"]), acting_user=writer)
