"""What the demo data are written for: the bodies, areas, people and months."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random

from django.utils import timezone

from followup.demo.library import Profile, profile, read
from programs.models import Area, AreaNesting, ProblemType, Program, ResponsibleBody
from trygghet.accounts.models import User
from trygghet.months import add_months, first_of, previous_month

CITY = "staden"


class NothingToReportOn(Exception):
    """The reference data are missing, or no program is in force: load_reference comes first."""


@dataclass(frozen=True)
class Place:
    """A neighborhood, and how one says that something is there."""

    area: Area

    @property
    def in_area(self) -> str:
        word = "på" if self.area.code in read("bodies")["areas_with_on"] else "i"
        return f"{word} {self.area.name}"


@dataclass(frozen=True)
class Staff:
    """The people of one body; one without a coordinator sends no reports."""

    coordinator: User | None
    manager: User
    contributors: tuple[User, ...]
    coordinator_until: date | None = None


@dataclass(frozen=True)
class DemoBody:
    body: ResponsibleBody
    profile: Profile
    places: tuple[Place, ...]

    @property
    def is_district(self) -> bool:
        return self.body.kind == ResponsibleBody.Kind.DISTRICT_COMMITTEE

    @property
    def region(self) -> str:
        return self.body.area.name if self.body.area else CITY


@dataclass(frozen=True)
class World:
    """``start_of_day`` is the moment before which everything in the demo data has happened."""

    seed: int
    today: date
    months: tuple[date, ...]
    program: Program
    bodies: tuple[DemoBody, ...]
    types: dict[str, ProblemType]
    staff: dict[int, Staff] = field(default_factory=dict)
    central: list[User] = field(default_factory=list)

    @property
    def start_of_day(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.today, time()))

    @property
    def last_month(self) -> date:
        return self.months[-1]

    def random(self, *what: object) -> Random:
        """Chance of its own for each topic: a new topic does not change the others."""
        return Random("/".join(map(str, (self.seed, *what))))  # noqa: S311 - no secret


def build(*, seed: int, today: date, months: int, codes: Sequence[str] = ()) -> World:
    """The world on ``today``; ``codes`` limits it to those bodies. Raises NothingToReportOn."""
    newest = previous_month(today)
    program = Program.objects.current(newest)
    bodies = ResponsibleBody.objects.reporting().valid_on(today).select_related("area")
    if codes:
        bodies = bodies.filter(code__in=codes)
    if program is None or not bodies:
        raise NothingToReportOn("Läs in kommunen först: manage.py load_reference stockholm")
    first = max(add_months(newest, 1 - months), first_of(program.starts_on))
    period = [add_months(newest, -back) for back in range(months)]
    places = _places(today)
    everywhere = tuple(place for district in places.values() for place in district)
    return World(
        seed=seed,
        today=today,
        months=tuple(
            month
            for month in reversed(period)
            if month >= first and program.period_of(month) == month
        ),
        program=program,
        bodies=tuple(
            DemoBody(body, _profile(body), places.get(body.area_id, everywhere))
            for body in bodies.order_by("code")
        ),
        types={kind.code: kind for kind in ProblemType.objects.all()},
    )


def _profile(body: ResponsibleBody) -> Profile:
    return profile(body.code, is_district=body.kind == ResponsibleBody.Kind.DISTRICT_COMMITTEE)


def _places(day: date) -> dict[int, tuple[Place, ...]]:
    """The neighborhoods where something happens, by their district."""
    quiet = read("bodies")["quiet_areas"]
    nestings = (
        AreaNesting.objects.valid_on(day)
        .filter(area__kind=Area.Kind.NEIGHBORHOOD, parent__kind=Area.Kind.DISTRICT)
        .exclude(area__code__in=quiet)
        .select_related("area")
        .order_by("area__code")
    )
    found: dict[int, tuple[Place, ...]] = {}
    for nesting in nestings:
        found[nesting.parent_id] = (*found.get(nesting.parent_id, ()), Place(nesting.area))
    return found
