"""An invited partner reads the walks, places and promises of its process, and nothing else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from collaboration.models import CollaborationProcess, SafetyWalk
from programs.models import ResponsibleBody
from tests.factories.places import (
    CitizenPromiseFactory,
    PlaceCollaborationFactory,
    SafetyWalkFactory,
    WalkFindingFactory,
)
from trygghet.accounts.models import User

SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    ("factory", "name", "words"),
    [
        (SafetyWalkFactory, "walk", "title"),
        (PlaceCollaborationFactory, "place", "name"),
        (CitizenPromiseFactory, "promise", "title"),
    ],
)
def test_only_what_belongs_to_the_process(
    factory: type,
    name: str,
    words: str,
    process: CollaborationProcess,
    as_user: SignIn,
    partner: User,
) -> None:
    shared = factory(body=process.lead_body, process=process)
    other = factory(body=process.lead_body)
    client = as_user(partner)

    listed = client.get(reverse(f"collaboration:{name}-list")).content.decode()
    page = client.get(reverse(f"collaboration:{name}-detail", args=[shared.pk]))
    hidden = client.get(reverse(f"collaboration:{name}-detail", args=[other.pk]))

    assert getattr(shared, words) in listed
    assert getattr(other, words) not in listed
    assert (page.status_code, hidden.status_code) == (200, 404)
    assert "Alla ändringar" not in page.content.decode()


def test_the_walk_before_it_is_not_shown_along_with_it(
    process: CollaborationProcess, as_user: SignIn, partner: User
) -> None:
    before: SafetyWalk = SafetyWalkFactory(body=process.lead_body, title="Förra gången")
    WalkFindingFactory(walk=before, text="Skrymslet bakom kiosken")
    walk = SafetyWalkFactory(body=process.lead_body, process=process, previous=before)
    SafetyWalkFactory(body=process.lead_body, previous=walk, title="Nästa gång")

    page = as_user(partner).get(reverse("collaboration:walk-detail", args=[walk.pk]))

    for text in ("Förra gången", "Skrymslet", "Nästa gång"):
        assert text not in page.content.decode()


def test_what_the_partner_sees_is_not_for_it_to_write(
    process: CollaborationProcess, body: ResponsibleBody, as_user: SignIn, partner: User
) -> None:
    walk = SafetyWalkFactory(body=body, process=process)
    finding = WalkFindingFactory(walk=walk)
    client = as_user(partner)

    for name, keys in (("walk-record", [walk.pk]), ("finding-edit", [walk.pk, finding.pk])):
        assert client.get(reverse(f"collaboration:{name}", args=keys)).status_code == 403
