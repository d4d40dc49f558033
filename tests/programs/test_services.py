from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from programs import services
from programs.models import Coordinator, ResponsibleBody
from tests.factories.accounts import UserFactory
from tests.factories.programs import CoordinatorFactory, ProgramFactory, ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import scope_of


def appoint(body: ResponsibleBody, user: User, acting_user: User, **times: date | None):
    times.setdefault("valid_from", timezone.localdate())
    return services.appoint_coordinator(
        body=body, user=user, mandate="Samordnar.", acting_user=acting_user, **times
    )


def test_appointment_of_today_gives_the_role(body: ResponsibleBody, central: User) -> None:
    person = UserFactory()
    appoint(body, person, central)
    assert scope_of(person).coordinates == {body.pk}


def test_coming_appointment_gives_the_role_when_its_day_comes(
    body: ResponsibleBody, central: User
) -> None:
    person = UserFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)
    appoint(body, person, central, valid_from=tomorrow)
    assert scope_of(person).coordinates == set()
    assert services.sync_coordinator_grants(day=tomorrow) == 1
    assert services.sync_coordinator_grants(day=tomorrow) == 0
    assert scope_of(person).coordinates == {body.pk}


def test_role_ends_with_the_appointment(
    body: ResponsibleBody, coordinator: User, central: User
) -> None:
    today = timezone.localdate()
    services.end_appointment(
        appointment=Coordinator.objects.get(user=coordinator), last_day=today, acting_user=central
    )
    assert scope_of(coordinator).coordinates == {body.pk}
    services.sync_coordinator_grants(day=today + timedelta(days=1))
    assert scope_of(coordinator).coordinates == set()


def test_coming_appointment_is_withdrawn(body: ResponsibleBody, central: User) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    appointment = appoint(body, UserFactory(), central, valid_from=tomorrow)
    services.end_appointment(
        appointment=appointment, last_day=timezone.localdate(), acting_user=central
    )
    assert not Coordinator.objects.exists()


def test_database_refuses_two_coordinators_at_a_time(
    body: ResponsibleBody, coordinator: User, central: User
) -> None:
    with pytest.raises(services.AppointmentOverlaps, match="redan en samordnare"):
        appoint(body, UserFactory(), central)
    assert Coordinator.objects.count() == 1


def test_appointment_ends_no_earlier_than_it_begins(body: ResponsibleBody, central: User) -> None:
    with pytest.raises(ValidationError, match="Slutdatum") as refusal:
        appoint(
            body, UserFactory(), central, valid_from=date(2026, 3, 2), valid_to=date(2026, 3, 1)
        )
    assert "valid_to" in refusal.value.message_dict


def test_appointment_is_not_prolonged_over_the_next_one(
    body: ResponsibleBody, central: User
) -> None:
    first = appoint(
        body, UserFactory(), central, valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 31)
    )
    appoint(body, UserFactory(), central, valid_from=date(2026, 2, 1))
    with pytest.raises(services.AppointmentOverlaps):
        services.end_appointment(appointment=first, last_day=date(2026, 2, 1), acting_user=central)


@pytest.mark.parametrize("bodies", [1, 3])
def test_sync_takes_the_same_number_of_queries(
    db: None, bodies: int, django_assert_num_queries
) -> None:
    for _ in range(bodies):
        CoordinatorFactory()
    with django_assert_num_queries(6):  # savepoint twice, appointments, grants, permission, insert
        services.sync_coordinator_grants()


def test_role_of_coordinator_is_not_given_by_hand(
    body: ResponsibleBody, administrator: User
) -> None:
    with pytest.raises(services.RoleFollowsAppointment):
        services.give_role(
            person=UserFactory(), role=Role.COORDINATOR, body=body, acting_user=administrator
        )


def test_role_is_given_and_taken(body: ResponsibleBody, administrator: User) -> None:
    person = UserFactory()
    services.give_role(person=person, role=Role.MANAGER, body=body, acting_user=administrator)
    assert scope_of(person).manages == {body.pk}
    grant = body.responsiblebodyuserpermission_set.get(user=person)
    services.take_role(grant=grant, acting_user=administrator)
    assert scope_of(person).manages == set()


def test_last_administrator_stays(board: ResponsibleBody, administrator: User) -> None:
    grant = board.responsiblebodyuserpermission_set.get(user=administrator)
    with pytest.raises(services.LastAdministrator):
        services.take_role(grant=grant, acting_user=administrator)
    with pytest.raises(services.LastAdministrator):
        services.deactivate_person(person=administrator, acting_user=administrator)
    services.grant_role(UserFactory(), Role.ADMINISTRATOR, ResponsibleBodyFactory())
    services.take_role(grant=grant, acting_user=administrator)


def test_deactivated_person_has_no_roles_left(
    body: ResponsibleBody, coordinator: User, administrator: User
) -> None:
    services.deactivate_person(person=coordinator, acting_user=administrator)
    services.reactivate_person(person=coordinator, acting_user=administrator)
    assert scope_of(coordinator).coordinates == set()
    assert Coordinator.objects.get().valid_to == timezone.localdate()


def test_program_settings_are_checked(central: User) -> None:
    program = ProgramFactory()
    services.change_program_settings(
        program=program, report_months=3, report_due_day=10, acting_user=central
    )
    program.refresh_from_db()
    assert (program.report_months, program.report_due_day) == (3, 10)
    with pytest.raises(ValidationError, match="Välj en dag"):
        services.change_program_settings(
            program=program, report_months=3, report_due_day=31, acting_user=central
        )
