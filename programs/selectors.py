"""Pictures of the program and its bodies for the pages; each takes a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.drawing import Drawing, draw
from programs.maps import area_shapes
from programs.models import (
    Area,
    Coordinator,
    FocusArea,
    GoverningDocument,
    Mandate,
    Program,
    ReportRecipient,
    ResponsibleBody,
    ResponsibleBodyUserPermission,
)
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.history.selectors import history_of
from trygghet.swedish import swedish, swedish_key

KINDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "executive_board": (_("kommunstyrelse"), _("kommunstyrelsen")),
    "board_committee": (_("utskott"), _("alla utskott")),
    "district_committee": (_("stadsdelsnämnder"), _("alla stadsdelsnämnder")),
    "specialist_committee": (_("facknämnder"), _("alla facknämnder")),
    "company_board": (_("bolagsstyrelser"), _("alla bolagsstyrelser")),
    "municipal_council": (_("kommunfullmäktige"), _("kommunfullmäktige")),
    "federation": (_("kommunalförbund"), _("alla kommunalförbund")),
    "audit": (_("revision"), _("revisionen")),
}
FEW = 4  # this many bodies are named one by one, more are folded under their kind


@dataclass(frozen=True)
class BodyGroup:
    """Bodies of one kind: named one by one when few, else folded under ``label``."""

    label: str
    bodies: tuple[ResponsibleBody, ...]

    @property
    def is_folded(self) -> bool:
        return len(self.bodies) > FEW


@dataclass(frozen=True)
class Duty:
    """What some bodies must do, in which role."""

    role: str
    text: str
    groups: tuple[BodyGroup, ...]


@dataclass(frozen=True)
class FocusAreaPicture:
    focus_area: FocusArea
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class ProgramPicture:
    program: Program
    standing: str
    focus_areas: tuple[FocusAreaPicture, ...]
    general: tuple[Duty, ...]
    recipients: tuple[ReportRecipient, ...]
    documents: tuple[GoverningDocument, ...]
    is_unverified: bool


def standing_of(first: date | None, last: date | None, day: date) -> str:
    """``current``, ``coming`` or ``ended``: the keys of the status table."""
    if first and first > day:
        return "coming"
    return "ended" if last and last < day else "current"


def program_picture(program: Program, day: date) -> ProgramPicture:
    """Focus areas with who answers for them, recipients of the report, related documents."""
    mandates = list(_mandates(program))
    sizes = _bodies_of_each_kind(program)
    return ProgramPicture(
        program=program,
        standing=standing_of(program.starts_on, program.ends_on, day),
        focus_areas=tuple(
            FocusAreaPicture(
                focus, _duties((m for m in mandates if m.focus_area_id == focus.pk), sizes)
            )
            for focus in program.focus_areas.all()
        ),
        general=_duties((m for m in mandates if m.focus_area_id is None), sizes),
        recipients=tuple(program.recipients.select_related("body").order_by("is_by_law", "pk")),
        documents=tuple(program.documents.by_name()),
        is_unverified=any(mandate.is_unverified for mandate in mandates),
    )


def _mandates(program: Program) -> QuerySet[Mandate]:
    return Mandate.objects.filter(program=program).select_related("body").order_by("pk")


def _bodies_of_each_kind(program: Program) -> dict[str, int]:
    kinds = ResponsibleBody.objects.valid_between(program.starts_on, program.ends_on)
    kinds = list(kinds.values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in set(kinds)}


def _duties(mandates: Iterable[Mandate], sizes: dict[str, int]) -> tuple[Duty, ...]:
    bodies: dict[tuple[str, str], list[ResponsibleBody]] = {}
    for mandate in mandates:
        bodies.setdefault((mandate.role, mandate.text), []).append(mandate.body)
    order = Mandate.Role.values
    return tuple(
        Duty(str(Mandate.Role(role).label), text, _groups(found, sizes))
        for (role, text), found in sorted(bodies.items(), key=lambda item: order.index(item[0][0]))
    )


def _groups(bodies: list[ResponsibleBody], sizes: dict[str, int]) -> tuple[BodyGroup, ...]:
    ordered = sorted(bodies, key=_kind_and_name)
    groups = []
    for kind, members in groupby(ordered, key=lambda body: body.kind):
        found = tuple(members)
        some, everyone = KINDS[kind]
        is_all = len(found) == sizes.get(kind)
        groups.append(BodyGroup(str(everyone) if is_all else f"{len(found)} {some}", found))
    return tuple(groups)


def _kind_and_name(body: ResponsibleBody) -> tuple[int, str]:
    return list(KINDS).index(body.kind), swedish_key(body.name)


@dataclass(frozen=True)
class MatrixRow:
    """A body, and its roles in the whole work and in each focus area."""

    body: ResponsibleBody
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class MatrixGroup:
    kind: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class Matrix:
    focus_areas: tuple[FocusArea, ...]
    groups: tuple[MatrixGroup, ...]
    count: int
    is_unverified: bool


def mandate_matrix(program: Program, kind: str = "") -> Matrix:
    """Bodies by focus areas with the roles in words; ``kind`` keeps one kind of body."""
    mandates = [m for m in _mandates(program) if kind in ("", m.body.kind)]
    focus_areas = tuple(program.focus_areas.all())
    columns = [None, *(focus.pk for focus in focus_areas)]
    roles: dict[int, dict[int | None, set[str]]] = {}
    bodies = {mandate.body_id: mandate.body for mandate in mandates}
    for mandate in mandates:
        cells = roles.setdefault(mandate.body_id, {column: set() for column in columns})
        cells[mandate.focus_area_id].add(mandate.role)
    rows = [
        MatrixRow(body, tuple(_role_names(roles[body.pk][column]) for column in columns))
        for body in sorted(bodies.values(), key=_kind_and_name)
    ]
    groups = [
        MatrixGroup(str(KINDS[kind_][0]).capitalize(), tuple(members))
        for kind_, members in groupby(rows, key=lambda row: row.body.kind)
    ]
    is_unverified = any(mandate.is_unverified for mandate in mandates)
    return Matrix(focus_areas, tuple(groups), len(rows), is_unverified)


def _role_names(roles: set[str]) -> tuple[str, ...]:
    return tuple(str(role.label) for role in Mandate.Role if role in roles)


@dataclass(frozen=True)
class BodyRow:
    body: ResponsibleBody
    standing: str
    coordinator: Coordinator | None

    @property
    def is_vacant(self) -> bool:
        """Every body that reports must have a coordinator: one without is a finding."""
        return self.body.reports and self.standing == "current" and self.coordinator is None


def body_rows(bodies: QuerySet[ResponsibleBody], day: date) -> list[BodyRow]:
    """The bodies by name, with today's coordinator."""
    now = Coordinator.objects.valid_on(day).select_related("user")
    found = bodies.by_name().prefetch_related(Prefetch("coordinators", now, "coordinators_now"))
    return [
        BodyRow(
            body,
            standing_of(body.valid_from, body.valid_to, day),
            next(iter(body.coordinators_now), None),
        )
        for body in found
    ]


