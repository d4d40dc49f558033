"""Whom an outsider turns to (law 2023:196 § 12): functions and their work addresses, no names.

Open to everybody, so nothing else is read here: a coordinator's name, telephone and mandate stay
behind sign-in.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from followup.models import LawEvidence
from followup.selectors.law_facts import evidence_on
from programs.models import Area, AreaNesting, Coordinator, ResponsibleBody
from programs.names import normalize
from trygghet.swedish import swedish_key

DISTRICT = ResponsibleBody.Kind.DISTRICT_COMMITTEE


@dataclass(frozen=True)
class Contact:
    """The coordinating function of one body, and the parts of the city that it answers for.

    ``email`` is empty of a district that has no coordinator now.
    """

    body: str
    area: str
    neighborhoods: tuple[str, ...]
    email: str

    def covers(self, wanted: str) -> bool:
        """``wanted`` is normalized (``programs.names``)."""
        return any(
            wanted in normalize(name) for name in (self.body, self.area, *self.neighborhoods)
        )


@dataclass(frozen=True)
class Contacts:
    functions: tuple[LawEvidence, ...]
    districts: tuple[Contact, ...]
    others: tuple[Contact, ...]

    @property
    def total(self) -> int:
        """Those that can be reached."""
        return sum(bool(each.email) for each in (*self.districts, *self.others))

    @property
    def is_empty(self) -> bool:
        return not (self.districts or self.others)


def contacts(day: date, wanted: str = "") -> Contacts:
    """Those who are appointed on ``day`` and every district, also one that has nobody now; of
    them, those that ``wanted`` names. Four queries."""
    functions = evidence_on(day).filter(section=LawEvidence.Section.COORDINATING_FUNCTION)
    found = _contacts(day)
    if wanted := normalize(wanted):
        found = [(kind, contact) for kind, contact in found if contact.covers(wanted)]
    return Contacts(
        tuple(functions.exclude(contact="")),
        tuple(contact for kind, contact in found if kind == DISTRICT),
        tuple(contact for kind, contact in found if kind != DISTRICT and contact.email),
    )


def _contacts(day: date) -> list[tuple[str, Contact]]:
    emails, inside = _emails(day), _neighborhoods(day)
    bodies = ResponsibleBody.objects.valid_on(day)
    rows = bodies.values_list("pk", "kind", "name", "area_id", "area__name")
    found = [
        (kind, Contact(body, area or "", inside.get(area_id, ()), email))
        for pk, kind, body, area_id, area in rows
        for email in emails.get(pk, [""])
    ]
    return sorted(found, key=lambda each: swedish_key(each[1].body))


def _emails(day: date) -> dict[int, list[str]]:
    """Of the coordinators, by body."""
    appointed = Coordinator.objects.valid_on(day).filter(user__is_active=True)
    found: dict[int, list[str]] = defaultdict(list)
    for body, email in appointed.values_list("body_id", "user__email"):
        found[body].append(email)
    return found


def _neighborhoods(day: date) -> dict[int, tuple[str, ...]]:
    nestings = AreaNesting.objects.valid_on(day).filter(area__kind=Area.Kind.NEIGHBORHOOD)
    found: dict[int, list[str]] = defaultdict(list)
    for parent, name in nestings.values_list("parent_id", "area__name"):
        found[parent].append(name)
    return {parent: tuple(sorted(names, key=swedish_key)) for parent, names in found.items()}
