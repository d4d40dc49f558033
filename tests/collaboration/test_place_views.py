"""The pages of place collaborations and promises."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from collaboration.models import CitizenPromise, PlaceCollaboration
from programs.models import ResponsibleBody
from programs.services import grant_role
from tests.collaboration.test_place_services import PLACE, PROMISE
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import PartnerOrganizationFactory
from tests.factories.places import CitizenPromiseFactory, PlaceCollaborationFactory
from tests.factories.programs import ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role

SignIn = Callable[[User], Client]
PLACES, PROMISES = reverse("collaboration:place-list"), reverse("collaboration:promise-list")
NEW_PLACE, NEW_PROMISE = reverse("collaboration:place-new"), reverse("collaboration:promise-new")


def test_a_place_with_a_new_party(
    coordinator: User, body: ResponsibleBody, as_user: SignIn
) -> None:
    data = {"body": body.pk, "idempotency_key": str(uuid4()), **PLACE}
    data |= {"new_name": "Torgets fastigheter", "new_kind": "property_owner"}
    client = as_user(coordinator)
    assert client.post(NEW_PLACE, data).url == client.post(NEW_PLACE, data).url
    place = PlaceCollaboration.objects.get()
    page = client.get(reverse("collaboration:place-detail", args=[place.pk])).content.decode()
    assert "Torgets fastigheter" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", ""),
        ("vision", "Fråga anna@exempel.se"),
        ("began_on", "0026-03-01"),
        ("ended_on", "2020-01-01"),
        ("new_name", "Torgets fastigheter"),
    ],
)
def test_bad_place(field: str, value: str, coordinator: User, body, as_user: SignIn) -> None:
    response = as_user(coordinator).post(NEW_PLACE, {"body": body.pk, **PLACE, field: value})
    expected = "new_kind" if field == "new_name" else field
    assert response.context["form"].errors.keys() == {expected}
    assert not PlaceCollaboration.objects.exists()


def test_a_company_does_not_lead_a_place(db: None, as_user: SignIn) -> None:
    company = ResponsibleBodyFactory(kind=ResponsibleBody.Kind.COMPANY_BOARD)
    person = UserFactory()
    grant_role(person, Role.COORDINATOR, company)
    client = as_user(person)
    assert client.get(NEW_PLACE).status_code == 403
    assert "Starta" not in client.get(PLACES).content.decode()


def test_two_who_change_a_place_see_both_texts(
    coordinator: User, body: ResponsibleBody, as_user: SignIn
) -> None:
    place = PlaceCollaborationFactory(body=body)
    client, url = as_user(coordinator), reverse("collaboration:place-edit", args=[place.pk])
    data = {"body": body.pk, "version": 1, **PLACE}
    client.post(url, data | {"vision": "Deras vision"})
    page = client.post(url, data | {"vision": "Min vision"}).content.decode()
    assert "Någon annan har ändrat" in page
    assert "Deras vision" in page
    assert "Min vision" in page


def test_a_promise_is_made_judged_and_told(
    coordinator: User, contributor: User, body: ResponsibleBody, as_user: SignIn
) -> None:
    data = {"body": body.pk, "idempotency_key": str(uuid4()), **PROMISE}
    client = as_user(coordinator)
    assert client.post(NEW_PROMISE, data).url == client.post(NEW_PROMISE, data).url
    promise = CitizenPromise.objects.get()
    judge = reverse("collaboration:promise-judge", args=[promise.pk])
    result = {"state": "partly", "result": "Tre av fyra fredagar.", "version": 1}
    assert as_user(contributor).post(judge, result).status_code == 403
    assert (
        as_user(coordinator).post(judge, result | {"reported_on": "2999-01-01"}).status_code == 200
    )
    assert as_user(coordinator).post(judge, result).status_code == 302
    page = as_user(contributor).get(reverse("collaboration:promise-detail", args=[promise.pk]))
    assert "Tre av fyra fredagar" in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("due_on", "2026-01-01"), ("report_back_on", "2020-01-01"), ("title", ""), ("due_on", "x")],
)
def test_bad_promise(field: str, value: str, coordinator: User, body, as_user: SignIn) -> None:
    response = as_user(coordinator).post(NEW_PROMISE, {"body": body.pk, **PROMISE, field: value})
    assert response.context["form"].errors.keys() == {field}
    assert not CitizenPromise.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_a_constant_number_of_queries(
    rows: int,
    coordinator: User,
    body: ResponsibleBody,
    as_user: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        place = PlaceCollaborationFactory(body=body)
        place.organizations.add(PartnerOrganizationFactory())
        place.bodies.add(ResponsibleBodyFactory())
        CitizenPromiseFactory(body=body, organization=PartnerOrganizationFactory())
    client = as_user(coordinator)
    with django_assert_num_queries(9):
        client.get(PLACES)
    with django_assert_num_queries(6):
        client.get(PROMISES)
