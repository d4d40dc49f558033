"""Fills an empty program with fictitious people, reports, observations and obstacles."""

from collections.abc import Sequence
from datetime import date, timedelta

import pghistory
import pgtrigger
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from collaboration.models import Observation, Problem, ReportPart, SituationReport
from followup.demo import world as worlds
from followup.demo.agreements import write_agreements
from followup.demo.councils import write_councils
from followup.demo.editions import write_editions
from followup.demo.goals import write_goals
from followup.demo.indicators import write_readings
from followup.demo.municipal import write_municipal
from followup.demo.observations import write_observations
from followup.demo.obstacles import write_obstacles
from followup.demo.people import write_people
from followup.demo.places import write_places
from followup.demo.processes import write_processes
from followup.demo.reports import write_reports
from followup.demo.world import World
from followup.reference import techniques
from trygghet.accounts.models import User

MONTHS = 12
BEGUN_BEFORE = timedelta(days=5)
LOGGED_AFTER = timedelta(minutes=4)


def is_seeded() -> bool:
    return User.objects.filter(is_fictitious=True).exists()


@transaction.atomic
def seed(
    *, seed: int, today: date, months: int = MONTHS, codes: Sequence[str] = ()
) -> World | None:
    """Write the demo data, all or nothing; None when they are there already.

    The same ``seed`` and ``today`` give the same rows. ``codes`` limits them to those bodies.
    Raises NothingToReportOn when the reference data are missing.
    """
    if is_seeded():
        return None
    world = worlds.build(seed=seed, today=today, months=months, codes=codes)
    with pghistory.context(source="demo"):
        techniques.load()
        write_people(world)
        write_reports(world)
        write_observations(world)
        write_obstacles(world)
        write_processes(world)
        write_goals(world)
        write_readings(world)
        write_places(world)
        write_agreements(world)
        write_councils(world)
        write_municipal(world)
        write_editions(world)
        _set_times(world)
    return world


def _set_times(world: World) -> None:
    """Let the rows be as old as they say: the database dates what it inserts to this moment."""
    now = world.start_of_day
    sent = Coalesce(F("submitted_at"), now - timedelta(hours=16))
    sent_in_report = SituationReport.objects.filter(pk=OuterRef("report_id")).values(sent=sent)
    with pgtrigger.ignore():
        SituationReport.objects.update(created_at=sent - BEGUN_BEFORE, updated_at=sent)
        for model in (ReportPart, Problem):
            model.objects.update(updated_at=Subquery(sent_in_report))
        Observation.objects.update(logged_at=F("seen_at") + LOGGED_AFTER)
