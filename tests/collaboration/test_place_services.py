"""Place collaborations and promises: who leads, what is kept, what is refused."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from collaboration.exceptions import (
    EditConflict,
    PlaceNotOfDistrict,
    PromiseJudged,
    ReportedInTheFuture,
)
from collaboration.models import CitizenPromise, PlaceCollaboration
from collaboration.services import places, promises
from programs.models import ResponsibleBody
from tests.factories.collaboration import PartnerOrganizationFactory
from tests.factories.places import CitizenPromiseFactory, PlaceCollaborationFactory
from tests.factories.programs import ResponsibleBodyFactory
from trygghet.accounts.models import User

State = CitizenPromise.State
PLACE = {
    "name": "Torget",
    "place": "Torget",
    "vision": "Fler stannar.",
    "began_on": date(2026, 3, 1),
}
PROMISE = {
    "title": "Vi syns",
    "commitment": "Varje fredag.",
    "valid_from": date(2026, 3, 1),
    "due_on": date(2026, 12, 31),
    "report_back": "På biblioteket",
    "report_back_on": date(2027, 1, 31),
}


@pytest.fixture
def district(body: ResponsibleBody) -> ResponsibleBody:
    body.kind = ResponsibleBody.Kind.DISTRICT_COMMITTEE
    body.save()
    return body


def test_a_place_with_its_parties_begins_once(district: ResponsibleBody, coordinator: User) -> None:
    key, other = uuid4(), ResponsibleBodyFactory()
    known = PartnerOrganizationFactory(name="Torgets fastigheter")
    for _ in range(2):
        place = places.start_place(
            body=district,
            acting_user=coordinator,
            idempotency_key=key,
            bodies=[other, district],
            new_organization=(" torgets  FASTIGHETER ", "property_owner"),
            **PLACE,
        )
    assert PlaceCollaboration.objects.count() == 1
    assert list(place.bodies.all()) == [other]
    assert list(place.organizations.all()) == [known]


def test_only_a_district_committee_leads(db: None, coordinator: User) -> None:
    company = ResponsibleBodyFactory(kind=ResponsibleBody.Kind.COMPANY_BOARD)
    with pytest.raises(PlaceNotOfDistrict):
        places.start_place(body=company, acting_user=coordinator, **PLACE)


def test_changing_a_place(coordinator: User) -> None:
    place = PlaceCollaborationFactory()
    changed = places.change_place(
        collaboration=place, version=1, acting_user=coordinator, vision="Ny"
    )
    assert (changed.vision, changed.version) == ("Ny", 2)
    with pytest.raises(EditConflict):
        places.change_place(collaboration=place, version=1, acting_user=coordinator, vision="Annan")
    with pytest.raises(ValidationError):
        places.change_place(
            collaboration=place, version=2, acting_user=coordinator, ended_on=date(2020, 1, 1)
        )


def test_a_promise_is_made_once_and_judged(body: ResponsibleBody, coordinator: User) -> None:
    key = uuid4()
    for _ in range(2):
        promise = promises.make_promise(
            body=body, acting_user=coordinator, idempotency_key=key, **PROMISE
        )
    assert CitizenPromise.objects.count() == 1
    judged = promises.judge_promise(
        promise=promise, version=1, state=State.KEPT, result="Alla fredagar.",
        acting_user=coordinator, reported_on=timezone.localdate(),
    )  # fmt: skip
    assert judged.state == State.KEPT
    with pytest.raises(PromiseJudged):
        promises.change_promise(promise=promise, version=2, acting_user=coordinator, title="Annat")


def test_bad_promises(body: ResponsibleBody, coordinator: User) -> None:
    with pytest.raises(ValidationError):
        promises.make_promise(
            body=body, acting_user=coordinator, **PROMISE | {"due_on": date(2026, 2, 1)}
        )
    promise = CitizenPromiseFactory(body=body)
    judge = {"promise": promise, "version": 1, "acting_user": coordinator}
    with pytest.raises(ValidationError):
        promises.judge_promise(**judge, state=State.BROKEN, result="")
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ReportedInTheFuture):
        promises.judge_promise(**judge, state=State.KEPT, result="Bra", reported_on=tomorrow)
    with pytest.raises(EditConflict):
        promises.change_promise(promise=promise, version=9, acting_user=coordinator, title="x")
