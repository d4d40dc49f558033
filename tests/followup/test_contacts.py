"""The page that anybody may open: whom to turn to, and nothing more."""

from datetime import date

import pytest
from django.urls import reverse

from followup.selectors.contacts import contacts
from followup.services.law import add_evidence
from programs.models import Area
from tests.factories.accounts import UserFactory
from tests.factories.programs import (
    AreaFactory,
    AreaNestingFactory,
    CoordinatorFactory,
    ResponsibleBodyFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


@pytest.fixture
def district():
    district = AreaFactory(name="Järva stadsdelsområde")
    AreaNestingFactory(
        area=AreaFactory(kind=Area.Kind.NEIGHBORHOOD, name="Rinkeby"), parent=district
    )
    return ResponsibleBodyFactory(name="Järva stadsdelsnämnd", area=district)


@pytest.fixture
def appointed(district):
    user = UserFactory(name="Hemlig Person", email="samordnare@exempel.se", phone="08-123 45 67")
    return CoordinatorFactory(user=user, body=district, mandate="Hemligt mandat")


def _emails(wanted: str = "") -> list[str]:
    return [each.email for each in contacts(DAY, wanted).districts]


@pytest.mark.parametrize("wanted", ["rinkeby", "RINKEBY ", "jarva", "Järva", ""])
def test_found_by_the_part_of_the_city(wanted, appointed) -> None:
    assert _emails(wanted) == ["samordnare@exempel.se"]


def test_what_is_not_there_finds_nothing(appointed, client) -> None:
    assert _emails("Farsta") == []
    page = client.get(reverse("followup:contacts"), {"sok": "Farsta"})
    assert "Ingen samordnare stämmer" in page.content.decode()


def test_the_signed_out_see_function_and_address_but_no_person(appointed, client, central) -> None:
    add_evidence(
        section="11",
        title="Trygghetsenheten",
        contact="trygghet@exempel.se",
        valid_from=date(2024, 1, 1),
        acting_user=central,
    )
    page = client.get(reverse("followup:contacts")).content.decode()

    assert "Trygghetsenheten" in page
    assert "mailto:trygghet@exempel.se" in page
    assert "samordnare@exempel.se" in page
    for secret in ("Hemlig Person", "08-123 45 67", "Hemligt mandat"):
        assert secret not in page


def test_who_has_left_is_not_shown(appointed) -> None:
    appointed.user.is_active = False
    appointed.user.save()

    assert _emails() == [""]


def test_an_ended_appointment_is_not_shown(appointed) -> None:
    appointed.valid_to = date(2026, 10, 31)
    appointed.save()

    assert _emails() == [""]


def test_a_district_without_coordinator_is_found_and_says_so(district, client, central) -> None:
    add_evidence(
        section="11", title="Enheten", contact="trygghet@exempel.se",
        valid_from=date(2024, 1, 1), acting_user=central,
    )  # fmt: skip
    page = client.get(reverse("followup:contacts"), {"sok": "Rinkeby"}).content.decode()

    assert "Järva stadsdelsnämnd" in page
    assert "Ingen samordnare just nu. Vänd dig till kommunens funktion" in page
    assert "0 samordnare" in page


def test_four_queries_however_many(appointed, django_assert_num_queries) -> None:
    for _each in range(3):
        CoordinatorFactory()
    with django_assert_num_queries(4):
        contacts(DAY)


def test_linked_from_the_sign_in_page(client) -> None:
    page = client.get(reverse("account_login")).content.decode()

    assert reverse("followup:contacts") in page
