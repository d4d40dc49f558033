from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from collaboration.models import CollaborationProcess
from programs.models import ResponsibleBody
from programs.services import grant_role
from tests.emptying import empty_after_tests_that_commit
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import CollaborationProcessFactory
from tests.factories.programs import (
    CoordinatorFactory,
    ResponsibleBodyFactory,
)
from tests.template_database import ensure_template
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role

empty_after_tests_that_commit()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Let every test database be a copy of the migrated template."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = ensure_template()


@pytest.fixture
def body(db: None) -> ResponsibleBody:
    """The district committee where coordinator, manager and contributor work."""
    return ResponsibleBodyFactory(name="Ådalens stadsdelsnämnd", code="adalen")


@pytest.fixture
def board(db: None) -> ResponsibleBody:
    """The executive board, where central office, committee member and administrator sit."""
    return ResponsibleBodyFactory(
        name="Kommunstyrelsen",
        code="ks",
        kind=ResponsibleBody.Kind.EXECUTIVE_BOARD,
        reports=False,
    )


@pytest.fixture
def process(body: ResponsibleBody) -> CollaborationProcess:
    """The process that the partner is invited to, in its first step."""
    return CollaborationProcessFactory(title="Tryggare torg", lead_body=body)


def _person(name: str, role: Role, anchor: ResponsibleBody | CollaborationProcess) -> User:
    user = UserFactory(name=name, email=f"{role.value}@exempel.se")
    grant_role(user, role, anchor)
    return user


@pytest.fixture
def coordinator(body: ResponsibleBody) -> User:
    user = _person("Sam Ordnare", Role.COORDINATOR, body)
    CoordinatorFactory(user=user, body=body)
    return user


@pytest.fixture
def manager(body: ResponsibleBody) -> User:
    return _person("Chris Chef", Role.MANAGER, body)


@pytest.fixture
def contributor(body: ResponsibleBody) -> User:
    return _person("Mika Medarbetare", Role.CONTRIBUTOR, body)


@pytest.fixture
def central(board: ResponsibleBody) -> User:
    return _person("Stina Stadsledning", Role.CENTRAL_OFFICE, board)


@pytest.fixture
def committee(board: ResponsibleBody) -> User:
    return _person("Love Ledamot", Role.COMMITTEE, board)


@pytest.fixture
def administrator(board: ResponsibleBody) -> User:
    return _person("Adi Administratör", Role.ADMINISTRATOR, board)


@pytest.fixture
def partner(process: CollaborationProcess) -> User:
    return _person("Pim Part", Role.PARTNER, process)


@pytest.fixture
def outsider(db: None) -> User:
    """Signed in, without any role."""
    return UserFactory(name="Utan Roll", email="utan@exempel.se")


@pytest.fixture
def as_user(client: Client) -> Callable[[User], Client]:
    """``as_user(coordinator)`` is a client signed in as that person."""

    def sign_in(user: User) -> Client:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
