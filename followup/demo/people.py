"""The fictitious people: who works where, and the accounts that a visitor signs in with."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from followup.demo.library import read
from followup.demo.world import DemoBody, Staff, World
from programs.models import Coordinator, ResponsibleBody
from programs.services import grant_role, sync_coordinator_grants
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role

PASSWORD = "tryggt-i-demo"  # noqa: S105 - opens nothing but fictitious data
DOMAIN = "demo.example"  # reserved: no such address exists
DEMO_BODY = "sdn-jarva"
WAITING_BODY = "sdn-skarholmen"
CENTRAL_BODY = "ks"
PARTNER = f"part@{DOMAIN}"
CONTRIBUTORS_IN_DISTRICT = 3
MANDATE = (
    "Samordnar arbetet enligt trygghetsprogrammet, lämnar lägesbild varje månad och för nämndens "
    "talan i samverkan. Har rätt att begära in underlag från {office} och rapporterar direkt till "
    "förvaltningens eller bolagets chef."
)


@dataclass(frozen=True)
class Account:
    """A line of the list of demo accounts."""

    role: str
    email: str
    note: str


def address(role: str, code: str) -> str:
    return f"{role}.{code.removeprefix('sdn-')}@{DOMAIN}"


def accounts() -> tuple[Account, ...]:
    """The accounts to begin with: one for each role."""
    return (
        Account("Samordnare", address("samordnare", DEMO_BODY), "Järva: förra månaden är oskriven"),
        Account("Chef", address("chef", DEMO_BODY), "Järva: godkänner det samordnaren skickar"),
        Account("Chef", address("chef", WAITING_BODY), "Skärholmen: en lägesbild väntar på dig"),
        Account("Medarbetare", address("medarbetare1", DEMO_BODY), "Järva: loggar iakttagelser"),
        Account("Stadsledningskontoret", f"stadsledning@{DOMAIN}", "hela staden"),
        Account("Ledamot", f"ledamot@{DOMAIN}", "läser det som är publicerat"),
        Account("Administratör", f"administrator@{DOMAIN}", "personer och roller"),
        Account("Extern part", PARTNER, "polisen, med i samverkan i Järva och Skärholmen"),
    )


class People:
    """Makes the users with one hashed password, in an order that follows from the seed."""

    def __init__(self, world: World) -> None:
        self.random = world.random("people")
        self.password = make_password(PASSWORD)
        names = read("people")
        self.names = [f"{first} {last}" for first in names["first"] for last in names["last"]]
        self.random.shuffle(self.names)
        self.users: list[User] = []

    def add(self, email: str, title: str) -> User:
        user = User(
            email=email,
            name=self.names.pop(),
            title=title,
            password=self.password,
            is_fictitious=True,
        )
        self.users.append(user)
        return user


def write_people(world: World) -> None:
    """Users, appointments and roles; afterwards ``world.staff`` and ``world.central`` name them."""
    people = People(world)
    for body in world.bodies:
        world.staff[body.body.pk] = _staff(people, body, world)
    world.central.extend(
        people.add(f"stadsledning{number}@{DOMAIN}", "Strateg, stadsledningskontoret")
        for number in ("", 2)
    )
    committee = people.add(f"ledamot@{DOMAIN}", "Ledamot")
    administrator = people.add(f"administrator@{DOMAIN}", "Systemförvaltare")
    people.add(PARTNER, "Samverkansansvarig, lokalpolisområde")
    User.objects.bulk_create(people.users)
    _appoint(world)
    for body in world.bodies:
        _give_roles(body.body, world.staff[body.body.pk])
    board = ResponsibleBody.objects.get(code=CENTRAL_BODY)
    for user in world.central:
        grant_role(user, Role.CENTRAL_OFFICE, board)
    grant_role(committee, Role.COMMITTEE, board)
    grant_role(administrator, Role.ADMINISTRATOR, board)


def _staff(people: People, body: DemoBody, world: World) -> Staff:
    code, book = body.body.code, read("bodies")
    has_coordinator = code not in book["without_coordinator"]
    left = code in book["coordinator_left"]
    number = CONTRIBUTORS_IN_DISTRICT if body.is_district else 1
    return Staff(
        coordinator=people.add(address("samordnare", code), "Trygghetssamordnare")
        if has_coordinator
        else None,
        manager=people.add(address("chef", code), "Avdelningschef"),
        contributors=tuple(
            people.add(address(f"medarbetare{n}", code), _title(people))
            for n in range(1, number + 1)
        ),
        coordinator_until=world.last_month - timedelta(days=1) if left else None,
    )


def _title(people: People) -> str:
    return people.random.choice(("Fältassistent", "Parkingenjör", "Fritidsledare", "Handläggare"))


def _appoint(world: World) -> None:
    began = world.random("appointments")
    appointments = []
    for body in world.bodies:
        staff = world.staff[body.body.pk]
        if staff.coordinator is None:
            continue
        first = world.months[0] - timedelta(days=30 + began.randrange(400))
        appointments.append(
            Coordinator(
                body=body.body,
                user=staff.coordinator,
                valid_from=max(first, body.body.valid_from or date.min),
                valid_to=staff.coordinator_until,
                mandate=MANDATE.format(office=body.profile.office),
                appointed_by=world.central[0],
            )
        )
    Coordinator.objects.bulk_create(appointments)
    sync_coordinator_grants(day=world.today)


def _give_roles(body: ResponsibleBody, staff: Staff) -> None:
    grant_role(staff.manager, Role.MANAGER, body)
    for user in staff.contributors:
        grant_role(user, Role.CONTRIBUTOR, body)
