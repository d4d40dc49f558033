"""The bodies: their coordinators, mandates, areas and history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from programs.drawing import Drawing, draw
from programs.maps import area_shapes
from programs.models import Area, Coordinator, Mandate, Program, ResponsibleBody
from programs.selectors.program import standing_of
from trygghet.history.selectors import Change, history_of

KIND = ResponsibleBody.Kind
GROUPS = {
    KIND.DISTRICT_COMMITTEE: gettext_noop("Stadsdelsnämnder"),
    KIND.SPECIALIST_COMMITTEE: gettext_noop("Facknämnder"),
    KIND.COMPANY_BOARD: gettext_noop("Bolagsstyrelser"),
}
OTHERS = gettext_noop("Övriga")


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
class BodyGroup:
    """The bodies of one kind; ``holds_own`` when the reader works for one of them."""

    title: str
    rows: tuple[BodyRow, ...]
    holds_own: bool
    is_mixed: bool = False

    @property
    def vacant(self) -> int:
        return sum(row.is_vacant for row in self.rows)


def body_groups(rows: Iterable[BodyRow], own: frozenset[int]) -> list[BodyGroup]:
    """The rows by kind, the few of the rarer kinds together last."""
    by_title: dict[str, list[BodyRow]] = {title: [] for title in (*GROUPS.values(), OTHERS)}
    for row in rows:
        by_title[GROUPS.get(row.body.kind, OTHERS)].append(row)
    return [
        BodyGroup(
            _(title), tuple(of), any(row.body.pk in own for row in of), is_mixed=title == OTHERS
        )
        for title, of in by_title.items()
        if of
    ]


@dataclass(frozen=True)
class ProgramMandates:
    """What a body must do in one program: the whole work first, then by focus area."""

    program: Program
    parts: tuple[tuple[str, tuple[Mandate, ...]], ...]

    @property
    def is_unverified(self) -> bool:
        return any(mandate.is_unverified for _name, found in self.parts for mandate in found)


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


def body_history(body: ResponsibleBody) -> list[Change]:
    """What has changed about the body and its coordinators, newest first."""
    return history_of(body, *body.coordinators.all())
