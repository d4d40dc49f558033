from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from programs.models import ResponsibleBody
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.programs import ProgramFactory
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import scope_of

SignIn = Callable[[User], Client]
NEW_PERSON = {"name": "Åsa Ny", "email": "Asa.Ny@Exempel.se", "title": "Chef", "phone": ""}


def role_address(person: User, body: ResponsibleBody) -> str:
    grant = body.responsiblebodyuserpermission_set.get(user=person)
    return reverse("settings-role-take", args=[person.pk, grant.pk])


@pytest.mark.parametrize(
    "role", ["coordinator", "manager", "contributor", "committee", "partner", "outsider"]
)
def test_settings_are_closed_to_others(request, as_user: SignIn, manager: User, role: str) -> None:
    client = as_user(request.getfixturevalue(role))
    program = ProgramFactory()
    for url in (
        reverse("settings"),
        reverse("settings-program", args=[program.code]),
        reverse("settings-person-new"),
        reverse("settings-person", args=[manager.pk]),
        reverse("settings-person-edit", args=[manager.pk]),
        reverse("settings-person-end", args=[manager.pk]),
    ):
        assert client.get(url).status_code == 403
        assert client.post(url).status_code in {403, 405}
    for name in ("settings-person-open", "settings-person-link"):
        assert client.post(reverse(name, args=[manager.pk])).status_code == 403


def test_central_office_sets_the_rhythm_and_sees_no_people(
    as_user: SignIn, central: User, manager: User
) -> None:
    client = as_user(central)
    program = ProgramFactory()
    html = client.get(reverse("settings")).content.decode()
    assert program.name in html
    assert manager.email not in html
    url = reverse("settings-program", args=[program.code])
    assert (
        "mellan 1 och 28"
        in client.post(url, {"report_months": "1", "report_due_day": "31"}).content.decode()
    )
    client.post(url, {"report_months": "3", "report_due_day": "10"})
    program.refresh_from_db()
    assert (program.report_months, program.report_due_day) == (3, 10)
    assert client.get(reverse("settings-person", args=[manager.pk])).status_code == 403


def test_administrator_does_not_set_the_rhythm(as_user: SignIn, administrator: User) -> None:
    program = ProgramFactory()
    client = as_user(administrator)
    assert client.get(reverse("settings-program", args=[program.code])).status_code == 403
    assert program.name not in client.get(reverse("settings")).content.decode()


def test_new_person_gets_a_link_to_choose_a_password(as_user: SignIn, administrator: User) -> None:
    client = as_user(administrator)
    response = client.post(reverse("settings-person-new"), NEW_PERSON, follow=True)
    person = User.objects.get(email="asa.ny@exempel.se")
    assert not person.has_usable_password()
    assert "har fått ett mejl" in response.content.decode()
    assert mail.outbox[0].to == [person.email]
    assert "/konto/" in mail.outbox[0].body


def test_same_address_in_other_letters_is_refused_and_nothing_is_lost(
    as_user: SignIn, administrator: User
) -> None:
    UserFactory(email="asa.ny@exempel.se")
    html = as_user(administrator).post(reverse("settings-person-new"), NEW_PERSON).content.decode()
    assert "Det finns redan ett konto" in html
    assert "Åsa Ny" in html


def test_administrator_gives_and_takes_roles(
    as_user: SignIn, administrator: User, body: ResponsibleBody
) -> None:
    client = as_user(administrator)
    person = UserFactory()
    url = reverse("settings-person", args=[person.pk])
    client.post(url, {"role": Role.MANAGER, "body": body.pk})
    assert scope_of(person).manages == {body.pk}
    assert body.name in client.get(url).content.decode()
    assert "Ta bort rollen" in client.get(role_address(person, body)).content.decode()
    client.post(role_address(person, body))
    assert scope_of(person).manages == set()


def test_role_of_coordinator_is_not_offered(
    as_user: SignIn, administrator: User, coordinator: User, body: ResponsibleBody
) -> None:
    client = as_user(administrator)
    url = reverse("settings-person", args=[coordinator.pk])
    html = client.post(url, {"role": Role.COORDINATOR, "body": body.pk}).content.decode()
    assert "giltigt alternativ" in html
    assert "Följer av uppdraget" in html
    response = client.post(role_address(coordinator, body), follow=True)
    assert "följer av uppdraget" in response.content.decode()
    assert scope_of(coordinator).coordinates == {body.pk}


def test_last_administrator_is_told_why_not(
    as_user: SignIn, administrator: User, board: ResponsibleBody
) -> None:
    client = as_user(administrator)
    for url in (
        role_address(administrator, board),
        reverse("settings-person-end", args=[administrator.pk]),
    ):
        assert "minst en administratör" in client.post(url, follow=True).content.decode()
    assert scope_of(administrator).is_administrator


def test_account_is_ended_and_opened(as_user: SignIn, administrator: User, manager: User) -> None:
    client = as_user(administrator)
    end = reverse("settings-person-end", args=[manager.pk])
    assert "Avsluta kontot" in client.get(end).content.decode()
    client.post(end)
    manager.refresh_from_db()
    assert not manager.is_active
    people = client.get(reverse("settings")).content.decode()
    assert manager.email not in people
    assert manager.email in client.get(reverse("settings"), {"visa": "alla"}).content.decode()
    client.post(reverse("settings-person-open", args=[manager.pk]))
    manager.refresh_from_db()
    assert manager.is_active
    assert not scope_of(manager).bodies


def test_person_is_edited_and_mailed_again(
    as_user: SignIn, administrator: User, manager: User
) -> None:
    client = as_user(administrator)
    url = reverse("settings-person-edit", args=[manager.pk])
    assert manager.name in client.get(url).content.decode()
    client.post(url, {"name": "Nytt Namn", "email": manager.email, "title": "", "phone": ""})
    manager.refresh_from_db()
    assert manager.name == "Nytt Namn"
    client.post(reverse("settings-person-link", args=[manager.pk]))
    assert mail.outbox[0].to == [manager.email]


@pytest.mark.parametrize("count", [1, 3])
def test_people_take_constant_queries(
    as_user: SignIn, administrator: User, body: ResponsibleBody, count: int,
    django_assert_num_queries,
) -> None:  # fmt: skip
    client = as_user(administrator)
    for _ in range(count):
        grant_role(UserFactory(), Role.MANAGER, body)
    with django_assert_num_queries(8):
        html = client.get(reverse("settings"), {"sok": "person"}).content.decode()
    assert html.count("Chef, ") == count
