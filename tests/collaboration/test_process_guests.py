from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from collaboration.models import CollaborationProcess
from tests.factories.accounts import UserFactory
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

SignIn = Callable[[User], Client]


def address(name: str, process: CollaborationProcess, *more: int) -> str:
    return reverse(f"collaboration:process-{name}", args=[process.pk, *more])


def test_partner_is_invited_and_removed_at_once(
    coordinator: User, as_user: SignIn, process
) -> None:
    person = UserFactory(email="ny@exempel.se", name="Ny Part")
    client = as_user(coordinator)
    response = client.post(address("invite", process), {"email": "NY@exempel.se"}, follow=True)
    assert "Ny Part är inbjuden" in response.content.decode()
    assert scope_of(person).processes == {process.pk}
    assert (
        "Ta bort Ny Part?"
        in client.get(address("remove-partner", process, person.pk)).content.decode()
    )
    client.post(address("remove-partner", process, person.pk))
    assert scope_of(person).processes == frozenset()


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("finns.inte@exempel.se", "inget konto"),
        ("inte en adress", "giltig e-postadress"),
        ("manage@exempel.se", "redan med"),
    ],
)
def test_invitation_that_cannot_be_sent(
    email: str, message: str, coordinator: User, manager: User, as_user: SignIn, process
) -> None:
    response = as_user(coordinator).post(address("invite", process), {"email": email})
    assert message in response.content.decode()
    assert email in response.content.decode()
