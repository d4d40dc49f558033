"""Collaboration processes: begun by a body, under the program in force, with invited partners."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from collaboration.exceptions import AlreadyTakesPart, NoProgramInForce, ProcessEnded
from collaboration.models import CollaborationProcess, CollaborationProcessUserPermission
from programs.models import Program, ResponsibleBody, ResponsibleBodyUserPermission
from programs.services import grant_role, revoke_role
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role


@transaction.atomic
def start_process(
    *,
    lead_body: ResponsibleBody,
    title: str,
    purpose: str,
    acting_user: User,
    began_on: date | None = None,
) -> CollaborationProcess:
    """Begin a process under the program in force that day. Raises NoProgramInForce."""
    began_on = began_on or timezone.localdate()
    if not (program := Program.objects.current(began_on)):
        raise NoProgramInForce
    process = CollaborationProcess(
        title=title, purpose=purpose, lead_body=lead_body, began_on=began_on, program=program
    )
    process.full_clean()
    process.save()
    return process


@transaction.atomic
def change_process(
    *,
    process: CollaborationProcess,
    title: str,
    purpose: str,
    ended_on: date | None,
    acting_user: User,
) -> CollaborationProcess:
    process = _locked(process)
    process.title, process.purpose, process.ended_on = title, purpose, ended_on
    process.full_clean()
    process.save(update_fields=["title", "purpose", "ended_on"])
    return process


@transaction.atomic
def invite_partner(*, process: CollaborationProcess, person: User, acting_user: User) -> None:
    """Let an external person take part, from its next click.

    Raises AlreadyTakesPart or ProcessEnded.
    """
    process = _locked(process)
    if process.ended_on:
        raise ProcessEnded
    works_there = ResponsibleBodyUserPermission.objects.filter(
        user=person, content_object_id=process.lead_body_id
    )
    invited = CollaborationProcessUserPermission.objects.filter(user=person, content_object=process)
    if invited.exists() or works_there.exists():
        raise AlreadyTakesPart(str(person))
    grant_role(person, Role.PARTNER, process)


@transaction.atomic
def remove_partner(*, process: CollaborationProcess, person: User, acting_user: User) -> None:
    """Take the invitation back: the person no longer sees the process from its next click."""
    revoke_role(person, Role.PARTNER, _locked(process))


def _locked(process: CollaborationProcess) -> CollaborationProcess:
    return CollaborationProcess.objects.select_for_update().get(pk=process.pk)
