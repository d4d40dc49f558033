"""A few collaboration processes, some with an invited partner."""

from typing import Any

from collaboration.models import PartnerOrganization
from collaboration.services.participants import add_participant
from collaboration.services.partners import admit
from collaboration.services.processes import start_process
from collaboration.services.steps import end_process
from followup.demo.library import read
from followup.demo.people import PARTNER
from followup.demo.world import DemoBody, World
from trygghet.accounts.models import User
from trygghet.months import add_months, first_of

FIRST_DAY = 12  # of the month in which a process begins or ends


def write_processes(world: World) -> None:
    bodies = {body.body.code: body for body in world.bodies}
    partner = User.objects.get(email=PARTNER)
    for row in read("processes"):
        if row["body"] in bodies:
            _write(row, bodies[row["body"]], partner, world)


def _write(row: dict[str, Any], body: DemoBody, partner: User, world: World) -> None:
    coordinator = world.staff[body.body.pk].coordinator
    month = first_of(world.today)
    process = start_process(
        lead_body=body.body,
        title=row["title"],
        purpose=row["purpose"],
        acting_user=coordinator,
        began_on=add_months(month, -row["began_months_ago"]).replace(day=FIRST_DAY),
    )
    if row.get("partner"):
        party = add_participant(
            process=process,
            organization=_police(),
            joined_on=process.began_on,
            acting_user=coordinator,
        )
        admit(participant=party, person=partner, acting_user=coordinator)
    if ended := row.get("ended_months_ago"):
        end_process(
            process=process,
            reason=row.get("ended_because", "Arbetet är klart och går vidare i ordinarie drift."),
            ended_on=add_months(month, -ended).replace(day=FIRST_DAY),
            acting_user=coordinator,
        )


def _police() -> PartnerOrganization:
    police, _is_new = PartnerOrganization.objects.get_or_create(
        name="Lokalpolisområdet", defaults={"kind": PartnerOrganization.Kind.POLICE}
    )
    return police
