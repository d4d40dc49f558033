"""What has happened in one process so far, while its lines are told."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from collaboration.models import (
    Cause,
    CollaborationProcess,
    JointProblem,
    Participant,
    PartnerOrganization,
    PictureProblem,
)
from followup.demo.library import read
from followup.demo.people import PARTNER
from followup.demo.world import DemoBody, World
from followup.models import Indicator, Measure, SmartGoal
from programs.models import ResponsibleBody
from trygghet.accounts.models import User

LEAD = "lead"
MORNING = time(10)


@dataclass
class Tale:
    """The process and, by their keys in the texts, what was written in it."""

    world: World
    lead: DemoBody
    process: CollaborationProcess
    indicators: dict[str, Indicator]
    parties: dict[str, Participant] = field(default_factory=dict)
    written: dict[str, PictureProblem] = field(default_factory=dict)
    problems: dict[str, JointProblem] = field(default_factory=dict)
    causes: dict[str, Cause] = field(default_factory=dict)
    goals: dict[str, SmartGoal] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)

    def day(self, days_ago: int) -> date:
        return past(self.world, days_ago)

    def moment(self, days_ago: int) -> datetime:
        day = self.world.today - timedelta(days=days_ago)
        return timezone.make_aware(datetime.combine(day, MORNING))

    @property
    def coordinator(self) -> User:
        return coordinator_of(self.world, self.lead.body)

    def writer(self, who: str) -> User:
        """Who writes for the party: its coordinator, the invited person, or else the lead's."""
        body = self.parties[who].body if who in self.parties else self.lead.body
        if body:
            return coordinator_of(self.world, body)
        is_police = who == "police"
        return User.objects.get(email=PARTNER) if is_police else self.coordinator

    def body(self, who: str) -> ResponsibleBody:
        """The party's body; the lead's where the party is no body or is not in the demo."""
        party = self.parties.get(who)
        return party.body if party and party.body else self.lead.body

    def present(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows of parties that are in the demo."""
        return [row for row in rows if row["who"] in self.parties]


def past(world: World, days_ago: int) -> date:
    """That many days before the demo's day, but never after the real one."""
    return min(world.today - timedelta(days=days_ago), timezone.localdate())


def coming(world: World, days: int) -> date:
    return world.today + timedelta(days=days)


def coordinator_of(world: World, body: ResponsibleBody) -> User:
    staff = world.staff[body.pk]
    return staff.coordinator or staff.manager


def body_in(world: World, code: str) -> DemoBody | None:
    return next((body for body in world.bodies if body.body.code == code), None)


def organization(key: str) -> PartnerOrganization:
    row = read("processes")["partners"][key]
    found, _is_new = PartnerOrganization.objects.get_or_create(
        name=row["name"], defaults={"kind": row["kind"]}
    )
    return found


def running_process(body: ResponsibleBody) -> CollaborationProcess | None:
    """The first one that the body leads and that has not ended."""
    running = CollaborationProcess.objects.filter(lead_body=body, ended_on=None)
    return running.order_by("pk").first()
