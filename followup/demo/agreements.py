"""Agreements of the demo, and the signals that a collaboration does not give its effect."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from collaboration.models import (
    CollaborationAgreement,
    EffectSignal,
    PlaceCollaboration,
)
from collaboration.services import agreements, places, signals
from followup.demo.library import read
from followup.demo.people import PARTNER
from followup.demo.tale import (
    MORNING,
    body_in,
    coming,
    coordinator_of,
    organization,
    past,
    running_process,
)
from followup.demo.world import World
from programs.models import GoverningDocument, ResponsibleBody
from trygghet.accounts.models import User

Row = dict[str, Any]
TEXTS = (
    "purposes", "areas_text", "problems", "goals", "way_of_working", "organization_text",
)  # fmt: skip
CENTRAL = "ks"


def write_agreements(world: World) -> None:
    book = read("agreements")
    made: dict[str, CollaborationAgreement] = {}
    for row in book["agreements"]:
        if found := body_and_writer(world, row["body"]):
            made[row["key"]] = _agreement(world, row, *found, made.get(row.get("central", "")))
    for row in book["signals"]:
        _signal(world, row)


def body_and_writer(world: World, code: str) -> tuple[ResponsibleBody, User] | None:
    """A body of the demo and who writes for it; the executive board is there in every demo."""
    if code == CENTRAL:
        return ResponsibleBody.objects.get(code=CENTRAL), world.central[0]
    found = body_in(world, code)
    return (found.body, coordinator_of(world, found.body)) if found else None


def _agreement(
    world: World,
    row: Row,
    body: ResponsibleBody,
    writer: User,
    central: CollaborationAgreement | None,
) -> CollaborationAgreement:
    basis = GoverningDocument.objects.filter(code=row["basis"]).first()
    new = row.get("with")
    agreement = agreements.create_agreement(
        body=body,
        level=row["level"],
        title=row["title"],
        organization=organization(row["partner"]) if "partner" in row else None,
        new_organization=(new["name"], new["kind"]) if new else None,
        central=central,
        basis=basis,
        priority_areas=row.get("priority") or (basis.priority_areas if basis else []),
        process=running_process(body) if row.get("process") else None,
        areas=[body.area] if body.area else [],
        acting_user=writer,
        **{name: row[name] for name in TEXTS if name in row},
    )
    for tried in row.get("attempts", ()):
        agreements.attempt(
            agreement=agreement,
            made_on=past(world, tried["days"]),
            what=tried["what"],
            result=tried["result"],
            acting_user=writer,
        )
    return _settled(world, row, agreement, writer)


def _settled(
    world: World, row: Row, agreement: CollaborationAgreement, writer: User
) -> CollaborationAgreement:
    if row.get("state") == "not_reached":
        return agreements.not_reached(agreement=agreement, acting_user=writer)
    if row.get("state") != "reached":
        return agreement
    parties = (agreement.body.name, agreement.organization.name)
    names = (_manager(world, agreement.body), User.objects.get(email=PARTNER).name)
    for party, name, position in zip(parties, names, row["signatures"], strict=True):
        agreements.sign(
            agreement=agreement,
            party=party,
            name=name,
            position=position,
            signed_on=past(world, row["signed"]),
            acting_user=writer,
        )
    first, last = row["valid"]
    agreement = agreements.reach(
        agreement=agreement,
        valid_from=coming(world, first),
        valid_to=coming(world, last),
        review_on=coming(world, row["review"]),
        registry_number=row["number"],
        acting_user=writer,
    )
    if name := row.get("place"):
        _tie(agreement, name, writer)
    return agreement


def _manager(world: World, body: ResponsibleBody) -> str:
    staff = world.staff.get(body.pk)
    return staff.manager.name if staff else world.central[0].name


def _tie(agreement: CollaborationAgreement, name: str, writer: User) -> None:
    """The place collaboration works under the agreement."""
    for place in PlaceCollaboration.objects.filter(body=agreement.body, name=name):
        places.change_place(
            collaboration=place,
            version=place.version,
            agreement=agreement,
            bodies=place.bodies.all(),
            organizations=place.organizations.all(),
            acting_user=writer,
        )


def _signal(world: World, row: Row) -> None:
    found = body_and_writer(world, row["body"])
    process = running_process(found[0]) if found else None
    if not (found and process):
        return
    signal = signals.raise_signal(process=process, reason=row["reason"], acting_user=found[1])
    raised = past(world, row["days"])
    raised_at = timezone.make_aware(datetime.combine(raised, MORNING))
    EffectSignal.objects.filter(pk=signal.pk).update(raised_at=raised_at)
    if "answer" in row:
        signals.answer_signal(signal=signal, answer=row["answer"], acting_user=world.central[0])
        answered = timezone.make_aware(datetime.combine(past(world, row["days"] // 2), MORNING))
        EffectSignal.objects.filter(pk=signal.pk).update(closed_at=answered)
