"""Agreements: what the law asks for, one at a time for the same parties, versions without loss."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from collaboration.agreement_exceptions import (
    AgreementStateRefuses,
    AttemptMissing,
    NewVersionExists,
)
from collaboration.exceptions import EditConflict
from collaboration.models import CollaborationAgreement, PartnerOrganization
from collaboration.selectors.agreements import (
    areas_in_force,
    is_due,
    left_behind,
    standing,
    versions_of,
)
from collaboration.services import agreements
from programs.models import ResponsibleBody
from tests.factories.agreements import AgreementFactory, AttemptFactory
from tests.factories.collaboration import PartnerOrganizationFactory
from tests.factories.programs import GoverningDocumentFactory, ProgramFactory
from trygghet.accounts.models import User

State = CollaborationAgreement.State
YEAR = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31)}


def test_new_counterpart_is_made_once(body: ResponsibleBody, coordinator: User) -> None:
    PartnerOrganizationFactory(name="Lokalpolisområde Norr")

    agreement = agreements.create_agreement(
        acting_user=coordinator, body=body, level="local", title="Norr", purposes="S",
        areas_text="O", new_organization=(" lokalpolisområde  NORR ", "police"),
    )  # fmt: skip

    assert agreement.organization.name == "Lokalpolisområde Norr"
    assert PartnerOrganization.objects.count() == 1


def test_purposes_and_areas_are_asked_for(coordinator: User) -> None:
    agreement = AgreementFactory()

    with pytest.raises(ValidationError):
        agreements.change_agreement(
            agreement=agreement, version=agreement.version, acting_user=coordinator, purposes=""
        )


def test_two_writers_lose_nothing(coordinator: User) -> None:
    agreement = AgreementFactory()
    common = {"agreement": agreement, "version": agreement.version, "acting_user": coordinator}
    agreements.change_agreement(**common, goals="Den första")

    with pytest.raises(EditConflict):
        agreements.change_agreement(**common, goals="Den andra")

    agreement.refresh_from_db()
    assert agreement.goals == "Den första"


def test_what_is_signed_does_not_change(coordinator: User) -> None:
    agreement = AgreementFactory(reached=True)

    with pytest.raises(AgreementStateRefuses):
        agreements.change_agreement(
            agreement=agreement, version=1, acting_user=coordinator, goals="Nytt"
        )


def test_end_before_start_is_refused(coordinator: User) -> None:
    with pytest.raises(ValidationError, match="Slutdatum ska vara efter startdatum"):
        agreements.reach(
            agreement=AgreementFactory(), acting_user=coordinator,
            valid_from=date(2026, 5, 1), valid_to=date(2026, 4, 30),
        )  # fmt: skip


@pytest.mark.parametrize("first", [date(2026, 6, 1), date(2027, 12, 31)])
def test_same_parties_have_one_at_a_time(first: date, coordinator: User) -> None:
    earlier = AgreementFactory(reached=True)
    another = AgreementFactory(body=earlier.body, organization=earlier.organization)

    with pytest.raises(ValidationError, match="redan en överenskommelse för den tiden"):
        agreements.reach(
            agreement=another, acting_user=coordinator, valid_from=first, valid_to=date(2029, 1, 1)
        )

    another.refresh_from_db()
    assert another.state == State.IN_WORK


def test_new_version_takes_over_the_day_it_begins(coordinator: User) -> None:
    earlier = AgreementFactory(reached=True, goals="Mål", priority_areas=["Unga"])

    draft = agreements.new_version(agreement=earlier, acting_user=coordinator)
    with pytest.raises(NewVersionExists):
        agreements.new_version(agreement=earlier, acting_user=coordinator)
    agreements.reach(
        agreement=draft, acting_user=coordinator,
        valid_from=date(2027, 1, 1), valid_to=date(2028, 12, 31),
    )  # fmt: skip

    earlier.refresh_from_db()
    assert (draft.goals, draft.priority_areas) == ("Mål", ["Unga"])
    assert (earlier.state, earlier.valid_to) == (State.REACHED, date(2026, 12, 31))
    assert [row.pk for row in versions_of(earlier)] == [draft.pk, earlier.pk]


def test_new_version_cannot_begin_before_the_one_it_replaces(coordinator: User) -> None:
    earlier = AgreementFactory(reached=True)
    draft = agreements.new_version(agreement=earlier, acting_user=coordinator)

    with pytest.raises(ValidationError, match="börja efter"):
        agreements.reach(agreement=draft, acting_user=coordinator, **YEAR)


def test_not_reached_needs_an_attempt(coordinator: User) -> None:
    agreement = AgreementFactory()
    with pytest.raises(AttemptMissing):
        agreements.not_reached(agreement=agreement, acting_user=coordinator)

    AttemptFactory(agreement=agreement)

    done = agreements.not_reached(agreement=agreement, acting_user=coordinator)
    assert done.state == State.NOT_REACHED


def test_ends_within_its_time(coordinator: User) -> None:
    agreement = AgreementFactory(reached=True)
    for day in (agreement.valid_from, agreement.valid_to + timedelta(days=1)):
        with pytest.raises(ValidationError):
            agreements.end_agreement(agreement=agreement, ended_on=day, acting_user=coordinator)

    ended = agreements.end_agreement(
        agreement=agreement, ended_on=date(2026, 6, 30), acting_user=coordinator
    )

    assert (ended.state, ended.valid_to) == (State.ENDED, date(2026, 6, 30))


def test_signed_in_the_future_is_refused(coordinator: User) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError):
        agreements.sign(
            agreement=AgreementFactory(), acting_user=coordinator, party="Polisen", name="Namn",
            position="Chef", signed_on=tomorrow,
        )  # fmt: skip


def test_local_ones_left_behind_by_new_priorities(db: None) -> None:
    then = ProgramFactory(starts_on=date(2020, 1, 1), ends_on=date(2023, 12, 31))
    now = ProgramFactory(starts_on=date(2024, 1, 1), ends_on=date(2027, 12, 31))
    GoverningDocumentFactory(priority_areas=["Ordningsvakter", "Unga"]).programs.add(then)
    GoverningDocumentFactory(priority_areas=["Unga"]).programs.add(then, now)
    GoverningDocumentFactory(priority_areas=["Kameror"], valid_to=date(2025, 12, 31))
    agreement = AgreementFactory(priority_areas=["UNGA", "Ordningsvakter", "Kameror"])
    central = AgreementFactory(level="central", priority_areas=["Ordningsvakter"])

    in_force = areas_in_force(date(2026, 3, 1))

    assert left_behind(agreement, in_force) == ["Ordningsvakter", "Kameror"]
    assert left_behind(central, in_force) == []


@pytest.mark.parametrize(
    ("day", "key", "due"),
    [
        (date(2025, 12, 31), "coming", False),
        (date(2026, 6, 1), "current", True),
        (date(2028, 1, 1), "ended", False),
    ],
)
def test_how_it_stands(day: date, key: str, due: bool, db: None) -> None:
    agreement = AgreementFactory(reached=True, review_on=date(2026, 6, 1))

    assert (standing(agreement, day).key, is_due(agreement, day)) == (key, due)