@dataclass(frozen=True)
class ProgramMandates:
    """What a body must do in one program: the whole work first, then by focus area."""

    program: Program
    parts: tuple[tuple[str, tuple[Mandate, ...]], ...]


@dataclass(frozen=True)
class BodyPicture:
    body: ResponsibleBody
    standing: str
    predecessors: tuple[ResponsibleBody, ...]
    coordinator: Coordinator | None
    coming: tuple[Coordinator, ...]
    earlier: tuple[Coordinator, ...]
    mandates: tuple[ProgramMandates, ...]
    map: Drawing | None
    neighborhoods: tuple[Area, ...]


def body_picture(body: ResponsibleBody, day: date) -> BodyPicture:
    """A body's mandates, coordinators and area; an ended body is shown as on its last day."""
    then = min(day, body.valid_to) if body.valid_to else day
    appointments = list(body.coordinators.select_related("user").order_by("-valid_from"))
    standing = {a.pk: standing_of(a.valid_from, a.valid_to, day) for a in appointments}
    return BodyPicture(
        body=body,
        standing=standing_of(body.valid_from, body.valid_to, day),
        predecessors=tuple(body.predecessors.by_name()),
        coordinator=next((a for a in appointments if standing[a.pk] == "current"), None),
        coming=tuple(a for a in reversed(appointments) if standing[a.pk] == "coming"),
        earlier=tuple(a for a in appointments if standing[a.pk] == "ended"),
        mandates=tuple(_body_mandates(body)),
        map=draw(area_shapes(body.area.kind, then), body.area_id) if body.area else None,
        neighborhoods=tuple(_neighborhoods(body.area, then)) if body.area else (),
    )


def _body_mandates(body: ResponsibleBody) -> Iterable[ProgramMandates]:
    found = body.mandates.select_related("program", "focus_area").order_by(
        "-program__starts_on", "focus_area__order", "pk"
    )
    for program, of_program in groupby(found, key=lambda mandate: mandate.program):
        parts: dict[str, list[Mandate]] = {str(_("Hela arbetet")): []}
        for mandate in of_program:
            name = mandate.focus_area.name if mandate.focus_area else next(iter(parts))
            parts.setdefault(name, []).append(mandate)
        yield ProgramMandates(
            program, tuple((name, tuple(found)) for name, found in parts.items() if found)
        )


def _neighborhoods(area: Area, day: date) -> QuerySet[Area]:
    return Area.objects.within(area, day).filter(kind=Area.Kind.NEIGHBORHOOD).by_name()


def body_history(body: ResponsibleBody) -> list[dict[str, Any]]:
    """What has changed about the body and its coordinators, as the history component wants it."""
    return [
        {
            "at": change.at,
            "who": change.who,
            "what": f"{change.action.lower()} {change.what}",
            "changes": change.fields,
        }
        for change in history_of(body, *body.coordinators.all())
    ]


@dataclass(frozen=True)
class HeldRole:
    """A role of a person; one that follows an appointment is not taken back by hand."""

    grant_id: int
    role: Role
    body: ResponsibleBody

    @property
    def follows_appointment(self) -> bool:
        return self.role == Role.COORDINATOR


def people_rows(people: QuerySet[User]) -> list[tuple[User, list[HeldRole]]]:
    """The people by name, each with its roles on bodies."""
    found = list(people.order_by(swedish("name"), "pk"))
    roles = _roles_of(found)
    return [(person, roles[person.pk]) for person in found]


def person_roles(person: User) -> list[HeldRole]:
    return _roles_of([person])[person.pk]


def _roles_of(people: list[User]) -> dict[int, list[HeldRole]]:
    grants = ResponsibleBodyUserPermission.objects.filter(user__in=people)
    grants = grants.select_related("permission", "content_object")
    roles: dict[int, list[HeldRole]] = {person.pk: [] for person in people}
    for grant in grants:
        role = HeldRole(grant.pk, Role(grant.permission.codename), grant.content_object)
        roles[grant.user_id].append(role)
    order = list(Role)
    for held in roles.values():
        held.sort(key=lambda role: (order.index(role.role), swedish_key(role.body.name)))
    return roles
