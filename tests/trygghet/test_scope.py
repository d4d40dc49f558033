from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from collaboration.models import CollaborationProcess
from programs.models import ResponsibleBody
from programs.services import grant_role, revoke_role
from tests.factories.accounts import UserFactory
from tests.factories.programs import ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import Scope, scope_of


def test_signed_out_sees_nothing(db: None) -> None:
    assert scope_of(AnonymousUser()) == Scope()


def test_deactivated_person_sees_nothing(coordinator: User) -> None:
    coordinator.is_active = False
    assert scope_of(coordinator) == Scope()


def test_superuser_without_a_role_sees_nothing(db: None) -> None:
    assert not scope_of(UserFactory(is_superuser=True)).is_staff


def test_coordinator_reaches_the_own_body_only(coordinator: User, body: ResponsibleBody) -> None:
    ResponsibleBodyFactory()
    scope = scope_of(coordinator)
    assert scope.bodies == {body.pk}
    assert scope.restricted_bodies == {body.pk}
    assert scope.is_staff
    assert not scope.is_central


def test_contributor_does_not_read_restricted(contributor: User, body: ResponsibleBody) -> None:
    scope = scope_of(contributor)
    assert scope.bodies == {body.pk}
    assert scope.restricted_bodies == frozenset()


def test_partner_is_not_staff(partner: User, process: CollaborationProcess) -> None:
    scope = scope_of(partner)
    assert scope.processes == {process.pk}
    assert not scope.is_staff


def test_committee_follows_the_city_but_is_not_staff(committee: User) -> None:
    scope = scope_of(committee)
    assert scope.follows_city
    assert not scope.is_staff


def test_a_role_taken_back_is_gone_at_once(manager: User, body: ResponsibleBody) -> None:
    revoke_role(manager, Role.MANAGER, body)
    assert scope_of(manager).manages == frozenset()


def test_scope_takes_two_queries_whatever_the_grants(
    coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for other in ResponsibleBodyFactory.create_batch(3):
        grant_role(coordinator, Role.MANAGER, other)
    with django_assert_num_queries(2):
        assert len(scope_of(coordinator).manages) == 3
