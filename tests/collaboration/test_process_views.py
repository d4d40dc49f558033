from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaboration.models import CollaborationProcess
from programs.models import ResponsibleBody
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import CollaborationProcessFactory
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

SignIn = Callable[[User], Client]
LIST, NEW = reverse("collaboration:process-list"), reverse("collaboration:process-new")


def address(name: str, process: CollaborationProcess, *more: int) -> str:
    return reverse(f"collaboration:process-{name}", args=[process.pk, *more])


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("manager", 200),
        ("contributor", 200),
        ("central", 200),
        ("partner", 200),
        ("committee", 403),
        ("administrator", 403),
        ("outsider", 403),
    ],
)
def test_who_sees_a_process(who: str, status: int, as_user: SignIn, request, process) -> None:
    client = as_user(request.getfixturevalue(who))
    assert client.get(LIST).status_code == status
    assert client.get(address("detail", process)).status_code == (200 if status == 200 else 404)


def test_partner_sees_only_its_own(partner: User, as_user: SignIn, process) -> None:
    other = CollaborationProcessFactory(title="ANNANS", program=process.program)
    client = as_user(partner)
    assert "ANNANS" not in client.get(LIST).content.decode()
    assert client.get(address("detail", other)).status_code == 404


@pytest.mark.parametrize("who", ["manager", "contributor", "central", "partner"])
def test_only_the_coordinator_leads(who: str, as_user: SignIn, request, process) -> None:
    client = as_user(request.getfixturevalue(who))
    assert client.get(NEW).status_code == 403
    assert client.get(address("edit", process)).status_code == 403
    assert client.post(address("invite", process), {"email": "x@exempel.se"}).status_code == 403


def test_coordinator_begins_a_process(
    coordinator: User, body: ResponsibleBody, as_user: SignIn, process
) -> None:
    data = {"title": "Ljusare parker", "purpose": "Fler i parken.", "lead_body": body.pk}
    client = as_user(coordinator)
    today = timezone.localdate()
    response = client.post(NEW, data | {"began_on": today + timedelta(days=1)})
    assert "framtiden" in response.content.decode()
    response = client.post(NEW, data | {"began_on": "1901-01-01"})
    assert "inget program" in response.content.decode()
    client.post(NEW, data | {"began_on": today})
    assert CollaborationProcess.objects.get(title="Ljusare parker").lead_body == body


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


def test_process_is_changed(coordinator: User, as_user: SignIn, process) -> None:
    data = {"title": "Tryggare torg och park", "purpose": "Nytt syfte"}
    page = as_user(coordinator).post(address("edit", process), data, follow=True).content.decode()
    assert "Tryggare torg och park" in page
    assert "Nytt syfte" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_constant_number_of_queries(
    rows: int, partner: User, process, as_user: SignIn, central: User, django_assert_num_queries
) -> None:
    CollaborationProcessFactory.create_batch(rows, program=process.program)
    client = as_user(central)
    with django_assert_num_queries(6):  # session, person, grants 2, processes, partners
        client.get(LIST)
