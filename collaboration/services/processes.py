"""Collaboration processes: begun by a body, under the program in force."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from collaboration.exceptions import EditConflict, NoProgramInForce
from collaboration.models import CollaborationProcess, Participant
from collaboration.services.steps import begin_cycle
from programs.models import Area, FocusArea, Program, ResponsibleBody
from trygghet.accounts.models import User


@transaction.atomic
def start_process(
    *,
    lead_body: ResponsibleBody,
    title: str,
    purpose: str,
    acting_user: User,
    began_on: date | None = None,
    place: str = "",
    focus_areas: Iterable[FocusArea] = (),
    areas: Iterable[Area] = (),
) -> CollaborationProcess:
    """Begin a process under the program in force that day, in the first step of its first cycle.

    The body that leads it is its first participant. Raises NoProgramInForce.
    """
    began_on = began_on or timezone.localdate()
    if not (program := Program.objects.current(began_on)):
        raise NoProgramInForce
    process = CollaborationProcess(
        title=title,
        purpose=purpose,
        lead_body=lead_body,
        began_on=began_on,
        program=program,
        place=place,
    )
    process.full_clean()
    process.save()
    process.focus_areas.set(focus_areas)
    process.areas.set(areas)
    begin_cycle(process, 1, _moment(began_on))
    Participant.objects.create(
        process=process, body=lead_body, role=Participant.Role.LEADS, joined_on=began_on
    )
    return process


def _moment(day: date) -> datetime:
    """Now if the day is today, else the day's noon."""
    now = timezone.localtime()
    return now if day == now.date() else timezone.make_aware(datetime.combine(day, time(12)))


@transaction.atomic
def change_process(
    *,
    process: CollaborationProcess,
    version: int,
    title: str,
    purpose: str,
    acting_user: User,
    place: str = "",
    focus_areas: Iterable[FocusArea] = (),
    areas: Iterable[Area] = (),
) -> CollaborationProcess:
    """Save what the process is about. The same facts saved again change nothing.

    Raises EditConflict when somebody saved other facts since ``version``.
    """
    process = _locked(process)
    new = (title, purpose, place, set(focus_areas), set(areas))
    if new == _facts(process):
        return process
    if process.version != version:
        raise EditConflict(process)
    process.title, process.purpose, process.place = title, purpose, place
    process.version += 1
    process.full_clean()
    process.save(update_fields=["title", "purpose", "place", "version"])
    process.focus_areas.set(new[3])
    process.areas.set(new[4])
    return process


def _facts(process: CollaborationProcess) -> tuple[str, str, str, set[FocusArea], set[Area]]:
    chosen = set(process.focus_areas.all()), set(process.areas.all())
    return process.title, process.purpose, process.place, *chosen


def _locked(process: CollaborationProcess) -> CollaborationProcess:
    return CollaborationProcess.objects.select_for_update().get(pk=process.pk)
