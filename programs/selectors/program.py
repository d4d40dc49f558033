"""The program: who answers for what, and the mandate matrix."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models import (
    FocusArea,
    GoverningDocument,
    Mandate,
    Program,
    ReportRecipient,
    ResponsibleBody,
)
from trygghet.swedish import swedish_key

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
