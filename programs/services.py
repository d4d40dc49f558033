"""Everything that writes to what the municipality has decided: appointments, roles, settings."""

from datetime import date

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from programs.models import Coordinator, Program, ResponsibleBody, ResponsibleBodyUserPermission
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role


class LastAdministrator(ValidationError):
    """Nobody would be left who can give roles."""

    def __init__(self) -> None:
        super().__init__(
            _("Det måste finnas minst en administratör. Ge rollen till någon annan först.")
        )


class RoleFollowsAppointment(ValidationError):
    """A coordinator's role comes with the appointment and goes with it."""

    def __init__(self) -> None:
        super().__init__(_("Rollen samordnare följer av uppdraget, som ändras på nämndens sida."))


class AppointmentOverlaps(ValidationError):
    """Somebody else is coordinator during some of the days."""

    def __init__(self) -> None:
        super().__init__(
            _("Det finns redan en samordnare för den tiden. Avsluta det uppdraget först.")
        )


def grant_role(user: User, role: Role, anchor: models.Model) -> None:
    """Give ``user`` a role on a body, or on a collaboration process for an invited partner."""
    assign_perm(Role(role).value, user, anchor)


def revoke_role(user: User, role: Role, anchor: models.Model) -> None:
    remove_perm(Role(role).value, user, anchor)


@transaction.atomic
def give_role(*, person: User, role: Role, body: ResponsibleBody, acting_user: User) -> None:
    """Give a role by hand. Raises RoleFollowsAppointment for coordinators.

    The account of an integration is never appointed: its role as coordinator is given by hand.
    """
    if role == Role.COORDINATOR and not person.is_service:
        raise RoleFollowsAppointment
    grant_role(person, role, body)


@transaction.atomic
def take_role(*, grant: ResponsibleBodyUserPermission, acting_user: User) -> None:
    """Take a role back. Raises RoleFollowsAppointment or LastAdministrator."""
    if grant.permission.codename == Role.COORDINATOR and not grant.user.is_service:
        raise RoleFollowsAppointment
    _refuse_last_administrator(Q(pk=grant.pk))
    grant.delete()


def _refuse_last_administrator(leaving: Q) -> None:
    administrators = ResponsibleBodyUserPermission.objects.select_for_update(of=("self",)).filter(
        permission__codename=Role.ADMINISTRATOR.value, user__is_active=True
    )
    left = [grant.pk for grant in administrators.exclude(leaving)]
    if not left and administrators.filter(leaving).exists():
        raise LastAdministrator


@transaction.atomic
def deactivate_person(*, person: User, acting_user: User) -> None:
    """Close the account, take back every role and end the person's appointments today."""
    _refuse_last_administrator(Q(user=person))
    today = timezone.localdate()
    appointments = Coordinator.objects.filter(user=person)
    appointments.filter(valid_from__gt=today).delete()
    appointments.valid_on(today).update(valid_to=today)
    for anchor in (settings.BODY_GRANTS, settings.PROCESS_GRANTS):
        apps.get_model(anchor).objects.filter(user=person).delete()
    person.is_active = False
    person.save(update_fields=["is_active"])


@transaction.atomic
def reactivate_person(*, person: User, acting_user: User) -> None:
    """Open the account again, without roles: they are given anew."""
    person.is_active = True
    person.save(update_fields=["is_active"])


@transaction.atomic
def appoint_coordinator(
    *,
    body: ResponsibleBody,
    user: User,
    valid_from: date,
    mandate: str,
    acting_user: User,
    valid_to: date | None = None,
) -> Coordinator:
    """Appoint a coordinator, who may report for the body from the first day.

    Raises AppointmentOverlaps when the body has a coordinator some day of the time.
    """
    appointment = Coordinator(
        body=body,
        user=user,
        valid_from=valid_from,
        valid_to=valid_to,
        mandate=mandate,
        appointed_by=acting_user,
    )
    appointment.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        raise _refusal(error) from error
    sync_coordinator_grants(body=body)
    return appointment


def _refusal(error: IntegrityError) -> ValidationError:
    name = error.__cause__.diag.constraint_name  # type: ignore[union-attr]
    constraints = {constraint.name: constraint for constraint in Coordinator._meta.constraints}
    if name == "body_has_one_coordinator_at_a_time":
        return AppointmentOverlaps()
    return ValidationError({"valid_to": str(constraints[name].violation_error_message)})


@transaction.atomic
def end_appointment(*, appointment: Coordinator, last_day: date, acting_user: User) -> None:
    """Let the appointment end after ``last_day``; it is withdrawn if that is before it began."""
    appointment = Coordinator.objects.select_for_update().get(pk=appointment.pk)
    if last_day < appointment.valid_from:
        appointment.delete()
    else:
        appointment.valid_to = last_day
        try:
            with transaction.atomic():
                appointment.save(update_fields=["valid_to"])
        except IntegrityError as error:
            raise _refusal(error) from error
    sync_coordinator_grants(body=appointment.body)


@transaction.atomic
def sync_coordinator_grants(*, body: ResponsibleBody | None = None, day: date | None = None) -> int:
    """Let the role of coordinator begin and end by the appointments' dates; the number of changes.

    The clock asks for all bodies, an appointment for its own.
    """
    of_body = {"body": body} if body else {}
    on_body = {"content_object": body} if body else {}
    appointments = Coordinator.objects.valid_on(day or timezone.localdate()).filter(
        user__is_active=True, **of_body
    )
    wanted = set(appointments.values_list("user_id", "body_id"))
    grants = ResponsibleBodyUserPermission.objects.filter(
        permission__codename=Role.COORDINATOR.value, user__is_service=False, **on_body
    )
    held = {(g.user_id, g.content_object_id): g.pk for g in grants}
    ended = [pk for pair, pk in held.items() if pair not in wanted]
    ResponsibleBodyUserPermission.objects.filter(pk__in=ended).delete()
    begun = wanted - held.keys()
    _grant_coordinators(begun)
    return len(ended) + len(begun)


def _grant_coordinators(pairs: set[tuple[int, int]]) -> None:
    if not pairs:
        return
    permission = Permission.objects.get(
        content_type__app_label="programs", codename=Role.COORDINATOR.value
    )
    ResponsibleBodyUserPermission.objects.bulk_create(
        [
            ResponsibleBodyUserPermission(
                user_id=user_id, content_object_id=body_id, permission=permission
            )
            for user_id, body_id in sorted(pairs)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def change_program_settings(
    *, program: Program, report_months: int, report_due_day: int, acting_user: User
) -> Program:
    """Set how often the bodies report, and the last day to do so."""
    program.report_months, program.report_due_day = report_months, report_due_day
    program.full_clean()
    program.save(update_fields=["report_months", "report_due_day"])
    return program
