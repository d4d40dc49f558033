"""What was seen in the field, month by month, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from collaboration import photos
from collaboration.models import Observation, Problem, SituationReport
from followup.demo.library import read
from followup.demo.people import DEMO_BODY
from followup.demo.pictures import DRAWINGS, draw
from followup.demo.stories import pin_near
from followup.demo.world import DemoBody, World
from trygghet.months import add_months

State = Observation.State
RECENT_MONTHS = 3  # earlier months have only a few
MANY, SOME, FEW = (9, 14), (3, 7), (0, 3)
PICTURES = 14
PICTURED = PINNED = 0.6
QUIET_WEEK = 0.1
UNREAD, TAKEN_IN = 0.12, 0.6


def write_observations(world: World) -> None:
    """Observations of the districts, and of others that have people in the field."""
    rng = world.random("observations")
    problems = _problems_by_report(world)
    months = (*world.months, add_months(world.last_month, 1))
    rows = [
        observation
        for body in world.bodies
        if body.is_district or "leisure" in body.profile.groups
        for month in months
        for observation in _month(body, month, world, problems, rng)
    ]
    _add_pictures(rows, rng)
    Observation.objects.bulk_create(rows)


def _problems_by_report(world: World) -> dict[tuple[int, date], list[Problem]]:
    found = defaultdict(list)
    problems = Problem.objects.filter(
        report__body__in=[body.body for body in world.bodies]
    ).exclude(report__state=SituationReport.State.DRAFT)
    for problem in problems.select_related("report", "type").order_by("report_id", "order", "pk"):
        found[problem.report.body_id, problem.report.period].append(problem)
    return found


def _month(
    body: DemoBody,
    month: date,
    world: World,
    problems: dict[tuple[int, date], list[Problem]],
    rng: Random,
) -> Iterable[Observation]:
    reported = problems.get((body.body.pk, month), [])
    for _ in range(rng.randint(*_how_many(body, month, world))):
        observation = _observation(body, month, world, rng)
        if observation.seen_at < world.start_of_day:
            _decide(observation, reported, rng)
            yield observation


def _how_many(body: DemoBody, month: date, world: World) -> tuple[int, int]:
    recent = month > add_months(world.last_month, -RECENT_MONTHS)
    if body.body.code == DEMO_BODY and recent:
        return MANY
    return SOME if body.is_district and recent else FEW


def _observation(body: DemoBody, month: date, world: World, rng: Random) -> Observation:
    seen_at = _moment(month, rng)
    logged_by = rng.choice(world.staff[body.body.pk].contributors)
    quiet = Observation(
        body=body.body, nothing_to_report=True, seen_at=seen_at, logged_by=logged_by
    )
    if rng.random() < QUIET_WEEK:
        return quiet
    row, place = rng.choice(read("observations")), rng.choice(body.places)
    spot = rng.choice(row["places"])
    longitude, latitude = (rng.random() < PINNED and pin_near(place, rng)) or (None, None)
    return Observation(
        body=body.body,
        category=world.types[row["type"]],
        seen_at=seen_at,
        area=place.area,
        place=spot,
        longitude=longitude,
        latitude=latitude,
        text=rng.choice(row["texts"]).format(plats=spot),
        logged_by=logged_by,
    )


def _moment(month: date, rng: Random) -> datetime:
    days = (add_months(month, 1) - month).days
    day = month + timedelta(days=rng.randrange(days))
    hour = rng.choice((8, 11, 14, 16, 18, 19, 20, 21, 22))
    return timezone.make_aware(datetime.combine(day, time(hour, rng.randrange(60))))


def _decide(observation: Observation, reported: list[Problem], rng: Random) -> None:
    """Taken into a problem of the month's report, set aside with an answer, or not yet read."""
    if observation.nothing_to_report or not reported or rng.random() < UNREAD:
        return
    category = observation.category
    alike = [problem for problem in reported if category and problem.type.group == category.group]
    if alike and rng.random() < TAKEN_IN:
        observation.state, observation.problem = State.TAKEN_IN, alike[0]
    else:
        observation.state = State.SET_ASIDE
        observation.answer = rng.choice(read("reasons")["set_aside"])


def _add_pictures(rows: list[Observation], rng: Random) -> None:
    """Pictures for the newest ones first, so that the demo's month has some."""
    seen = sorted(rows, key=lambda row: (row.body.code != DEMO_BODY, -row.seen_at.timestamp()))
    fitting = [row for row in seen if row.category and row.category.code in DRAWINGS]
    for row in [row for row in fitting if rng.random() < PICTURED][:PICTURES]:
        row.photo = photos.store(draw(row.category.code, rng))
