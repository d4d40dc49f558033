"""Reminding a party of what the lead waits for: asked for once a day, sent by a worker."""

from typing import Any

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration import guard
from collaboration.models import CollaborationProcess, Participant, PartyReminder, ProcessCycle
from collaboration.partner_exceptions import AlreadyReminded, NobodyToRemind, NotWaitedFor
from collaboration.selectors.step_facts import facts_of
from collaboration.services.steps import locked_cycle
from collaboration.steps import unmet
from programs.models import ResponsibleBodyUserPermission
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.jobs.mail import send_letter
from trygghet.jobs.models import Job
from trygghet.jobs.services import ask_all, finish

KIND = "reminder_mail"


@transaction.atomic
def remind(
    *,
    process: CollaborationProcess,
    participant: Participant,
    origin: str,
    acting_user: User,
) -> PartyReminder:
    """Write down the reminder and ask for a letter to each person who speaks for the party.

    ``origin`` is the address of this program, as ``https://host/``. Raises NotWaitedFor,
    NobodyToRemind, AlreadyReminded (today) and ProcessEnded.
    """
    cycle = locked_cycle(process)
    missing = _missing(cycle, participant)
    if not missing:
        raise NotWaitedFor(str(participant))
    people = speakers_of(participant)
    if not people:
        raise NobodyToRemind(str(participant))
    reminder = _kept(cycle, participant, missing, acting_user)
    wishes = {
        f"{reminder.pk}.{person.pk}": {
            "reminder": reminder.pk,
            "person": person.pk,
            "origin": origin,
        }
        for person in people
    }
    ask_all(kind=KIND, wishes=wishes, asked_by=acting_user)
    return reminder


def _kept(
    cycle: ProcessCycle, participant: Participant, missing: list[str], acting_user: User
) -> PartyReminder:
    now = timezone.now()
    reminder = PartyReminder(
        cycle=cycle,
        participant=participant,
        step=cycle.step,
        asked_for="\n".join(missing),
        sent_on=timezone.localdate(now),
        sent_at=now,
        sent_by=acting_user,
    )
    reminder.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            reminder.save()
    except IntegrityError as error:
        raise AlreadyReminded(str(participant)) from error
    return reminder


def _missing(cycle: ProcessCycle, participant: Participant) -> list[str]:
    """What the party should do, as the buttons say it."""
    facts = facts_of(cycle)
    return [
        str(need.action)
        for need in unmet(cycle.step, facts)
        if any(party.id == participant.pk for party in need.waiting_for(facts))
    ]


def speakers_of(participant: Participant) -> list[User]:
    """A body's coordinators (its managers, when it has none), an organization's invited people."""
    people = User.objects.filter(is_active=True, is_service=False).order_by("pk")
    if not participant.body_id:
        return list(
            people.filter(
                invitations__participant=participant, invitations__revoked_at__isnull=True
            ).distinct()
        )
    for role in (Role.COORDINATOR, Role.MANAGER):
        if found := list(people.filter(pk__in=_holders(role, participant.body_id))):
            return found
    return []


def _holders(role: Role, body_id: int) -> Any:
    grants = ResponsibleBodyUserPermission.objects.filter(
        content_object=body_id, permission__codename=role
    )
    return grants.values("user")


def send(job: Job) -> None:
    """Send one letter, unless the party is no longer waited for or the person has left it."""
    rows = PartyReminder.objects.select_related(
        "cycle__process__lead_body", "participant__body", "participant__organization", "sent_by"
    )
    reminder = rows.filter(pk=job.payload["reminder"]).first()
    person = _still_there(reminder, job.payload["person"]) if reminder else None
    if reminder is None or person is None:
        finish(job)
        return
    process = reminder.cycle.process
    path = reverse("collaboration:process-detail", args=[process.pk])
    context = {
        "reminder": reminder,
        "person": person,
        "title": "" if guard.find(process.title) else process.title,
        "missing": reminder.asked_for.split("\n"),
        "link": job.payload["origin"].rstrip("/") + path,
    }
    text = render_to_string("collaboration/email/reminder.txt", context)
    send_letter(job, to=person.email, subject=_("Påminnelse: samverkan väntar på er"), text=text)


def _still_there(reminder: PartyReminder, person: int) -> User | None:
    is_running = reminder.cycle.ended_at is None and not reminder.participant.left_on
    if not is_running or not _missing(reminder.cycle, reminder.participant):
        return None
    return next((each for each in speakers_of(reminder.participant) if each.pk == person), None)
