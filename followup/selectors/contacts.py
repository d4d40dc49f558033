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


@dataclass(frozen=True)
class Contact:
    """The coordinating function of one body, and the parts of the city that it answers for."""

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
        return len(self.districts) + len(self.others)


def contacts(day: date, wanted: str = "") -> Contacts:
    """Those who are appointed on ``day``; of them, those that ``wanted`` names. Three queries."""
    functions = evidence_on(day).filter(section=LawEvidence.Section.COORDINATING_FUNCTION)
    found = _coordinators(day)
    if wanted := normalize(wanted):
        found = [(kind, contact) for kind, contact in found if contact.covers(wanted)]
    district = ResponsibleBody.Kind.DISTRICT_COMMITTEE
    return Contacts(
        tuple(functions.exclude(contact="")),
        tuple(contact for kind, contact in found if kind == district),
        tuple(contact for kind, contact in found if kind != district),
    )


def _coordinators(day: date) -> list[tuple[str, Contact]]:
    bodies = ResponsibleBody.objects.valid_on(day)
    appointed = Coordinator.objects.valid_on(day).filter(body__in=bodies, user__is_active=True)
    inside = _neighborhoods(day)
    rows = appointed.values_list("body__kind", "body__name", "body__area_id", "body__area__name",
                                 "user__email")  # fmt: skip
    found = [
        (kind, Contact(body, area or "", inside.get(area_id, ()), email))
        for kind, body, area_id, area, email in rows
    ]
    return sorted(found, key=lambda each: swedish_key(each[1].body))


def _neighborhoods(day: date) -> dict[int, tuple[str, ...]]:
    nestings = AreaNesting.objects.valid_on(day).filter(area__kind=Area.Kind.NEIGHBORHOOD)
    found: dict[int, list[str]] = defaultdict(list)
    for parent, name in nestings.values_list("parent_id", "area__name"):
        found[parent].append(name)
    return {parent: tuple(sorted(names, key=swedish_key)) for parent, names in found.items()}
